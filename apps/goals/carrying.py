"""Whether a goal on an area that ended can be carried over to one that follows, and from where it would start there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.areas.queries import heirs_of
from apps.goals.models import Goal
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
    if run is None or goal.area.ended is None:
        return []
    return [way_to_carry(goal, heir, run) for heir in heirs_of(goal.area)]


def way_to_carry(goal: Goal, heir: Area, run: Run) -> Way:
    """Whether a goal can be carried over to an area by what a run says of it."""
    if heir not in heirs_of(goal.area):
        sentence = _("%(heir)s does not follow %(area)s, so the goal cannot be carried over there.")
        return Way(heir, None, sentence % {"heir": heir, "area": goal.area})
    now = RunSeries.for_goals(run, [goal]).lineage.now(goal.element.code)
    if now is None or now.edition_id != goal.element.edition_id and now.unit != goal.element.unit:
        return Way(heir, None, _("What it was set on is no longer in the index as it was."))
    if goal.tier not in heir.tiers:
        return Way(heir, None, _("%(heir)s does not belong to the tier that the goal is read at.") % {"heir": heir})
    series = RunSeries(run, series_codes(now)).of(heir, goal.tier, now, goal.measure)
    start = series.at(goal.baseline_period)
    return Way(heir, start, _refusal(series, start), series.basis)


def _refusal(series: GoalSeries, start: SeriesPoint | None) -> str:
    if start is None:
        return _(
            "Nothing that is published says what the figure was there when the goal began: it cannot be worked out "
            "from the areas before, or is not published yet. Close this goal, and set another."
        )
    return series.refusal or start.bar
