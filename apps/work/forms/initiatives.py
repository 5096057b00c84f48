"""What people type of a policy or an initiative."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.files.attachments import SORTS, fault_of
from apps.goals.models import Goal
from apps.initiatives.models import Initiative, Milestone
from apps.initiatives.plans import InitiativePlan, Service, Step
from apps.initiatives.queries import Wanted
from apps.work.forms.rows import RowsField
from apps.work.forms.talk import KeyField
from apps.workspaces.models import Workspace

_NO_ADDRESS = _("This is not the address of a page. It should look like https://example.org/report.")
_MEANS = _("By what means it could move the figure. Whether the figure moves is told separately, by the figures.")
_A_DAY = _("Write a day as year, month and day, such as 2026-11-22.")


def _day(*, missing: Any = "", **options: Any) -> forms.DateField:
    """A day; `missing` is what is said where there has to be one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = {"invalid": _A_DAY, **({"required": missing} if missing else {})}
    return forms.DateField(widget=widget, error_messages=said, required=bool(missing), **options)


def _paragraph(*, rows: int = 4, **options: Any) -> ProseField:
    return ProseField(widget=forms.Textarea(attrs={"rows": rows}), **options)


def _key() -> KeyField:
    """Comes with the form, so that one sent twice has one effect."""
    return KeyField(widget=forms.HiddenInput, initial=uuid4)


def _partners(workspace: Workspace) -> QuerySet[Organisation]:
    return Organisation.objects.filter(takes_part_in__workspace=workspace)


