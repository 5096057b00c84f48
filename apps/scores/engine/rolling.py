"""From the scores of indicators to those of all that stands above them."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import aggregate, normalise
from apps.scores.engine.blocks import slices
from apps.scores.engine.framework import INDICATOR, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.scaling import Scale

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

# A share added up from thirds may miss one half by a bit; nobody's coverage turns on a billionth.
_HAIR = 1e-9
#: The smallest float above 0.
_LEAST = 5e-324

#: Scores of children that are worked on at once.
_CELLS = 1 << 16

Keep = Callable[[str, Floats], None]
#: The weights of an element's children: (children,), or what fits (children, periods, areas).
Weights = Callable[[int], Floats]


def roll_up(
    leaves: Floats,
    framework: Framework,
    method: Method,
    scale: Scale,
    *,
    weights: Weights | None = None,
    counted: Weights | None = None,
    keep: Keep | None = None,
) -> tuple[Floats, Floats]:
    """Scores of every element, (elements, periods, areas), and coverage of `framework.above`, from the indicators.

    That of an indicator is 1 where it has a score and 0 where not: who needs it asks `whole_coverage`. `leaves`
    (indicators, periods, areas): on the scale and capped, nan where there is none. What stands for a period may be
    anything else that is the same for all areas, such as one draw of the weights. `weights`: by position of an element,
    instead of those of the method; `counted`: those by which coverage is counted, the same unless given. `keep` is
    handed the scores after each level.
    """
    scores, covered = room_for(framework, leaves)
    scores[framework.indicators] = leaves
    fill_above(scores, covered, framework, method, scale, weights=weights, counted=counted, keep=keep)
    return scores, covered


def room_for(framework: Framework, of: Floats) -> tuple[Floats, Floats]:
    """Scores of every element and coverage of those above indicators, still to be filled; `of` (..., periods, areas).

    They lie in one piece of memory: where it has been before, the system need not find it piece by piece.
    """
    room = np.empty((len(framework) + len(framework.above), *of.shape[1:]))
    return room[: len(framework)], room[len(framework) :]


def whole_coverage(scores: Floats, covered: Floats, framework: Framework) -> Floats:
    """Coverage of every element (elements, ...), from that of those above indicators and the scores of all."""
    found = np.empty_like(scores)
    found[framework.above] = covered
    found[framework.indicators] = ~np.isnan(scores[framework.indicators])
    return found


def fill_above(
    scores: Floats,
    covered: Floats,
    framework: Framework,
    method: Method,
    scale: Scale,
    *,
    weights: Weights | None = None,
    counted: Weights | None = None,
    keep: Keep | None = None,
) -> None:
    """`roll_up` in place: fill all that stands above the indicators in `scores`, and `covered`."""
    order = framework.above[np.argsort(framework.level[framework.above], kind="stable")].tolist()
    shares = {}
    for position in order:
        children, level = framework.children_of(position), int(framework.level[position])
        given = weights(position) if weights else scale.weights(framework, children, level)
        shares[position] = (given, counted(position) if counted else given)
    levels = set(framework.level[order].tolist())
    plain = all(method.at(level, "averaging") == "arithmetic" and not method.at(level, "normalise") for level in levels)
    if plain and not keep:
        _fill_in_blocks(order, shares, scores, covered, framework, method)
        return
    rows = dict(zip(framework.above.tolist(), covered, strict=True))
    # Who is handed the scores after one level finds none yet above it.
    scores[framework.above] = np.nan
    for place, position in enumerate(order):
        _combine(position, shares[position], scores, rows, framework, method, scale)
        level = framework.level[position]
        if keep and (place + 1 == len(order) or framework.level[order[place + 1]] != level):
            keep(f"level-{level}", scores)


def _fill_in_blocks(
    order: list[int],
    weights: dict[int, tuple[Floats, Floats]],
    scores: Floats,
    covered: Floats,
    framework: Framework,
    method: Method,
) -> None:
    """All elements of `order` by arithmetic means, for some periods and areas at once."""
    _, periods, areas = scores.shape
    families = _families(order, framework)
    most = max((len(framework.children_of(position)) for position in order), default=0)
    cells = max(1, _CELLS // max(most, 1))
    row = max(1, min(areas, cells))
    room = aggregate.Room()
    for block in itertools.product(slices(periods, max(1, cells // row)), slices(areas, row)):
        for position, family in zip(order, families, strict=True):
            # Where nothing is covered there is no mean, however little a method may ask for.
            least = max(method.at(int(framework.level[position]), "least_coverage") - _HAIR, _LEAST)
            given, counted = weights[position]
            part = _part(given, scores.shape, block)
            score, found = scores[position][block], covered[family.row][block]
            below, under = family.of(scores, covered, block)
            aggregate.fill_mean_and_coverage(
                below,
                under,
                part,
                part if counted is given else _part(counted, scores.shape, block),
                score,
                found,
                room,
            )
            short = found < least
            if short.any():
                np.copyto(score, np.nan, where=short)
            if method.cap == "every":
                np.clip(score, method.lowest, method.highest, out=score)


@dataclass(frozen=True, eq=False)
class _Family:
    """Where an element and its children stand: its `row` of coverage, theirs of scores and, above indicators, of it."""

    row: int
    children: slice | Ints
    rows: slice | Ints
    above: Flags

    def of(self, scores: Floats, covered: Floats, block: tuple[slice, slice]) -> tuple[Floats, Floats | None]:
        """The children's scores in a block, and their coverage; None where all are indicators."""
        below = scores[(self.children, *block)]
        if not self.above.any():
            return below, None
        under = covered[(self.rows, *block)]
        if self.above.all():
            return below, under
        whole = np.ones_like(below)
        whole[self.above] = under
        return below, whole


