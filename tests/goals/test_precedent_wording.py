"""What precedents weigh, in a sentence."""

from datetime import date

import pytest

from apps.goals.models import Goal
from apps.goals.precedent_wording import weighed, years_in_words
from apps.goals.precedents import OwnPast, Precedents

#: Three years from the middle of 2025.
GOAL = Goal(baseline_period="2025-01-01/P1Y", due=date(2028, 7, 2))


def test_a_goal_is_held_against_its_own_past_and_the_areas_most_like_it():
    assert weighed(GOAL, Precedents(8, 0, 3), Precedents(90, 40, 3), OwnPast(False, 3)) == (
        "This asks for more than this area has done in any 3 years, and for more than any of the 8 areas most like it "
        "that began from a like figure did."
    )


@pytest.mark.parametrize(
    ("moved", "words"),
    [(0, "more than any of"), (1, "more than most of"), (4, "about what many of"), (8, "less than most of")],
)
def test_where_too_few_are_alike_it_is_held_against_all(moved, words):
    assert weighed(GOAL, Precedents(4, 0, 3), Precedents(8, moved, 3), OwnPast(True, 3)) == (
        "This asks for no more than this area has done before in 3 years, and for "
        f"{words} the 8 other areas that began from a like figure did."
    )


def test_that_it_cannot_be_weighed_is_said():
    cannot = "Beside other areas it cannot be weighed: fewer than 5 once stood at a like figure."

    assert weighed(GOAL, Precedents(4, 0, 3), Precedents(4, 4, 3), None) == cannot
    assert weighed(GOAL, None, Precedents(0, 0, 3), OwnPast(False, 3)) == (
        f"This asks for more than this area has done in any 3 years. {cannot}"
    )
    assert weighed(GOAL, None, None, None) == ""


def test_that_a_goal_has_longer_than_the_past_can_be_followed_is_said():
    longer = weighed(GOAL, Precedents(8, 8, 1), None, None)

    assert longer.endswith("It has 3 years for that, longer than the past can be followed.")


@pytest.mark.parametrize(("years", "words"), [(0.25, "3 months"), (0.02, "1 month"), (1.2, "1 year"), (4.6, "5 years")])
def test_a_length_of_time_is_said_in_years_or_in_months(years, words):
    assert years_in_words(years) == words
