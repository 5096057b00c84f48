"""An area's indicators against the spread of its group: what the spine chart and its table are made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.charts import spine as drawn
from apps.common.numbers import amount
from apps.scores.arrays import COLUMNS, stored_table
from apps.scores.queries import AreaProfile, Reading

Floats = NDArray[np.float64]

_VALUE = COLUMNS.index("value")


@dataclass(frozen=True)
class SpineRow:
    """One indicator: its reading in the area, and how the figures of the group and its region lie, in its unit.

    `spread`: None where no area of the group has a figure. `region`: the plain mean of the areas of the region that
    have one. `known`: how many areas of the group have one.
    """

    reading: Reading
    spread: drawn.Spread | None
    region: float | None
    known: int

    def written(self, value: float | None) -> str:
        return amount(value, self.reading.unit, self.reading.decimals)

    @property
    def mine(self) -> str:
        return self.written(self.reading.value)

    @property
    def limits(self) -> tuple[float, float] | None:
        lower, upper = self.reading.lower, self.reading.upper
        return None if lower is None or upper is None else (lower, upper)

    @property
    def limits_written(self) -> tuple[str, str] | None:
        return (self.written(self.limits[0]), self.written(self.limits[1])) if self.limits else None

    @property
    def region_written(self) -> str:
        return self.written(self.region)

    @property
    def spread_written(self) -> dict[str, str]:
        """Each part of the spread as it is written, by its name."""
        return {name: self.written(value) for name, value in vars(self.spread).items()} if self.spread else {}

    @property
    def less_is_higher(self) -> bool:
        """Whether the smaller figure is the one that scores higher, and stands to the right."""
        return self.reading.direction == -1


@dataclass(frozen=True)
class SpineGroup:
    """What hangs right below a headline, with its indicators."""

    headline: Reading
    reading: Reading
    rows: tuple[SpineRow, ...]


def spine_groups(profile: AreaProfile, headline: str = "") -> list[SpineGroup]:
    """The area's indicators by domain, of one headline or of all. Two queries."""
    tier = profile.run_tier
    values = stored_table(tier)[:, _VALUE, :]
    places = {code: at for at, code in enumerate(tier.elements)}
    near = set(Area.objects.filter(region=profile.area.region, code__in=tier.scored).values_list("code", flat=True))
    inside = np.array([code in near for code in tier.scored], dtype=bool)
    chosen = [each for each in profile.headlines if headline in ("", each.code)]
    return [
        SpineGroup(each, child, tuple(_rows(child.indicators(), values, places, inside)))
        for each in chosen
        for child in each.children
    ]


def spread_of(values: Floats) -> drawn.Spread | None:
    """Lowest, quartiles (by straight lines between figures), average and highest of a group; None without figures."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    ordered = np.sort(known).tolist()
    quarters = _part_way(ordered, 0.25), _part_way(ordered, 0.75)
    return drawn.Spread(ordered[0], quarters[0], float(known.mean()), quarters[1], ordered[-1])


def _part_way(ordered: Sequence[float], share: float) -> float:
    """Where a share of figures in their order lies, by a straight line between the two beside it."""
    # As numpy does it, to the last bit; for so few figures numpy needs ten times as long.
    below, part = divmod((len(ordered) - 1) * share, 1)
    low, high = ordered[int(below)], ordered[min(int(below) + 1, len(ordered) - 1)]
    return high - (high - low) * (1 - part) if part >= 0.5 else low + (high - low) * part


def _rows(
    readings: Iterable[Reading], values: Floats, places: dict[str, int], inside: NDArray[np.bool_]
) -> Iterable[SpineRow]:
    for reading in readings:
        if reading.code in places:
            row = values[places[reading.code]]
            known = ~np.isnan(row)
            near = row[inside & known]
            region = float(near.mean()) if len(near) else None
            yield SpineRow(reading, spread_of(row), region, int(known.sum()))
