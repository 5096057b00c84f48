"""Whether a goal on an area that ended can be carried over to one that follows, and from where it would start there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.areas.queries import heirs_of
from apps.goals.local_series import LocalSeries
from apps.goals.models import Goal, LocalMeasure
from apps.goals.series import GoalSeries, RunSeries, SeriesPoint, series_codes
from apps.scores.models import Run


@dataclass(frozen=True)
class Way:
    """One area that a goal may be carried over to: from where it would start there, or why it cannot be."""

    heir: Area
    start: SeriesPoint | None
    refusal: str
    basis: tuple[str, ...] = ()


def ways_to_carry(goal: Goal, run: Run | None) -> list[Way]:
    """The areas that follow a goal's own, by name, where that ended; none while it is in force."""
    if goal.area.ended is None or (run is None and not goal.is_local):
        return []
    return [way_to_carry(goal, heir, run) for heir in heirs_of(goal.area)]


def way_to_carry(goal: Goal, heir: Area, run: Run | None) -> Way:
    """Whether a goal can be carried over to an area by what a run says of it; on a local measure without any."""
    if heir not in heirs_of(goal.area):
        sentence = _("%(heir)s does not follow %(area)s, so the goal cannot be carried over there.")
        return Way(heir, None, sentence % {"heir": heir, "area": goal.area})
    if goal.local_measure:
        return _locally(goal, goal.local_measure, heir)
    then = goal.element
    assert then is not None
    assert run is not None
    now = RunSeries.for_goals(run, [goal]).lineage.now(then.code)
    if now is None or now.edition_id != then.edition_id and now.unit != then.unit:
        return Way(heir, None, _("What it was set on is no longer in the index as it was."))
    if goal.tier not in heir.tiers:
        return Way(heir, None, _("%(heir)s does not belong to the tier that the goal is read at.") % {"heir": heir})
    series = RunSeries(run, series_codes(now)).of(heir, goal.tier, now, goal.measure)
    start = series.at(goal.baseline_period)
    return Way(heir, start, _refusal(series, start), series.basis)


def _locally(goal: Goal, measure: LocalMeasure, heir: Area) -> Way:
    """A local measure is about what its workspace says: once that names the heir, its own figures go on there."""
    if not measure.areas.filter(pk=heir.pk).exists():
        said = _("First say on the page of “%(measure)s” that it is about %(heir)s too, if it is.")
        return Way(heir, None, said % {"measure": measure, "heir": heir})
    found = LocalSeries(measure).found
    start = found.at(goal.baseline_period)
    return Way(heir, start, _refusal(found, start), found.basis)


def _refusal(series: GoalSeries, start: SeriesPoint | None) -> str:
    if start is None:
        return _(
            "Nothing that is published says what the figure was there when the goal began: it cannot be worked out "
            "from the areas before, or is not published yet. Close this goal, and set another."
        )
    return series.refusal or start.bar
