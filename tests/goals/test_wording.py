"""What is said of a goal: the fact, what the road expected, the word."""

from datetime import date

import pytest

from apps.framework.models import Element
from apps.goals.models import Assessment, Goal
from apps.goals.wording import aim_of, reasons_of, sentence_of

GOAL = Goal(
    element=Element(unit="% of adults", decimals=1),
    measure=Goal.Measure.VALUE,
    baseline_period="2020-01-01/P1Y",
    baseline=40.0,
    target=50.0,
    due=date(2030, 7, 1),
)


def assessment(standing, value=44.1, **fields):
    return Assessment(standing=standing, value=value, period="2023-01-01/P1Y", **{"expected": 43.0, **fields})


def without_figure(standing):
    return Assessment(standing=standing)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (assessment("on-course"), "44.1% in 2023; the road expected 43.0% by then: on course."),
        (assessment("on-course", lower=42.0, upper=46.0), "44.1% in 2023; the road expected 43.0% by then: on course."),
        (
            assessment("on-course", 41.0, lower=38.5, upper=43.5),
            "41.0% in 2023; the road expected 43.0% by then, which lies between the limits that the source gives, "
            "38.5% and 43.5%: on course.",
        ),
        (assessment("behind", 41.0), "41.0% in 2023; the road expected 43.0% by then: behind."),
        (
            assessment("off-course", 39.0),
            "39.0% in 2023, on the other side of where it began; the road expected 43.0% by then: off course.",
        ),
        (assessment("met", 50.2), "50.2% in 2023, and the target is 50.0%: met."),
        (
            assessment("no-new-figures"),
            "44.1% in 2023. Nothing newer has come out for so long that nobody can tell how it goes.",
        ),
        (without_figure("too-early"), "No figure that counts has come out since 2020: too early to tell."),
        (without_figure("no-new-figures"), "No figure has come out since 2020, so nobody can tell how it goes."),
        (
            without_figure("not-comparable"),
            "The figure it started from (2020) is no longer published, so it cannot be compared any more.",
        ),
        (None, "Not looked at yet: it will be at the next publication."),
    ],
)
def test_where_a_goal_stands_is_said_in_one_sentence(found, sentence):
    assert sentence_of(GOAL, found) == sentence


def test_an_aim_is_said_in_one_line():
    assert aim_of(GOAL) == "from 40.0% (2020) to 50.0% by 1 July 2030"


def test_every_reason_has_its_sentence():
    changes = [
        {"what": "set"},
        {"what": "goal-changed"},
        {"what": "new-figure", "period": "2024-01-01/P1Y", "value": 44.0},
        {"what": "revised", "period": "2023-01-01/P1Y", "was": 44.1, "now": 43.9},
        {"what": "baseline-revised", "period": "2020-01-01/P1Y", "was": 40.0, "now": 40.4},
        {"what": "figure-gone", "period": "2023-01-01/P1Y"},
        {"what": "standing", "from": "on-course", "to": "behind"},
        {"what": "nothing-new"},
    ]

    assert reasons_of(GOAL, Assessment(changes=changes)) == (
        "The goal was set.",
        "The goal itself was changed.",
        "A new figure came out: 44.0% in 2024.",
        "The figure for 2023 was revised from 44.1% to 43.9% by its publisher.",
        "The figure it started from (2020) was revised from 40.0% to 40.4%; the road stays as it was agreed.",
        "The figure for 2023 is no longer published.",
        "It was “on course” before and is “behind” now.",
        "Nothing new for this goal.",
    )
