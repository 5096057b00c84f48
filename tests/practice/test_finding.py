"""What the figures said, in words."""

from dataclasses import replace

import pytest

from apps.practice.finding import Finding
from apps.practice.queries import candidate_lines, candidates, searched_for
from tests.practice.changes import candidate_of

RECYCLING = Finding(
    run=1,
    edition="Small edition",
    as_at="2026-06-30",
    element="Recycling",
    unit="% of waste",
    decimals=1,
    direction=1,
    transform="none",
    from_period="2018-01-01/P1Y",
    to_period="2023-01-01/P1Y",
    from_label="2018",
    to_label="2023",
    before=30.0,
    after=44.25,
    group_change=-1.25,
    group_size=151,
    passed=149,
    lead=4.26,
    limits_apart=None,
)


def test_it_is_kept_and_read_back_as_it_was(changed_world):
    finding = Finding.of(candidate_of(changed_world))

    assert Finding.kept(finding.as_facts()) == finding
    assert Finding.kept({}) is None


def test_a_change_of_a_share_is_told_in_points():
    assert (RECYCLING.was, RECYCLING.is_now, RECYCLING.unit_words) == ("30.0%", "44.2%", "of waste")
    assert (RECYCLING.own_change, RECYCLING.group_moved) == ("+14.2 points", "−1.2 points")


def test_a_small_change_of_whole_figures_is_told_to_a_tenth():
    homes = replace(RECYCLING, unit="per 1,000", decimals=0, before=9, after=19, group_change=-2.5)

    assert (homes.own_change, homes.group_moved) == ("+10", "−2.5")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "It moved further than 149 of the 150 other areas of its group."),
        ({"passed": 150}, "It moved further than each of the 150 other areas of its group."),
        ({"transform": "winsorise"}, "It moved further than 149 of the 150 other areas of its group."),
        (
            {"transform": "log"},
            "As a share of where it started, it moved further than 149 of the 150 other areas of its group.",
        ),
        (
            {"transform": "sqrt"},
            "On the scale on which it is scored, it moved further than 149 of the 150 other areas of its group.",
        ),
    ],
)
def test_how_far_ahead_is_counted_in_areas(changes, sentence):
    assert replace(RECYCLING, **changes).further_than == sentence


def test_what_the_sources_limits_say_is_said():
    assert RECYCLING.limits_note == ""
    assert "lie apart" in replace(RECYCLING, limits_apart=True).limits_note
    assert "chance" in replace(RECYCLING, limits_apart=False).limits_note


def test_the_list_says_what_it_rests_on(changed_world):
    found = searched_for(changed_world.run, "upper")

    assert found.compared == 1
    assert len(found.left_out) == 4
    assert "no base period" in found.left_out[0].reason
    assert searched_for(changed_world.run, "nowhere") is None


def test_a_list_costs_two_queries_however_long_it_is(changed_world, django_assert_num_queries):
    with django_assert_num_queries(2):
        lines = candidate_lines(candidates(changed_world.run, "upper"))

    assert [line.finding.further_than for line in lines][0] == (
        "It moved further than each of the 5 other areas of its group."
    )
