"""How sure scores are, worked out from the draws: ranges, pairs, and the scorings of the sensitivity study."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import sensitivity
from apps.scores.engine.stirring import Draws, Field, Stirring, clearly, drawn, ends, noise, share_above, still, stir

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Told how far it is, of how much.
Say = Callable[[int, int], None]

#: What is told of each score: between which scores the area lies in 95 of 100 draws, as the figures alone are uncertain
#: and as the choices of the method are varied too; how many areas of its group it is clearly above and below; in which
#: share of the draws it is above the group's mean.
RANGE_COLUMNS = ("figures_low", "figures_high", "low", "high", "clearly_above", "clearly_below", "above_mean")
#: Figures of one element in so many draws and areas are worked on at once: they stay in the processor's own memory.
_BLOCK = 1 << 14
#: How many sets of errors a scoring of the sensitivity study chooses among.
ERROR_SETS = 100


@dataclass(frozen=True, eq=False)
class Branch:
    """One headline with all that lies below it, as the draws need it.

    `places`: positions of its elements among those of the tier; `scores` (elements, areas): as they are stored;
    `codes` of its indicators, in the order of the columns of `field`; `keys` (areas,): a number for each area.
    """

    code: str
    places: list[int]
    scores: Floats
    field: Field
    codes: tuple[str, ...]
    keys: tuple[int, ...]

    @property
    def root(self) -> int:
        """Its headline's position among its own elements."""
        return len(self.field.framework) - 1


def ranges(found: Branch, stirring: Stirring, seed: int, areas: slice, say: Say) -> Floats:
    """RANGE_COLUMNS of the branch's elements, (elements, areas, columns), for a block of areas.

    Who is clearly above whom, and in how many draws above the mean, is asked only where the block is the whole group.
    """
    field, keys = found.field, found.keys[areas]
    whole = len(keys) == len(found.keys)
    errors = noise(seed, keys, len(field.uncertain), stirring.draws)
    stirred = stir(field.framework, stirring, scored_columns(field), seed)
    every = _in_blocks(field, stirred, errors, areas, say)
    table = np.full((len(field.framework), len(keys), len(RANGE_COLUMNS)), np.nan)
    unsure = _over(field)
    for position in range(len(field.framework)):
        draws = every[position]
        if field.framework.level[position] == 1 and not unsure[position]:
            continue
        table[position, :, 2], table[position, :, 3] = ends(draws)
        if whole:
            table[position, :, 4], table[position, :, 5] = clearly(draws)
            table[position, :, 6] = share_above(draws, _means(draws))
    if len(field.uncertain):
        every = _in_blocks(field, still(field.framework, stirring.draws), errors, areas, say)
        for position in np.flatnonzero(unsure).tolist():
            table[position, :, 0], table[position, :, 1] = ends(every[position])
    table[np.isnan(found.scores[:, areas])] = np.nan
    return table


def pair(
    found: Branch, stirring: Stirring, seed: int, element: int, one: int, other: int
) -> tuple[float, float] | None:
    """In which shares of the draws one area is above, and below, the other on an element, all by position.

    None where fewer than half of the draws give both a score.
    """
    areas = np.array([one, other])
    errors = noise(seed, [found.keys[at] for at in (one, other)], len(found.field.uncertain), stirring.draws)
    stirred = stir(found.field.framework, stirring, scored_columns(found.field), seed)
    scores = drawn(found.field, stirred, errors, areas)[element]
    both = scores[~np.isnan(scores).any(axis=1)]
    if 2 * len(both) < len(scores):
        return None
    return float((both[:, 0] > both[:, 1]).mean()), float((both[:, 0] < both[:, 1]).mean())


