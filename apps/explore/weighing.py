"""What a visitor's own weights do to an area's headlines, as the page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from django.utils.safestring import SafeString
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.bands import Band
from apps.common.numbers import number as written
from apps.explore.drawing import moved_strip
from apps.scores.arrays import Node, number
from apps.scores.what_if import Ground, Shift, Weighed, band, weigh

Floats = NDArray[np.float64]
#: More areas than this are drawn by places on the scale, so many of them, and not each by itself.
_MANY, _PLACES = 1_000, 300
_FAR = 1e9
#: By the code of a part, the step that was chosen for it.
Chosen = Callable[[str], str]


@dataclass(frozen=True)
class Part:
    """One part of an element: its score and its share of the weight, as published and by the visitor's weights."""

    code: str
    name: str
    step: str
    before: float | None
    after: float | None
    share_before: float
    share_after: float
    parts: tuple["Part", ...] = ()

    @property
    def is_opened(self) -> bool:
        """Whether something beneath it was changed."""
        return any(part.step != "1" for part in self.parts)

    @property
    def moved(self) -> bool:
        """Whether its own score is another, as scores are shown."""
        return written(self.before, 2) != written(self.after, 2)


@dataclass(frozen=True)
class Line:
    """One area of the group in the table of all."""

    area: Area
    before: float | None
    after: float | None
    change: float | None


@dataclass(frozen=True)
class Section:
    """One headline: the area's score as published and by the visitor's weights, its parts, and what the group does."""

    code: str
    name: str
    before: float | None
    after: float | None
    covered: float
    parts: tuple[Part, ...]
    shift: Shift
    strip: SafeString
    ends: tuple[int, int]
    lines: tuple[Line, ...] = ()

    @property
    def change(self) -> float | None:
        """By how much the score moves, as scores are shown."""
        return _change(self.before, self.after)

    @property
    def band_before(self) -> Band | None:
        return None if self.before is None else band(self.before)

    @property
    def band_after(self) -> Band | None:
        return None if self.after is None else band(self.after)

    @property
    def moved(self) -> bool:
        return written(self.before, 2) != written(self.after, 2)


def families(ground: Ground) -> dict[str, dict[str, str]]:
    """By code of a headline, and of each of its parts, the parts that can be weighed against each other.

    One part alone has all of the weight whatever it is, so there is nothing to choose.
    """
    found = {}
    for root in ground.roots:
        for parent in (root, *ground.parts_of(root.code)):
            if len(parts := ground.parts_of(parent.code)) > 1:
                found[parent.code] = {part.code: ground.names[part.code] for part in parts}
    return found


def sections(ground: Ground, area: Area, factors: dict[str, float], chosen: Chosen, table: str = "") -> list[Section]:
    """Every headline of an area of the group; with a line for each area of the group for the one named by `table`."""
    weighed = weigh(ground, factors) if factors else ground.published
    look = _Look(ground, weighed, factors, chosen, ground.areas.index(area.code))
    return [_section(look, root, area, listed=root.code == table) for root in ground.roots]


@dataclass(frozen=True, eq=False)
class _Look:
    ground: Ground
    weighed: Weighed
    factors: dict[str, float]
    chosen: Chosen
    at: int

    def before(self, code: str) -> float | None:
        return number(self.ground.published.scores[code][self.at])

    def after(self, code: str) -> float | None:
        return number(self.weighed.scores[code][self.at]) if code in self.weighed.scores else None

    def parts(self, code: str, depth: int) -> tuple[Part, ...]:
        nodes = self.ground.parts_of(code)
        weights = [node.weight for node in nodes]
        mine = [node.weight * self.factors.get(node.code, 1.0) for node in nodes]
        return tuple(
            Part(
                code=node.code,
                name=self.ground.names[node.code],
                step=self.chosen(node.code),
                before=self.before(node.code),
                after=self.after(node.code),
                share_before=weight / sum(weights),
                share_after=own / sum(mine),
                parts=self.parts(node.code, depth - 1)
                if depth > 1 and len(self.ground.parts_of(node.code)) > 1
                else (),
            )
            for node, weight, own in zip(nodes, weights, mine, strict=True)
        )


def _section(look: _Look, root: Node, area: Area, *, listed: bool) -> Section:
    code, name = root.code, look.ground.names[root.code]
    found = Shift(look.ground.published.scores[code], look.weighed.scores[code])
    ends = _ends(found)
    mine = (look.before(code), look.after(code))
    strip = moved_strip(_apart(found, ends), mine, ends, code=code, area=area.local_name, element=name)
    return Section(
        code=code,
        name=name,
        before=look.before(code),
        after=look.after(code),
        covered=float(look.weighed.coverage[code][look.at]),
        parts=look.parts(code, 2),
        shift=found,
        strip=strip,
        ends=ends,
        lines=_lines(look.ground.areas, list(found.pairs())) if listed else (),
    )


def _ends(found: Shift) -> tuple[int, int]:
    """The whole points that all scores lie between, before and after."""
    known = np.concatenate([found.before, found.after])
    known = known[~np.isnan(known)]
    return (floor(known.min()), ceil(known.max())) if len(known) else (0, 10)


def _apart(found: Shift, ends: tuple[int, int]) -> list[tuple[float | None, float | None]]:
    """Each area's scores before and after; of many areas those that an eye could not tell apart are drawn once."""
    if len(found.before) <= _MANY:
        return list(found.pairs())
    step = (ends[1] - ends[0]) / _PLACES or 1.0
    # No score is a place of its own, far from all others.
    places = np.nan_to_num(np.round(np.stack([found.before, found.after]) / step), nan=-_FAR)
    once = np.unique(places[0] + 1j * places[1])
    return [(_there(each.real, step), _there(each.imag, step)) for each in once.tolist()]


def _there(place: float, step: float) -> float | None:
    return None if place == -_FAR else place * step


def _lines(codes: Sequence[str], pairs: Sequence[tuple[float | None, float | None]]) -> tuple[Line, ...]:
    """The areas of the group by name."""
    known = dict(zip(codes, pairs, strict=True))
    areas = Area.objects.filter(code__in=codes).order_by("name")
    return tuple(Line(area, *known[area.code], _change(*known[area.code])) for area in areas)


def _change(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else round(round(after, 2) - round(before, 2), 2)
