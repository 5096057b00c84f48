"""What is worked out about how sure scores are, from arrays to arrays: no database."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.arrays import COLUMNS, RANGE_COLUMNS, Node, framework_of
from apps.scores.engine import sensitivity
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.stirring import (
    Draws,
    Field,
    Stirring,
    clearly,
    drawn,
    ends,
    field_of,
    noise,
    share_above,
    still,
)
from apps.scores.engine.stirring import stir as stirred_draws

Floats = NDArray[np.float64]
Say = Callable[[int, int], None]

_SCORE, _VALUE, _LOWER, _UPPER = (COLUMNS.index(name) for name in ("score", "value", "lower", "upper"))
#: Figures of one element in so many draws and areas are worked on at once: they stay in the processor's own memory.
_BLOCK = 1 << 14
#: How many sets of errors a scoring of the sensitivity study chooses among.
ERROR_SETS = 100


@dataclass(frozen=True)
class Studied:
    """What the branches of a tier share: codes of the scored areas and of the scored indicators, and both choices."""

    areas: tuple[str, ...]
    used: frozenset[str]
    method: Method
    stirring: Stirring


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


def below(nodes: Sequence[Node], root: str) -> list[int]:
    """Positions of `root` and of all that lies below it."""
    inside = {root}
    for node in reversed(nodes):
        if node.parent in inside:
            inside.add(node.code)
    return [at for at, node in enumerate(nodes) if node.code in inside]


def branch(
    nodes: Sequence[Node],
    root: str,
    table: Floats,
    tier: Studied,
) -> Branch:
    """The branch below `root`. `table` (elements, COLUMNS, areas) as stored."""
    places = below(nodes, root)
    own = [nodes[at] for at in places]
    leaves = [at for at in places if nodes[at].level == 1]
    figures, lower, upper = (table[leaves, column] for column in (_VALUE, _LOWER, _UPPER))
    unused = np.array([nodes[at].code not in tier.used for at in leaves], dtype=bool)
    figures = np.where(unused[:, None], np.nan, figures)
    panel = Panel(
        figures=figures[:, None],
        declared=Declared.plain(tuple(nodes[at].transform if nodes[at].code in tier.used else "none" for at in leaves)),
        reference=np.ones(len(tier.areas), dtype=bool),
        group=np.full(len(tier.areas), NO_GROUP),
    )
    field = field_of(panel, lower, upper, framework_of(tuple(own)), tier.method, tier.stirring.ways)
    codes = tuple(nodes[at].code for at in leaves)
    return Branch(root, places, table[places, _SCORE], field, codes, tuple(map(_key, tier.areas)))


def ranges(found: Branch, stirring: Stirring, seed: int, areas: slice, say: Say) -> Floats:
    """RANGE_COLUMNS of the branch's elements, (elements, areas, columns), for a block of areas.

    Who is clearly above whom, and in how many draws above the mean, is asked only where the block is the whole group.
    """
    field, keys = found.field, found.keys[areas]
    whole = len(keys) == len(found.keys)
    errors = noise(seed, keys, len(field.uncertain), stirring.draws)
    stirred = stirred_draws(field.framework, stirring, scored_columns(field), seed)
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
    stirred = stirred_draws(found.field.framework, stirring, scored_columns(found.field), seed)
    scores = drawn(found.field, stirred, errors, areas)[element]
    both = scores[~np.isnan(scores).any(axis=1)]
    if 2 * len(both) < len(scores):
        return None
    return float((both[:, 0] > both[:, 1]).mean()), float((both[:, 0] < both[:, 1]).mean())


def scorings(found: Branch, stirring: Stirring, seed: int, rows: Floats, say: Say) -> Floats:
    """Both outputs of the sensitivity study for the branch's headline in each scoring of a design, (rows, 2)."""
    field = found.field
    errors = noise(seed, found.keys, len(field.uncertain), ERROR_SETS)
    stirred = stirred_draws(field.framework, stirring, scored_columns(field), seed)
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


def _key(area: str) -> int:
    return int.from_bytes(hashlib.sha256(area.encode()).digest()[:6], "big")
