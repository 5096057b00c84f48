"""Which choice moves the scores: shares of variance per choice, and what changes without each indicator.

Each choice is a number between 0 and 1 that says which of its ways is taken. First-order share: how much of the
variance of an output would be gone if this choice alone were settled. Total share: how much would remain if it alone
were open. What lies between is shared with other choices. (Saltelli et al., "Variance based sensitivity analysis of
model output", Computer Physics Communications 181, 2010: the first-order estimator; Jansen, Computer Physics
Communications 117, 1999: the total one; Saisana, Saltelli and Tarantola, JRSS A 168, 2005, for composite indicators.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.blocks import slices
from apps.scores.engine.framework import Framework
from apps.scores.engine.ranking import ranks
from apps.scores.engine.stirring import NOTHING_LEFT_OUT, Draws, Field, Stirring, drawn, still

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The choices that are varied, in the order of a design's columns.
CHOICES = ("figures", "weights", "spread", "way", "left-out", "averaging")
#: Besides that of the method, the mean that takes turns with it: it takes a toll on what is unbalanced and bears scores
#: of 0. Where a method caps at all, its scores are kept within the scale: next to a mean of 0 the toll has no bound.
UNBALANCED, PLAIN = "adjusted-mazziotta-pareto", "arithmetic"
#: What is measured in each scoring, against the published scores.
OUTPUTS = ("places", "points")

_PERCENTILES = (2.5, 97.5)
#: Resamples that are worked on at once.
_AT_ONCE = 50
#: Scores of elements that are held at once when one indicator after the other is left out.
_CELLS = 1 << 24


@dataclass(frozen=True)
class Share:
    """One choice's share of the variance of an output, each with the ends of its 95% interval."""

    choice: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True)
class Without:
    """What changes in an element when one indicator is left out.

    `places`: by how many places its areas move on average; `most_places`: the one that moves furthest; `points`: by how
    much their scores move on average; `unscored`: how many areas have no score then, which had one.
    """

    column: int
    places: float
    most_places: float
    points: float
    unscored: int


def averagings(own: str) -> tuple[str, str]:
    """The two means that take turns: the method's own first."""
    return own, PLAIN if own == UNBALANCED else UNBALANCED


def design(samples: int, seed: int) -> Floats:
    """The scorings that are needed, (samples x (choices + 2), choices): A, then B, then A with each column from B.

    Row by row for one sample after the other, so that any run of whole samples is a smaller design.
    """
    count = len(CHOICES)
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 1]))).random((samples, 2, count))
    rows = np.empty((samples, count + 2, count))
    rows[:, 0], rows[:, 1] = chance[:, 0], chance[:, 1]
    for at in range(count):
        rows[:, at + 2] = chance[:, 0]
        rows[:, at + 2, at] = chance[:, 1, at]
    return rows.reshape(-1, count)


def outputs(field: Field, rows: Floats, stirring: Stirring, stirred: Draws, errors: Floats, root: int) -> Floats:
    """Both OUTPUTS of an element in each scoring of a design's `rows`, (rows, 2).

    `stirred`, `errors`: the sets of weights and of errors among which the design chooses one, as `stir` and `noise`
    give them. nan where a scoring leaves no area with a score.
    """
    chosen = _draws(field, rows, stirring, stirred)
    which = _which(rows[:, CHOICES.index("figures")], errors.shape[1])
    names = averagings(field.method.averaging)
    averaging = _which(rows[:, CHOICES.index("averaging")], len(names))
    published = drawn(field, replace(still(field.framework, 1), noisy=np.zeros(1, bool)), errors[:, :1], slice(None))
    scores = np.empty((len(rows), published.shape[2]))
    for at, name in enumerate(names):
        these = np.flatnonzero(averaging == at)
        if len(these):
            cap = "none" if field.method.cap == "none" else "every"
            way = replace(field, method=replace(field.method, averaging=name, cap=cap))
            part = Draws(*(getattr(chosen, column)[these] for column in Draws.__dataclass_fields__))
            scores[these] = drawn(way, part, errors[:, which[these]], slice(None))[root]
    return _shifts(scores, published[root, 0])


