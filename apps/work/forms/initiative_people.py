"""Who works on a policy or an initiative."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.initiatives.models import Initiative
from apps.initiatives.people_queries import who_may_work_on
from apps.workspaces.models import Member


class _MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member, by name and by whom they speak for."""

    def label_from_instance(self, member: Member) -> str:
        return f"{member.person}, {member.partner}"


class InvolvementForm(forms.Form):
    """A member who works on it, and what they do."""

    member = _MemberField(
        label=_("Who"),
        queryset=Member.objects.none(),
        empty_label=_("Choose a member"),
        error_messages={
            "required": _("Choose who works on it."),
            "invalid_choice": _("Choose a member of this workspace who sees it."),
        },
    )
    does = forms.CharField(
        label=_("What they do"),
        max_length=140,
        help_text=_("In a few words, such as “runs the workshops”."),
        error_messages={"required": _("Say in a few words what they do.")},
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = who_may_work_on(initiative)  # type: ignore[attr-defined]
