"""What administrators type: whom they look for, which role they give or take, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.access.roles import PLATFORM_ROLES, Role
from apps.common.fields import insist_visible

ROLES = [(role.value, role.label) for role in Role if role in PLATFORM_ROLES]
_NOT_AMONG = _("There is no such choice. Choose one of those offered.")


class PeopleFilter(forms.Form):
    """Whom to list; lives in the address."""

    q = forms.CharField(label=_("Name or email address"), required=False, max_length=120)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("any")), *ROLES],
        error_messages={"invalid_choice": _NOT_AMONG},
    )
    only = forms.ChoiceField(
        label=_("Accounts"),
        required=False,
        choices=[("", _("all")), ("suspended", _("suspended"))],
        error_messages={"invalid_choice": _NOT_AMONG},
    )

    def wanted(self) -> dict[str, Any]:
        """What the list is narrowed by; nothing at all while the form does not fit."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return {
            "text": chosen.get("q", ""),
            "role": chosen.get("role", ""),
            "suspended": chosen.get("only") == "suspended",
        }


class ReasonForm(forms.Form):
    """Why something is done to someone's account."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        validators=[insist_visible],
        help_text=_("One line. It stands beside what you do, for whoever looks it up later."),
        error_messages={"required": _("Say why, for whoever looks it up later.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several stand on one page: each has names of its own to be pointed to by.
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s", **kwargs})


class RoleForm(ReasonForm):
    """A role on the platform, of those that make sense for someone, and why."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[],
        error_messages={"invalid_choice": _NOT_AMONG, "required": _("Choose a role.")},
    )
    field_order = ("role", "reason")

    def __init__(self, *args: Any, among: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [pair for pair in ROLES if pair[0] in among]


class GiveForm(RoleForm):
    """The role to give to someone."""


class TakeForm(RoleForm):
    """The role to take from someone."""
