"""What the scores would be with other weights: those of the indicators as they are stored, averaged anew above them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from apps.common.bands import BANDS, Band, band_of
from apps.figures.snapshots import unpack
from apps.scores.arrays import Node, framework_of, nodes_of, number
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel
from apps.scores.engine.rolling import roll_up, whole_coverage
from apps.scores.engine.scaling import Scale
from apps.scores.models import Run, RunTier

Floats = NDArray[np.float64]

#: Tiers of runs that a process keeps unpacked: both tiers of the published run and of the one before it.
_KEPT = 4


@dataclass(frozen=True, eq=False)
class Ground:
    """One tier of a run, on which other weights are tried.

    `nodes`: every element; `names`: of them by code; `areas`: the codes of the group; `leaves` (indicators, areas): the
    stored scores of its indicators, nan where there is none.
    """

    nodes: tuple[Node, ...]
    names: Mapping[str, str]
    areas: tuple[str, ...]
    method: Method
    leaves: Floats

    @cached_property
    def published(self) -> "Weighed":
        """The scores with the weights of the index."""
        return weigh(self, {})

    def parts_of(self, code: str) -> tuple[Node, ...]:
        """The children of an element in published order."""
        return self._below.get(code, ())

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """The headlines."""
        return self._below[""]

    @cached_property
    def _below(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        # From the top: of a parent's children those that stand higher come first, in published order within a level.
        for node in sorted(self.nodes, key=lambda node: -node.level):
            found.setdefault(node.parent, []).append(node)
        return {code: tuple(nodes) for code, nodes in found.items()}


@dataclass(frozen=True, eq=False)
class Weighed:
    """Scores and coverage of the areas of the group, (areas,) each, by code; of what was left out there is nothing."""

    scores: Mapping[str, Floats]
    coverage: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Shift:
    """What other weights do to one element: all areas of the group before and after, in the order of `Ground.areas`."""

    before: Floats
    after: Floats

    @property
    def areas(self) -> int:
        """How many of the group have a score before or after."""
        return int(np.count_nonzero(~np.isnan(self.before) | ~np.isnan(self.after)))

    @property
    def gained(self) -> int:
        """How many have a score only now."""
        return int(np.count_nonzero(np.isnan(self.before) & ~np.isnan(self.after)))

    @property
    def lost(self) -> int:
        """How many had one and now do not."""
        return int(np.count_nonzero(~np.isnan(self.before) & np.isnan(self.after)))

    @property
    def up(self) -> int:
        """How many score higher, as scores are shown."""
        return int(np.count_nonzero(self._shown > 0))

    @property
    def down(self) -> int:
        """How many score lower, as scores are shown."""
        return int(np.count_nonzero(self._shown < 0))

    @property
    def most(self) -> float:
        """The largest move, up or down, in points; 0 where none has a score both times."""
        return float(np.abs(self._shown).max(initial=0.0))

    @cached_property
    def rebanded(self) -> int:
        """How many of those that have a score both times would be in another band."""
        return int(np.count_nonzero(_steps(self.before[self._both]) != _steps(self.after[self._both])))

    @property
    def _both(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.before) & ~np.isnan(self.after)

    @cached_property
    def _shown(self) -> Floats:
        # Of what is shown to two decimals: what a reader sees unmoved has not moved.
        return np.round(np.round(self.after[self._both], 2) - np.round(self.before[self._both], 2), 2)

    def pairs(self) -> Iterator[tuple[float | None, float | None]]:
        """Per area the score before and after."""
        return zip(map(number, self.before), map(number, self.after), strict=True)


def band(score: float) -> Band:
    """The band of a score; one that its method does not cap has the band of the end that it lies beyond."""
    return band_of(min(max(score, 0.0), 10.0))


def _steps(scores: Floats) -> NDArray[np.int64]:
    """The step of the band of each score, as `band` has it."""
    # A score is judged on its two decimals: where it is rounded up to a cut, or down from it, is settled one by one.
    cuts = np.array([each.floor for each in BANDS[1:]]) - 0.005
    found = np.searchsorted(cuts, scores, side="right") + 1
    near = np.flatnonzero((np.abs(scores[:, None] - cuts) < 1e-6).any(axis=1))
    found[near] = [band(score).step for score in scores[near].tolist()]
    return found


def weigh(ground: Ground, factors: Mapping[str, float]) -> Weighed:
    """The scores when the weights of some elements are multiplied by `factors` (by code, 0 or more; 1 where unnamed).

    An element with a factor of 0 does not belong to its parent any more, nor does anything beneath it: it counts
    neither in the mean nor against coverage. With no factors these are the stored scores bit for bit. Raises
    ValueError with a sentence when a factor is below 0 or no number, or nothing is left.
    """
    if not all(0 <= factor < np.inf for factor in factors.values()):
        raise ValueError("A weight can be multiplied by a number of 0 or more only.")
    kept = _kept(ground.nodes, factors)
    framework = framework_of(tuple(ground.nodes[at] for at in kept))
    times = np.array([factors.get(ground.nodes[at].code, 1.0) for at in kept])
    leaves = ground.leaves[np.isin(_leaves(ground.nodes), kept)]
    scale = _scale(leaves, ground.method)

    def weights(position: int) -> Floats:
        children = framework.children_of(position)
        given = scale.weights(framework, children, int(framework.level[position]))
        return given * times[children].reshape(-1, *[1] * (given.ndim - 1))

    scores, covered = roll_up(leaves[:, None], framework, ground.method, scale, weights=weights)
    coverage = whole_coverage(scores, covered, framework)
    codes = [ground.nodes[at].code for at in kept]
    return Weighed(dict(zip(codes, scores[:, 0], strict=True)), dict(zip(codes, coverage[:, 0], strict=True)))


def ground_of(run: Run, tier: str) -> Ground | None:
    """What other weights are tried on; None when the run knows no such tier. Asks nothing of the database twice."""
    return _ground(run.pk, run.result_sha256, tier)


@lru_cache(maxsize=_KEPT)
def _ground(run_id: int, result: str, tier: str) -> Ground | None:
    # A finished run never changes: what it is known by is its number and the hash of its results.
    stored = RunTier.objects.select_related("run__edition").filter(run=run_id, tier=tier).first()
    if stored is None or not result:
        return None
    nodes = nodes_of(stored.run.edition, tier)
    leaves = _stored_leaves(stored, [nodes[at].code for at in _leaves(nodes)])
    return Ground(
        nodes=nodes,
        names=dict(stored.run.edition.elements.values_list("code", "name")),
        areas=tuple(stored.scored),
        method=Method.from_json(stored.run.method),
        leaves=leaves,
    )


def _stored_leaves(stored: RunTier, codes: list[str]) -> Floats:
    packed = dict(stored.by_element.filter(element_code__in=codes).values_list("element_code", "scores"))
    position = {code: at for at, code in enumerate(stored.areas)}
    inside = [position[code] for code in stored.scored]
    leaves = np.array([unpack(bytes(packed[code]))[inside] for code in codes]).reshape(len(codes), len(inside))
    leaves.flags.writeable = False
    return leaves


def _leaves(nodes: tuple[Node, ...]) -> list[int]:
    return [at for at, node in enumerate(nodes) if node.level == 1]


def _kept(nodes: tuple[Node, ...], factors: Mapping[str, float]) -> list[int]:
    """Positions of what still belongs: nothing above it, nor itself, was left out."""
    gone: set[str] = set()
    # From the top down, so that a parent is known to be gone before its children are asked about.
    for node in reversed(nodes):
        if factors.get(node.code) == 0 or node.parent in gone:
            gone.add(node.code)
    return [at for at, node in enumerate(nodes) if node.code not in gone]


def _scale(leaves: Floats, method: Method) -> Scale:
    """The scale of the group, for methods that put a level on it once more."""
    declared = Declared.plain(("none",) * len(leaves))
    return Scale(Panel.of_one_period(leaves.T, declared, np.ones(leaves.shape[1], dtype=bool)), method)
