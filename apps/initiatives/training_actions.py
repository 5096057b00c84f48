"""A workspace for training: opened with an example on real figures, and set back to that beginning at will."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.activity.actions import cover_for_good, record
from apps.activity.models import Notification, Version
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.conversations.models import Thread
from apps.files.models import StoredFile
from apps.framework.models import Element
from apps.goals.actions import set_goal
from apps.goals.models import Goal
from apps.goals.plans import GoalPlan
from apps.goals.queries import silent_since
from apps.goals.series import RunSeries, SeriesPoint, series_codes
from apps.initiatives.actions import add_evidence, add_measure, count_delivery, log_initiative, write_update
from apps.initiatives.models import BroughtSheet, Contribution, Document, Evidence, Initiative, Milestone, Risk
from apps.initiatives.plans import InitiativePlan, MeasurePlan, Service, Step
from apps.scores.models import Publication, Run
from apps.workspaces.actions import open_workspace
from apps.workspaces.models import Workspace

#: So many indicators are tried until one of them can carry the example's goal.
_TRIED = 12
#: What hangs on initiatives and has versions, by its kind.
_WRITTEN: tuple[tuple[str, type[Model]], ...] = (
    ("contribution", Contribution),
    ("milestone", Milestone),
    ("risk", Risk),
)
#: With so many figures there is a past to be seen.
_SOME_PAST = 3
#: By how much the example's goal means to move its figure, and within how many years.
_BETTER, _YEARS = 0.1, 3


@transaction.atomic
def open_training_workspace(*, by: Any, organisation: Organisation, name: str, area: Area) -> Workspace:
    """Open a workspace for training that is filled with an example. The public never sees it."""
    Publication.objects.select_for_update().first()
    purpose = _("To try out how goals, initiatives and evidence work. Nothing here is meant in earnest.")
    opened = open_workspace(by=by, name=name, purpose=purpose, areas=[area], organisation=organisation)
    opened.is_training = True
    opened.save(update_fields=["is_training"])
    _fill(by, opened, organisation)
    return opened


@transaction.atomic
def reset_training_workspace(*, by: Any, workspace: Workspace, name: str) -> Workspace:
    """Take out all goals, local measures and initiatives, with their talk and files, and fill in the example anew.

    `name`: as it was typed, so that nobody does it by mistake. Who is in it stays, and so does what is recorded, but
    for the words of what was kept to some partners.
    """
    # The publication first, as whoever sets a goal holds them.
    Publication.objects.select_for_update().first()
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.WORKSPACE_EDIT, on=workspace)
    if not workspace.is_training:
        raise Refused(_("This workspace is not for training, so it is never set back."))
    if name.strip() != workspace.name:
        raise Refused(_("That is not its name. Type the name of the workspace as it is written above."))
    _empty(workspace)
    record(Verb.TRAINING_RESET, actor=by, subject=workspace, scope=workspace)
    mine = workspace.members.select_related("partner__organisation").filter(person_id=by.pk).first()
    partner = mine.partner if mine else workspace.partners.select_related("organisation").first()
    if partner:
        _fill(by, workspace, partner.organisation)
    return workspace


def _empty(workspace: Workspace) -> None:
    goals = list(workspace.goals.values_list("pk", "thread"))
    initiatives = list(workspace.initiatives.values_list("pk", "thread"))
    files = [
        file
        for attached in (Evidence, Document)
        for file in attached._default_manager.filter(initiative__workspace=workspace, file__isnull=False).values_list(
            "file", flat=True
        )
    ]
    for kind, ids in (
        ("goal", [pk for pk, _thread in goals]),
        ("measure", list(workspace.measures.values_list("pk", flat=True))),
        ("initiative", [pk for pk, _thread in initiatives]),
        *((kind, _numbers(part, workspace)) for kind, part in _WRITTEN),
    ):
        Version.objects.filter(subject_kind=kind, subject_id__in=ids).delete()
    kept = list(workspace.initiatives.filter(is_kept=True).values_list("pk", flat=True))
    cover_for_good(kind="initiative", ids=kept, instead=_("something that was kept to some partners"))
    BroughtSheet.objects.filter(workspace=workspace).delete()
    workspace.initiatives.all().delete()
    workspace.goals.all().delete()
    workspace.measures.all().delete()
    StoredFile.objects.filter(pk__in=files).delete()
    Thread.objects.filter(pk__in=[thread for _pk, thread in [*goals, *initiatives] if thread]).delete()
    # What they were told leads nowhere any more.
    Notification.objects.filter(scope_kind="workspace", scope_id=workspace.pk).delete()


def _numbers(part: type[Model], workspace: Workspace) -> list[int]:
    """The numbers of what hangs on the initiatives of a workspace."""
    return list(part._default_manager.filter(initiative__workspace=workspace).values_list("pk", flat=True))


def _fill(by: Any, workspace: Workspace, organisation: Organisation) -> None:
    goal = _example_goal(by, workspace, organisation)
    begun = _log(by, workspace, organisation, goal)
    add_evidence(
        by=by, initiative=begun, title=_("Notes of the first meeting"), note=_("Twelve people came; three will help.")
    )
    meetings = add_measure(by=by, initiative=begun, plan=MeasurePlan(_("Meetings held"), _("meetings")))
    count_delivery(by=by, measure=meetings, day=timezone.localdate() - timedelta(days=7), number=Decimal(1))
    write_update(
        by=by, initiative=begun, happened=_("The first meeting was held."), upcoming=_("We look for a larger room.")
    )
    record(Verb.TRAINING_BEGUN, actor=by, subject=workspace, scope=workspace)


def _log(by: Any, workspace: Workspace, organisation: Organisation, goal: Goal | None) -> Initiative:
    today = timezone.localdate()
    serves = (Service(goal, _("More people take part, so the figure should move.")),) if goal else ()
    policy = InitiativePlan(
        Initiative.Kind.POLICY,
        _("Example: every plan says whom it helps"),
        _("A rule for practice: each new plan of ours names who gains by it. Change it as you like."),
        organisation,
        serves=serves,
    )
    initiative = InitiativePlan(
        Initiative.Kind.INITIATIVE,
        _("Example: neighbours meet every month"),
        _("An initiative for practice, with two milestones and one piece of evidence. Change it as you like."),
        organisation,
        starts=today - timedelta(days=60),
        status=Initiative.Status.UNDER_WAY,
        serves=serves,
        milestones=(
            Step(_("A room is found"), today - timedelta(days=14)),
            Step(_("The first six meetings were held"), today + timedelta(days=120)),
        ),
    )
    log_initiative(by=by, workspace=workspace, plan=policy)
    return log_initiative(by=by, workspace=workspace, plan=initiative)


def _example_goal(by: Any, workspace: Workspace, organisation: Organisation) -> Goal | None:
    """A goal on the first indicator that has figures for the workspace's area; None where none has."""
    publication = Publication.objects.select_related("run").first()
    area = workspace.areas.in_force().order_by("name").first()
    if publication is None or area is None:
        return None
    for element, start in _starts(publication.run, area):
        try:
            with transaction.atomic():
                return set_goal(
                    by=by, workspace=workspace, plan=_plan(publication.run, area, element, start, organisation)
                )
        except (Refused, ValidationError):
            continue
    return None


