"""What is written of a workspace."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.access.roles import Role
from apps.accounts.models import User
from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.initiatives.queries import Care
from apps.workspaces.models import Member, Workspace

#: Where a day is typed or chosen.
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
#: So many areas are ticked one by one; more are chosen in a list.
_FEW = 20


class WorkspaceForm(forms.Form):
    """Its name and what it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), max_length=140, error_messages={"required": _("Give the workspace a name.")}
    )
    purpose = ProseField(
        label=_("What it is for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences that every partner would sign."),
        error_messages={"required": _("Say what the workspace is for.")},
    )


class OpenForm(forms.Form):
    """A workspace to open: its name, what it is for, and for which areas."""

    name = forms.CharField(
        label=_("Name"),
        max_length=140,
        help_text=_("What partners will call it, such as “Healthy Ambleton”."),
        error_messages={"required": _("Give the workspace a name.")},
    )
    purpose = ProseField(
        label=_("What it is for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences that every partner would sign."),
        error_messages={"required": _("Say what the workspace is for.")},
    )
    areas = forms.MultipleChoiceField(
        label=_("For which areas"),
        error_messages={
            "required": _("Choose at least one area."),
            "invalid_choice": _("Choose among the areas listed."),
        },
    )

    def __init__(self, *args: Any, offered: Collection[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["areas"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(area.code, area.name) for area in offered]
        self.few = len(offered) <= _FEW
        if self.few:
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        else:
            field.help_text = _("Hold Ctrl, or ⌘ on a Mac, to choose more than one.")
        if len(offered) == 1:
            field.initial = [area.code for area in offered]


class ArchiveForm(forms.Form):
    """Why a workspace is archived."""

    reason = ProseField(
        label=_("Why"),
        max_length=500,
        help_text=_("One sentence for whoever opens it later, such as “The partnership goes on in Healthy Westvale.”"),
        error_messages={"required": _("Say in a sentence why it is archived: whoever opens it later reads that.")},
    )


class JoinForm(forms.Form):
    """Which workspace to ask, and what the organisation would bring."""

    workspace = forms.ModelChoiceField(
        label=_("Workspace"),
        queryset=Workspace.objects.none(),
        empty_label=_("Choose…"),
        error_messages={
            "required": _("Choose a workspace."),
            "invalid_choice": _("Choose one of the workspaces listed."),
        },
    )
    words = ProseField(
        label=_("What you would bring"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences for its leads: who you are, and what you would work on with them."),
        error_messages={"required": _("Write a sentence for the leads of the workspace.")},
    )

    def __init__(self, *args: Any, offered: QuerySet[Workspace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["workspace"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered


class PartnerInviteForm(forms.Form):
    """Which organisation to invite, by its name or by the address of someone who may open it; and why."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        help_text=_("One that is on this site. Of an organisation that is not verified yet, write the exact name."),
    )
    email = forms.EmailField(
        label=_("Or an email address, if it is not here yet"),
        max_length=254,
        required=False,
        help_text=_("Of someone who could open the organisation on this site. The invitation waits for them."),
        error_messages={"invalid": _("Write a whole email address, such as robin@example.org.")},
    )
    role = forms.ChoiceField(
        label=_("What whoever speaks for it first may be"),
        choices=[(str(role), role.label) for role in (Role.CONTRIBUTOR, Role.LEAD)],
        help_text=_("A contributor sets goals, logs initiatives and comments. A lead besides decides who is here."),
    )
    words = ProseField(
        label=_("What you would like to do together"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences that its organisers read before they answer."),
        error_messages={"required": _("Write a sentence for its organisers.")},
    )

    def clean(self) -> dict[str, Any]:
        wrote = super().clean() or {}
        if not self.errors and bool(wrote.get("name", "").strip()) == bool(wrote.get("email")):
            self.add_error("name", gettext("Write either the name of an organisation or an email address."))
        return wrote


class PartnershipForm(forms.Form):
    """Who speaks for the organisation first, and as what."""

    speaker = forms.ChoiceField(
        label=_("Who speaks for it"),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose one of its people.")},
    )
    role = forms.ChoiceField(label=_("As"), error_messages={"invalid_choice": _("Choose one of the roles offered.")})

    def __init__(self, *args: Any, people: Collection[User], user: Any, roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaker, role = self.fields["speaker"], self.fields["role"]
        assert isinstance(speaker, forms.ChoiceField)
        assert isinstance(role, forms.ChoiceField)
        speaker.choices = [(str(each.pk), each.name) for each in people]
        speaker.initial = str(user.pk)
        role.choices = [(str(each), each.label) for each in roles]


_DAY = {
    "required": _("Say which day."),
    "invalid": _("Write a day as year, month and day, such as 2028-12-31."),
}


class DeputyForm(forms.Form):
    """Who stands in for a member, from which day to which."""

    stand_in = forms.ChoiceField(
        label=_("Who stands in"),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose one of those listed.")},
    )
    starts = forms.DateField(label=_("First day away"), widget=DAY, error_messages=_DAY)
    ends = forms.DateField(label=_("Last day away"), widget=DAY, error_messages=_DAY)

    def __init__(self, *args: Any, others: Collection[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), f"{each.person}, {each.get_role_display()}") for each in others]


class QuietForm(forms.Form):
    """From which day to which nothing becomes public newly, and what readers are told."""

    starts = forms.DateField(label=_("First day"), widget=DAY, error_messages=_DAY)
    ends = forms.DateField(label=_("Last day"), widget=DAY, error_messages=_DAY)
    words = ProseField(
        label=_("What readers are told"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as “Local elections are held on 6 May 2027.”"),
        error_messages={"required": _("Say in a sentence why: readers see it.")},
    )


class HandoverForm(forms.Form):
    """What whom looked after, and to which member it goes."""

    looked_after = forms.ChoiceField(
        label=_("What this person looks after"),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose one of those listed.")},
    )
    member = forms.ChoiceField(
        label=_("Goes to"),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose one of those listed.")},
    )

    def __init__(self, *args: Any, cared: Collection[Care], members: Collection[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cared = {str(each.person.pk): each.person for each in cared}
        self._members = {str(each.pk): each for each in members}
        looked_after, member = self.fields["looked_after"], self.fields["member"]
        assert isinstance(looked_after, forms.ChoiceField)
        assert isinstance(member, forms.ChoiceField)
        looked_after.choices = [(pk, person.name) for pk, person in self._cared.items()]
        member.choices = [("", gettext("Choose…")), *((pk, each.person.name) for pk, each in self._members.items())]

    def person(self) -> User:
        """Whose it was."""
        return self._cared[self.cleaned_data["looked_after"]]

    def to(self) -> Member:
        """Whose it is from now on."""
        return self._members[self.cleaned_data["member"]]


class TrainingForm(forms.Form):
    """A workspace for training: its name, and the area on whose figures its example stands."""

    name = forms.CharField(
        label=_("Name"),
        max_length=140,
        initial=_("Training"),
        error_messages={"required": _("Give the workspace a name.")},
    )
    area = forms.ChoiceField(
        label=_("Area"),
        help_text=_("The example is made on the published figures of this area."),
        error_messages={"required": _("Choose an area."), "invalid_choice": _("Choose among the areas listed.")},
    )

    def __init__(self, *args: Any, offered: Collection[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(area.code, area.name) for area in offered]


class ResetForm(forms.Form):
    """The name of a workspace, typed so that nothing is lost by mistake."""

    name = forms.CharField(
        label=_("Its name, as it is written above"),
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name of the workspace.")},
    )
