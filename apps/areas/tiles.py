"""Pure: gives every area a hexagon of one size near its true place, so that small areas are seen as well as large ones.

Tiles lie in rows, every other row half a tile to the right (column, row; rows count upwards). A hexagon has six
neighbours, all equally near: with squares four are near and four farther, and more of who lies beside whom is lost.
docs/design.md says what the layout is held to and how well it does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil

import numpy as np
from numpy.typing import NDArray

from apps.areas.assigning import assigned
from apps.areas.projection import project

Floats = NDArray[np.float64]
Tile = tuple[int, int]

#: The height of a row when tiles lie one apart from their neighbours.
ROW = 3**0.5 / 2
# How far areas are moved apart before they are given tiles: so many steps, each a share of what would be needed.
_STEPS, _PUSH, _PULL = 400, 0.25, 0.04
# By how much of what lies between two neighbours they are drawn together in each step, once they are apart.
_DRAW = 0.1
# The ground of a tile beside what the places of areas would say.
_CLOSER = 1.5
# What it costs to lie one tile farther from an area that is a neighbour, beside what it costs to be out of place.
_TOGETHER = 1.5
# How many tiles around are offered to each area, and from how far areas change places.
_REACH = 3
#: By how many kept areas the place of a new one is told.
_NEAREST = 6
_LEAST = 3


@dataclass(frozen=True)
class Spot:
    """An area by its code, and a point in it in degrees."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Life:
    """An area, the day on which it was made and the day from which others stand in its place, where it has them."""

    spot: Spot
    began: date | None = None
    ended: date | None = None


def through(kept: Mapping[str, Tile], lives: Iterable[Life]) -> dict[str, Tile]:
    """The tiles of all areas there are and were, given the layout that is `kept`.

    Areas that it does not know are placed day by day as they came about, beside those that stood then: whatever comes
    later moves none of them. Two areas have one tile only if one had ended before the other began.
    """
    known = sorted(lives, key=lambda life: (life.began or date.min, life.spot.code))
    found = {life.spot.code: kept[life.spot.code] for life in known if life.spot.code in kept}
    if len(found) < _LEAST:
        return lay_out(life.spot for life in known)
    fresh = [life for life in known if life.spot.code not in kept]
    for day, group in groupby(fresh, key=lambda life: life.began or date.min):
        spots = [life.spot for life in known if life.spot.code in found and not (life.ended and life.ended <= day)]
        found |= add_to({spot.code: found[spot.code] for spot in spots}, spots, [life.spot for life in group])
    return found


def lay_out(spots: Iterable[Spot]) -> dict[str, Tile]:
    """A tile for each area, no two on one; the same whatever the order in which areas are given."""
    listed = sorted(spots, key=lambda spot: spot.code)
    if not listed:
        return {}
    near = neighbours(_parted(_points(listed)))
    places = _spread(_scaled(_points(listed)), near)
    # However close together they still lie, there are tiles enough: a square of so many on a side around each.
    tiles = _around(places, max(_REACH, ceil(len(listed) ** 0.5 / 2)))
    found = assigned(_squared(places, centres(tiles)))
    chosen = _improved([tiles[at] for at in found], places, near)
    left, bottom = min(column for column, _ in chosen), min(row for _, row in chosen)
    # Rows are moved by an even number, as every other one stands half a tile to the right.
    bottom -= bottom % 2
    return {spot.code: (column - left, row - bottom) for spot, (column, row) in zip(listed, chosen, strict=True)}


def add_to(kept: Mapping[str, Tile], known: Iterable[Spot], new: Iterable[Spot]) -> dict[str, Tile]:
    """Tiles for `new` areas beside those `kept`, none of which moves: the free ones nearest to where they belong.

    Where that is say the kept areas around it: `known` are the places of those. Raises ValueError with fewer than
    three of them, as nothing can be said then.
    """
    wanted = sorted(new, key=lambda spot: spot.code)
    held = sorted((spot for spot in known if spot.code in kept), key=lambda spot: spot.code)
    if not wanted:
        return {}
    if len(held) < _LEAST:
        raise ValueError("At least three areas must have a tile before others can be placed beside them.")
    places = _told_by(held, kept, wanted)
    taken = set(kept.values())
    near = {tile for tile in _around(places, _REACH + len(wanted)) if tile not in taken}
    free = sorted(near | set(_beyond(taken, len(wanted))), key=lambda tile: (tile[1], tile[0]))
    found = assigned(_squared(places, centres(free)))
    return {spot.code: free[at] for spot, at in zip(wanted, found, strict=True)}


