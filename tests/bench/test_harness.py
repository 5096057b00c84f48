"""The bench compares fairly and tells plainly."""

import pytest

from bench.harness import Timing, side_by_side, table


def test_contenders_take_turns_and_each_is_tried_once_before():
    order: list[str] = []

    side_by_side({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=2)

    assert order == ["a", "b", "a", "b", "b", "a"]


def test_a_ratio_is_the_median_of_the_rounds():
    reference = Timing("reference", [1.0, 2.0, 10.0])

    assert Timing("thing", [2.0, 6.0, 40.0], reference).ratio == pytest.approx(3)


def test_the_reference_has_no_ratio():
    assert Timing("reference", [1.0]).ratio is None


@pytest.mark.parametrize(("seconds", "told"), [(2.5, "2.50 s"), (0.0025, "2.50 ms"), (0.0000025, "2.5 us")])
def test_times_are_told_in_a_unit_that_fits(seconds, told):
    assert told in table([Timing("thing", [seconds])], markdown=True)
