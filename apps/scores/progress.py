"""The progress score of an element in an area, read from what a run saw; none where it would not be honest."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.periods import Period, parse
from apps.figures.models import Snapshot
from apps.figures.snapshots import SeriesTable, read_table
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.engine.method import Method
from apps.scores.engine.transform import TRANSFORMS
from apps.scores.engine.treat import winsorise
from apps.scores.models import Run, RunTier
from apps.scores.progress_lens import (
    LEAST_WEIGHT,
    LEAST_YEARS,
    Movement,
    Reach,
    Tracked,
    followed,
    furthest,
    movement,
    untraceable,
)
from apps.scores.progress_seen import Seen, Tree, tree_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ProgressPoint:
    """One year: the area's progress score and its group's mean. 5 is the group's mean in the base periods; no cap."""

    period: str
    label: str
    when: float
    score: float
    group: float | None


@dataclass(frozen=True)
class LeftOut:
    """An indicator that the progress score does not rest on, and why."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class Progress:
    """How an element moved in an area. `reason` says why it cannot be tracked yet; then there are no points.

    `gone` are the codes, of those that were to be followed, that cannot be any more. `parts`: by how many points each
    indicator, by its code, moved the score from the first to the last of the points; they add up to the whole movement.
    """

    points: tuple[ProgressPoint, ...]
    used: tuple[Element, ...]
    left_out: tuple[LeftOut, ...]
    share: float
    reason: str
    gone: tuple[str, ...] = ()
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Trackable:
    """What of an edition can be followed in an area: the codes of indicators with a figure at all, and by the code of
    an element above them why it has no progress score, in few words, empty where it has one.
    """

    measured: frozenset[str]
    reasons: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class _Ground:
    """What there is to track an element in an area by: the indicators that may take part, and those that may not."""

    method: Method
    shares: Mapping[Element, float]
    fit: Mapping[Element, float]
    tracked: list[Tracked]
    left_out: tuple[LeftOut, ...]


def progress_of(area: Area, tier: str, element: Element, run: Run, seen: Seen | None = None) -> Progress:
    """The progress score of one element (not an indicator) in one area, from the figures that a run saw.

    Who asks more than once of a run gives what was `seen` of it.
    """
    if element.is_indicator:
        return _none((), _("An indicator’s own figures say how it moves."))
    ground = _ground(area, tier, element, seen or Seen(run))
    if ground is None:
        return _none((), _("There are no published figures for this area."))
    moved = movement(ground.tracked, centre=ground.method.centre, k=ground.method.k)
    if moved is None:
        return _none(ground.left_out, _too_little(furthest(ground.tracked), len(ground.shares)))
    return _progress(moved, ground)


def progress_followed(
    area: Area, tier: str, element: Element, seen: Seen, *, basis: Collection[str], since: str
) -> Progress:
    """The progress score by exactly the indicators of some codes, in years counted from one period both ways.

    What is read of that period is then the same again until a figure of it is revised, whatever else has come out.
    """
    ground = _ground(area, tier, element, seen, only=basis)
    if ground is None:
        return _none((), _("There are no published figures for this area."))
    readable = {each.code for each in ground.tracked} - set(untraceable(ground.tracked))
    if gone := tuple(code for code in basis if code not in readable):
        return Progress(
            (), (), ground.left_out, 0.0, _("An indicator that it rests on is not published any more."), gone
        )
    year = parse(since).end.year
    moved = followed(ground.tracked, since=year, centre=ground.method.centre, k=ground.method.k)
    if moved is None:
        return _none(ground.left_out, _("The figures that it began with are not published any more."))
    return _progress(moved, ground)


def trackable(area: Area, tier: str, run: Run) -> Trackable:
    """What can be followed in an area, for all elements at once: what a run saw is read once."""
    run_tier = RunTier.objects.filter(run=run, tier=tier).first()
    if run_tier is None or run.snapshot is None or area.code not in run.snapshot.areas:
        return Trackable(frozenset(), {})
    tree = tree_of(tier, run.edition.elements.order_by("position"))
    indicators = [each for each in tree.elements.values() if each.is_indicator]
    table = read_table(run.snapshot, [each.code for each in indicators])
    series = _series(table, [*_group(run_tier, run.snapshot), area.code])
    method = Method.from_json(run.method)
    fit = {each: 1.0 for each in indicators if not bar_over_time(each)}
    tracked = {each.code: each for each in _tracked(fit, series, method)[0]}
    measured = (code for code, years in series.items() if any(not np.isnan(values[-1]) for values in years.values()))
    reasons = {}
    for element in tree.elements.values():
        if not element.is_indicator:
            shares = {each.code: share for each, share in shares_below(element, tree)}
            below = [replace(tracked[code], share=share) for code, share in shares.items() if code in tracked]
            moved = movement(below, centre=method.centre, k=method.k)
            reasons[element.code] = "" if moved else _in_short(furthest(below), len(shares))
    return Trackable(frozenset(measured), reasons)


def progress_of_each(
    area: Area, run_tier: RunTier, run: Run, codes: Collection[str], table: SeriesTable
) -> dict[str, Progress]:
    """The progress scores of elements above indicators, by code, of those that have one.

    `table`: what the run saw of all indicators of the tier.
    """
    if run.snapshot is None or area.code not in run.snapshot.areas:
        return {}
    tree = tree_of(run_tier.tier, elements_of(run.edition))
    fit = {each: 1.0 for each in tree.elements.values() if each.is_indicator and not bar_over_time(each)}
    series = _series(table, [*_group(run_tier, run.snapshot), area.code])
    method = Method.from_json(run.method)
    tracked = {each.code: each for each in _tracked(fit, series, method)[0]}
    found = {}
    for element in (each for each in tree.elements.values() if each.code in codes and not each.is_indicator):
        shares = dict(shares_below(element, tree))
        below = [replace(tracked[each.code], share=share) for each, share in shares.items() if each.code in tracked]
        if moved := movement(below, centre=method.centre, k=method.k):
            kept = {each: share for each, share in shares.items() if each in fit}
            found[element.code] = _progress(moved, _Ground(method, shares, kept, below, ()))
    return found


def _ground(
    area: Area, tier: str, element: Element, seen: Seen, *, only: Collection[str] | None = None
) -> _Ground | None:
    """None where a run has no figures of an area. `only` names the codes of the indicators that are asked for."""
    if not seen.has(area, tier):
        return None
    tree = seen.tree(tier)
    shares = {each: share for each, share in shares_below(element, tree) if only is None or each.code in only}
    bars = {each: bar_over_time(each) for each in shares}
    barred = [LeftOut(each.code, each.name, bar) for each, bar in bars.items() if bar]
    fit = {each: share for each, share in shares.items() if not bars[each]}
    series = _series(seen.table([each.code for each in fit]), [*seen.group(tier), area.code])
    method = Method.from_json(seen.run.method)
    tracked, unreadable = _tracked(fit, series, method)
    return _Ground(method, shares, fit, tracked, (*barred, *unreadable))


def _progress(moved: Movement, ground: _Ground) -> Progress:
    spans = {each.code: each.span for each in ground.tracked}
    missing = [each for each in ground.fit if each.code in spans and each.code not in moved.codes]
    absent = (LeftOut(each.code, each.name, _absent(spans[each.code], moved)) for each in missing)
    rows = zip(moved.years, moved.scores, moved.group, strict=True)
    return Progress(
        points=tuple(_point(year, score, group) for year, score, group in rows),
        used=tuple(each for each in ground.fit if each.code in moved.codes),
        left_out=(*ground.left_out, *absent),
        share=moved.share,
        reason="",
        parts=tuple(
            (code, last - first) for code, first, last in zip(moved.codes, moved.parts[0], moved.parts[-1], strict=True)
        ),
    )


def _point(year: int, score: float, group: float | None) -> ProgressPoint:
    # Rounded where neither the order of sums nor the processor shows, so that the same figures give the same score.
    mean = None if group is None else round(group, 6)
    return ProgressPoint(
        f"{year}-01-01/P1Y", _("figures to %(year)d") % {"year": year}, year + 0.5, round(score, 6), mean
    )


def _absent(span: int, moved: Movement) -> str:
    if span > moved.step:
        return _("Its figures are of %(span)d years each, and would overlap in the years shown.") % {"span": span}
    return _("It has no figure for this area in its base period or in one of the years shown.")


def _none(left_out: tuple[LeftOut, ...], reason: str) -> Progress:
    return Progress((), (), left_out, 0.0, reason)


def _too_little(reach: Reach, count: int) -> str:
    if not count:
        return _("It cannot be tracked yet: nothing below it is measured.")
    told = {
        "count": reach.count,
        "of": count,
        "share": round(reach.share * 100),
        "least": round(LEAST_WEIGHT * 100),
        "years": LEAST_YEARS,
    }
    if reach.share >= LEAST_WEIGHT:
        return (
            _(
                "It cannot be tracked yet: %(count)d of %(of)d indicators, with %(share)d%% of its weight, have "
                "figures both in their base period and in a same later year, but not in %(years)d that do not overlap."
            )
            % told
        )
    return (
        _(
            "It cannot be tracked yet: %(count)d of %(of)d indicators, with %(share)d%% of its weight, have figures "
            "both in their base period and in a same later year; %(least)d%% of the weight is needed."
        )
        % told
    )


def _in_short(reach: Reach, count: int) -> str:
    if not count:
        return _("nothing below it is measured")
    if reach.share >= LEAST_WEIGHT:
        return _("no progress score yet: its figures overlap, or are of one year")
    told = {"share": round(reach.share * 100), "least": round(LEAST_WEIGHT * 100)}
    return _("no progress score yet: %(share)d%% of its weight can be followed, and %(least)d%% is needed") % told


def shares_below(element: Element, tree: Tree) -> Iterator[tuple[Element, float]]:
    """The indicators below an element and the share of its weight that each holds; empty branches keep theirs."""
    now = tree.elements.get(element.code)

    def walk(parent: Element, share: float) -> Iterator[tuple[Element, float]]:
        children = tree.below.get(parent.pk, [])
        whole = sum(child.weight for child in children)
        for child in children:
            part = share * child.weight / whole
            if child.is_indicator:
                yield child, part
            else:
                yield from walk(child, part)

    return walk(now, 1.0) if now else iter(())


def moves_with_prices(unit: str) -> bool:
    """Whether figures in a unit are money of each year, so that prices alone move them."""
    return "not adjusted for prices" in unit


def bar_over_time(element: Element) -> str:
    """Why an indicator takes no part, whatever its figures are; empty if it may."""
    if not element.base_period:
        return _("It has no base period: its figures do not go back far enough, or cannot be compared over time.")
    if moves_with_prices(element.unit):
        return _("It is in pounds of each year, and prices have not been taken out.")
    if element.goal_bar:
        return element.goal_bar
    return ""


def _group(run_tier: RunTier, snapshot: Snapshot) -> list[str]:
    known = set(snapshot.areas)
    return [code for code in run_tier.scored if code in known]


def _series(table: SeriesTable, areas: Iterable[str]) -> dict[str, dict[str, Floats]]:
    """By code and period, the figures of some areas."""
    found: dict[str, dict[str, Floats]] = {}
    for (code, period), values in zip(table.keys, table.of_areas(areas), strict=True):
        found.setdefault(code, {})[period] = values
    return found


def _tracked(
    fit: Mapping[Element, float], series: Mapping[str, Mapping[str, Floats]], method: Method
) -> tuple[list[Tracked], list[LeftOut]]:
    tracked, left_out = [], []
    for element, share in fit.items():
        try:
            tracked.append(_bent(element, share, series.get(element.code, {}), method))
        except (KeyError, ValueError):
            left_out.append(LeftOut(element.code, element.name, _("Its base period has no figures that can be used.")))
    return tracked, left_out


def _bent(element: Element, share: float, series: Mapping[str, Floats], method: Method) -> Tracked:
    """Raises KeyError without a base, ValueError where the transform cannot be made."""
    bend = TRANSFORMS[element.transform]
    start = parse(element.base_period)
    first = series[element.base_period]
    read = [(parse(period), values) for period, values in series.items()]
    known = sorted(read, key=lambda each: (each[0].start, each[0].end))
    later = [(period, values) for period, values in known if period.start > start.end]
    # Bent in one go: each call costs more than the figures in it.
    base, *bent = bend(np.array([first, *(values for _period, values in later)]))
    usual = base[:-1]
    if element.transform == Element.Transform.WINSORISE:
        usual = winsorise(usual, method.winsorise_points, method.skewness_limit, method.kurtosis_limit)[0]
    return Tracked(
        code=element.code,
        share=share,
        direction=element.direction or 1,
        base=base,
        usual=usual,
        # Of several figures in a year the last one counts.
        years={period.end.year: values for (period, _values), values in zip(later, bent, strict=True)},
        span=max((_years_long(period) for period in (start, *(period for period, _values in later))), default=1),
    )


def _years_long(period: Period) -> int:
    return max(1, round((period.end - period.start).days / 365.25))