def _families(order: list[int], framework: Framework) -> list[_Family]:
    row_of = np.cumsum(framework.level > INDICATOR) - 1
    found = []
    for position in order:
        children = framework.children_of(position)
        above = framework.level[children] > INDICATOR
        found.append(_Family(int(row_of[position]), _spaced(children), _spaced(row_of[children[above]]), above))
    return found


def _spaced(places: Ints) -> slice | Ints:
    """Places that are evenly far apart as a slice, which copies nothing; others as they are."""
    known = places.tolist()
    if not known:
        return places
    step = known[1] - known[0] if len(known) > 1 else 1
    evenly = slice(known[0], known[-1] + 1, step)
    return evenly if known == list(range(evenly.start, evenly.stop, step)) else places


def _part(weights: Floats, shape: tuple[int, ...], block: tuple[slice, slice]) -> Floats:
    """The weights of a block: (children,), or (children, ...) of the block's own periods and areas."""
    if weights.ndim == 1:
        return weights
    if weights.ndim == 2:
        weights = weights[:, None, :]
    return np.broadcast_to(weights, (len(weights), *shape[1:]))[:, block[0], block[1]]


def _combine(
    position: int,
    weights: tuple[Floats, Floats],
    scores: Floats,
    covered: dict[int, Floats],
    framework: Framework,
    method: Method,
    scale: Scale,
) -> None:
    """Fill one element of `scores` and of `covered` from its children; `weights`: to average, and to count coverage."""
    children, level = framework.children_of(position), int(framework.level[position])
    below = scores[children]
    under = [covered[child] if child in covered else np.ones(()) for child in children.tolist()]
    covered[position][...] = aggregate.coverage(below, under, weights[1])
    enough = covered[position] >= method.at(level, "least_coverage") - _HAIR
    scores[position] = np.where(enough, _mean(below, weights[0], level, method), np.nan)
    if way := method.at(level, "normalise"):
        column = scores[position : position + 1]
        scores[position] = scale.scaled(scale.normalise(column, column, way, np.ones(1)), way)[0]
    scores[position] = capped(scores[position], method, "every")


def capped(scores: Floats, method: Method, where: str) -> Floats:
    """`scores` (any shape) kept within the scale, if the method caps there: the `indicator`, or `every` element."""
    if method.cap in (where, "every"):
        return normalise.cap(scores, method.lowest, method.highest)
    return scores


def _mean(below: Floats, weights: Floats, level: int, method: Method) -> Floats:
    averaging = method.at(level, "averaging")
    if averaging == "adjusted-mazziotta-pareto":
        return aggregate.adjusted_mazziotta_pareto(below, weights, method.penalty)
    return aggregate.MEANS[averaging](below, weights)
