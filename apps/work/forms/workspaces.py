"""What is written of a workspace."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.workspaces.models import Workspace

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