def shares(found: Floats, seed: int, resamples: int = 500) -> list[Share]:
    """The shares of each choice, from one output of every scoring of a design, (samples x (choices + 2),).

    The intervals are those of as many samples drawn from these with replacement (bootstrap percentiles). All nan where
    the output does not vary.
    """
    table = found.reshape(-1, len(CHOICES) + 2)
    table = table[~np.isnan(table).any(axis=1)]
    if not len(table):
        return [Share(choice, *[np.nan] * 6) for choice in CHOICES]
    whole = _shares(table)
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 2])))
    taken = [chance.integers(0, len(table), (_AT_ONCE, len(table))) for _ in range(-(-resamples // _AT_ONCE))]
    again = np.concatenate([_shares(table[each]) for each in taken])[:resamples]
    low, high = np.percentile(again, _PERCENTILES, axis=0)
    return [
        Share(choice, whole[0, at], low[0, at], high[0, at], whole[1, at], low[1, at], high[1, at])
        for at, choice in enumerate(CHOICES)
    ]


def without_each(field: Field, columns: Sequence[int], root: int) -> list[Without]:
    """What changes in one element when each of some indicators is left out, one at a time.

    One that is not beneath the element changes nothing in it, and is not scored without.
    """
    beneath = _beneath(field.framework, root)
    cells = len(field.framework) * max(field.bent.shape[1], 1)
    step = max(1, _CELLS // cells)
    asked = [column for column in columns if beneath[column]]
    found = [each for part in slices(len(asked), step) for each in _without_these(field, asked[part], root)]
    by_column = {each.column: each for each in found}
    if len(asked) < len(columns):
        (nothing,) = _without_these(field, [NOTHING_LEFT_OUT], root)
        by_column |= {column: replace(nothing, column=column) for column in columns if not beneath[column]}
    return [by_column[column] for column in columns]


def _beneath(framework: Framework, root: int) -> Flags:
    """Which indicators, by column, an element rests on."""
    inside = np.zeros(len(framework), dtype=bool)
    inside[root] = True
    # Parents come before children from the top down.
    for position in np.argsort(-framework.level, kind="stable").tolist():
        if framework.parent[position] >= 0:
            inside[position] |= inside[framework.parent[position]]
    return inside[framework.indicators]


def _without_these(field: Field, columns: Sequence[int], root: int) -> list[Without]:
    quiet = replace(still(field.framework, len(columns) + 1), noisy=np.zeros(len(columns) + 1, bool))
    left_out = np.array([NOTHING_LEFT_OUT, *columns], dtype=np.int64)
    nothing = np.zeros((len(field.uncertain), len(left_out), field.bent.shape[1]))
    scores = drawn(field, replace(quiet, left_out=left_out), nothing, slice(None))[root]
    before, found = scores[0], []
    for column, after in zip(columns, scores[1:], strict=True):
        both = ~np.isnan(before) & ~np.isnan(after)
        moved = np.abs(ranks(after[both]) - ranks(before[both]))
        found.append(
            Without(
                column=int(column),
                places=float(moved.mean()) if len(moved) else np.nan,
                most_places=float(moved.max()) if len(moved) else np.nan,
                points=float(np.abs(after[both] - before[both]).mean()) if len(moved) else np.nan,
                unscored=int(np.count_nonzero(~np.isnan(before) & np.isnan(after))),
            )
        )
    return found


def _draws(field: Field, rows: Floats, stirring: Stirring, stirred: Draws) -> Draws:
    column = {name: rows[:, at] for at, name in enumerate(CHOICES)}
    indicators = np.array([NOTHING_LEFT_OUT, *range(len(field.framework.indicators))])
    return Draws(
        factors=stirred.factors[_which(column["weights"], len(stirred))],
        spread=1.0 + stirring.spread * (2.0 * column["spread"] - 1.0),
        way=_which(column["way"], len(stirring.ways)),
        left_out=indicators[_which(column["left-out"], len(indicators))],
        noisy=np.ones(len(rows), dtype=bool),
    )


def _which(chance: Floats, ways: int) -> Ints:
    return np.floor(chance * ways).astype(np.int64)


def _shifts(scores: Floats, published: Floats) -> Floats:
    """Both OUTPUTS for each row of `scores` (rows, areas) against those that were `published` (areas,), (rows, 2)."""
    both = ~np.isnan(scores) & ~np.isnan(published)
    after, before = np.where(both, scores, np.nan), np.where(both, published, np.nan)
    moved = np.stack([np.abs(ranks(after) - ranks(before)), np.abs(after - before)])
    count = np.count_nonzero(both, axis=1)
    sums = np.where(both, moved, 0.0).sum(axis=2)
    return np.where(count, sums / np.maximum(count, 1), np.nan).T


def _shares(table: Floats) -> Floats:
    """First-order and total shares, (..., 2, choices), from the outputs of A, B and each mixture.

    `table` (..., samples, choices + 2).
    """
    first, second, mixed = table[..., :1], table[..., 1:2], table[..., 2:]
    variance = np.var(table[..., :2], axis=(-2, -1))[..., None] if table.shape[-2] > 1 else np.zeros((1,))
    alone = (second * (mixed - first)).mean(axis=-2)
    total = ((first - mixed) ** 2).mean(axis=-2) / 2.0
    found = np.stack([alone, total], axis=-2)
    varies = np.broadcast_to(variance[..., None] > 0, found.shape)
    return np.divide(found, variance[..., None], out=np.full(found.shape, np.nan), where=varies)
