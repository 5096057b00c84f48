"""Pure: where a figure may be on a later day if it goes on as it did, and how often such ranges held in the past.

The method is declared and simple: the latest figure, left where it is or moved on by half of its average yearly move,
whichever came nearer in the past of all areas (never by all of it: figures tend to turn back), with a range as wide for
how unevenly the figure moved as would have held eight of ten figures that came. How often such ranges held is found by
leaving one point in time out after the other, and is shown beside them (docs/forecasts.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from apps.common.periods import parse
from apps.goals.trajectory import middle, year_of

#: Of a hundred ranges so many are meant to hold the figure that comes.
NOMINAL = 0.8
#: Figures whose periods do not overlap, below which none is forecast; and how many of the latest are looked at.
FEWEST, MOST = 5, 10
#: The shares of the average yearly move that may be taken to go on.
PACES = (0.0, 0.5)
#: Ranges that held less often than this are not shown.
HELD_ENOUGH = 0.6
#: Those tried fewer times, or from fewer points in time, have not been tried: what comes in a year comes to all areas.
TRIED_ENOUGH, ORIGINS = 30, 2

#: Of a figure that moved although it never had: more halves of a range than any range has.
_FAR = 1e6

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Range:
    """What is forecast for a day: the figure, and between what it lies with a chance of about `NOMINAL`."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Trial:
    """How often ranges so many years ahead held in the past, of how many, made from how many points in time.

    `pace` is the share of the average move that came nearest, `width` what half of a range is multiplied by so that
    NOMINAL of them would have held. `held` is found for each point in time by the width of the others. `error` is the
    mean distance of forecasts from what came, as a share of that of guessing that nothing would change; None where
    nothing ever changed.
    """

    made: int
    origins: int
    held: float = math.nan
    pace: float = PACES[0]
    width: float = 1.0
    error: float | None = None

    @property
    def is_enough(self) -> bool:
        return self.made >= TRIED_ENOUGH and self.origins >= ORIGINS

    @property
    def is_trusted(self) -> bool:
        """Whether ranges held often enough to be shown."""
        return self.is_enough and self.held >= HELD_ENOUGH


def apart(periods: Sequence[str]) -> list[str]:
    """The periods of a series of which none overlaps another, from the latest backwards; earliest first."""
    kept: list[str] = []
    for period in sorted(periods, key=parse, reverse=True):
        if not kept or parse(period).end < parse(kept[-1]).start:
            kept.append(period)
    return kept[::-1]


def times(periods: Sequence[str]) -> Floats:
    """The middle of each period as a year with its fraction."""
    return np.array([year_of(middle(period)) for period in periods], dtype=np.float64)


def forecast(periods: Sequence[str], values: Sequence[float], on: date, trial: Trial) -> Range | None:
    """The range of a day. Periods are those of `apart`; None with fewer than FEWEST, and for no later day."""
    if len(periods) < FEWEST:
        return None
    when = times(periods[-MOST:])
    ahead = year_of(on) - when[-1]
    if ahead <= 0:
        return None
    drift, unit = _ranges(when, np.array(values[-MOST:], dtype=np.float64)[:, None], ahead)
    at, half = float(values[-1] + trial.pace * drift[0] * ahead), trial.width * float(unit[0])
    return Range(at, at - half, at + half)


def tried(periods: Sequence[str], figures: Floats, ahead: float) -> Trial:
    """Ranges of the past, made from the figures up to each period for the one that lies about `ahead` years later.

    `figures` is periods by areas, in the order of `apart`; nan where there is none. An area counts for each pair in
    which it has every figure that is looked at.
    """
    pairs = _pairs(times(periods), ahead)
    misses = [each for pair in pairs if len((each := _missed(times(periods), figures, *pair)).half)]
    if len(misses) < ORIGINS:
        return Trial(sum(len(each.half) for each in misses), len(misses))
    pace = min(PACES, key=lambda share: sum(each.off(share) for each in misses))
    still = sum(each.off(0.0) for each in misses)
    shares = [each.shares(pace) for each in misses]
    return Trial(
        made=sum(len(each) for each in shares),
        origins=len(misses),
        held=_held(shares),
        pace=pace,
        width=_width(shares),
        error=sum(each.off(pace) for each in misses) / still if still else None,
    )


def _held(shares: Sequence[Floats]) -> float:
    """The share of ranges that held, each point in time by the width that the others call for."""
    held = [int(np.count_nonzero(each <= _width([other for other in shares if other is not each]))) for each in shares]
    return sum(held) / sum(len(each) for each in shares)


def _width(shares: Sequence[Floats]) -> float:
    """By what half of a range is multiplied so that NOMINAL of them hold; no wider than any that was needed."""
    return float(np.quantile(np.concatenate(shares), NOMINAL, method="higher"))


class _Missed(NamedTuple):
    """By area: how far a figure moved until a later period, how far its average move led by then, half of its range."""

    moved: Floats
    drifted: Floats
    half: Floats

    def off(self, pace: float) -> float:
        """How far the forecasts at a pace were from what came, added up."""
        return float(np.abs(self.moved - pace * self.drifted).sum())

    def shares(self, pace: float) -> Floats:
        """The same by area, in halves of a range; what was hit exactly is 0 even where the range has no width."""
        off = np.abs(self.moved - pace * self.drifted)
        far = np.where(off > 0, _FAR, 0.0)
        return np.divide(off, self.half, out=far, where=self.half > 0)


def _missed(when: Floats, figures: Floats, last: int, later: int) -> _Missed:
    seen = slice(max(0, last + 1 - MOST), last + 1)
    known = ~np.isnan(figures[seen]).any(axis=0) & ~np.isnan(figures[later])
    past, came = figures[seen][:, known], figures[later][known]
    ahead = float(when[later] - when[last])
    drift, half = _ranges(when[seen], past, ahead)
    return _Missed(came - past[-1], drift * ahead, half)


def _pairs(when: Floats, ahead: float) -> list[tuple[int, int]]:
    """(the latest figure seen, the one that comes) for all that lie about so far apart."""
    origins = range(FEWEST - 1, len(when) - 1)
    if not origins:
        return []
    usual = float(np.median(np.diff(when)))
    pairs = [(last, int(np.argmin(np.abs(when - when[last] - ahead)))) for last in origins]
    return [
        (last, later) for last, later in pairs if later > last and abs(when[later] - when[last] - ahead) <= usual / 2
    ]


def _ranges(when: Floats, values: Floats, ahead: float) -> tuple[Floats, Floats]:
    """The average yearly move of each column of `values`, and half of its range before that is made wide enough.

    That is the standard deviation of a random walk with drift (Hyndman and Athanasopoulos, Forecasting: principles and
    practice, 3rd edition, 5.5, for steps of any length): how far a move over some time varies goes by its root.
    """
    steps = np.diff(when)
    span = float(when[-1] - when[0])
    drift = (values[-1] - values[0]) / span
    odd = (np.diff(values, axis=0) - drift * steps[:, None]) ** 2 / steps[:, None]
    spread = np.sqrt(odd.sum(axis=0) / (len(steps) - 1))
    return drift, spread * math.sqrt(ahead)
