"""Putting values on the scale of a method: against whom, in which period, with which weights."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import normalise, treat
from apps.scores.engine.blocks import slices
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Panel
from apps.scores.engine.preparing import compared_group, transforms_of
from apps.scores.engine.transform import TRANSFORMS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_Finish = Callable[[Floats], None]

#: Bytes of figures that are worked on at once.
_BLOCK = 1 << 20


@dataclass(frozen=True, eq=False)
class Scale:
    """The scale of a method for the areas of a panel."""

    panel: Panel
    method: Method

    def normalise(self, values: Floats, basis: Floats, way: str, direction: Ints | Floats) -> Floats:
        """`values` (columns, periods, areas) by `way`, + better, against `basis` of the same shape.

        `direction` (columns,): +1 or -1. The basis of a period is that period's, or the base period's; of an area, the
        areas it is compared with. Goalposts and targets are those declared of the columns.
        """
        found = np.full_like(values, np.nan)
        if way == "z-score" and not self.method.normalise_weights:
            self._by_z_scores(values, basis, direction, found)
            return found
        base = self._base
        for rows in self._compared:
            for column in range(len(values)):
                sign = float(direction[column])
                for period in range(values.shape[1]):
                    against = period if base is None else base
                    found[column, period, rows] = self._one(
                        sign * values[column, period, rows],
                        sign * basis[column, against, rows],
                        way,
                        (against, rows, column, sign),
                    )
        return found

    def fill_leaves(self, values: Floats, basis: Floats, framework: Framework, scores: Floats) -> None:
        """Fill the indicators of `scores` (elements, periods, areas): z-scores, scaled and capped.

        The same as `normalise`, `scaled` and a cap one after the other, without keeping what comes between.
        """
        method, positions = self.method, framework.indicators
        side_by_side = len(positions) == positions[-1] - positions[0] + 1 if len(positions) else False
        place = slice(int(positions[0]), int(positions[-1]) + 1) if side_by_side else positions
        leaves = scores[place]
        if not isinstance(self._compared[0] if self._compared else None, slice):
            leaves[...] = np.nan

        def finish(z: Floats) -> None:
            z *= method.k
            z += method.centre
            if method.cap in ("indicator", "every"):
                np.clip(z, method.lowest, method.highest, out=z)

        self._by_z_scores(values, basis, framework.direction[positions], leaves, finish)
        if not side_by_side:
            scores[place] = leaves

    def _by_z_scores(
        self, values: Floats, basis: Floats, direction: Ints | Floats, found: Floats, finish: _Finish | None = None
    ) -> None:
        """Fill `found` block by block, each so small that it stays in the processor's own memory meanwhile.

        `finish` is handed every block, to do more to it on the spot.
        """
        count, periods, areas = values.shape
        signs = np.asarray(direction, dtype=np.float64)[:, None]
        same = values is basis and self._base is None
        at_once = max(1, _BLOCK // max(areas * values.itemsize, 1))
        most = max(1, min(at_once, count * periods)) * areas
        room = [np.empty(most) for _ in range(3)]
        for rows in self._compared:
            for columns in slices(count, max(1, at_once // max(periods, 1))):
                for within in slices(periods, at_once):
                    part = (columns, within, rows)
                    z = found[part]
                    against = part if self._base is None else (columns, slice(self._base, self._base + 1), rows)
                    own = values[part]
                    self._fill_z_scores(own, own if same else basis[against], signs[columns], z, room)
                    if finish:
                        finish(z)
                    if not isinstance(rows, slice):
                        found[part] = z

    def _fill_z_scores(self, values: Floats, basis: Floats, signs: Floats, z: Floats, room: list[Floats]) -> None:
        first, filled, scratch = (each[: basis.size].reshape(basis.shape) for each in room)
        deviation = z if basis is values else first
        mean, spread = treat.moments_within((deviation, filled, scratch), basis, self.method.ddof)
        if basis is not values:
            np.subtract(values, mean[..., None], out=z)
        signed = spread * signs
        z /= np.where(signed != 0, signed, np.nan)[..., None]

    def scaled(self, normalised: Floats, way: str) -> Floats:
        """What `normalise` gave by `way`, on the scale of the method, not capped; by "none" as it is."""
        method = self.method
        if way == "none":
            return normalised
        if way == "z-score":
            return normalise.to_scale(normalised, method.k, method.centre)
        share = normalised / 100.0 if way == "rank-exponential" else normalised
        return normalise.share_to_scale(share, method.lowest, method.highest)

    def weights(self, framework: Framework, children: Ints, level: int) -> Floats:
        """The weights of an element's children: (children,), or (children, areas) where groups state their own."""
        way = self.method.at(level, "weights")
        given = np.ones(len(children)) if way == "equal" else framework.weight[children]
        if way != "group":
            return given
        # An area of no group has nobody to state weights for it: it takes those the framework gives.
        rows = [*(self._stated(framework, children, name) for name in self.panel.groups), given]
        return np.ascontiguousarray(np.stack(rows)[self.panel.group].T)

    def _stated(self, framework: Framework, children: Ints, group: str) -> Floats:
        stated = self.method.group_weights.get(group, {})
        codes = [framework.codes[child] if framework.codes else "" for child in children]
        weights = zip(codes, framework.weight[children].tolist(), strict=True)
        return np.array([float(stated.get(code, weight)) for code, weight in weights])

    @cached_property
    def _base(self) -> int | None:
        return self.panel.period(self.method.base_period) if self.method.base_period else None

    @cached_property
    def _compared(self) -> tuple[Ints | slice, ...]:
        """The areas of each group that are compared with one another."""
        group = compared_group(self.panel, self.method)
        if (group == 0).all():
            return (slice(None),)
        return tuple(np.flatnonzero(group == number) for number in np.unique(group[group >= 0]))

    @cached_property
    def _leaves_some_out(self) -> bool:
        return any(not isinstance(rows, slice) for rows in self._compared) or not self._compared

    def _one(self, values: Floats, basis: Floats, way: str, place: "tuple[int, Ints | slice, int, float]") -> Floats:
        present = basis[~np.isnan(basis)]
        if way == "none":
            return values
        if way == "goalposts":
            low, high = self._posts(place[2], place[3])
            return normalise.goalposts(values, low, high)
        if not len(present):
            return np.full_like(values, np.nan)
        if way == "z-score":
            mean, spread = self._weighted_moments(basis, place)
            return normalise.z_scores(values, np.float64(mean), np.float64(spread))
        if way == "min-max":
            return normalise.min_max(values, float(present.min()), float(present.max()))
        if way == "distance-to-target":
            target = place[3] * self._bent(self.panel.declared.target, place[2])
            return normalise.distance_to_target(values, float(present.min()), target)
        ranked = normalise.percentile_rank if way == "percentile-rank" else normalise.rank_exponential
        return ranked(values, self.method.ties)

    def _weighted_moments(self, basis: Floats, place: "tuple[int, Ints | slice, int, float]") -> tuple[float, float]:
        known = ~np.isnan(basis)
        weights = self.panel.companion(self.method.normalise_weights)[place[0], place[1]]
        # Who has no weight has no say in what is usual, and is scored all the same.
        known &= weights > 0
        if not known.any():
            return np.nan, np.nan
        return (
            treat.weighted_mean(basis[known], weights[known]),
            treat.weighted_spread(basis[known], weights[known], self.method.ddof),
        )

    def _posts(self, column: int, sign: float) -> tuple[float, float]:
        declared = self.panel.declared
        ends = [self._bent(each, column) for each in (declared.goalpost_low, declared.goalpost_high)]
        low, high = ends if sign > 0 else [-end for end in reversed(ends)]
        return low, high

    def _bent(self, declared: Floats, column: int) -> float:
        """A goalpost or target after the transform of its indicator."""
        transform = TRANSFORMS[transforms_of(self.panel, self.method)[column]]
        return float(transform(declared[column : column + 1])[0])
