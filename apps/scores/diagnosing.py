"""What the structure of a tier of a run looks like: its diagnostics by name, and what of them deserves a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.scores.arrays import COLUMNS, framework_of, nodes_of, number, stored_table
from apps.scores.engine import diagnostics
from apps.scores.models import RunTier

Floats = NDArray[np.float64]

#: Of what is averaged together: above, two say the same; below, hardly the same thing (JRC COIN Tool, COINr).
REDUNDANT, WEAK = 0.92, 0.3
#: Below it a group hardly measures one thing (Nunnally).
ALPHA = 0.7
#: Beyond it a value is an outlier (Iglewicz and Hoaglin).
OUTLYING = 3.5
#: A share of areas with one and the same figure, and a spread over the mean, from which an indicator barely varies.
SAME, NARROW = 0.5, 0.05
#: A share of areas with a figure below which coverage deserves a look.
COVERED = 0.8


@dataclass(frozen=True)
class Pair:
    """Two indicators: how they go together, over how many areas, and what to think of it.

    `together`: the name of the closest element that both belong to, "" for none. `flag`: `negative`, `redundant`,
    `weak` or "".
    """

    one: str
    other: str
    together: str
    pearson: float | None
    spearman: float | None
    areas: int
    flag: str


@dataclass(frozen=True)
class Group:
    """What is averaged into one element: whether it is of one piece. None where it was not computed, and `why`."""

    name: str
    parts: int
    alpha: float | None
    areas: int
    first_share: float | None
    above_one: int
    loadings: tuple[tuple[str, tuple[float, ...]], ...]
    eigenvalues: tuple[float, ...]
    why: str


@dataclass(frozen=True)
class Weight:
    """One element below a headline: how much it is given, how much it has, how much of the result goes with it.

    `given`: its share of the headline's weight; `effective`: the mean of that share over the areas with a headline
    score, given what has figures; `with_parent` and `with_headline`: Pearson's correlations; `importance`: the second
    one squared.
    """

    name: str
    headline: str
    level: int
    given: float
    effective: float | None
    with_parent: float | None
    with_headline: float | None
    importance: float | None


@dataclass(frozen=True)
class Spread:
    """One indicator among the areas: coverage, shape, outliers by name with their robust z, and how much it varies."""

    name: str
    covered: float
    skewness: float | None
    kurtosis: float | None
    outliers: tuple[tuple[str, float], ...]
    same: float | None
    relative: float | None


@dataclass(frozen=True)
class Covered:
    """One element above indicators: which share of the group has a score, and how much of its weight has figures."""

    name: str
    scored: float
    coverage: float


@dataclass(frozen=True)
class Diagnosis:
    """All of it, for one tier; `unused`: indicators that nothing can be said of, as none of their figures is scored."""

    areas: int
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    weights: tuple[Weight, ...]
    spreads: tuple[Spread, ...]
    covered: tuple[Covered, ...]
    unused: tuple[str, ...]

    def flagged(self, flag: str) -> list[Pair]:
        """The pairs of one flag, those that go together least first; of the redundant the closest first."""
        found = [pair for pair in self.pairs if pair.flag == flag]
        turn = -1 if flag == "redundant" else 1
        return sorted(found, key=lambda pair: turn * abs(pair.pearson or 0) if turn < 0 else pair.pearson or 0)


def diagnose(tier: RunTier) -> Diagnosis:
    """The diagnostics of a tier of a finished run, over the areas of its group."""
    return _Look(tier).all()


class _Look:
    """A tier unpacked; positions are those of its elements."""

    def __init__(self, tier: RunTier) -> None:
        self.nodes = nodes_of(tier.run.edition, tier.tier)
        self.names: Mapping[str, str] = dict(tier.run.edition.elements.values_list("code", "name"))
        self.areas = dict(Area.objects.filter(code__in=tier.scored).values_list("code", "name"))
        self.tier = tier
        self.framework = framework_of(self.nodes)
        table = stored_table(tier)
        self.scores, self.coverage, self.z, self.values = (table[:, COLUMNS.index(name)] for name in COLUMNS[:4])
        self.scored = ~np.isnan(self.scores)
        self.used = [at for at in self.framework.indicators.tolist() if self.scored[at].any()]

    def all(self) -> Diagnosis:
        return Diagnosis(
            areas=len(self.tier.scored),
            pairs=tuple(self.pairs()),
            groups=tuple(self.group(at) for at in reversed(self.framework.above.tolist()) if len(self.parts(at)) > 1),
            weights=tuple(self.weights()),
            spreads=tuple(self.spread(at) for at in self.used),
            covered=tuple(self.covered(at) for at in reversed(self.framework.above.tolist())),
            unused=tuple(self.name(at) for at in self.framework.indicators.tolist() if at not in self.used),
        )

    def name(self, at: int) -> str:
        return self.names[self.nodes[at].code]

    def parts(self, at: int) -> list[int]:
        return [child for child in self.framework.children_of(at).tolist() if self.scored[child].any()]

    def above(self, at: int) -> list[int]:
        """What an element belongs to, from its parent up to its headline."""
        found = []
        while (at := int(self.framework.parent[at])) >= 0:
            found.append(at)
        return found

    def pairs(self) -> list[Pair]:
        found = []
        for place, one in enumerate(self.used):
            for other in self.used[place + 1 :]:
                r, areas = diagnostics.pearson(self.scores[one], self.scores[other])
                shared = [at for at in self.above(one) if at in self.above(other)]
                siblings = self.framework.parent[one] == self.framework.parent[other]
                # A headline holds nearly everything: what meets only there is across domains.
                near = shared[:1] if shared and self.framework.parent[shared[0]] >= 0 else []
                flag = _flag(r, siblings=bool(siblings), near=bool(near))
                ranked = diagnostics.spearman(self.scores[one], self.scores[other])[0] if near or flag else np.nan
                together = self.name(near[0]) if near else ""
                names = self.name(one), self.name(other)
                found.append(Pair(*names, together, number(r), number(ranked), areas, flag))
        return found

    def group(self, at: int) -> Group:
        parts = self.parts(at)
        values = self.scores[parts]
        alpha, areas = diagnostics.cronbach_alpha(values)
        found = diagnostics.principal_components(values)
        loadings = found.loadings.tolist() if found else []
        return Group(
            name=self.name(at),
            parts=len(parts),
            alpha=number(alpha),
            areas=areas,
            first_share=float(found.shares[0]) if found else None,
            above_one=int(np.count_nonzero(found.eigenvalues > 1)) if found else 0,
            loadings=tuple((self.name(part), tuple(row)) for part, row in zip(parts, loadings, strict=False)),
            eigenvalues=tuple(found.eigenvalues.tolist()) if found else (),
            why="" if found else "few" if areas < diagnostics.LEAST_AREAS else "flat",
        )

    def weights(self) -> list[Weight]:
        given = self.framework.weight
        nominal = diagnostics.weight_shares(self.framework, given, np.ones((len(self.nodes), 1), dtype=bool))[:, 0]
        shares = diagnostics.weight_shares(self.framework, given, self.scored)
        found = []
        for at in reversed(range(len(self.nodes))):
            if not (line := self.above(at)):
                continue
            known = shares[at][~np.isnan(shares[at])]
            with_parent, with_headline = (
                diagnostics.pearson(self.scores[at], self.scores[up])[0] for up in (line[0], line[-1])
            )
            found.append(
                Weight(
                    name=self.name(at),
                    headline=self.name(line[-1]),
                    level=self.nodes[at].level,
                    given=float(nominal[at]),
                    effective=float(known.mean()) if len(known) else None,
                    with_parent=number(with_parent),
                    with_headline=number(with_headline),
                    importance=number(with_headline**2),
                )
            )
        return found

    def spread(self, at: int) -> Spread:
        about: dict[str, Any] = self.tier.indicators.get(self.nodes[at].code, {})
        # After its transform, before the cap: z is that up to a scale, which a robust z does not see.
        far = diagnostics.robust_z(self.z[at])
        beyond = sorted(np.flatnonzero(np.abs(far) > OUTLYING).tolist(), key=lambda area: -abs(far[area]))
        return Spread(
            name=self.name(at),
            covered=float(self.scored[at].mean()),
            skewness=about.get("skewness"),
            kurtosis=about.get("kurtosis"),
            outliers=tuple((self.areas.get(self.tier.scored[area], ""), float(far[area])) for area in beyond),
            same=number(diagnostics.commonest_share(self.values[at])),
            relative=number(diagnostics.relative_spread(self.values[at])),
        )

    def covered(self, at: int) -> Covered:
        return Covered(self.name(at), float(self.scored[at].mean()), float(self.coverage[at].mean()))


def _flag(r: float, *, siblings: bool, near: bool) -> str:
    if r > REDUNDANT:
        return "redundant"
    if near and r < 0:
        return "negative"
    return "weak" if siblings and r < WEAK else ""


def to_look_at(spreads: Sequence[Spread]) -> dict[str, list[Spread]]:
    """The indicators that deserve a look, by what is the matter with them."""
    return {
        "thin": [each for each in spreads if each.covered < COVERED],
        "skewed": [each for each in spreads if abs(each.skewness or 0) > 2 and (each.kurtosis or 0) > 3.5],
        "outlying": [each for each in spreads if each.outliers],
        "same": [each for each in spreads if (each.same or 0) >= SAME],
        "narrow": [each for each in spreads if each.relative is not None and each.relative < NARROW],
    }
