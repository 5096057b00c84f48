"""Areas like one: as a publisher found them, or by elements that a reader chose; and in what they are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apps.areas.models import Area, Likeness
from apps.areas.neighbours_queries import Peers, peers_of
from apps.explore.grid_scores import Floats, TierTable
from apps.framework.models import Element

#: Likeness by elements that the reader chose, beside the kinds that a publisher found.
CHOSEN = "chosen"
#: How many areas are told by chosen elements: as many as the publisher names.
_MOST = 20
#: In how many elements nearest and farthest is told.
_TOLD = 3


@dataclass(frozen=True)
class Closeness:
    """One element in both areas: two scores, and how far apart."""

    element: Element
    mine: float
    theirs: float

    @property
    def gap(self) -> float:
        return abs(self.mine - self.theirs)


@dataclass(frozen=True)
class Alike:
    """An area like another: in which elements their scores are nearest and farthest apart, nearest and farthest first.

    `distance`: the root of the mean squared difference of the scores that were compared; None where there are none.
    """

    area: Area
    nearest: tuple[Closeness, ...]
    farthest: tuple[Closeness, ...]
    distance: float | None


@dataclass(frozen=True)
class LikeThis:
    """What is found for one area. `compared`: by which elements; `missing`: chosen ones without a score here.

    `left_out`: how many areas lack a score for one of the chosen elements. `peers`: what the publisher says, else None.
    """

    areas: tuple[Alike, ...]
    compared: tuple[Element, ...]
    missing: tuple[Element, ...] = ()
    left_out: int = 0
    peers: Peers | None = None


def areas_like(table: TierTable, area: Area, kind: str, codes: Sequence[str] = ()) -> LikeThis:
    """The areas like one that has scores in `table`, by a kind of `Likeness` or by the scores of chosen elements."""
    if kind == CHOSEN:
        return _by_chosen(table, area, codes)
    return _as_published(table, area, kind)


def nearest_by(scores: Floats, mine: int) -> tuple[Floats, list[int]]:
    """The distance of every area (a column of `scores`) from one, and the others that have all scores, closest first.

    The distance is the root of the mean squared difference; nan where a score is missing. Equals keep their order.
    """
    apart = (
        np.sqrt(((scores - scores[:, [mine]]) ** 2).mean(axis=0)) if len(scores) else np.full(scores.shape[1], np.nan)
    )
    order = np.argsort(apart, kind="stable").tolist()
    return apart, [at for at in order if at != mine and not np.isnan(apart[at])]


def _as_published(table: TierTable, area: Area, kind: str) -> LikeThis:
    rows, mine = table.petals(), table.place_of(area)
    peers = peers_of(area, table.run_tier.tier, kind)
    places = {each.pk: at for at, each in enumerate(table.areas)}
    found = [
        Alike(each, (), (), None) if mine is None or at is None else _alike(table, rows, mine, at)
        for each in (peers.areas if peers else ())
        for at in [places.get(each.pk)]
    ]
    return LikeThis(tuple(found), tuple(table.elements[row] for row in rows), peers=peers)


def _by_chosen(table: TierTable, area: Area, codes: Sequence[str]) -> LikeThis:
    asked, mine = table.rows_of(codes), table.place_of(area)
    if mine is None or not asked:
        return LikeThis((), ())
    rows = [row for row in asked if not np.isnan(table.scores[row, mine])]
    missing = tuple(table.elements[row] for row in asked if row not in rows)
    if not rows:
        return LikeThis((), (), missing)
    _apart, order = nearest_by(table.scores[rows], mine)
    return LikeThis(
        areas=tuple(_alike(table, rows, mine, at) for at in order[:_MOST]),
        compared=tuple(table.elements[row] for row in rows),
        missing=missing,
        left_out=len(table.areas) - 1 - len(order),
    )


def _alike(table: TierTable, rows: Sequence[int], mine: int, theirs: int) -> Alike:
    scores = [(row, table.scores[row, mine], table.scores[row, theirs]) for row in rows]
    pairs = [
        Closeness(table.elements[row], float(here), float(there))
        for row, here, there in scores
        if not np.isnan(here) and not np.isnan(there)
    ]
    pairs.sort(key=lambda pair: pair.gap)
    # No element is told as near and as far at once.
    told = min(_TOLD, len(pairs) // 2 or len(pairs))
    distance = float(np.sqrt(np.mean([pair.gap**2 for pair in pairs]))) if pairs else None
    far = tuple(reversed(pairs[len(pairs) - told :])) if len(pairs) > 1 else ()
    return Alike(table.areas[theirs], tuple(pairs[:told]), far, distance)


KINDS = (*Likeness.Kind.values, CHOSEN)
