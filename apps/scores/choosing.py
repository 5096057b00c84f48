"""Which period of an indicator is scored, for a whole tier at once, or why none is; and who is late in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from apps.common.periods import age_in_years, parse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Unused(StrEnum):
    """Why an indicator is not scored at a tier."""

    NONE = "none"
    TOO_FEW = "too-few"
    TOO_OLD = "too-old"
    NOT_YET = "not-yet"
    CONSTANT = "constant"


@dataclass(frozen=True)
class Choice:
    """The period that is shown ("" when there are no figures at all), and why it is not scored ("" when it is)."""

    period: str
    why: Unused | None = None

    @property
    def used(self) -> bool:
        return self.why is None


@dataclass(frozen=True)
class Rule:
    """What a period must satisfy: the share of the group that has figures, and how old its end may be at a date.

    A period that had not ended by then is not scored either: scores "as at" a date know nothing of what came later.
    """

    least_share: float
    max_age: int
    as_at: date


def choose_period(series: Mapping[str, Floats], inside: Flags, rule: Rule) -> Choice:
    """The latest period with figures for enough of the reference group, unless it is too old or tells nothing apart.

    `series`: per period the figures of all areas of the tier, nan where missing; `inside`: who is in the group. When
    no period will do, the choice still names the one whose figures are shown.
    """
    ordered = sorted(series, key=_ending, reverse=True)
    shown = next((period for period in ordered if not np.isnan(series[period]).all()), "")
    if not shown:
        return Choice("", Unused.NONE)
    ended = [period for period in ordered if age_in_years(period, rule.as_at) >= 0]
    if not any(~np.isnan(series[period]).all() for period in ended):
        return Choice(shown, Unused.NOT_YET)
    broad = next((period for period in ended if _share(series[period][inside]) >= rule.least_share), None)
    if broad is None:
        return Choice(shown, Unused.TOO_FEW)
    if age_in_years(broad, rule.as_at) > rule.max_age:
        return Choice(broad, Unused.TOO_OLD)
    return Choice(broad, Unused.CONSTANT if _is_constant(series[broad][inside]) else None)


def latest_before(series: Mapping[str, Floats], period: str) -> dict[int, str]:
    """By position without a figure in `period`: the latest earlier period in which it has one."""
    found: dict[int, str] = {}
    ended = parse(period).end
    for other in sorted((other for other in series if parse(other).end < ended), key=_ending):
        late = np.isnan(series[period]) & ~np.isnan(series[other])
        found |= dict.fromkeys(np.flatnonzero(late).tolist(), other)
    return found


def _ending(period: str) -> tuple[date, date]:
    return parse(period).end, parse(period).start


def _share(values: Floats) -> float:
    return float(np.count_nonzero(~np.isnan(values)) / len(values)) if len(values) else 0.0


def _is_constant(values: Floats) -> bool:
    return bool(np.nanmin(values) == np.nanmax(values))
