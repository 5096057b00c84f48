"""Setting a goal, changing it, closing it, letting the public see it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.goals.assessing import assess, element_now
from apps.goals.checking import check_aim
from apps.goals.models import Assessment, Goal
from apps.goals.plans import GoalPlan
from apps.goals.series import GoalSeries, RunSeries, SeriesPoint, series_codes
from apps.goals.states import GOAL
from apps.goals.wording import aim_of
from apps.scores.models import Publication, Run
from apps.workspaces.models import Workspace


@transaction.atomic
def set_goal(*, by: Any, workspace: Workspace, plan: GoalPlan) -> Goal:
    """Set a goal; its baseline is read from the figures of the published run. Its first assessment comes with it.

    A form sent twice sets one goal. Raises ValidationError by field on an aim that cannot be, Refused where no goal may
    be set.
    """
    require(by, Permission.GOAL_EDIT, on=workspace)
    run = _published_run_held()
    _insist_within(workspace, plan, run)
    if set_already := _the_same(by, workspace, plan):
        return set_already
    goal = _new_goal(by, workspace, plan, run)
    check_aim(goal, _direction_of(goal), run.as_at)
    goal.full_clean(exclude=["set_by", "thread"])
    goal.save()
    keep_version(goal, by=by)
    record(Verb.GOAL_SET, actor=by, subject=goal, scope=workspace, details={"said": aim_of(goal)})
    _assess_now(goal, run)
    return goal


@transaction.atomic
def revise_goal(*, by: Any, goal: Goal, based_on: int, words: Mapping[str, Any], reason: str = "") -> Goal:
    """Change what people wrote of a goal. Another target or due date needs a reason, and gives a new assessment.

    Raises Overtaken when someone else saved it after version `based_on`, ValidationError by field.
    """
    require(by, Permission.GOAL_EDIT, on=goal.workspace)
    run = _published_run_held()
    goal = _held(goal)
    _insist_open(goal)
    insist_current(goal, based_on)
    aim = (goal.target, goal.due)
    if not goal.rewrite(words):
        return goal
    if (goal.target, goal.due) != aim and not reason.strip():
        raise ValidationError({"reason": _("Say why the target or the date changes: partners will ask.")})
    _insist_partner(goal.workspace, goal.lead)
    # A goal whose day has come may still be written about: only another day has to lie ahead.
    check_aim(goal, _direction_of(goal), run.as_at if goal.due != aim[1] else None)
    goal.full_clean(exclude=["set_by", "thread"])
    goal.save()
    keep_version(goal, by=by, reason=reason.strip())
    details = {"said": reason.strip() or aim_of(goal)}
    record(Verb.GOAL_REVISED, actor=by, subject=goal, scope=goal.workspace, details=details)
    _assess_now(goal, run)
    return goal


@transaction.atomic
def close_goal(*, by: Any, goal: Goal, note: str) -> Goal:
    """Close a goal, with a note that says what became of it; its history stays, and no more is added."""
    require(by, Permission.GOAL_EDIT, on=goal.workspace)
    goal = _held(goal)
    goal.state = GOAL.after(goal.state, "close")
    if not note.strip():
        raise ValidationError({"note": _("Say why it is closed: what was reached, or why it is given up.")})
    goal.closing_note = note.strip()
    goal.save(update_fields=["state", "closing_note"])
    record(Verb.GOAL_CLOSED, actor=by, subject=goal, scope=goal.workspace, details={"said": goal.closing_note})
    return goal


@transaction.atomic
def reopen_goal(*, by: Any, goal: Goal, note: str = "") -> Goal:
    """Open a closed goal again, and hold it to what is published now."""
    require(by, Permission.GOAL_EDIT, on=goal.workspace)
    run = _published_run_held()
    goal = _held(goal)
    goal.state = GOAL.after(goal.state, "reopen")
    goal.closing_note = ""
    goal.save(update_fields=["state", "closing_note"])
    record(Verb.GOAL_REOPENED, actor=by, subject=goal, scope=goal.workspace, details={"said": note.strip()})
    _assess_now(goal, run)
    return goal


@transaction.atomic
def show_goal(*, by: Any, goal: Goal, is_public: bool) -> Goal:
    """Let the public see a goal and where it stands, or no longer; it needs a public workspace besides."""
    require(by, Permission.GOAL_SHOW, on=goal.workspace)
    goal = _held(goal)
    if goal.is_public == is_public:
        return goal
    goal.is_public = is_public
    goal.save(update_fields=["is_public"])
    said = _("The public may see it from now on.") if is_public else _("The public no longer sees it.")
    record(Verb.GOAL_SHOWN, actor=by, subject=goal, scope=goal.workspace, details={"said": said})
    return goal


def _published_run_held() -> Run:
    # Whoever publishes holds this row as well: a goal is set either before a publication, whose job then sees it, or
    # after it, and is held to its figures here.
    publication = Publication.objects.select_for_update().first()
    if publication is None:
        raise Refused(_("No scores are published yet, so there are no figures to start from."))
    return publication.run


def _held(goal: Goal) -> Goal:
    # Joined is only what never changes: PostgreSQL drops a row whose joined one is another when the lock is let go.
    rows = Goal.objects.select_for_update(of=("self",)).select_related("workspace", "area", "element")
    return rows.get(pk=goal.pk)


def _the_same(by: Any, workspace: Workspace, plan: GoalPlan) -> Goal | None:
    # Whoever sets another goal waits for the publication's row, so of a form sent twice the second finds the first's.
    return workspace.goals.filter(state=Goal.State.OPEN, set_by_id=by.pk, **_as_fields(plan)).first()


def _new_goal(by: Any, workspace: Workspace, plan: GoalPlan, run: Run) -> Goal:
    series = RunSeries(run, series_codes(plan.element)).of(plan.area, plan.tier, plan.element, plan.measure)
    start = _start(series, plan.baseline_period)
    goal = Goal(workspace=workspace, set_by_id=by.pk, **_as_fields(plan))
    goal.baseline, goal.baseline_run = start.value, run
    return goal


def _as_fields(plan: GoalPlan) -> dict[str, Any]:
    given = {field.name: getattr(plan, field.name) for field in fields(plan)}
    return given | {"title": plan.title.strip(), "why": plan.why.strip()}


def _insist_within(workspace: Workspace, plan: GoalPlan, run: Run) -> None:
    if plan.element.edition_id != run.edition_id:
        raise Refused(_("Another edition of the framework has been published since. Choose the element again."))
    if not workspace.areas.filter(pk=plan.area.pk).exists():
        raise Refused(_("%(area)s is not an area of this workspace.") % {"area": plan.area})
    if plan.tier not in plan.area.tiers:
        raise Refused(_("%(area)s does not belong to that tier.") % {"area": plan.area})
    _insist_partner(workspace, plan.lead)


def _insist_partner(workspace: Workspace, lead: Organisation) -> None:
    if not workspace.partners.filter(organisation=lead).exists():
        raise ValidationError({"lead": _("%(lead)s is no partner of this workspace.") % {"lead": lead}})


def _start(series: GoalSeries, period: str) -> SeriesPoint:
    if series.refusal:
        raise Refused(series.refusal)
    start = series.at(period)
    if start is None:
        raise ValidationError({"baseline_period": _("There is no figure for that period. Choose one of those listed.")})
    return start


def _insist_open(goal: Goal) -> None:
    if goal.state != Goal.State.OPEN:
        raise Refused(_("This goal is closed. Open it again before you change it."))


def _direction_of(goal: Goal) -> int:
    return 1 if goal.measure == Goal.Measure.PROGRESS else goal.element.direction or 1


def _assess_now(goal: Goal, run: Run) -> Assessment:
    """Hold a goal that was just changed to the published figures; what was said of this version and run is kept."""
    known = goal.assessments.filter(goal_version=goal.version, run=run).first()
    if known:
        return known
    element = element_now(run, goal.element)
    series = RunSeries(run, series_codes(element) if element else [])
    assessment = assess(goal, series, element, goal.assessments.first())
    assessment.save()
    return assessment