def centres(tiles: Sequence[Tile]) -> Floats:
    """The middle of each tile, (n, 2), in tile widths."""
    at = np.array(tiles, dtype=float).reshape(-1, 2)
    return np.stack([at[:, 0] + 0.5 * (at[:, 1] % 2), at[:, 1] * ROW], axis=-1)


def neighbours(points: Floats) -> list[tuple[int, int]]:
    """Which of the `points` (n, 2) lie beside each other: no third lies in the circle across the two (Gabriel)."""
    between = _squared(points, points)
    count = len(points)
    pairs = []
    for one in range(count):
        # In the circle lies what has both squared distances together below that of the two.
        inside = between[one][:, None] + between < between[one][None, :] - 1e-12
        inside[one] = False
        np.fill_diagonal(inside, False)
        pairs += [(one, other) for other in np.flatnonzero(~inside.any(axis=0)).tolist() if other > one]
    return pairs


def quality(spots: Iterable[Spot], tiles: Mapping[str, Tile]) -> dict[str, float]:
    """How well a layout does: the share of neighbours that touch, and that lie at most two tiles apart.

    And how far, on average and at most, tiles are from where areas would be if the whole were drawn to one scale, in
    tiles.
    """
    listed = sorted(spots, key=lambda spot: spot.code)
    at = centres([tiles[spot.code] for spot in listed])
    points = _points(listed)
    apart = np.array([np.hypot(*(at[one] - at[other])) for one, other in neighbours(points)])
    off = np.hypot(*(at - _fitted(points, at)).T)
    return {
        "touching": float((apart < 1.01).mean()),
        "within two": float((apart < 2.01).mean()),
        "mean off": float(off.mean()),
        "most off": float(off.max()),
    }


def _points(spots: Sequence[Spot]) -> Floats:
    return project(np.array([spot.latitude for spot in spots]), np.array([spot.longitude for spot in spots]))


def _parted(points: Floats) -> Floats:
    """The points a hair apart, in a spiral, so that of many at one place not all are neighbours of all."""
    at = np.arange(len(points))
    turn = at * 2.399963
    return np.asarray(points + 1e-6 * np.sqrt(at)[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=-1))


def _scaled(points: Floats) -> Floats:
    """The points in tile widths: as many tiles as there are areas cover the ground on which they lie."""
    count = len(points)
    middle = points.mean(axis=0)
    # Of points spread evenly the nearest one is half of the square root of ground for each away; crowds do not count.
    reach = np.sqrt(np.sort(_squared(points, points), axis=1)[:, min(3, count - 1)])
    pitch = float(np.median(reach)) if count > 3 else 0.0
    return (points - middle) / (_CLOSER * pitch or 1.0)


def _spread(places: Floats, near: Sequence[tuple[int, int]]) -> Floats:
    """Move places apart until none is nearer than one tile to another, and neighbours together that are farther apart.

    Meanwhile each is held back to where it was, less and less.
    """
    count = len(places)
    ones, others = np.array(near, dtype=int).reshape(-1, 2).T
    # Who has many neighbours, as where all lie on one point, is not thrown beyond them.
    many = np.bincount(np.concatenate([ones, others]), minlength=count)
    draw = np.minimum(_DRAW, 0.9 / np.maximum(many, 1))[:, None]
    # What lies on one point is told apart by its place in the list, which is that of its code.
    turn = np.arange(count) * 2.399963
    moved = places + 1e-3 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    for step in range(_STEPS):
        away = moved[:, None] - moved[None]
        far = np.hypot(away[..., 0], away[..., 1])
        np.fill_diagonal(far, np.inf)
        # Tiles grow from almost nothing, so that a crowd opens out in order and nobody is pushed through others.
        size = min(1.0, 0.05 + 1.2 * step / _STEPS)
        short = np.clip(size - far, 0.0, None)
        push = (away / np.maximum(far, 1e-9)[..., None] * short[..., None]).sum(axis=1)
        gap = moved[others] - moved[ones]
        long = np.hypot(gap[:, 0], gap[:, 1])
        drawn = gap * (np.clip(long - size, 0.0, None) / np.maximum(long, 1e-9))[:, None]
        pull = np.zeros_like(moved)
        np.add.at(pull, ones, drawn)
        np.add.at(pull, others, -drawn)
        hold = _PULL * (1.0 - step / _STEPS)
        moved = moved + _PUSH * push + draw * pull + hold * _PUSH * (places - moved)
    return moved


