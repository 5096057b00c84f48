"""The same scores by pandas, as a careful analyst would write them: one wide frame, no loops over areas or years."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Panel

NOT_HERE = "pandas is not installed: not compared"


def scored_by_pandas(panel: Panel, framework: Framework, method: Method) -> Callable[[], NDArray[np.float64]] | None:
    """What scores `panel` by pandas, (elements, periods, areas); None where pandas is not installed."""
    if find_spec("pandas") is None:
        return None
    pandas: Any = import_module("pandas")
    count, periods, areas = panel.figures.shape
    index = pandas.MultiIndex.from_product([panel.periods, range(areas)])
    wide = pandas.DataFrame(panel.figures.reshape(count, -1).T.copy(), index=index, columns=framework.indicators)
    weights = pandas.Series(framework.weight)

    def score() -> NDArray[np.float64]:
        years = wide.groupby(level=0)
        z = (wide - years.transform("mean")) / years.transform("std", ddof=0)
        leaves = (method.centre + method.k * z * framework.direction[framework.indicators]).clip(
            method.lowest, method.highest
        )
        scores = dict(leaves.items())
        covered = dict(leaves.notna().astype(float).items())
        for position in framework.above.tolist():
            children = framework.children_of(position).tolist()
            below = pandas.DataFrame({child: scores[child] for child in children})
            share = pandas.DataFrame({child: covered[child] for child in children})
            present, each = below.notna(), weights[children]
            found = share.where(present, 0.0).mul(each).sum(axis=1) / each.sum()
            mean = below.mul(each).sum(axis=1) / present.mul(each).sum(axis=1)
            scores[position], covered[position] = mean.where(found >= method.least_coverage - 1e-9), found
        rows = [scores[position].to_numpy() for position in range(len(framework))]
        return np.array(rows).reshape(len(framework), periods, areas)

    return score
