"""What a goal's figures say of the day it falls due, in an assessment and in words; and why it often says nothing."""

from datetime import date

import numpy as np
import pytest

from apps.background.claim import run_waiting
from apps.framework.models import Element
from apps.goals.models import Assessment
from apps.goals.outlook_wording import forecast_in_short, outlook_of
from tests.world import row_of

Unforeseen = Assessment.Unforeseen
YEARS = range(2015, 2025)


def bring_long_series(partnership):
    """Ten years of recycling for every area, each on a walk of its own."""
    steps = np.random.default_rng(7).normal(0, 1, size=(len(partnership.world.areas), len(YEARS))).cumsum(axis=1)
    rows = [
        row_of(area.code, f"{year}-01-01/P1Y", round(40 + walk[year - YEARS[0]], 3))
        for area, walk in zip(partnership.world.areas.values(), steps, strict=True)
        for year in YEARS
    ]
    partnership.world.bring("recycling", rows, "2")


def publish(partnership):
    partnership.world.publish()
    run_waiting()


def latest_of(goal):
    return goal.assessments.counting().first()


def test_a_goal_is_forecast_with_a_range_that_was_tried(partnership):
    bring_long_series(partnership)
    publish(partnership)
    goal = partnership.goal(due=date(2026, 12, 31))

    found = latest_of(goal)

    assert found.unforeseen == ""
    assert found.forecast_lower < found.forecast < found.forecast_upper
    assert 0.6 <= found.forecast_held <= 1
    said = outlook_of(goal, found)
    assert said[0].startswith("If it goes on as it did, it will be about ")
    assert "31 December 2026" in said[0]
    assert said[2].endswith("A forecast knows nothing of what anyone does from now on.")
    assert " to " in forecast_in_short(goal, found)


@pytest.mark.parametrize(
    ("lower", "upper", "beginning"),
    [
        (36.0, 40.0, "All of that reaches the target, 35.0."),
        (30.0, 34.0, "The target, 35.0, lies beyond all of that"),
        (33.0, 37.0, "The target, 35.0, lies within that"),
    ],
)
def test_the_target_is_told_beside_the_range(partnership, lower, upper, beginning):
    goal = partnership.goal(target=35.0)
    found = Assessment(goal=goal, forecast=(lower + upper) / 2, forecast_lower=lower, forecast_upper=upper)

    assert outlook_of(goal, found)[1].startswith(beginning)


def test_nothing_is_forecast_from_two_figures(partnership):
    goal = partnership.goal()

    assert latest_of(goal).unforeseen == Unforeseen.FEW
    assert outlook_of(goal, latest_of(goal)) == (
        "A forecast needs 5 figures whose periods do not overlap, and there are fewer: none is made.",
    )


def test_nothing_is_forecast_further_ahead_than_could_be_tried(partnership):
    bring_long_series(partnership)
    publish(partnership)

    assert latest_of(partnership.goal(due=date(2033, 12, 31))).unforeseen == Unforeseen.UNTRIED


def test_ranges_that_did_not_hold_often_enough_are_not_shown_and_that_is_said(partnership, monkeypatch):
    monkeypatch.setattr("apps.goals.forecasting.HELD_ENOUGH", 0.99)
    bring_long_series(partnership)
    publish(partnership)
    goal = partnership.goal(due=date(2026, 12, 31))

    found = latest_of(goal)

    assert (found.unforeseen, found.forecast) == (Unforeseen.UNRELIABLE, None)
    assert "held what came only" in outlook_of(goal, found)[0]


def test_modelled_figures_are_not_forecast(partnership):
    bring_long_series(partnership)
    Element.objects.filter(code="recycling").update(modelled=True)
    publish(partnership)

    assert latest_of(partnership.goal(due=date(2026, 12, 31))).unforeseen == Unforeseen.MODELLED


def test_an_assessment_from_before_forecasts_says_nothing_of_one(partnership):
    goal = partnership.goal()

    assert outlook_of(goal, Assessment(goal=goal)) == ()
    assert outlook_of(goal, None) == ()
