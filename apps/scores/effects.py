"""What one other choice at a time would do to the scores of a tier: the method with one entry changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from apps.common.bands import band_of
from apps.scores.arrays import COLUMNS, Node, framework_of, number
from apps.scores.engine.method import Method
from apps.scores.engine.ranking import ranks
from apps.scores.engine.score import score

Floats = NDArray[np.float64]

#: Key, what the method says instead, and the choice in words.
ALTERNATIVES: tuple[tuple[str, dict[str, Any], Any], ...] = (
    ("k-less", {"k": 4 / 3}, _("A standard deviation is worth 1.33 points")),
    ("k-more", {"k": 2.0}, _("A standard deviation is worth 2 points")),
    ("no-cap", {"cap": "none"}, _("Nothing is kept within 0 and 10")),
    ("sample", {"ddof": 1}, _("The group is taken as a sample of more areas")),
    ("min-max", {"normalise": "min-max"}, _("From the group’s lowest figure (0) to its highest (10)")),
    ("ranks", {"normalise": "percentile-rank"}, _("By how many areas have a lower figure, not by how much")),
    ("geometric", {"averaging": "geometric"}, _("Geometric means: what is low is made up for in part only")),
    (
        "unbalanced",
        {"averaging": "adjusted-mazziotta-pareto", "cap": "every"},
        _("Means less a toll on what is unbalanced (adjusted Mazziotta-Pareto)"),
    ),
    ("untreated", {"transform": "none", "outliers": "none"}, _("Skewed figures are left as they are")),
    ("winsorised", {"outliers": "winsorise"}, _("Every skewed indicator has its most extreme figures drawn in")),
    ("filled", {"impute": "group-mean"}, _("A missing figure is taken to be the group’s average")),
    ("lenient", {"least_coverage": 0.25}, _("A quarter of what belongs to an element is enough for a score")),
    ("strict", {"least_coverage": 0.75}, _("Three quarters of what belongs to an element are needed for a score")),
)


def effects(
    method: Method, nodes: Sequence[Node], table: Floats, used: frozenset[str], roots: Sequence[str]
) -> list[dict[str, Any]]:
    """Per alternative that differs from `method`: its key, and per headline what it moves against the stored scores.

    `table` (elements, COLUMNS, areas) as stored. Per headline: `points` and `most_points` by which scores move on
    average and at most, `places` by which areas move on average, `rebanded`: how many areas lie in another band,
    `gained` and `lost`: how many have a score now or no longer; `areas` that are compared.
    """
    leaves = [at for at, node in enumerate(nodes) if node.level == 1]
    figures = table[leaves, COLUMNS.index("value")].copy()
    figures[[nodes[at].code not in used for at in leaves]] = np.nan
    transforms = [nodes[at].transform if nodes[at].code in used else "none" for at in leaves]
    everyone = np.ones(figures.shape[1], dtype=bool)
    framework = framework_of(tuple(nodes))
    places = {root: next(at for at, node in enumerate(nodes) if node.code == root) for root in roots}
    found = []
    for key, changes, _words in ALTERNATIVES:
        other = replace(method, **changes)
        if other == method:
            continue
        scores = score(figures.T, framework, other, everyone, transforms).scores
        moved = {root: _moved(table[at, COLUMNS.index("score")], scores[:, at]) for root, at in places.items()}
        found.append({"key": key, "roots": moved})
    return found


def _moved(before: Floats, after: Floats) -> dict[str, Any]:
    both = ~np.isnan(before) & ~np.isnan(after)
    points = np.abs(after[both] - before[both])
    pairs = zip(before[both].tolist(), after[both].tolist(), strict=True)
    return {
        "areas": int(np.count_nonzero(both)),
        "points": number(points.mean()) if len(points) else None,
        "most_points": number(points.max()) if len(points) else None,
        "places": number(np.abs(ranks(after[both]) - ranks(before[both])).mean()) if len(points) else None,
        "rebanded": sum(band_of(old) is not band_of(_within(new)) for old, new in pairs),
        "gained": int(np.count_nonzero(np.isnan(before) & ~np.isnan(after))),
        "lost": int(np.count_nonzero(~np.isnan(before) & np.isnan(after))),
    }


def _within(score: float) -> float:
    # Bands are for scores on the scale; one that a method does not cap has the band of the end that it lies beyond.
    return min(max(score, 0.0), 10.0)
