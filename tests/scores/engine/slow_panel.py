"""A panel scored once more in slow and plain Python, one cell at a time, from the words of docs/method.md."""

import math
from statistics import fmean

import numpy as np

NAN = math.nan


def slow_panel(panel, framework, method):
    """Scores and coverage as nested lists (periods, areas, elements), None where there is no score."""
    figures = [[[_known(x) for x in area] for area in period] for period in np.moveaxis(panel.figures, 0, 2).tolist()]
    leaves = framework.indicators.tolist()
    scores = [[[None] * len(framework) for _ in period] for period in figures]
    covered = [[[0.0] * len(framework) for _ in period] for period in figures]
    base = panel.periods.index(method.base_period) if method.base_period else None
    for period, rows in enumerate(figures):
        for column, leaf in enumerate(leaves):
            basis = [row[column] for row in figures[period if base is None else base]]
            for area, row in enumerate(rows):
                share = _share(row[column], area, basis, int(framework.direction[leaf]), panel, method, column)
                if share is not None:
                    scores[period][area][leaf] = _kept(_scaled(share, method.normalise, method), method, "indicator")
                    covered[period][area][leaf] = 1.0
    for position in range(len(framework)):
        if framework.level[position] > 1:
            for period in range(len(figures)):
                for area in range(len(figures[period])):
                    _parent(position, area, scores[period][area], covered[period][area], framework, method, panel)
    return scores, covered


def _known(value):
    return None if math.isnan(value) else value


def _share(value, area, basis, direction, panel, method, column):
    same = [
        direction * other
        for at, other in enumerate(basis)
        if other is not None and (method.within == "all" or panel.group[at] == panel.group[area])
    ]
    if value is None or method.within == "group" and panel.group[area] < 0:
        return None
    value = direction * value
    if method.normalise == "none":
        return value
    if method.normalise == "goalposts":
        ends = [direction * panel.declared.goalpost_low[column], direction * panel.declared.goalpost_high[column]]
        low, high = min(ends), max(ends)
        return None if low == high or math.isnan(low) else (value - low) / (high - low)
    if not same:
        return None
    if method.normalise == "distance-to-target":
        target = direction * panel.declared.target[column]
        return None if math.isnan(target) or target == min(same) else (value - min(same)) / (target - min(same))
    if min(same) == max(same):
        return None
    if method.normalise == "min-max":
        return (value - min(same)) / (max(same) - min(same))
    if method.normalise == "z-score":
        mean = fmean(same)
        return (value - mean) / math.sqrt(sum((x - mean) ** 2 for x in same) / (len(same) - method.ddof))
    below, at = sum(x < value for x in same), sum(x == value for x in same)
    rank = {"lowest": below + 1, "highest": below + at, "mean": below + (1 + at) / 2}[method.ties]
    if method.normalise == "percentile-rank":
        return (rank - 1) / (len(same) - 1)
    return -23 * math.log(1 - rank / len(same) * (1 - math.exp(-100 / 23)))


def _scaled(share, way, method):
    if way == "none":
        return share
    if way == "z-score":
        return method.centre + method.k * share
    return method.lowest + (share / 100 if way == "rank-exponential" else share) * (method.highest - method.lowest)


def _kept(score, method, where):
    if method.cap == "every" or method.cap == where:
        return min(max(score, method.lowest), method.highest)
    return score


def _parent(position, area, row, covered, framework, method, panel):
    level = int(framework.level[position])
    children = [child for child in range(position) if framework.parent[child] == position]
    weights = {child: _weight(child, area, level, framework, method, panel) for child in children}
    present = [child for child in children if row[child] is not None]
    if children:
        covered[position] = sum(weights[c] * covered[c] for c in present) / sum(weights.values())
    if not present or covered[position] < method.at(level, "least_coverage") - 1e-9:
        return
    row[position] = _kept(
        _mean([(row[child], weights[child]) for child in present], method.at(level, "averaging")), method, "parent"
    )


def _weight(child, area, level, framework, method, panel):
    way = method.at(level, "weights")
    if way == "equal":
        return 1.0
    given = float(framework.weight[child])
    if way == "given" or panel.group[area] < 0:
        return given
    return method.group_weights.get(panel.groups[panel.group[area]], {}).get(framework.codes[child], given)


def _mean(scored, averaging):
    total = sum(weight for _, weight in scored)
    if averaging == "geometric":
        return math.prod(max(score, 0) ** (weight / total) for score, weight in scored)
    if averaging == "harmonic":
        return 0.0 if any(score == 0 for score, _ in scored) else total / sum(w / s for s, w in scored)
    mean = sum(score * weight for score, weight in scored) / total
    if averaging == "arithmetic":
        return mean
    variance = sum(weight * (score - mean) ** 2 for score, weight in scored) / total
    return mean - variance / mean