def draws_of(found: Branch, stirring: Stirring, seed: int, element: int) -> Floats:
    """The scores of all areas of the group on one element, by position, in all draws: (draws, areas).

    They are those that `pair` and `ranges` are worked out from.
    """
    field = found.field
    errors = noise(seed, found.keys, len(field.uncertain), stirring.draws)
    stirred = stir(field.framework, stirring, scored_columns(field), seed)
    every = slice(0, len(found.keys))
    step = max(1, _BLOCK // max(len(found.keys), 1))
    parts = []
    for start in range(0, len(stirred), step):
        of = slice(start, start + step)
        parts.append(drawn(field, stirred.part(of), errors[:, of], every)[element])
    return np.concatenate(parts)


def pairs(found: Branch, stirring: Stirring, seed: int, one: int, others: list[int]) -> Floats:
    """As `pair`, of one area with several others on every element at once: (elements, others, 2), above and below.

    nan where fewer than half of the draws give both a score, and for an indicator whose figures come without limits:
    the draws then say nothing of how sure a difference is. The draws are those of `pair`.
    """
    places = [one, *others]
    errors = noise(seed, [found.keys[at] for at in places], len(found.field.uncertain), stirring.draws)
    stirred = stir(found.field.framework, stirring, scored_columns(found.field), seed)
    scores = drawn(found.field, stirred, errors, np.array(places))
    mine, theirs = scores[:, :, :1], scores[:, :, 1:]
    both = (~np.isnan(mine) & ~np.isnan(theirs)).sum(axis=1)
    told = (
        np.stack([(mine > theirs).sum(axis=1), (mine < theirs).sum(axis=1)], axis=-1) / np.maximum(both, 1)[..., None]
    )
    told[2 * both < scores.shape[1]] = np.nan
    told[(found.field.framework.level == 1) & ~_over(found.field)] = np.nan
    return told


def scorings(found: Branch, stirring: Stirring, seed: int, rows: Floats, say: Say) -> Floats:
    """Both outputs of the sensitivity study for the branch's headline in each scoring of a design, (rows, 2)."""
    field = found.field
    errors = noise(seed, found.keys, len(field.uncertain), ERROR_SETS)
    stirred = stir(field.framework, stirring, scored_columns(field), seed)
    step = max(1, _BLOCK // max(len(found.keys), 1))
    parts = []
    for start in range(0, len(rows), step):
        say(start, len(rows))
        part = rows[start : start + step]
        parts.append(sensitivity.outputs(field, part, stirring, stirred, errors, found.root))
    return np.concatenate(parts) if parts else np.empty((0, len(sensitivity.OUTPUTS)))


def scored_columns(field: Field) -> list[int]:
    """The columns of the indicators of which any area has a score."""
    return np.flatnonzero(~np.isnan(field.uncapped[0]).all(axis=1)).tolist()


def _in_blocks(field: Field, draws: Draws, errors: Floats, areas: slice, say: Say) -> Floats:
    count = errors.shape[2]
    found = np.empty((len(field.framework), len(draws), count))
    step = max(1, _BLOCK // max(count, 1))
    for start in range(0, len(draws), step):
        say(start, len(draws))
        of = slice(start, start + step)
        found[:, of] = drawn(field, draws.part(of), errors[:, of], areas)
    return found


def _over(field: Field) -> NDArray[np.bool_]:
    """(elements,): whether anything at or below has limits."""
    unsure = np.zeros(len(field.framework), dtype=bool)
    unsure[field.framework.indicators[field.uncertain]] = True
    for position, parent in enumerate(field.framework.parent.tolist()):
        if parent >= 0:
            unsure[parent] |= unsure[position]
    return unsure


def _means(draws: Floats) -> Floats:
    """The group's mean in each draw, (draws, 1)."""
    known = ~np.isnan(draws)
    count = np.count_nonzero(known, axis=1)
    sums = np.where(known, draws, 0.0).sum(axis=1)
    return np.where(count, sums / np.maximum(count, 1), np.nan)[:, None]


def key_of(area: str) -> int:
    """A number for an area that is its own, from its code."""
    return int.from_bytes(hashlib.sha256(area.encode()).digest()[:6], "big")
