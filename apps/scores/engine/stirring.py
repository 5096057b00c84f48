"""The same scores many times over, with everything stirred that could have been a little otherwise.

From the figures: where a source gives 95% limits, each draw takes another value within reach of them. From the method:
the weights of every level, how far the scale spreads, the way to one scale, and which single indicator is left out. All
of a draw is the same for all areas but the errors of their figures, so that two areas can be compared draw by draw.
(Saisana, Saltelli and Tarantola, "Uncertainty and sensitivity analysis techniques as tools for the quality assessment
of composite indicators", JRSS A 168, 2005; OECD/JRC Handbook on Constructing Composite Indicators, step 8.)

The scale stays that of the published figures: a drawn figure is put where a published one of its size would be, between
the two published ones next to it in a straight line. So errors never widen the group they are measured against.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import denominate, treat
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Panel
from apps.scores.engine.preparing import compared_group, transforms_of
from apps.scores.engine.rolling import capped, roll_up
from apps.scores.engine.scaling import Scale
from apps.scores.engine.score import scale_leaves
from apps.scores.engine.transform import TRANSFORMS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Half of a 95% interval in standard errors.
_HALF = 1.959964
#: Quantiles of the normal distribution to so many decimals, so that no library's last bit moves a draw.
_DECIMALS = 9
NOTHING_LEFT_OUT = -1


@dataclass(frozen=True)
class Stirring:
    """How far everything is varied, as data.

    `draws`: how many. `weights`: each weight is multiplied by something between 1 - this and 1 + this. `spread`: so is
    what a standard deviation is worth (k). `ways`: the ways to one scale that take turns; that of the method comes
    first. `leave_out`: whether each draw does without one indicator. Raises ValueError with a sentence.
    """

    draws: int = 1000
    weights: float = 0.25
    spread: float = 0.2
    ways: tuple[str, ...] = ("z-score", "min-max", "percentile-rank")
    leave_out: bool = True

    def __post_init__(self) -> None:
        if self.draws < 1:
            raise ValueError("There must be at least one draw.")
        for name in ("weights", "spread"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"The {name} of a stirring is a share from 0 to below 1.")
        if not self.ways:
            raise ValueError("A stirring needs at least one way to one scale.")

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` turns back into an equal stirring."""
        return asdict(self) | {"ways": list(self.ways)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Stirring":
        """The stirring that `to_json` described."""
        return cls(**{**data, "ways": tuple(data["ways"])})


@dataclass(frozen=True, eq=False)
class Draws:
    """What is chosen in each draw, the same for all areas.

    `factors` (draws, elements): what each weight is multiplied by; `spread` (draws,): what k is; `way` (draws,): the
    position of the way to one scale; `left_out` (draws,): the column of the indicator that is done without, -1 for
    none; `noisy` (draws,): whether the figures are taken with their errors.
    """

    factors: Floats
    spread: Floats
    way: Ints
    left_out: Ints
    noisy: Flags

    def __len__(self) -> int:
        return len(self.spread)

    def part(self, of: slice) -> "Draws":
        """Some of the draws."""
        return Draws(self.factors[of], self.spread[of], self.way[of], self.left_out[of], self.noisy[of])


@dataclass(frozen=True, eq=False)
class Field:
    """What the draws are about: one period of a panel, put on one scale in several ways.

    `uncapped` (ways, indicators, areas): scores of the indicators before they are capped, those of the other ways
    moved so that the group's mean is where the method's own way has it. `bent` (indicators, areas): the figures after
    their transform, which is where errors are added; `below`, `above` (indicators, areas): a standard error to each
    side there, nan without limits. `centre` (indicators,): the group's mean score.
    """

    framework: Framework
    method: Method
    scale: Scale
    uncapped: Floats
    bent: Floats
    below: Floats
    above: Floats
    centre: Floats

    @property
    def uncertain(self) -> Ints:
        """The columns of the indicators whose source gives limits for at least one area."""
        return np.flatnonzero(~np.isnan(self.below).all(axis=1))


def field_of(
    panel: Panel, lower: Floats, upper: Floats, framework: Framework, method: Method, ways: Sequence[str]
) -> Field:
    """Prepare the draws of a panel of one period; `lower`, `upper` (indicators, areas) in published units.

    An area's limits count where both are there, hold its figure between them and survive the transform. Raises
    ValueError and UnfitFigures as `scale_leaves` does.
    """
    plain = replace(method, cap="none")
    uncapped = []
    for way in ways:
        leaves = scale_leaves(panel, framework, replace(plain, normalise=way))[0][:, 0]
        uncapped.append(leaves)
    means = [treat.moments(leaves)[0] for leaves in uncapped]
    for at in range(1, len(ways)):
        uncapped[at] = uncapped[at] + (means[0] - means[at])[:, None]
    bent, below, above = _errors(panel, lower, upper, method)
    return Field(framework, method, Scale(panel, method), np.array(uncapped), bent, below, above, means[0])


def stir(framework: Framework, stirring: Stirring, indicators: Sequence[int], seed: int) -> Draws:
    """What is chosen in each draw. `indicators`: the columns that can be left out; `seed`: the same gives the same.

    Each way to one scale and each left-out indicator has the same share of the draws, in an order by chance.
    """
    chance = _chance(seed, 0)
    count = stirring.draws
    factors = 1.0 + stirring.weights * (2.0 * chance.random((count, len(framework))) - 1.0)
    spread = 1.0 + stirring.spread * (2.0 * chance.random(count) - 1.0)
    way = chance.permutation(np.arange(count) % len(stirring.ways))
    left_out = np.full(count, NOTHING_LEFT_OUT)
    if stirring.leave_out and len(indicators):
        left_out = np.asarray(indicators)[chance.permutation(np.arange(count) % len(indicators))]
    return Draws(factors, spread, way, left_out, np.ones(count, dtype=bool))


def still(framework: Framework, count: int) -> Draws:
    """Draws in which nothing of the method is varied, and the figures are taken with their errors."""
    nothing = np.full(count, NOTHING_LEFT_OUT)
    return Draws(
        np.ones((count, len(framework))), np.ones(count), np.zeros(count, np.int64), nothing, np.ones(count, bool)
    )


def noise(seed: int, areas: Sequence[int], uncertain: int, draws: int) -> Floats:
    """Standard errors by which each figure is off in each draw, (uncertain, draws, areas).

    For each figure the quantiles of the normal distribution in an order by chance (Latin hypercube sampling), so that
    its draws have the right spread exactly. `areas`: a number for each that is its own, so that an area's errors are
    the same whichever others are drawn beside it.
    """
    found = np.empty((uncertain, draws, len(areas)))
    rows = np.tile(_quantiles(draws), (uncertain, 1))
    for at, area in enumerate(areas):
        found[:, :, at] = _chance(seed, area).permuted(rows, axis=1)
    return found


@lru_cache(maxsize=4)
def _quantiles(count: int) -> Floats:
    """Those of the normal distribution in the middles of `count` equal parts."""
    normal = NormalDist()
    found = np.array([round(normal.inv_cdf((at + 0.5) / count), _DECIMALS) for at in range(count)])
    found.flags.writeable = False
    return found


def drawn(field: Field, draws: Draws, errors: Floats, areas: slice | Ints) -> Floats:
    """The scores of all elements in all draws, (elements, draws, areas), for some of the areas.

    `errors` (uncertain indicators, draws, those areas) as `noise` gives them.
    """
    framework = field.framework
    if _only_weights(field, draws):
        return _weighed(field, draws, areas)
    kept = _kept(framework, draws)
    leaves = _leaves(field, draws, errors, areas, kept)

    def published(position: int) -> Floats:
        children = framework.children_of(position)
        given = field.scale.weights(framework, children, int(framework.level[position]))
        given = given[:, None, None] if given.ndim == 1 else given[:, None, areas]
        return given * kept[:, children].T[..., None]

    def weights(position: int) -> Floats:
        return published(position) * draws.factors[:, framework.children_of(position)].T[..., None]

    with np.errstate(invalid="ignore", divide="ignore"):
        # Whether enough is there for a score is asked of the published weights: what rests on just half of them would
        # have a score in every other draw only.
        return roll_up(leaves, framework, field.method, field.scale, weights=weights, counted=published)[0]


def _leaves(field: Field, draws: Draws, errors: Floats, areas: slice | Ints, kept: Flags) -> Floats:
    """The scores of the indicators in all draws, (indicators, draws, areas)."""
    # The areas first: of some of them not all are copied for every draw.
    leaves = field.uncapped[..., areas][draws.way].swapaxes(0, 1)
    for at, column in enumerate(field.uncertain.tolist()):
        _with_errors(field, column, draws, errors[at], areas, leaves[column])
    centre = field.centre[:, None, None]
    leaves = capped(centre + draws.spread[:, None] * (leaves - centre), field.method, "indicator")
    leaves[~kept[:, field.framework.indicators].T] = np.nan
    return leaves


def _only_weights(field: Field, draws: Draws) -> bool:
    """Whether nothing but the weights of arithmetic means differs between the draws."""
    method = field.method
    levels = set(field.framework.level[field.framework.above].tolist())
    plain = all(method.at(level, "averaging") == "arithmetic" and not method.at(level, "normalise") for level in levels)
    same = len(draws) and (draws.way == draws.way[0]).all() and (draws.spread == 1).all()
    errors = len(field.uncertain) and draws.noisy.any()
    return bool(plain and same and not errors and (draws.left_out == NOTHING_LEFT_OUT).all())


def _weighed(field: Field, draws: Draws, areas: slice | Ints) -> Floats:
    """As `drawn`, where only weights differ: who has a score is then the same in every draw."""
    framework, method = field.framework, field.method
    leaves = capped(field.uncapped[draws.way[0]][:, areas], method, "indicator")
    known = ~np.isnan(roll_up(leaves[:, None], framework, method, _of(field.scale, areas))[0][:, 0])
    found = np.empty((len(framework), len(draws), leaves.shape[1]))
    found[framework.indicators] = leaves[:, None]
    filled = np.where(known[framework.indicators], leaves, 0.0)
    columns = {leaf: column for column, leaf in enumerate(framework.indicators.tolist())}
    for position in framework.above[np.argsort(framework.level[framework.above], kind="stable")].tolist():
        children = framework.children_of(position)
        given = field.scale.weights(framework, children, int(framework.level[position]))
        given = given[:, None] if given.ndim == 1 else given[:, areas]
        total, weight = np.zeros((len(draws), leaves.shape[1])), np.zeros((len(draws), 1))
        for child, each in zip(children.tolist(), given, strict=True):
            stirred = each * draws.factors[:, child, None]
            here = filled[columns[child]] if child in columns else np.where(known[child], found[child], 0.0)
            total += here * stirred
            weight = weight + (stirred if known[child].all() else known[child] * stirred)
        score = np.divide(total, weight, out=found[position], where=weight > 0)
        score[:, ~known[position]] = np.nan
        score[:] = capped(score, method, "every")
    return found


def _of(scale: Scale, areas: slice | Ints) -> Scale:
    """The scale for some of its areas."""
    panel = scale.panel
    return replace(scale, panel=replace(panel, group=panel.group[areas], reference=panel.reference[areas]))


def ends(scores: Floats, share: float = 0.95) -> tuple[Floats, Floats]:
    """Between which values the middle `share` of `scores` (draws, areas) lies, (areas,) each.

    They are scores that were drawn: of 1,000 the 26th from below and from above. nan where fewer than half of the draws
    gave a score.
    """
    ordered = np.sort(scores, axis=0)
    known = np.count_nonzero(~np.isnan(scores), axis=0)
    cut = np.floor(known * (1.0 - share) / 2.0).astype(np.int64)
    across = np.arange(scores.shape[1])
    enough = known * 2 >= max(len(scores), 1)
    low = ordered[np.minimum(cut, len(scores) - 1), across]
    high = ordered[np.maximum(known - 1 - cut, 0), across]
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def share_above(scores: Floats, others: Floats) -> Floats:
    """In which share of the draws `scores` (draws, ...) lie above `others`, of those in which the two differ.

    nan where there is none.
    """
    more = np.count_nonzero(scores > others, axis=0)
    less = np.count_nonzero(scores < others, axis=0)
    either = more + less
    return np.divide(more, either, out=np.full(either.shape, np.nan), where=either > 0)


def clearly(scores: Floats, least: float = 0.95) -> tuple[Ints, Ints]:
    """How many other areas each is clearly above, and clearly below, (areas,) each; `scores` (draws, areas).

    Two areas are clearly different when the difference has the same sign in at least `least` of the draws in which both
    have a score, taken pair by pair; those are to be half of all draws or more.
    """
    draws, areas = scores.shape
    rows = np.ascontiguousarray(scores.T)
    known = (~np.isnan(rows)).astype(np.float32)
    both = known @ known.T
    needed = np.where(both * 2 >= draws, least * both, np.inf)
    above, below = np.zeros(areas, dtype=np.int64), np.zeros(areas, dtype=np.int64)
    for at in range(areas - 1):
        others, enough = rows[at + 1 :], needed[at, at + 1 :]
        over = np.count_nonzero(rows[at] > others, axis=1) >= enough
        under = np.count_nonzero(rows[at] < others, axis=1) >= enough
        above[at] += np.count_nonzero(over)
        below[at] += np.count_nonzero(under)
        below[at + 1 :] += over
        above[at + 1 :] += under
    return above, below


def _chance(seed: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, stream])))