def _starts(run: Run, area: Area) -> list[tuple[Element, SeriesPoint]]:
    """Indicators, each with the earliest figure in this area that a goal may start from; those with later ones first.

    Of these there is something to see: where the goal stands.
    """
    found = []
    for element in Element.objects.filter(edition=run.edition_id, level=Element.Level.INDICATOR).order_by("pk")[
        :_TRIED
    ]:
        series = RunSeries(run, series_codes(element)).of(area, area.default_tier, element, Goal.Measure.VALUE)
        if series.starts and not series.refusal:
            is_silent = silent_since(series, timezone.localdate()) is not None
            found.append((is_silent, len(series.points) < _SOME_PAST, element, series.starts[0]))
    return [(element, start) for _silent, _few, element, start in sorted(found, key=lambda each: each[:2])]


def _plan(run: Run, area: Area, element: Element, start: SeriesPoint, organisation: Organisation) -> GoalPlan:
    better = 1 + _BETTER * (element.direction or 1)
    return GoalPlan(
        area=area,
        tier=area.default_tier,
        element=element,
        measure=Goal.Measure.VALUE,
        title=_("Example: %(element)s") % {"element": element.name},
        baseline_period=start.period,
        target=round(start.value * better, 1),
        due=date(max(run.as_at.year, timezone.localdate().year) + _YEARS, 12, 31),
        lead=organisation,
        success=_("Say here in words how you would know that it worked."),
        why=_("To see how a goal is held to published figures. Change it, close it, or set another."),
    )