def _around(places: Floats, reach: int = _REACH) -> list[Tile]:
    """The tiles within reach of any of the places, by row and column."""
    found: set[Tile] = set()
    for x, y in places.tolist():
        middle = round(y / ROW)
        for row in range(middle - reach, middle + reach + 1):
            column = round(x - 0.5 * (row % 2))
            found |= {(each, row) for each in range(column - reach, column + reach + 1)}
    return sorted(found, key=lambda tile: (tile[1], tile[0]))


def _beyond(taken: Iterable[Tile], count: int) -> list[Tile]:
    """Tiles that are free for certain: a column to the right of all, of as many as are needed."""
    known = list(taken)
    right = max(column for column, _ in known) + 1
    bottom = min(row for _, row in known)
    return [(right, bottom + each) for each in range(count)]


def _improved(chosen: list[Tile], places: Floats, near: Sequence[tuple[int, int]]) -> list[Tile]:
    """Areas change places, or move to a free tile, as long as that makes the whole cheaper."""
    beside: list[list[int]] = [[] for _ in chosen]
    for one, other in near:
        beside[one].append(other)
        beside[other].append(one)
    tiles = list(chosen)
    holder = {tile: at for at, tile in enumerate(tiles)}
    for _ in range(30):
        if not any([_settle(at, tiles, holder, places, beside) for at in range(len(tiles))]):
            break
    return tiles


def _settle(at: int, tiles: list[Tile], holder: dict[Tile, int], places: Floats, beside: list[list[int]]) -> bool:
    """Give one area the tile around it that makes the whole cheapest; whether it moved."""
    mine = tiles[at]
    best, saved = mine, 1e-9
    for tile in _around(centres([mine])):
        other = holder.get(tile)
        moved = [at] if other is None else [at, other]
        before = _cost(moved, tiles, places, beside)
        _put(at, tile, other, mine, tiles)
        less = before - _cost(moved, tiles, places, beside)
        _put(at, mine, other, tile, tiles)
        if less > saved:
            best, saved = tile, less
    if best == mine:
        return False
    other = holder.get(best)
    _put(at, best, other, mine, tiles)
    holder[best] = at
    if other is None:
        del holder[mine]
    else:
        holder[mine] = other
    return True


def _put(at: int, tile: Tile, other: int | None, left: Tile, tiles: list[Tile]) -> None:
    tiles[at] = tile
    if other is not None and other != at:
        tiles[other] = left


def _cost(moved: Sequence[int], tiles: Sequence[Tile], places: Floats, beside: Sequence[Sequence[int]]) -> float:
    """What some areas cost where they are: squared tiles out of place, and from their neighbours beyond touching."""
    total = 0.0
    for at in moved:
        x, y = _centre(tiles[at])
        total += (x - places[at, 0]) ** 2 + (y - places[at, 1]) ** 2
        for other in beside[at]:
            across, up = _centre(tiles[other])
            total += _TOGETHER * (((x - across) ** 2 + (y - up) ** 2) ** 0.5 - 1.0) ** 2
    return float(total)


def _centre(tile: Tile) -> tuple[float, float]:
    return tile[0] + 0.5 * (tile[1] % 2), tile[1] * ROW


def _told_by(held: Sequence[Spot], kept: Mapping[str, Tile], wanted: Sequence[Spot]) -> Floats:
    """Where new areas belong among the tiles: as far from those nearest to them as on the ground, to that scale."""
    points, at = _points(held), centres([kept[spot.code] for spot in held])
    fresh = _points(wanted)
    scale = _scale(points, at)
    nearest = np.argsort(_squared(fresh, points), axis=1, kind="stable")[:, :_NEAREST]
    return np.asarray((at[nearest] + scale * (fresh[:, None] - points[nearest])).mean(axis=1))


def _scale(points: Floats, at: Floats) -> float:
    ground, drawn = points - points.mean(axis=0), at - at.mean(axis=0)
    spread = float((ground**2).sum())
    return float((ground * drawn).sum()) / spread if spread else 0.0


def _fitted(points: Floats, at: Floats) -> Floats:
    """Where the points lie when the whole is drawn to the one scale that fits the tiles best."""
    return np.asarray(at.mean(axis=0) + _scale(points, at) * (points - points.mean(axis=0)))


def _squared(one: Floats, other: Floats) -> Floats:
    return np.asarray(((one[:, None] - other[None]) ** 2).sum(axis=-1))
