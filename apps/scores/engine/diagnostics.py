"""What the structure of an index is like: whether what is averaged belongs together, and what truly drives the result.

Every measure is of what is averaged: scores (n series, areas), nan where there is none. Where too few areas have what
is needed it is nan. (OECD/JRC Handbook on Constructing Composite Indicators, steps 4 and 8; the same measures as in the
JRC's COIN Tool and the R package COINr.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.normalise import ranks_from_below

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Fewer areas say nothing of how two series go together. A convention of ours.
LEAST_AREAS = 10
#: Two loadings that agree so far are the same size: no library's last bit chooses a sign.
_SAME = 1e-9
#: The median of |z| of a normal distribution: what a robust z-score is scaled by.
_MEDIAN_OF_NORMAL = 0.6745


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of k series: `eigenvalues` (k,), largest first, `shares` of variance (k,), and `loadings`.

    `loadings` (series, components): the correlation of each with each component. `areas` that they rest on.
    """

    eigenvalues: Floats
    shares: Floats
    loadings: Floats
    areas: int


def pearson(one: Floats, other: Floats) -> tuple[float, int]:
    """Pearson's correlation over the areas that have both, and how many those are; nan where too few, or one is flat.

    r = sum((x - mx)(y - my)) / sqrt(sum((x - mx)^2) sum((y - my)^2)).
    """
    both = ~np.isnan(one) & ~np.isnan(other)
    count = int(np.count_nonzero(both))
    x, y = one[both], other[both]
    if count < LEAST_AREAS or _is_flat(x) or _is_flat(y):
        return np.nan, count
    x, y = x - x.mean(), y - y.mean()
    r = float((x * y).sum()) / float(np.sqrt((x * x).sum() * (y * y).sum()))
    return min(max(r, -1.0), 1.0), count


def spearman(one: Floats, other: Floats) -> tuple[float, int]:
    """Spearman's rank correlation: Pearson's of the ranks among the areas that have both, ties sharing their mean."""
    both = ~np.isnan(one) & ~np.isnan(other)
    return pearson(ranks_from_below(one[both], "mean"), ranks_from_below(other[both], "mean"))


def correlations(values: Floats) -> tuple[Floats, Ints]:
    """Pearson's correlation of each pair of `values` (series, areas), and of how many areas: (series, series) each."""
    size = len(values)
    found, counts = np.full((size, size), np.nan), np.zeros((size, size), dtype=np.int64)
    for one in range(size):
        for other in range(one, size):
            found[one, other], counts[one, other] = pearson(values[one], values[other])
            found[other, one], counts[other, one] = found[one, other], counts[one, other]
    return found, counts


def cronbach_alpha(values: Floats) -> tuple[float, int]:
    """How far `values` (series, areas) measure one thing, and on how many areas with all of them that rests.

    alpha = k / (k - 1) * (1 - sum of the variances / variance of the sum), k series, at most 1; nan for fewer than two
    series, too few areas, or a sum that does not vary. (Cronbach, "Coefficient alpha and the internal structure of
    tests", Psychometrika 16, 1951; 0.7 is the usual mark, by Nunnally, Psychometric Theory, 1978.)
    """
    whole = _complete(values)
    size, count = whole.shape
    if size < 2 or count < LEAST_AREAS or _is_flat(whole.sum(axis=0)):
        return np.nan, count
    parts, total = whole.var(axis=1, ddof=1).sum(), whole.sum(axis=0).var(ddof=1)
    return float(size / (size - 1) * (1 - parts / total)), count


def principal_components(values: Floats) -> Components | None:
    """The principal components of the correlations of `values` (series, areas), over the areas that have all of them.

    The eigenvectors v of the correlation matrix with their eigenvalues l; loadings v * sqrt(l). Which end of a
    component is up is anyone's choice: its largest loading is positive, the first of those that are equally large.
    None for fewer than two series, too few areas, or a series that does not vary. (OECD/JRC Handbook, step 4.)
    """
    whole = _complete(values)
    size, count = whole.shape
    if size < 2 or count < LEAST_AREAS or any(_is_flat(row) for row in whole):
        return None
    matrix, _counts = correlations(whole)
    lengths, vectors = np.linalg.eigh(matrix)
    order = np.argsort(-lengths, kind="stable")
    lengths, vectors = np.maximum(lengths[order], 0.0), vectors[:, order]
    sizes = np.abs(vectors)
    first = (sizes >= sizes.max(axis=0) - _SAME).argmax(axis=0)
    signs = np.where(vectors[first, np.arange(size)] < 0, -1.0, 1.0)
    return Components(lengths, lengths / size, vectors * signs * np.sqrt(lengths), count)


def weight_shares(framework: Framework, weights: Floats, scored: Flags) -> Floats:
    """The share of its root's weight that each element has in each area, (elements, areas), given what has a score.

    `weights` (elements,); `scored` (elements, areas). An element without a score leaves its weight to its siblings:
    share = share of the parent * w / sum(w of the siblings with a score). nan in areas whose root has none.
    """
    shares = np.zeros(scored.shape)
    for position in reversed(range(len(framework))):
        if framework.parent[position] == ROOT:
            shares[position] = np.where(scored[position], 1.0, np.nan)
        if framework.level[position] == 1:
            continue
        children = framework.children_of(position)
        held = weights[children, None] * scored[children]
        whole = held.sum(axis=0)
        shares[children] = shares[position] * np.divide(held, whole, out=np.zeros_like(held), where=whole > 0)
    return shares


def robust_z(values: Floats) -> Floats:
    """How far each of `values` (areas,) lies from the median, in a measure that outliers do not widen.

    0.6745 (x - median) / MAD, MAD the median of |x - median|; nan throughout where that is 0. Beyond 3.5 a value is
    an outlier. (Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC, 1993.)
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return np.full_like(values, np.nan)
    middle = np.median(known)
    width = np.median(np.abs(known - middle))
    return _MEDIAN_OF_NORMAL * (values - middle) / width if width > 0 else np.full_like(values, np.nan)


def commonest_share(values: Floats) -> float:
    """Which share of the areas with a figure have the commonest one; nan where none has. (`Frc.Same` in COINr.)"""
    known = values[~np.isnan(values)]
    return float(np.unique(known, return_counts=True)[1].max() / len(known)) if len(known) else np.nan


def relative_spread(values: Floats) -> float:
    """The standard deviation as a share of the mean, |s / m|: the coefficient of variation; nan where the mean is 0.

    It says something only of units that begin at a natural nothing.
    """
    known = values[~np.isnan(values)]
    mean = known.mean() if len(known) else 0.0
    return float(abs(known.std() / mean)) if mean else np.nan


def _complete(values: Floats) -> Floats:
    """The areas that have all of the series."""
    return values[:, ~np.isnan(values).any(axis=0)]


def _is_flat(values: Floats) -> bool:
    return not len(values) or bool((values == values[0]).all())
