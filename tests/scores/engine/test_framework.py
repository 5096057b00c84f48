import numpy as np
import pytest

from apps.scores.engine.framework import ROOT, Framework


def build(level, parent, weight=None, direction=None):
    count = len(level)
    directions = [1 if one == 1 else 0 for one in level] if direction is None else direction
    return Framework(level, parent, [1.0] * count if weight is None else weight, directions)


def test_branches_may_differ_in_depth_and_stand_under_several_roots():
    # Two indicators under a subdomain, one straight under a headline; a second headline with one indicator.
    framework = build([1, 1, 1, 1, 2, 4, 4], [4, 4, 5, 6, 5, ROOT, ROOT])

    assert framework.indicators.tolist() == [0, 1, 2, 3]
    assert framework.above.tolist() == [4, 5, 6]
    assert framework.children_of(5).tolist() == [2, 4]
    assert framework.children_of(np.int64(4)).tolist() == [0, 1]


def test_an_element_may_be_empty():
    assert build([1, 3, 3], [1, ROOT, ROOT]).children_of(2).tolist() == []


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"level": [], "parent": []}, "at least one element"),
        ({"level": [1, 3], "parent": [1]}, "one level, parent, weight"),
        ({"level": [1, 3], "parent": [2, ROOT]}, "another element of the framework"),
        ({"level": [1, 3], "parent": [-2, ROOT]}, "another element of the framework"),
        ({"level": [3, 1], "parent": [ROOT, 0]}, "before their parents"),
        ({"level": [1, 3], "parent": [0, ROOT]}, "before their parents"),
        ({"level": [0, 3], "parent": [1, ROOT], "direction": [0, 0]}, "level is 1 for an indicator"),
        ({"level": [1, 1], "parent": [1, ROOT]}, "of a higher level"),
        ({"level": [3, 3], "parent": [1, ROOT]}, "of a higher level"),
        ({"level": [1], "parent": [ROOT], "weight": [0]}, "above 0"),
        ({"level": [1], "parent": [ROOT], "weight": [np.nan]}, "above 0"),
        ({"level": [1], "parent": [ROOT], "weight": [np.inf]}, "above 0"),
        ({"level": [1], "parent": [ROOT], "direction": [0]}, "must be \\+1 or -1"),
        ({"level": [1, 3], "parent": [1, ROOT], "direction": [1, 1]}, "Only indicators"),
    ],
)
def test_what_is_no_forest_is_refused_with_a_sentence(arrays, sentence):
    with pytest.raises(ValueError, match=sentence):
        build(**arrays)
