"""What an area's page is made of: one reading per element, as a tree under the headlines."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from apps.areas.models import Area
from apps.common.bands import Band
from apps.framework.models import Edition, Element
from apps.scores.models import Run

Words = str | Promise


@dataclass(frozen=True)
class Reading:
    """One element for one area: what it is, its score or the reason why it has none, and its figure if an indicator."""

    code: str
    name: str
    level: int
    direction: int | None
    unit: str
    decimals: int
    transform: str
    modelled: bool
    proxy: str
    why: str
    quality_note: str
    publisher: str
    licence: str
    source_title: str
    vintage: str
    score: float | None
    coverage: float
    band: Band | None
    reason: Words
    value: float | None
    lower: float | None
    upper: float | None
    period: str
    period_label: str
    absence: str
    absence_label: Words
    basis: str
    basis_label: Words
    group_mean: float | None
    children: tuple["Reading", ...] = ()

    @property
    def is_indicator(self) -> bool:
        return self.level == Element.Level.INDICATOR

    def indicators(self) -> Iterator["Reading"]:
        """Every indicator at or below this element, in published order."""
        if self.is_indicator:
            yield self
        for child in self.children:
            yield from child.indicators()

    def find(self, code: str) -> "Reading | None":
        """The reading of `code` at or below this element."""
        if self.code == code:
            return self
        return next((found for child in self.children if (found := child.find(code))), None)


@dataclass(frozen=True)
class AreaProfile:
    """One area as one run sees it, at one tier: its headlines, and all that lies below them."""

    run: Run
    edition: Edition
    area: Area
    tier: str
    in_group: bool
    group_name: str
    group_note: str
    headlines: tuple[Reading, ...]

    def indicators(self) -> Iterator[Reading]:
        """Every indicator, in published order, scored or not."""
        for headline in self.headlines:
            yield from headline.indicators()

    def find(self, code: str) -> Reading | None:
        """The reading of one element, wherever it hangs."""
        return next((found for headline in self.headlines if (found := headline.find(code))), None)

    def strengths(self, n: int) -> list[Reading]:
        """The `n` indicators scored highest, highest first; in published order where equal."""
        return sorted(self._scored(), key=lambda reading: -(reading.score or 0.0))[:n]

    def challenges(self, n: int) -> list[Reading]:
        """The `n` indicators scored lowest, lowest first; in published order where equal."""
        return sorted(self._scored(), key=lambda reading: reading.score or 0.0)[:n]

    def _scored(self) -> list[Reading]:
        return [reading for reading in self.indicators() if reading.score is not None]
