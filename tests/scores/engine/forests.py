"""Random frameworks and figures, and the method once more in slow and plain Python to compare with."""

import math

import numpy as np
from hypothesis import strategies as st

from apps.scores.engine.framework import ROOT, Framework


@st.composite
def frameworks(draw, *, weighted=True):
    """A forest with branches of different depth, several roots, and empty elements now and then."""
    levels = sorted(draw(st.lists(st.integers(1, 4), min_size=1, max_size=12)) + [1])
    count = len(levels)
    parents = []
    for index, level in enumerate(levels):
        above = [other for other in range(index + 1, count) if levels[other] > level]
        parents.append(draw(st.sampled_from(above)) if above and draw(st.integers(0, 5)) else ROOT)
    weights = st.sampled_from([0.5, 1.0, 2.0, 3.7]) if weighted else st.just(1.0)
    return Framework(
        level=np.array(levels),
        parent=np.array(parents),
        weight=np.array([draw(weights) for _ in levels]),
        direction=np.array([draw(st.sampled_from([-1, 1])) if level == 1 else 0 for level in levels]),
    )


@st.composite
def cases(draw, *, missing=True, weighted=True, fewest=2):
    """(framework, figures, reference group) with some figures missing."""
    framework = draw(frameworks(weighted=weighted))
    areas = draw(st.integers(fewest, 8))
    cell = st.integers(-500, 500).map(lambda n: n / 10)
    if missing:
        cell = cell | st.just(math.nan)
    columns = len(framework.indicators)
    flat = draw(st.lists(cell, min_size=areas * columns, max_size=areas * columns))
    inside = draw(st.lists(st.booleans(), min_size=areas, max_size=areas)) if missing else [True] * areas
    return framework, np.array(flat).reshape(areas, columns), np.array(inside)


def slow_scores(figures, framework, method, inside):
    """Scores and coverage, one area and element at a time, straight from the words of docs/method.md."""
    group = [row for row, member in zip(figures.tolist(), inside, strict=True) if member]
    leaves = framework.indicators.tolist()
    scores, coverage = [], []
    for row, member in zip(figures.tolist(), inside, strict=True):
        one, covered = {}, {}
        for column, leaf in enumerate(leaves):
            others = [other[column] for other in group if not math.isnan(other[column])]
            one[leaf] = _slow_indicator(row[column], others, member, framework.direction[leaf], method)
            covered[leaf] = 0.0 if one[leaf] is None else 1.0
        for parent in range(len(framework)):
            if framework.level[parent] > 1:
                one[parent], covered[parent] = _slow_parent(parent, one, covered, framework, method)
        scores.append([math.nan if one[i] is None else one[i] for i in range(len(framework))])
        coverage.append([covered[i] for i in range(len(framework))])
    return np.array(scores), np.array(coverage)


def _slow_indicator(value, others, member, direction, method):
    if not member or math.isnan(value) or len(set(others)) < 2:
        return None
    mean = sum(others) / len(others)
    spread = math.sqrt(sum((other - mean) ** 2 for other in others) / (len(others) - method.ddof))
    score = method.centre + method.k * direction * (value - mean) / spread
    return min(max(score, method.lowest), method.highest)


def _slow_parent(parent, one, covered, framework, method):
    children = [child for child in range(parent) if framework.parent[child] == parent]
    total = sum(framework.weight[child] for child in children)
    present = [child for child in children if one[child] is not None]
    if not present:
        return None, 0.0
    share = sum(framework.weight[child] * covered[child] for child in present) / total
    if share < method.least_coverage - 1e-9:
        return None, share
    weight = sum(framework.weight[child] for child in present)
    return sum(framework.weight[child] * one[child] for child in present) / weight, share
