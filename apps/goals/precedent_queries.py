"""What others achieved from where a goal starts: areas like its own, and all, by the figures of the published run."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.areas.neighbours_queries import peers_of
from apps.common.periods import parse
from apps.framework.models import Element
from apps.goals.forecasting import apart, times
from apps.goals.models import Goal
from apps.goals.precedent_wording import weighed, years_in_words
from apps.goals.precedents import OwnPast, Precedents, own_past, precedents
from apps.goals.series import RunSeries, series_codes
from apps.goals.trajectory import middle, year_of
from apps.scores.models import Run


def precedents_of(goal: Goal, run: Run | None, reader: RunSeries | None = None) -> tuple[str, ...]:
    """Sentences about areas like a goal's own and all that have figures, and one that weighs them and its own past.

    None where there are no figures to tell by.
    """
    if goal.local_measure:
        return (_("No precedents: a local measure has no figures of other areas to look at."),)
    if run is None or goal.element is None or goal.due is None:
        return ()
    if goal.measure == Goal.Measure.PROGRESS or run.snapshot is None:
        return ()
    series = reader or RunSeries(run, series_codes(goal.element))
    peers = peers_of(goal.area, goal.tier)
    alike = _found(goal, goal.element, series, {each.code for each in peers.areas}) if peers else None
    every = _found(goal, goal.element, series, set(series.areas) - {goal.area.code})
    own = _own(goal, goal.element, series)
    return tuple(filter(None, (_of_peers(alike), _of_all(every), weighed(goal, alike, every, own))))


def _found(goal: Goal, element: Element, series: RunSeries, codes: set[str]) -> Precedents | None:
    periods = apart(series.comparable_periods(element))
    wanted = np.array([code in codes for code in series.areas])
    if len(periods) < 2 or not wanted.any():
        return None
    return precedents(
        times(periods),
        series.figures(element.code, periods)[:, wanted],
        baseline=goal.baseline,
        change=goal.target - goal.baseline,
        years=_years(goal),
    )


def _own(goal: Goal, element: Element, series: RunSeries) -> OwnPast | None:
    """What the area itself did until the goal began."""
    until = parse(goal.baseline_period).end
    periods = apart([each for each in series.comparable_periods(element) if parse(each).end <= until])
    if len(periods) < 2 or goal.area.code not in series.areas:
        return None
    figures = series.figures(element.code, periods)[:, series.columns([goal.area.code])][:, 0]
    return own_past(times(periods), figures, change=goal.target - goal.baseline, years=_years(goal))


def _years(goal: Goal) -> float:
    return year_of(goal.due) - year_of(middle(goal.baseline_period))


def _of_peers(found: Precedents | None) -> str:
    if found is None:
        return ""
    if not found.areas:
        return _("None of the areas most like this one ever stood at a figure like this and could be followed from it.")
    said = ngettext(
        "Of the areas most like this one, %(areas)s stood at a like figure once and can be followed from it for "
        "%(years)s: %(moved)s of them moved as far as this.",
        "Of the areas most like this one, %(areas)s stood at a like figure once and can be followed from it for "
        "%(years)s: %(moved)s of them moved as far as this.",
        found.areas,
    )
    return said % _told(found)


def _of_all(found: Precedents | None) -> str:
    if found is None or not found.areas:
        return ""
    said = _(
        "Of all other areas, %(areas)s once stood at a like figure and can be followed for as long: %(moved)s of them "
        "moved as far."
    )
    return said % _told(found)


def _told(found: Precedents) -> dict[str, str]:
    return {
        "areas": str(found.areas),
        "moved": str(found.moved) if found.moved else _("none"),
        "years": years_in_words(found.years),
    }
