import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.splitting import State, split
from tests.scores.engine.forests import frameworks

NAN = math.nan
PLAIN = Method(cap="none")
# Two indicators under one domain, the second of which counts three times as much.
TWO = Framework([1, 1, 2], [2, 2, ROOT], [1.0, 3.0, 1.0], [1, 1, 0])
DOMAIN = 2


def state(name, leaves, method=PLAIN):
    return State(name, np.array(leaves, dtype=float), method)


def test_a_change_is_told_step_by_step_and_indicator_by_indicator():
    # (2 + 3 · 6) / 4 = 5; with 4 for 2 it is 5.5, and with 8 for 6 after that 7.
    states = [state("", [2, 6]), state("own", [4, 6]), state("others", [4, 8])]

    found = split(TWO, states)

    assert found.names == ("own", "others")
    assert found.levels[DOMAIN].tolist() == [5, 5.5, 7]
    assert found.parts[DOMAIN].tolist() == [[0.5, 0, 0], [0, 1.5, 0]]


def test_where_nothing_changed_every_part_is_nothing():
    found = split(TWO, [state("", [2, 6]), state("own", [2, 6])])

    assert not found.parts.any()


def test_an_indicator_that_is_there_now_changes_the_score_by_what_it_brings():
    # Of the first alone the domain has a quarter of its weight: with a lower threshold it has a score of 2.
    lenient = Method(cap="none", least_coverage=0.2)

    found = split(TWO, [state("", [2, NAN], lenient), state("set", [2, 6], lenient)])

    assert found.levels[DOMAIN].tolist() == [2, 5]
    assert found.parts[DOMAIN].tolist() == [[0, 3, 0]]


def test_another_rule_of_averaging_is_no_indicators_doing():
    # The harmonic mean: 4 / (1/2 + 3/6) = 4.
    harmonic = Method(cap="none", averaging="harmonic")

    found = split(TWO, [state("", [2, 6]), state("method", [2, 6], harmonic)])

    assert found.levels[DOMAIN].tolist() == [5, 4]
    assert found.parts[DOMAIN].tolist() == [[0, 0, -1]]


def test_without_a_score_at_one_end_there_is_nothing_to_split():
    found = split(TWO, [state("", [2, NAN]), state("set", [2, 6])])

    assert math.isnan(found.levels[DOMAIN, 0])
    assert np.isnan(found.parts[DOMAIN]).all()


def test_what_leaves_no_score_in_between_is_counted_where_there_is_one_again():
    # The second is gone for one step: nothing of it is lost.
    found = split(TWO, [state("", [2, 6]), state("gone", [2, NAN]), state("back", [3, 7])])

    assert found.parts[DOMAIN, 0].tolist() == [0, 0, 0]
    assert found.parts[DOMAIN].sum() == pytest.approx(1)


@settings(max_examples=200, deadline=None)
@given(frameworks(), st.data())
def test_the_parts_add_up_to_the_whole_change_whatever_the_framework_and_the_means(framework, data):
    count = len(framework.indicators)
    cell = st.integers(0, 100).map(lambda n: n / 10) | st.just(NAN)
    means = st.sampled_from(["arithmetic", "geometric", "harmonic", "adjusted-mazziotta-pareto"])
    states = [
        state(
            name,
            data.draw(st.lists(cell, min_size=count, max_size=count)),
            Method(averaging=data.draw(means), cap="every", least_coverage=data.draw(st.sampled_from([0.1, 0.5]))),
        )
        for name in ("", "one", "two", "three")
    ]

    found = split(framework, states)

    both = ~np.isnan(found.levels[:, 0]) & ~np.isnan(found.levels[:, -1])
    whole = found.levels[:, -1] - found.levels[:, 0]
    np.testing.assert_allclose(found.parts[both].sum(axis=(1, 2)), whole[both], atol=1e-9)
    assert np.isnan(found.parts[~both]).all()


def test_a_method_that_puts_a_level_on_the_scale_once_more_has_no_parts_to_tell():
    method = Method(levels={"2": {"normalise": "min-max"}})

    with pytest.raises(ValueError, match="no parts"):
        split(TWO, [state("", [2, 6], method), state("own", [2, 6], method)])


def test_a_change_needs_two_states():
    with pytest.raises(ValueError, match="before and a state after"):
        split(TWO, [state("", [2, 6])])
