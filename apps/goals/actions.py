"""Setting a goal, changing it, closing it, letting the public see it."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.goals.assessing import Change, assess, edit_of
from apps.goals.carrying import way_to_carry
from apps.goals.checking import Now, check_aim
from apps.goals.ground import Held, held_for
from apps.goals.marks import read_marks, write_marks
from apps.goals.models import Assessment, Goal, LocalMeasure
from apps.goals.plans import GoalPlan
from apps.goals.series import GoalSeries, SeriesPoint
from apps.goals.states import GOAL
from apps.goals.targets import AIMS, aim_at, revised_aim
from apps.goals.wording import aim_of
from apps.workspaces.models import Workspace
from apps.workspaces.quiet import insist_not_quiet

#: Among the words of a goal, what is rows of its own, and what is worked out.
_NOT_WRITTEN = {"contributors", "target_from"}


@transaction.atomic
def set_goal(*, by: Any, workspace: Workspace, plan: GoalPlan) -> Goal:
    """Set a goal; its baseline is read from the figures of the published run, or of its local measure.

    Its first assessment comes with it.

    A form sent twice sets one goal. Raises ValidationError by field on an aim that cannot be, Refused where no goal may
    be set.
    """
    require(by, Permission.GOAL_EDIT, on=workspace)
    held = held_for(plan)
    require_held(by, Permission.GOAL_EDIT, on=workspace)
    _insist_within(workspace, plan, held)
    series = held.series_of(plan)
    goal = _new_goal(by, workspace, plan, series)
    goal.baseline_run = held.run
    aim_at(goal, held.run)
    if set_already := _the_same(goal):
        return set_already
    check_aim(goal, _direction_of(goal), Now(held.as_at, timezone.localdate(), series.counting(goal.baseline_period)))
    _insist_success(goal.success)
    _save(goal)
    goal.contributors.set(_contributors(workspace, goal.lead, plan.contributors))
    keep_version(goal, by=by)
    record(Verb.GOAL_SET, actor=by, subject=goal, scope=workspace, details={"said": aim_of(goal)})
    _assess_now(goal, held)
    return goal


@transaction.atomic
def revise_goal(*, by: Any, goal: Goal, based_on: int, words: Mapping[str, Any], reason: str = "") -> Goal:
    """Change what people wrote of a goal, and who contributes. Another aim needs a reason, and all a new assessment.

    What someone writes who may not show a goal is not shown to the public until somebody does who may.
    Raises Overtaken when someone else saved it after version `based_on`, ValidationError by field.
    """
    held = held_for(goal)
    goal = _held(goal)
    require_held(by, Permission.GOAL_EDIT, on=goal.workspace)
    _insist_open(goal)
    insist_current(goal, based_on)
    before = goal.words()
    aims = revised_aim(goal, words, held.run)
    goal.worked_out = aims.facts
    written = {name: value for name, value in words.items() if name not in _NOT_WRITTEN}
    is_changed = goal.rewrite(written | aims.words)
    if "contributors" in words:
        goal.contributors.set(_contributors(goal.workspace, goal.lead, words["contributors"], goal.contributors.all()))
    edit = edit_of(goal, before, reason.strip())
    if not edit["fields"]:
        return goal
    goal.version += not is_changed
    _insist_sound(goal, edit, held)
    said = [edit["reason"] or aim_of(goal), *_left_to_a_lead(goal, by)]
    _save(goal)
    keep_version(goal, by=by, reason=edit["reason"])
    record(Verb.GOAL_REVISED, actor=by, subject=goal, scope=goal.workspace, details={"said": " ".join(said)})
    _assess_now(goal, held, edit)
    return goal


@transaction.atomic
def carry_goal(*, by: Any, goal: Goal, heir: Area, based_on: int, target: float, reason: str) -> Goal:
    """Carry a goal over from an area that ended to one that follows: a new version, with a reason.

    Its baseline is read anew, of the same period, from what is published of that area. Raises Overtaken,
    ValidationError by field, and Refused where the figures cannot say what it started from.
    """
    held = held_for(goal)
    goal = _held(goal)
    require_held(by, Permission.GOAL_CARRY, on=goal.workspace)
    _insist_open(goal)
    insist_current(goal, based_on)
    way = way_to_carry(goal, heir, held.run)
    if way.refusal or way.start is None:
        raise Refused(way.refusal)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is carried over: partners will ask.")})
    before = {"what": "carried", "from": goal.area.name, "to": heir.name, "was": goal.baseline, "now": way.start.value}
    goal.carried_from, goal.area = goal.area, heir
    goal.baseline, goal.basis, goal.baseline_run = way.start.value, list(way.basis), held.run
    goal.target, goal.version = target, goal.version + 1
    # What others had beside the area that ended is not what they have beside this one.
    goal.aim, goal.against, goal.moves, goal.worked_out = Goal.Aim.VALUE, "", Goal.Moves.FIXED, {}
    # Marks were figures of the area that ended: on the way from another baseline they say nothing.
    goal.shape, goal.marks = (Goal.Shape.STRAIGHT, "") if goal.marks else (goal.shape, "")
    check_aim(goal, _direction_of(goal), None)
    _save(goal)
    keep_version(goal, by=by, reason=reason.strip())
    details = {"said": f"{heir}: {reason.strip()}", "from": before["from"]}
    record(Verb.GOAL_CARRIED, actor=by, subject=goal, scope=goal.workspace, details=details)
    _assess_now(goal, held, before | {"reason": reason.strip()})
    return goal


@transaction.atomic
def close_goal(*, by: Any, goal: Goal, note: str) -> Goal:
    """Close a goal, with a note that says what became of it; its history stays, and no more is added."""
    goal = _held(goal)
    require_held(by, Permission.GOAL_EDIT, on=goal.workspace)
    goal.state = GOAL.after(goal.state, "close")
    if not note.strip():
        raise ValidationError({"note": _("Say why it is closed: what was reached, or why it is given up.")})
    goal.closing_note = note.strip()
    goal.save(update_fields=["state", "closing_note"])
    record(Verb.GOAL_CLOSED, actor=by, subject=goal, scope=goal.workspace, details={"said": goal.closing_note})
    return goal


@transaction.atomic
def reopen_goal(*, by: Any, goal: Goal, note: str = "") -> Goal:
    """Open a closed goal again, and hold it to what is published now. Its event keeps the words it was closed with."""
    held = held_for(goal)
    goal = _held(goal)
    require_held(by, Permission.GOAL_EDIT, on=goal.workspace)
    goal.state = GOAL.after(goal.state, "reopen")
    closed_with, goal.closing_note = goal.closing_note, ""
    goal.save(update_fields=["state", "closing_note"])
    said = [note.strip(), _("It had been closed with the words “%(words)s”") % {"words": closed_with}]
    details = {"said": " ".join(filter(None, said)), "closed_with": closed_with}
    record(Verb.GOAL_REOPENED, actor=by, subject=goal, scope=goal.workspace, details=details)
    _assess_now(goal, held)
    return goal


@transaction.atomic
def show_goal(*, by: Any, goal: Goal, is_public: bool) -> Goal:
    """Let the public see a goal and where it stands, or no longer; it needs a public workspace besides."""
    goal = _held(goal)
    require_held(by, Permission.GOAL_SHOW, on=goal.workspace)
    if goal.is_public == is_public:
        return goal
    if is_public:
        insist_not_quiet(goal.workspace)
    goal.is_public = is_public
    goal.save(update_fields=["is_public"])
    said = _("The public may see it from now on.") if is_public else _("The public no longer sees it.")
    record(Verb.GOAL_SHOWN, actor=by, subject=goal, scope=goal.workspace, details={"said": said})
    return goal


def _held(goal: Goal) -> Goal:
    # Joined is only what never changes: PostgreSQL drops a row whose joined one is another when the lock is let go.
    joined = ("workspace", "area", "element", "local_measure")
    return Goal.objects.select_for_update(of=("self",)).select_related(*joined).get(pk=goal.pk)


def _the_same(goal: Goal) -> Goal | None:
    # Whoever sets another goal waits for the row that it rests on: of a form sent twice the second finds the first's.
    planned = {field.name: getattr(goal, field.name) for field in fields(GoalPlan) if field.name != "contributors"}
    return goal.workspace.goals.filter(state=Goal.State.OPEN, set_by_id=goal.set_by_id, **planned).first()


def _new_goal(by: Any, workspace: Workspace, plan: GoalPlan, series: GoalSeries) -> Goal:
    start = _start(series, plan.baseline_period)
    goal = Goal(workspace=workspace, set_by_id=by.pk, looked_after_by_id=by.pk, **_as_fields(plan))
    goal.baseline, goal.basis = start.value, list(series.basis)
    return goal


def _as_fields(plan: GoalPlan) -> dict[str, Any]:
    given = {field.name: getattr(plan, field.name) for field in fields(plan) if field.name != "contributors"}
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


def _save(goal: Goal) -> None:
    """Save a goal that was checked, its marks as all marks are written."""
    goal.marks = write_marks(read_marks(goal.marks))
    goal.full_clean(exclude=["set_by", "thread"])
    goal.save()


def _insist_success(words: str) -> None:
    if not words:
        raise ValidationError(
            {"success": _("Write down what would count as success, before anyone knows how it went.")}
        )


def _contributors(
    workspace: Workspace, lead: Organisation, chosen: Collection[Organisation], before: Collection[Organisation] = ()
) -> list[Organisation]:
    """Those who contribute beside the lead: partners of the workspace, or such as were named while they were that."""
    known = set(workspace.partners.values_list("organisation_id", flat=True)) | {each.pk for each in before}
    if not {each.pk for each in chosen} <= known:
        raise ValidationError({"contributors": _("Choose among the partners of this workspace.")})
    return [each for each in chosen if each != lead]


def _insist_within(workspace: Workspace, plan: GoalPlan, held: Held) -> None:
    if held.measure:
        _insist_measured_here(workspace, plan, held.measure)
    elif plan.element and held.run and plan.element.edition_id != held.run.edition_id:
        raise Refused(_("Another edition of the framework has been published since. Choose the element again."))
    if not workspace.areas.filter(pk=plan.area.pk).exists():
        raise Refused(_("%(area)s is not an area of this workspace.") % {"area": plan.area})
    if plan.area.ended:
        raise Refused(
            _("%(area)s ended on %(day)s. Set the goal on an area that follows it.")
            % {"area": plan.area, "day": date_format(plan.area.ended, "j F Y")}
        )
    if plan.tier not in plan.area.tiers:
        raise Refused(_("%(area)s does not belong to that tier.") % {"area": plan.area})
    _insist_partner(workspace, plan.lead)


def _insist_measured_here(workspace: Workspace, plan: GoalPlan, measure: LocalMeasure) -> None:
    if measure.workspace_id != workspace.pk:
        raise Refused(_("That is no measure of this workspace. Choose one of its own."))
    if measure.state == LocalMeasure.State.RETIRED:
        raise Refused(_("This measure is retired, so no new goal is set on it. Bring it back into use first."))
    if not measure.areas.filter(pk=plan.area.pk).exists():
        raise Refused(_("%(measure)s is not about %(area)s.") % {"measure": measure, "area": plan.area})


def _insist_sound(goal: Goal, edit: Change, held: Held) -> None:
    """Raises ValidationError by field on an edit that cannot be. What was not changed is not asked about again."""
    changed = set(edit["fields"])
    if changed & {"target", "due", *AIMS} and not edit["reason"]:
        raise ValidationError({"reason": _("Say why the target or the date changes: partners will ask.")})
    if changed & {"shape", "marks", "success"} and not edit["reason"]:
        raise ValidationError({"reason": _("Say why the road or what counts as success changes: partners will ask.")})
    if "success" in changed:
        _insist_success(goal.success)
    # A lead that has left stays until another is chosen.
    if "lead" in changed:
        _insist_partner(goal.workspace, goal.lead)
    # A goal whose day has come may still be written about: only another day has to lie ahead.
    check_aim(goal, _direction_of(goal), Now(held.as_at, timezone.localdate()) if "due" in changed else None)


def _left_to_a_lead(goal: Goal, by: Any) -> list[str]:
    """Take it from the public where whoever wrote may not show it; what is then to be said."""
    if not goal.is_public or can(by, Permission.GOAL_SHOW, on=goal.workspace):
        return []
    goal.is_public = False
    return [_("The public no longer sees it, until a lead shows it again.")]


def _insist_partner(workspace: Workspace, lead: Organisation) -> None:
    # Held: whoever takes the partner from the workspace waits, and then finds what it leads.
    if not workspace.partners.select_for_update(no_key=True).filter(organisation=lead):
        raise ValidationError({"lead": _("%(lead)s is no partner of this workspace.") % {"lead": lead}})


def _start(series: GoalSeries, period: str) -> SeriesPoint:
    if series.refusal:
        raise Refused(series.refusal)
    start = series.at(period)
    if start is None:
        raise ValidationError({"baseline_period": _("There is no figure for that period. Choose one of those listed.")})
    if start.bar:
        raise ValidationError({"baseline_period": start.bar})
    return start


def _insist_open(goal: Goal) -> None:
    if goal.state != Goal.State.OPEN:
        raise Refused(_("This goal is closed. Open it again before you change it."))


def _direction_of(goal: Goal) -> int:
    # Of a local measure both ways may be meant: then the goal says which.
    if goal.measure == Goal.Measure.PROGRESS:
        return 1
    return goal.subject.direction or (0 if goal.is_local else 1)


def _assess_now(goal: Goal, held: Held, edit: Change | None = None) -> Assessment:
    """Hold a goal that was just changed to the figures of now; what was said of this version by them is kept."""
    series = held.series_for(goal)
    known = goal.assessments.filter(goal_version=goal.version, **series.stamp).order_by("-pk").first()
    if known and held.run:
        return known
    assessment = assess(goal, series, goal.assessments.counting().first(), on=held.on, edit=edit)
    if known and known.standing == assessment.standing:
        return known
    assessment.save()
    return assessment
