"""What people type of a policy or an initiative."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.accounts.sectors import Sector
from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.goals.models import Goal
from apps.initiatives.models import Initiative
from apps.initiatives.plans import InitiativePlan, Service, Step
from apps.initiatives.queries import Wanted
from apps.initiatives.sorts import Group
from apps.work.forms.fields import day_field, key_field, paragraph_field
from apps.work.forms.initiative_facts import MORE, SORT_CHOICES, FactsForm
from apps.work.forms.rows import RowsField
from apps.workspaces.models import Workspace


def _partners(workspace: Workspace) -> QuerySet[Organisation]:
    return Organisation.objects.filter(takes_part_in__workspace=workspace)


class InitiativeForm(FactsForm):
    """What is written of one."""

    field_order = (
        "version", "kind", "sort", "title", "summary", "lead", "partners", "areas", "places", "groups", "whom",
        "starts", "ends", "budget", "funding",
    )  # fmt: skip

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Initiative.Kind.INITIATIVE, _("An initiative: something that is done, for a time")),
            (Initiative.Kind.POLICY, _("A policy: a rule or a decision that holds")),
        ],
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        help_text=_("Short, and clear to someone who has not heard of it."),
        error_messages={"required": _("Give it a title.")},
    )
    summary = paragraph_field(
        label=_("What it does"),
        max_length=4000,
        help_text=_("Who does what, for whom, and where."),
        error_messages={"required": _("Say what it does. One sentence will do.")},
    )
    lead = forms.ModelChoiceField(
        label=_("Led by"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose a partner"),
        help_text=_("Their people also decide whether the public sees it."),
        error_messages={
            "required": _("Choose the partner that leads it."),
            "invalid_choice": _("Choose one of the partners of this workspace."),
        },
    )
    areas = RowsField(
        label=_("Areas"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all of them empty if it is for all areas of the workspace."),
        error_messages={"invalid_choice": _("Choose among the areas of this workspace.")},
    )
    starts = day_field(label=_("Starts"), help_text=_("If it is known."))
    ends = day_field(label=_("Ends"), help_text=_("If it is known."))

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = _partners(workspace)  # type: ignore[attr-defined]
        self.fields["partners"].queryset = _partners(workspace)  # type: ignore[attr-defined]
        self.fields["areas"].queryset = workspace.areas.all()  # type: ignore[attr-defined]
        # Where there is but one area there is nothing to choose.
        if workspace.areas.count() < 2:
            del self.fields["areas"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", gettext("It ends before it starts. Change one of the two days."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """What was written, by the names that an action knows."""
        return {
            name: self.cleaned_data[name] for name in (*Initiative.WORDS, *Initiative.CHOSEN) if name in self.fields
        }


class InitiativeEditForm(InitiativeForm):
    """Changing what is written of one; the partner that leads it is offered even if it has left."""

    reason = ProseField(
        label=_("Why you change it (optional)"),
        required=False,
        max_length=300,
        help_text=_("Stands in the history of versions."),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, workspace=initiative.workspace, **kwargs)
        leads = _partners(initiative.workspace) | Organisation.objects.filter(pk=initiative.lead_id)
        self.fields["lead"].queryset = leads.distinct()  # type: ignore[attr-defined]
        # Those that were named stay to be chosen though they have left; the one that leads it takes part anyway.
        taking_part = _partners(initiative.workspace) | initiative.partners.all()
        self.fields["partners"].queryset = taking_part.exclude(pk=initiative.lead_id).distinct()  # type: ignore[attr-defined]
        self.fields["partners"].error_messages["invalid_choice"] = gettext(
            "Choose among the partners of this workspace, without %(lead)s, which leads it."
        ) % {"lead": initiative.lead}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lead = cleaned.get("lead")
        if lead and lead in cleaned.get("partners", ()):
            said = gettext("%(lead)s leads it, so it takes part already. Take its tick away.") % {"lead": lead}
            self.add_error("partners", said)
        return cleaned


class InitiativeLogForm(InitiativeForm):
    """Logging one: where it stands, and if one wishes a goal that it serves and a first milestone."""

    key = key_field()
    sight = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[
            ("everyone", _("Everyone in this workspace")),
            ("kept", _("Only the people of the partner that leads it, until they share it")),
        ],
        initial="everyone",
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "To everyone else what is kept does not exist. Its lead’s people can let other partners see it one by one."
        ),
    )
    status = forms.ChoiceField(
        label=_("Where it stands"),
        choices=Initiative.Status.choices,
        initial=Initiative.Status.PROPOSED,
    )
    goal = forms.ModelChoiceField(
        label=_("Goal"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=_("none for now"),
        error_messages={"invalid_choice": _("Choose one of the open goals of this workspace.")},
    )
    mechanism = paragraph_field(
        label=_("How it is meant to help"),
        required=False,
        max_length=2000,
        help_text=_(
            "By what means it could move the figure; needed once a goal is chosen. "
            "Whether the figure moves is told separately, by the figures."
        ),
    )
    effect_from = day_field(
        label=_("An effect could be seen from"),
        help_text=_("The day from which figures could show it, if you can tell."),
    )
    milestone = forms.CharField(label=_("First milestone"), required=False, max_length=140)
    due = day_field(label=_("By when"))

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields["goal"].queryset = workspace.goals.open()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("goal") and not cleaned.get("mechanism") and "mechanism" not in self.errors:
            self.add_error("mechanism", gettext("Say how it is meant to help this goal."))
        about = cleaned.get("mechanism") or cleaned.get("effect_from")
        if about and not cleaned.get("goal") and "goal" not in self.errors:
            self.add_error("goal", gettext("Choose the goal that this is about, or empty what you wrote below it."))
        if cleaned.get("milestone") and not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", gettext("Say by when this milestone is to be reached."))
        if cleaned.get("due") and not cleaned.get("milestone"):
            self.add_error("milestone", gettext("Name the milestone that is due on this day."))
        return cleaned

    @property
    def more(self) -> list[forms.BoundField]:
        """What stands apart from the rest, so that logging stays short."""
        return [self[name] for name in MORE]

    @property
    def more_is_wrong(self) -> bool:
        """Whether something there has to be mended, so that it has to be seen."""
        return bool(set(MORE) & set(self.errors))

    @property
    def plan(self) -> InitiativePlan:
        given = self.cleaned_data
        return InitiativePlan(
            **self.words,
            status=given["status"],
            is_kept=given["sight"] == "kept",
            serves=(Service(given["goal"], given["mechanism"], given["effect_from"]),) if given["goal"] else (),
            milestones=(Step(given["milestone"], given["due"]),) if given["milestone"] else (),
        )


class InitiativeFilter(forms.Form):
    """Which ones to list; lives in the address."""

    MORE = ("sort", "sector", "group", "element")

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *Initiative.Kind.choices])
    status = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("any")), *Initiative.Status.choices]
    )
    lead = forms.ModelChoiceField(
        label=_("Led by"), queryset=Organisation.objects.none(), required=False, empty_label=_("any partner")
    )
    goal = forms.ModelChoiceField(
        label=_("For the goal"), queryset=Goal.objects.none(), required=False, empty_label=_("any goal")
    )

    sort = forms.ChoiceField(label=_("Of which sort"), required=False, choices=[("", _("any")), *SORT_CHOICES[1:]])
    sector = forms.ChoiceField(
        label=_("Sector of who leads it"), required=False, choices=[("", _("any")), *Sector.choices]
    )
    group = forms.ChoiceField(label=_("Whom it is for"), required=False, choices=[("", _("anyone")), *Group.choices])
    element = forms.ChoiceField(label=_("Touches"), required=False)

    def __init__(
        self, *args: Any, workspace: Workspace, elements: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = _partners(workspace)  # type: ignore[attr-defined]
        self.fields["goal"].queryset = workspace.goals.all()  # type: ignore[attr-defined]
        self.fields["element"].choices = [("", gettext("any element")), *elements]  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        """By what most look."""
        return [field for field in self if field.name not in self.MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """By what some look besides."""
        return [self[name] for name in self.MORE]

    @property
    def more_is_used(self) -> bool:
        """Whether some of that was asked for, so that it has to be seen."""
        return any(field.data for field in self.more)

    @property
    def wanted(self) -> Wanted:
        """What was chosen; what cannot be understood is not asked for."""
        self.full_clean()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