class InitiativeForm(forms.Form):
    """What is written of one."""

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
    summary = _paragraph(
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
    starts = _day(label=_("Starts"), help_text=_("If it is known."))
    ends = _day(label=_("Ends"), help_text=_("If it is known."))

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = _partners(workspace)  # type: ignore[attr-defined]
        self.fields["areas"].queryset = workspace.areas.all()  # type: ignore[attr-defined]
        # Where there is but one area there is nothing to choose.
        if workspace.areas.count() < 2:
            del self.fields["areas"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", gettext("It ends before it starts. Change one of the two days."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """What was written, by the names that an action knows."""
        return {name: self.cleaned_data[name] for name in (*Initiative.WORDS, "areas") if name in self.fields}


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


class InitiativeLogForm(InitiativeForm):
    """Logging one: where it stands, and if one wishes a goal that it serves and a first milestone."""

    key = _key()
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
    mechanism = _paragraph(
        label=_("How it is meant to help"),
        required=False,
        max_length=2000,
        help_text=_(
            "By what means it could move the figure; needed once a goal is chosen. "
            "Whether the figure moves is told separately, by the figures."
        ),
    )
    effect_from = _day(
        label=_("An effect could be seen from"),
        help_text=_("The day from which figures could show it, if you can tell."),
    )
    milestone = forms.CharField(label=_("First milestone"), required=False, max_length=140)
    due = _day(label=_("By when"))

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
    def plan(self) -> InitiativePlan:
        given = self.cleaned_data
        return InitiativePlan(
            **self.words,
            status=given["status"],
            is_kept=given["sight"] == "kept",
            serves=(Service(given["goal"], given["mechanism"], given["effect_from"]),) if given["goal"] else (),
            milestones=(Step(given["milestone"], given["due"]),) if given["milestone"] else (),
        )


class ContributionForm(forms.Form):
    """A goal that it is meant to serve. `version` is that of what was said of the goal `opened`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
    goal = forms.ModelChoiceField(
        label=_("Goal"),
        queryset=Goal.objects.none(),
        empty_label=_("Choose a goal"),
        error_messages={
            "required": _("Choose the goal."),
            "invalid_choice": _("Choose one of the open goals of this workspace."),
        },
    )
    mechanism = _paragraph(
        label=_("How it is meant to help"),
        max_length=2000,
        help_text=_MEANS,
        error_messages={"required": _("Say how it is meant to help this goal.")},
    )
    effect_from = _day(
        label=_("An effect could be seen from"),
        help_text=_("The day from which figures could show it, if you can tell."),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = initiative.workspace.goals
        # A goal that it serves already may be closed by now, and what is said of it still be mended.
        serves = Goal.objects.filter(contributions__in=initiative.contributions.meant())
        offered = goals.filter(pk__in=goals.open().values("pk")) | goals.filter(pk__in=serves.values("pk"))
        self.fields["goal"].queryset = offered  # type: ignore[attr-defined]
        if not offered.exists():
            self.fields["goal"].help_text = gettext("There is no open goal in this workspace yet. Set one first.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        goal = cleaned.get("goal")
        # Of another goal than the one that was opened nothing was read yet.
        if goal is None or cleaned.get("opened") != goal.pk:
            cleaned["version"] = 0
        return cleaned

    @property
    def service(self) -> dict[str, Any]:
        """What was written, by the names that an action knows."""
        given = self.cleaned_data
        return {name: given[name] for name in ("goal", "mechanism", "effect_from")} | {
            "based_on": given["version"] or 0
        }

    def has_read(self, goal: Goal) -> None:
        """From now on its version is one of what is said of this goal, which stands beside what was typed."""
        data = cast(QueryDict, self.data).copy()
        data["opened"] = str(goal.pk)
        self.data = data
        self.full_clean()


class MilestoneForm(forms.Form):
    """A step, by a day."""

    key = _key()
    title = forms.CharField(
        label=_("Milestone"),
        max_length=140,
        help_text=_("Something of which one can say that it is done, such as “Ten schools have signed up”."),
        error_messages={"required": _("Name the milestone.")},
    )
    due = _day(label=_("By when"), missing=_("Say by when it is to be reached."))


class ReachedForm(forms.Form):
    """The day on which a step was reached."""

    on = _day(label=_("Reached on"), missing=_("Give the day on which it was reached."))

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come. Give the day on which it was reached."))
        return day


class EvidenceForm(forms.Form):
    """What shows that something was done, or came of it."""

    key = _key()
    title = forms.CharField(
        label=_("Title"), max_length=140, error_messages={"required": _("Give this evidence a title.")}
    )
    note = _paragraph(label=_("What it shows"), required=False, max_length=2000)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of a page, beginning with https:// or http://."),
        validators=[URLValidator(schemes=["http", "https"], message=_NO_ADDRESS)],
        error_messages={"invalid": _NO_ADDRESS},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    upload = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        error_messages={
            "empty": _("The file is empty. Choose another, or save it again first."),
            "invalid": _("The file did not arrive. Choose it again."),
            "max_length": _("The file’s name is too long. Rename it, then choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in SORTS)}),
    )
    milestone = forms.ModelChoiceField(
        label=_("Of which milestone (optional)"),
        queryset=Milestone.objects.none(),
        required=False,
        empty_label=_("none in particular"),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = initiative.milestones.all()  # type: ignore[attr-defined]
        self.fields["upload"].help_text = gettext(
            "PDF, PNG, JPG, DOCX, XLSX, PPTX, ODT, ODS, CSV or TXT, at most %(limit)s. "
            "Everyone in this workspace can download it; nobody else can."
        ) % {"limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        if not initiative.milestones.exists():
            del self.fields["milestone"]

    def clean_upload(self) -> "UploadedFile[Any] | None":
        upload: UploadedFile[Any] | None = self.cleaned_data["upload"]
        if upload is None:
            return None
        if (upload.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s. Split it, or leave out what is not needed."),
                params={"limit": limit},
            )
        if fault := fault_of(upload.name or "", upload.read()):
            raise forms.ValidationError(fault)
        upload.seek(0)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) or name in self.errors for name in ("note", "link", "upload")):
            self.add_error("note", gettext("Give a link or a file, or say in words what it shows."))
        if self.errors and cleaned.get("upload"):
            self.add_error("upload", gettext("Choose the file again: it was not kept, since something else is wrong."))
        return cleaned


class InitiativeFilter(forms.Form):
    """Which ones to list; lives in the address."""

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

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = _partners(workspace)  # type: ignore[attr-defined]
        self.fields["goal"].queryset = workspace.goals.all()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What was chosen; what cannot be understood is not asked for."""
        self.full_clean()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
