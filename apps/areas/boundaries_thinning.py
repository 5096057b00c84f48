"""Pure: rings of many areas to short SVG paths, thinned so that neighbours keep one border between them.

Points are put on a grid. Where exactly two lines meet, the point that changes the picture least is left out first, in
all areas that it bounds at once (Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", The
Cartographic Journal 30, 1993); where more meet it stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[int, int]

#: How many units wide and high a drawing is at most.
SIZE = 1000
#: How many points are kept of all borders together.
MOST_KEPT = 7_000


@dataclass(frozen=True)
class Drawing:
    """Paths by area code, and how many units wide and high the whole is."""

    paths: Mapping[str, str]
    width: int
    height: int


def drawn(rings: Mapping[str, Sequence[Floats]], most: int = MOST_KEPT) -> Drawing:
    """Rings by area code, (points, 2) in kilometres east and north, as paths. Raises ValueError without any."""
    every = [ring for each in rings.values() for ring in each]
    if not every:
        raise ValueError("There are no rings to draw.")
    low = np.min([ring.min(axis=0) for ring in every], axis=0)
    high = np.max([ring.max(axis=0) for ring in every], axis=0)
    scale = SIZE / max(float((high - low).max()), 1e-9)
    top = float(high[1])
    points = {code: [_snapped(ring, scale, float(low[0]), top) for ring in each] for code, each in rings.items()}
    kept = _thinned([ring for each in points.values() for ring in each], most)
    paths = {code: _path(each, kept) for code, each in points.items()}
    width, height = (np.ceil((high - low) * scale)).astype(int).tolist()
    return Drawing(paths, max(width, 1), max(height, 1))


def _snapped(ring: Floats, scale: float, left: float, top: float) -> list[Point]:
    """A ring on the grid, y downwards, without its last point, which is its first, and without repetitions."""
    at = np.rint(np.stack([(ring[:, 0] - left) * scale, (top - ring[:, 1]) * scale], axis=-1)).astype(int)
    moved = np.any(at != np.roll(at, 1, axis=0), axis=1)
    points = [(x, y) for x, y in at[moved].tolist()]
    return points or [(int(at[0, 0]), int(at[0, 1]))]


def _thinned(rings: Sequence[Sequence[Point]], most: int) -> set[Point]:
    """The points that stay when no more than `most` should, or as few as can be."""
    beside: dict[Point, set[Point]] = {}
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            if one != other:
                beside.setdefault(one, set()).add(other)
                beside.setdefault(other, set()).add(one)
    heap = [(_worth(point, beside), point) for point in beside if len(beside[point]) == 2]
    heapify(heap)
    while heap and len(beside) > most:
        worth, point = heappop(heap)
        if len(beside.get(point, ())) != 2 or worth != _worth(point, beside):
            continue
        one, other = beside[point]
        if other in beside[one]:
            # A triangle is the least that is left of an island.
            continue
        del beside[point]
        for near, far in ((one, other), (other, one)):
            beside[near].discard(point)
            beside[near].add(far)
            if len(beside[near]) == 2:
                heappush(heap, (_worth(near, beside), near))
    return set(beside)


def _worth(point: Point, beside: Mapping[Point, set[Point]]) -> int:
    """Twice the area of the triangle that a point makes with the two beside it."""
    (left, up), (right, down) = sorted(beside[point])
    x, y = point
    return abs((right - left) * (y - up) - (x - left) * (down - up))


def _path(rings: Sequence[Sequence[Point]], kept: set[Point]) -> str:
    """The rings of one area as a path; a dot where all of them are too small to be seen."""
    found = "".join(_steps(ring) for ring in ([point for point in each if point in kept] for each in rings) if ring[2:])
    if found:
        return found
    x, y = rings[0][0]
    return f"M{x - 2} {y}l2 -2l2 2l-2 2z"


def _steps(ring: Sequence[Point]) -> str:
    return "".join(_step(ring)) + "z"


def _step(ring: Sequence[Point]) -> Iterator[str]:
    (x, y) = ring[0]
    yield f"M{x} {y}"
    lead = "l"
    for across, down in ring[1:]:
        if (across, down) != (x, y):
            yield f"{lead}{across - x}{'' if down < y else ' '}{down - y}"
            x, y = across, down
            lead = " "
