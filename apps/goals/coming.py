"""Pure: how many new figures will have come out by a day, reckoned from how a series came out so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from apps.common.periods import parse

_DAYS_IN_A_MONTH = 30.4375
#: Further ahead nobody knows what is still published.
_MOST = 60


@dataclass(frozen=True)
class Figure:
    """One figure that is to come: its period, and by when it may be out."""

    period: str
    out: date


@dataclass(frozen=True)
class Coming:
    """The next figure that would count, and those that will be out by a day: how many, and the last of them."""

    next: Figure
    count: int = 0
    last: Figure | None = None


def coming(
    periods: Sequence[str], baseline_period: str, due: date | None, *, known: date, announced: date | None = None
) -> Coming | None:
    """What comes of a series of which `periods` are out; None where fewer than two tell nobody how often.

    The next period is as far from the latest as usually (the median), and takes as long to come out as the calendar
    says, `announced`; else as long as the latest took at most, which was out when the run was published, on `known`. A
    figure counts when its period begins after the baseline's has ended.
    """
    ordered = sorted(set(periods), key=parse)
    if len(ordered) < 2:
        return None
    latest = parse(ordered[-1])
    usual = median((parse(after).end - parse(before).end).days for before, after in pairwise(ordered))
    months = max(1, round(usual / _DAYS_IN_A_MONTH))
    late = (
        max(announced, known) - parse(_further_on(ordered[-1], months)).end if announced else known - latest.end
    ).days
    ahead = [_figure(ordered[-1], number * months, late) for number in range(1, _MOST + 1)]
    counting = [each for each in ahead if parse(each.period).start > parse(baseline_period).end]
    if not counting:
        return None
    out = [each for each in counting if due and each.out <= due]
    return Coming(counting[0], len(out), out[-1] if out else None)


def _figure(latest: str, months: int, late: int) -> Figure:
    period = _further_on(latest, months)
    return Figure(period, parse(period).end + timedelta(days=max(0, late)))


def _further_on(period: str, months: int) -> str:
    """The same window so many months later; a day that a month has not is its 28th."""
    start, slash, length = period.partition("/")
    day = date.fromisoformat(start)
    years, month = divmod(day.month - 1 + months, 12)
    try:
        moved = day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        moved = date(day.year + years, month + 1, 28)
    return f"{moved.isoformat()}{slash}{length}"
