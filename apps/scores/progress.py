"""The progress score of an element in an area, read from what a run saw; none where it would not be honest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.periods import Period, parse
from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import unpack
from apps.framework.models import Element
from apps.scores.arrays import applies
from apps.scores.engine.method import Method
from apps.scores.engine.transform import TRANSFORMS
from apps.scores.engine.treat import winsorise
from apps.scores.models import Run, RunTier
from apps.scores.progress_lens import LEAST_WEIGHT, LEAST_YEARS, Movement, Reach, Tracked, furthest, movement

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
    """How an element moved in an area. `reason` says why it cannot be tracked yet; then there are no points."""

    points: tuple[ProgressPoint, ...]
    used: tuple[Element, ...]
    left_out: tuple[LeftOut, ...]
    share: float
    reason: str


def progress_of(area: Area, tier: str, element: Element, run: Run) -> Progress:
    """The progress score of one element (not an indicator) in one area, from the figures that a run saw."""
    if element.is_indicator:
        return _none((), _("An indicator’s own figures say how it moves."))
    run_tier = RunTier.objects.filter(run=run, tier=tier).first()
    if run_tier is None or run.snapshot is None or area.code not in run.snapshot.areas:
        return _none((), _("There are no published figures for this area."))
    shares = dict(_shares(element, tier, run))
    bars = {each: bar_over_time(each) for each in shares}
    barred = [LeftOut(each.code, each.name, bar) for each, bar in bars.items() if bar]
    fit = {each: share for each, share in shares.items() if not bars[each]}
    tracked, unreadable = _tracked(fit, [*_group(run_tier, run), area.code], run)
    method = Method.from_json(run.method)
    moved = movement(tracked, centre=method.centre, k=method.k)
    if moved is None:
        return _none((*barred, *unreadable), _too_little(furthest(tracked), len(shares)))
    return _progress(moved, fit, tracked, (*barred, *unreadable))


def _progress(
    moved: Movement, fit: Iterable[Element], tracked: Iterable[Tracked], left_out: tuple[LeftOut, ...]
) -> Progress:
    spans = {each.code: each.span for each in tracked}
    missing = [each for each in fit if each.code in spans and each.code not in moved.codes]
    rows = zip(moved.years, moved.scores, moved.group, strict=True)
    return Progress(
        points=tuple(_point(year, score, group) for year, score, group in rows),
        used=tuple(each for each in fit if each.code in moved.codes),
        left_out=(*left_out, *(LeftOut(each.code, each.name, _absent(spans[each.code], moved)) for each in missing)),
        share=moved.share,
        reason="",
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


def _shares(element: Element, tier: str, run: Run) -> Iterator[tuple[Element, float]]:
    """The indicators below an element and the share of its weight that each holds; empty branches keep theirs."""
    below: dict[int, list[Element]] = {}
    now = None
    for each in run.edition.elements.order_by("position"):
        if applies(each, tier) and each.parent_id is not None:
            below.setdefault(each.parent_id, []).append(each)
        now = each if each.code == element.code else now

    def walk(parent: Element, share: float) -> Iterator[tuple[Element, float]]:
        children = below.get(parent.pk, [])
        whole = sum(child.weight for child in children)
        for child in children:
            part = share * child.weight / whole
            if child.is_indicator:
                yield child, part
            else:
                yield from walk(child, part)

    return walk(now, 1.0) if now else iter(())


def bar_over_time(element: Element) -> str:
    """Why an indicator takes no part, whatever its figures are; empty if it may."""
    if not element.base_period:
        return _("It has no base period: its figures do not go back far enough, or cannot be compared over time.")
    if element.unit.startswith("pounds") and "not adjusted for prices" in element.unit:
        return _("It is in pounds of each year, and prices have not been taken out.")
    if element.goal_bar:
        return element.goal_bar
    return ""


def _group(run_tier: RunTier, run: Run) -> list[str]:
    known = set(run.snapshot.areas) if run.snapshot else set()
    return [code for code in run_tier.scored if code in known]


def _tracked(fit: Mapping[Element, float], areas: list[str], run: Run) -> tuple[list[Tracked], list[LeftOut]]:
    position = {code: index for index, code in enumerate(run.snapshot.areas)} if run.snapshot else {}
    rows = np.array([position[code] for code in areas])
    series: dict[str, dict[str, Floats]] = {}
    codes = [element.code for element in fit]
    packed = SnapshotSeries.objects.filter(snapshot=run.snapshot_id, element_code__in=codes)
    for code, period, values in packed.values_list("element_code", "period", "values"):
        series.setdefault(code, {})[period] = unpack(values)[rows]
    method = Method.from_json(run.method)
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
    base = bend(series[element.base_period])
    known = sorted((parse(period), values) for period, values in series.items())
    later = [(period, values) for period, values in known if period.start > start.end]
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
        years={period.end.year: bend(values) for period, values in later},
        span=max((_years_long(period) for period in (start, *(period for period, _values in later))), default=1),
    )


def _years_long(period: Period) -> int:
    return max(1, round((period.end - period.start).days / 365.25))
