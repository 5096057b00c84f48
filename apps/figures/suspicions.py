"""What is suspicious about the values of a whole period: slips that no single row shows. Nothing here refuses a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

#: Fewer areas than this are too few to tell a slip from chance.
FEWEST = 20
#: In so many areas a slip has to show: a few will always differ.
MOST = 0.8
NEARLY_ALL = 0.9
#: A ratio is that of a slip when it is no further from a power of ten than by this factor.
NEAR = 1.25
POWERS = (1000.0, 100.0, 10.0, 0.1, 0.01, 0.001)
#: How far beyond all that a series ever did a value lies, in parts of its whole range, before it is odd.
_BEYOND = 0.5
SAME = 1e-12


@dataclass(frozen=True)
class Period:
    """The values of one period that came in, by area, and what is in force of the period before.

    `ends`: between which values all lie that are in force, of whatever period; None where there are few or none.
    """

    values: Mapping[str, float]
    before: Mapping[str, float]
    ends: tuple[float, float] | None
    percent: bool = False


def suspicions(period: Period) -> Iterator[str]:
    """What is odd about a period as a whole, a sentence each."""
    values = list(period.values.values())
    pairs = [(value, period.before[area]) for area, value in period.values.items() if area in period.before]
    if len(values) >= FEWEST:
        yield from _same_everywhere(values, period.ends)
        yield from _signs(values, period.ends)
    if len(pairs) >= FEWEST:
        slipped = list(_unit(pairs))
        yield from slipped
        if not slipped:
            yield from _repeated(pairs)
            yield from _shifted(period)
    if period.percent:
        yield from _percentages(values)


def beyond_history(value: float, lowest: float, highest: float) -> str:
    """What is odd about one value beside all that its series ever did; empty where nothing is."""
    low, high = room(lowest, highest)
    if high > low and not low <= value <= high:
        return f"{value:.10g} is far outside {lowest:.10g} to {highest:.10g}, between which all earlier values lie."
    return ""


def room(lowest: float, highest: float) -> tuple[float, float]:
    """Between what values nothing is odd, beside all that a series ever did; as far from each other as it went."""
    aside = (highest - lowest) * _BEYOND
    return lowest - aside, highest + aside


def _same_everywhere(values: Sequence[float], ends: tuple[float, float] | None) -> Iterator[str]:
    if max(values) - min(values) <= SAME and (not ends or ends[1] - ends[0] > SAME):
        yield f"All {len(values)} areas have the same value, {values[0]:.10g}. Look whether the right column was read."


def _signs(values: Sequence[float], ends: tuple[float, float] | None) -> Iterator[str]:
    if not ends:
        return
    for sign, word, never in ((1, "below", ends[0] >= 0), (-1, "above", ends[1] <= 0)):
        if never and sum(sign * value < 0 for value in values) > len(values) / 2:
            yield f"Most values are {word} 0, and none ever was. Look whether their sign was turned."


def _unit(pairs: Sequence[tuple[float, float]]) -> Iterator[str]:
    ratios = [value / before for value, before in pairs if before and value]
    if len(ratios) < FEWEST:
        return
    middle = median(ratios)
    for power in POWERS:
        near = [ratio for ratio in ratios if power / NEAR**2 <= ratio <= power * NEAR**2]
        if power / NEAR <= middle <= power * NEAR and len(near) >= MOST * len(ratios):
            times = f"{power:g} times" if power > 1 else f"a {_ORDINALS[power]} of"
            yield f"The values are about {times} those of the period before. Look at the unit."


_ORDINALS = {0.1: "tenth", 0.01: "hundredth", 0.001: "thousandth"}


def _repeated(pairs: Sequence[tuple[float, float]]) -> Iterator[str]:
    same = sum(abs(value - before) <= SAME for value, before in pairs)
    several = len({before for _, before in pairs}) > len(pairs) / 2
    if several and same >= NEARLY_ALL * len(pairs):
        yield (
            f"{same} of {len(pairs)} areas have exactly the value of the period before. "
            "Look whether the publisher only repeated it."
        )


def _shifted(period: Period) -> Iterator[str]:
    """Whether each area has what its neighbour in the order of codes had: a column moved by one row."""
    areas = sorted(period.before.keys() & period.values.keys())
    several = len({period.before[area] for area in areas}) > len(areas) / 2
    for step in (1, -1):
        moved = (
            list(zip(areas[1:], areas[:-1], strict=True))
            if step == 1
            else list(zip(areas[:-1], areas[1:], strict=True))
        )
        same = sum(abs(period.values[here] - period.before[there]) <= SAME for here, there in moved)
        if several and same >= MOST * len(moved):
            yield "Each area has the value that its neighbour in the list had. Look whether a column moved by a row."


def _percentages(values: Sequence[float]) -> Iterator[str]:
    wrong = sum(not 0 <= value <= 100 for value in values)
    if wrong:
        yield f"{wrong} of {len(values)} percentages lie below 0 or above 100."
