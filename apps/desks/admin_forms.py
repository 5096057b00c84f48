"""What administrators type: whom they look for, which role they give or take, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.access.roles import PLATFORM_ROLES, Role
from apps.activity.audit import Wanted
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import insist_visible
from apps.common.prose import ProseField
from apps.conversations.models import Report

ROLES = [(role.value, role.label) for role in Role if role in PLATFORM_ROLES]
_NOT_AMONG = _("There is no such choice. Choose one of those offered.")
_NO_DAY = {"invalid": _("This is no day. Write it as 2027-03-31, or leave it empty.")}
_MINUTE = "%Y-%m-%dT%H:%M"
_MINUTES = [_MINUTE, "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
_NO_TIME = {"invalid": _("This is no date and time. Write it as 2027-03-31 09:30.")}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_NO_DAY = {
    "required": _("Say which day."),
    "invalid": _("Write a day as year, month and day, such as 2028-12-31."),
}
_TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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

    reason = ProseField(
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


class AuditFilter(forms.Form):
    """Which events to list; lives in the address."""

    who = forms.CharField(label=_("Who"), required=False, max_length=120, help_text=_("Part of a name or address."))
    verb = forms.ChoiceField(
        label=_("What was done"), required=False, error_messages={"invalid_choice": _NOT_AMONG}, choices=[]
    )
    kind = forms.ChoiceField(
        label=_("To what"), required=False, error_messages={"invalid_choice": _NOT_AMONG}, choices=[]
    )
    since = forms.DateField(label=_("From"), required=False, error_messages=_NO_DAY, widget=_DAY)
    until = forms.DateField(label=_("Until"), required=False, error_messages=_NO_DAY, widget=_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("verb", [(verb.value, f"{verb.label} ({verb.value})") for verb in Verb])
        self._offer("kind", [(name, name.replace("-", " ")) for name in kinds.names()])

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        since, until = chosen.get("since"), chosen.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first. Choose the same day or a later one."))
        return chosen

    def wanted(self) -> Wanted:
        """What the list is narrowed by; nothing at all while the form does not fit."""
        return (
            Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
            if self.is_valid()
            else Wanted()
        )

    def _offer(self, name: str, pairs: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *sorted(pairs, key=lambda pair: pair[1])]


class AnnouncementForm(forms.Form):
    """What to tell everyone who is signed in, from when and until when."""

    text = ProseField(
        label=_("What to say"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who is signed in sees it at the top of their pages, until they say that they read it."),
        error_messages={"required": _("Write what to say.")},
    )
    starts_at = forms.DateTimeField(
        label=_("From"),
        required=False,
        input_formats=_MINUTES,
        help_text=_("Leave it empty to begin at once. The time is that of the United Kingdom."),
        error_messages=_NO_TIME,
        widget=_TIME,
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        input_formats=_MINUTES,
        error_messages={**_NO_TIME, "required": _("Say until when it is shown.")},
        widget=_TIME,
    )


class FeatureForm(forms.Form):
    """An area to feature on the home page, why, and until when."""

    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose an area."), "invalid_choice": _("Choose one of the areas listed.")},
    )
    words = ProseField(
        label=_("Why, in a sentence"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[insist_visible],
        help_text=_(
            "Readers see it. Say what is going on there, such as “Its partners show what they do about homes.”"
        ),
        error_messages={"required": _("Say in a sentence why: readers see it.")},
    )
    ends = forms.DateField(label=_("Last day"), widget=_DAY, error_messages=_NO_DAY)

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered


class QuietForm(forms.Form):
    """For which workspaces, and from which day to which, nothing becomes public newly; and what readers are told."""

    region = forms.ChoiceField(label=_("For which workspaces"), required=False)
    starts = forms.DateField(label=_("First day"), widget=_DAY, error_messages=_NO_DAY)
    ends = forms.DateField(label=_("Last day"), widget=_DAY, error_messages=_NO_DAY)
    words = ProseField(
        label=_("What readers are told"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as “Local elections are held on 6 May 2027.”"),
        error_messages={"required": _("Say in a sentence why: readers see it.")},
    )

    def __init__(self, *args: Any, regions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("All workspaces")), *((each, each) for each in regions)]


class DecisionForm(forms.Form):
    """Whether a comment that was reported is hidden or kept, and why."""

    decision = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(Report.Decision.HIDDEN.value, _("hide it")), (Report.Decision.KEPT.value, _("keep it"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NOT_AMONG, "required": _("Choose whether it is hidden or kept.")},
    )
    answer = ProseField(
        label=_("Why"),
        max_length=300,
        validators=[insist_visible],
        help_text=_("Whoever reported reads this. Of a hidden comment everyone in the workspace does."),
        error_messages={"required": _("Say why: whoever reported it is told.")},
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"report_{number}_%s", **kwargs})
