import numpy as np
import pytest

from apps.framework.models import Element
from apps.scores.arrays import NoGroup, framework_of, nodes_of, number, tier_inputs
from apps.scores.engine.method import Method


def test_children_stand_before_their_parents_and_keep_the_published_order(small_world):
    codes = [node.code for node in nodes_of(small_world.edition, "upper")]

    assert codes == [
        "life-expectancy", "smoking", "clean-air", "recycling", "bus-trips", "mortality", "happiness", "health",
        "place", "local-conditions", "sustainability",
    ]  # fmt: skip


def test_an_indicator_of_the_upper_tier_is_left_out_for_districts(small_world):
    upper, district = (nodes_of(small_world.edition, tier) for tier in ("upper", "district"))

    assert {node.code for node in upper} - {node.code for node in district} == {"bus-trips"}


def test_the_framework_is_the_tree_of_the_edition(small_world):
    nodes = nodes_of(small_world.edition, "upper")
    framework = framework_of(nodes)

    for position, node in enumerate(nodes):
        parent = framework.parent[position]
        assert node.parent == ("" if parent == -1 else nodes[parent].code)
    assert framework.direction[[node.code for node in nodes].index("smoking")] == -1


def test_areas_stand_in_order_of_their_codes_and_the_group_among_them(small_world):
    inputs = tier_inputs(small_world.edition, "upper", Method())

    assert list(inputs.areas) == sorted(inputs.areas)
    assert small_world.areas["Tiny Isle"].code in inputs.areas
    assert small_world.areas["Tiny Isle"].code not in inputs.scored
    assert small_world.areas["Ferndale"].code not in inputs.areas


def test_a_group_that_is_not_loaded_is_named(small_world):
    with pytest.raises(NoGroup, match="wales-upper"):
        tier_inputs(small_world.edition, "upper", Method(upper_group="wales-upper"))


def test_a_gap_becomes_nothing_and_a_zero_has_no_sign():
    assert number(np.nan) is None
    assert str(number(-0.0)) == "0.0"


def test_every_level_above_an_indicator_has_no_direction(small_world):
    nodes = nodes_of(small_world.edition, "upper")

    assert all((node.direction == 0) == (node.level > Element.Level.INDICATOR) for node in nodes)