def _errors(panel: Panel, lower: Floats, upper: Floats, method: Method) -> tuple[Floats, Floats, Floats]:
    figures = np.where(panel.reference, panel.figures[:, 0], np.nan)
    bent, below, above = (np.full_like(figures, np.nan) for _ in range(3))
    for column, name in enumerate(transforms_of(panel, method)):
        bend, code = TRANSFORMS[name], panel.declared.denominators[column]
        known = (lower[column] <= figures[column]) & (figures[column] <= upper[column])
        rows = [figures[column], *(np.where(known, limit[column], np.nan) for limit in (lower, upper))]
        if method.denominate == "declared" and code:
            rows = [denominate.denominate(row, panel.companion(code)[0]) for row in rows]
        bent[column] = bend(rows[0])
        for limit, found, sign in ((rows[1], below, -1.0), (rows[2], above, 1.0)):
            found[column] = sign * (_bent_limit(bend, limit) - bent[column]) / _HALF
    whole = np.isfinite(below) & np.isfinite(above)
    return bent, np.where(whole, below, np.nan), np.where(whole, above, np.nan)


def _bent_limit(bend: Any, limits: Floats) -> Floats:
    """Limits after a transform; nan for all of an indicator with one that has none (a logarithm of 0)."""
    try:
        return np.asarray(bend(limits))
    except ValueError:
        return np.full_like(limits, np.nan)


