"""Local measures: adding one, changing what it says, its figures, retiring it. Goals on it follow at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.activity.actions import insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.common.numbers import amount
from apps.common.periods import label, parse
from apps.goals.jobs import assess_locally, goals_held
from apps.goals.local_reading import ReadFigure
from apps.goals.local_series import series_of, silent_from
from apps.goals.models import Goal, LocalFigure, LocalMeasure
from apps.goals.plans import MeasurePlan
from apps.goals.states import MEASURE
from apps.workspaces.models import Workspace
from apps.workspaces.quiet import quiet_until

#: What can no longer change once a goal rests on it: the road was agreed in these terms.
_FIXED = ("unit", "direction")
#: So many figures are named in what is told of them.
_NAMED = 6


@transaction.atomic
def add_measure(*, by: Any, workspace: Workspace, plan: MeasurePlan) -> LocalMeasure:
    """Add a local measure, without figures yet. A form sent twice adds one. Raises ValidationError by field."""
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.GOAL_EDIT, on=workspace)
    given = {field.name: getattr(plan, field.name) for field in fields(plan) if field.name != "areas"}
    given = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    if known := workspace.measures.filter(added_by_id=by.pk, **given).first():
        return known
    measure = LocalMeasure(workspace=workspace, added_by_id=by.pk, **given)
    areas = _areas(workspace, plan.areas)
    measure.full_clean(exclude=["added_by"])
    measure.save()
    measure.areas.set(areas)
    keep_version(measure, by=by)
    record(Verb.MEASURE_ADDED, actor=by, subject=measure, scope=workspace)
    return measure


@transaction.atomic
def change_measure(*, by: Any, measure: LocalMeasure, based_on: int, words: Mapping[str, Any]) -> LocalMeasure:
    """Change what is written of a measure. Raises Overtaken when someone else saved it after version `based_on`.

    The unit, and which way is better, stay as they are while goals rest on it. Raises ValidationError by field.
    """
    measure = _held(measure)
    require_held(by, Permission.GOAL_EDIT, on=measure.workspace)
    insist_current(measure, based_on)
    before = measure.words()
    is_changed = measure.rewrite({name: value for name, value in words.items() if name != "areas"})
    if "areas" in words:
        measure.areas.set(_areas(measure.workspace, words["areas"], measure.areas.all()))
    changed = {name for name, value in measure.words().items() if value != before[name]}
    if not changed:
        return measure
    _insist_unmoved(measure, changed)
    measure.version += not is_changed
    measure.full_clean(exclude=["added_by"])
    measure.save()
    keep_version(measure, by=by)
    _leave_goals_to_a_lead(by, measure, goals_held(measure))
    record(Verb.MEASURE_CHANGED, actor=by, subject=measure, scope=measure.workspace)
    return measure


@transaction.atomic
def add_figures(*, by: Any, measure: LocalMeasure, figures: Sequence[ReadFigure], note: str = "") -> int:
    """Add the figures of some periods, all or none; how many were not there yet. Goals on it are held to them.

    One that is there as it is given is passed over. Refused is another figure of a period that has one: that is a
    correction, which says why.
    """
    measure = _held(measure)
    require_held(by, Permission.GOAL_EDIT, on=measure.workspace)
    known = {each.period: each for each in measure.figures.filter(ended_at=None)}
    new = [each for each in figures if each.period not in known or not _is_same(known[each.period], each)]
    _insist_new(measure, new, known)
    for each in new:
        _save(by, measure, each, note)
    if new:
        said = "; ".join(_told(measure, each) for each in new[:_NAMED]) + ("; …" if len(new) > _NAMED else "")
        record(Verb.MEASURE_FILLED, actor=by, subject=measure, scope=measure.workspace, details={"said": said})
        _follow(by, measure)
    return len(new)


@transaction.atomic
def correct_figure(*, by: Any, figure: LocalFigure, now: ReadFigure, why: str, note: str = "") -> LocalFigure:
    """Put another figure in the place of one, with a reason; what it was, who changed it and when is kept."""
    measure = _held(figure.measure)
    require_held(by, Permission.GOAL_EDIT, on=measure.workspace)
    figure = _in_force(figure)
    if _is_same(figure, now) and figure.note == note.strip():
        return figure
    _end(by, figure, why)
    made = _save(by, measure, ReadFigure(figure.period, now.value, now.lower, now.upper), note)
    said = _("%(was)s became %(now)s. %(why)s") % {
        "was": _told(measure, figure),
        "now": amount(now.value, measure.unit, measure.decimals),
        "why": figure.ended_why,
    }
    record(Verb.MEASURE_CORRECTED, actor=by, subject=measure, scope=measure.workspace, details={"said": said})
    _follow(by, measure)
    return made


@transaction.atomic
def take_out_figure(*, by: Any, figure: LocalFigure, why: str) -> LocalFigure:
    """Take a figure out that should not be there, with a reason. It is kept, and counts no longer."""
    measure = _held(figure.measure)
    require_held(by, Permission.GOAL_EDIT, on=measure.workspace)
    figure = _in_force(figure)
    _end(by, figure, why)
    said = _("%(was)s was taken out. %(why)s") % {"was": _told(measure, figure), "why": figure.ended_why}
    record(Verb.MEASURE_CORRECTED, actor=by, subject=measure, scope=measure.workspace, details={"said": said})
    _follow(by, measure)
    return figure


@transaction.atomic
def retire_measure(*, by: Any, measure: LocalMeasure) -> LocalMeasure:
    """Set no new goals on a measure; it stays with its figures, and goals on it go on."""
    return _move(by, measure, "retire", Verb.MEASURE_RETIRED)


@transaction.atomic
def resume_measure(*, by: Any, measure: LocalMeasure) -> LocalMeasure:
    """Bring a retired measure back into use."""
    return _move(by, measure, "resume", Verb.MEASURE_RESUMED)


def _move(by: Any, measure: LocalMeasure, move: str, verb: Verb) -> LocalMeasure:
    measure = _held(measure)
    require_held(by, Permission.GOAL_EDIT, on=measure.workspace)
    measure.state = MEASURE.after(measure.state, move)
    measure.save(update_fields=["state"])
    record(verb, actor=by, subject=measure, scope=measure.workspace)
    return measure


def _held(measure: LocalMeasure) -> LocalMeasure:
    return LocalMeasure.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=measure.pk)


def _areas(workspace: Workspace, chosen: Collection[Area], before: Collection[Area] = ()) -> list[Area]:
    """Areas of the workspace, or such as it was about already."""
    known = set(workspace.areas.values_list("pk", flat=True)) | {each.pk for each in before}
    if not chosen:
        raise ValidationError({"areas": _("Say which area it is about.")})
    if not {each.pk for each in chosen} <= known:
        raise ValidationError({"areas": _("Choose among the areas of this workspace.")})
    return list(chosen)


def _insist_unmoved(measure: LocalMeasure, changed: Collection[str]) -> None:
    if not measure.goals.exists():
        return
    said = _("Goals were set on this measure in these terms, so it stays. Add another measure instead.")
    if wrong := {name: said for name in _FIXED if name in changed}:
        raise ValidationError(wrong)
    used = set(measure.goals.open().values_list("area_id", flat=True))
    if not used <= set(measure.areas.values_list("pk", flat=True)):
        raise ValidationError({"areas": _("An open goal on it is on an area that you took out. Leave that in.")})


def _insist_new(measure: LocalMeasure, new: Sequence[ReadFigure], known: Mapping[str, LocalFigure]) -> None:
    said = _("There is a figure for %(there)s already. Correct it on the page of the measure, and say why.")
    wrong = [said % {"there": _told(measure, known[each.period])} for each in new if each.period in known]
    for each in new:
        wrong += _faults(measure, each)
    if wrong:
        raise ValidationError({"figures": wrong})


def _faults(measure: LocalMeasure, figure: ReadFigure) -> list[str]:
    """What is wrong with a figure by itself, or with the day that it is about."""
    when, faults = label(figure.period), []
    if parse(figure.period).start > timezone.localdate():
        faults.append(_("%(period)s lies ahead: a figure is of what was counted.") % {"period": when})
    most = measure.maximum
    if most is not None and not (0 <= figure.value <= most):
        faults.append(_("%(period)s: a share lies between 0 and 100.") % {"period": when})
    return faults


def _save(by: Any, measure: LocalMeasure, figure: ReadFigure, note: str) -> LocalFigure:
    made = LocalFigure(
        measure=measure,
        period=figure.period,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        note=note.strip(),
        added_by_id=by.pk,
    )
    made.full_clean(exclude=["added_by", "ended_by"])
    made.save()
    return made


def _in_force(figure: LocalFigure) -> LocalFigure:
    held = LocalFigure.objects.select_for_update().get(pk=figure.pk)
    if held.ended_at:
        raise Refused(_("Someone corrected this figure, or took it out, meanwhile. Look at it again."))
    return held


def _end(by: Any, figure: LocalFigure, why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": _("Say why: others will ask what became of the figure.")})
    figure.ended_at, figure.ended_by_id, figure.ended_why = timezone.now(), by.pk, why.strip()
    figure.full_clean(exclude=["added_by", "ended_by"], validate_constraints=False)
    figure.save(update_fields=["ended_at", "ended_by", "ended_why"])


def _is_same(known: LocalFigure, given: ReadFigure) -> bool:
    return (known.value, known.lower, known.upper) == (given.value, given.lower, given.upper)


def _told(measure: LocalMeasure, figure: LocalFigure | ReadFigure) -> str:
    return f"{label(figure.period)}: {amount(figure.value, measure.unit, measure.decimals)}"


def _follow(by: Any, measure: LocalMeasure) -> None:
    """Count the change of figures, and hold every open goal on them to what they are now."""
    measure.figures_version += 1
    measure.silent_from = silent_from(series_of(measure, measure.figures.filter(ended_at=None)).points)
    measure.save(update_fields=["figures_version", "silent_from"])
    goals = goals_held(measure)
    _leave_goals_to_a_lead(by, measure, goals)
    assess_locally(measure, goals)


def _leave_goals_to_a_lead(by: Any, measure: LocalMeasure, goals: Sequence[Goal]) -> None:
    """Take goals from the public where whoever wrote may not show them, or nothing may become public newly now."""
    if can(by, Permission.GOAL_SHOW, on=measure.workspace) and not quiet_until(measure.workspace):
        return
    for goal in goals:
        if goal.is_public:
            goal.is_public = False
            goal.save(update_fields=["is_public"])
            said = _("The public no longer sees it, until a lead shows it again: its local measure was changed.")
            record(Verb.GOAL_SHOWN, actor=by, subject=goal, scope=goal.workspace, details={"said": said})