def _with_errors(field: Field, column: int, draws: Draws, errors: Floats, areas: slice | Ints, leaves: Floats) -> None:
    """Put scores with the errors of the figures into `leaves` (draws, areas), where figures have limits."""
    bent, below, above = (array[column, areas] for array in (field.bent, field.below, field.above))
    off = np.where(draws.noisy[:, None], errors, 0.0)
    figures = bent + off * np.where(off < 0, below, above)
    known = ~np.isnan(figures)
    group = compared_group(field.scale.panel, field.method)
    for way in np.unique(draws.way).tolist():
        for one in np.unique(group[areas]).tolist():
            put = known & (draws.way == way)[:, None] & (group[areas] == one)
            others = group == one
            leaves[put] = _placed(figures[put], field.bent[column, others], field.uncapped[way, column, others])


def _placed(figures: Floats, published: Floats, scores: Floats) -> Floats:
    """Where figures (n,) lie on the scale that gives the `published` (areas,) their `scores` (areas,)."""
    known = ~np.isnan(published) & ~np.isnan(scores)
    ordered, first = np.unique(published[known], return_index=True)
    on_scale = scores[known][first]
    if len(ordered) < 2:
        return np.full_like(figures, np.nan)
    found = np.interp(figures, ordered, on_scale)
    for beyond, near, next_one in ((figures < ordered[0], 0, 1), (figures > ordered[-1], -1, -2)):
        slope = (on_scale[near] - on_scale[next_one]) / (ordered[near] - ordered[next_one])
        found[beyond] = on_scale[near] + slope * (figures[beyond] - ordered[near])
    return np.asarray(found)


def _kept(framework: Framework, draws: Draws) -> Flags:
    """(draws, elements): False for the indicator that a draw does without."""
    kept = np.ones((len(draws), len(framework)), dtype=bool)
    without = np.flatnonzero(draws.left_out != NOTHING_LEFT_OUT)
    kept[without, framework.indicators[draws.left_out[without]]] = False
    return kept
