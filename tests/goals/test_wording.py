"""What is said of a goal: the fact, what the road expected, the word."""

from datetime import date

import pytest

from apps.framework.models import Element
from apps.goals.models import Assessment, Goal
from apps.goals.wording import aim_of, period_within, reasons_of, sentence_of, written

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
            "39.0% in 2023, further from the target than the 40.0% it began with; "
            "the road expected 43.0% by then: off course.",
        ),
        (assessment("met", 50.2), "50.2% in 2023, and the target is 50.0%: met."),
        (
            assessment("no-new-figures"),
            "44.1% in 2023. Nothing newer has come out for so long that nobody can tell how it goes.",
        ),
        (
            assessment("met", 50.2, lower=48.0, upper=52.4),
            "50.2% in 2023, and the target is 50.0%: met, though the limits that the source gives, 48.0% and 52.4%, "
            "leave open that it is not.",
        ),
        (assessment("met", 50.2, lower=50.0, upper=50.4), "50.2% in 2023, and the target is 50.0%: met."),
        (
            assessment("too-early", 41.0, lower=38.5, upper=43.5),
            "41.0% in 2023; its limits, 38.5% and 43.5%, hold both where it began and what the road expected, "
            "so nobody can tell yet: too early to tell.",
        ),
        (without_figure("too-early"), "There is no figure yet for a time after 2020: too early to tell."),
        (
            without_figure("no-new-figures"),
            "The latest figure is for 2020; none newer has come out, so nobody can tell how it goes.",
        ),
        (
            without_figure("not-comparable"),
            "The figure it started from (2020) is no longer published, so it cannot be compared any more.",
        ),
        (None, "Not looked at yet: it will be at the next publication."),
    ],
)
def test_where_a_goal_stands_is_said_in_one_sentence(found, sentence):
    assert sentence_of(GOAL, found) == sentence


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ("element", "What it was set on is no longer in the index, so it cannot be compared any more."),
        ("unit", "It is measured in another unit now, so it cannot be compared any more."),
        ("direction", "The index has turned round which way is better, so it cannot be compared any more."),
        (
            "baseline",
            "The figure it started from (2020) is no longer published, so it cannot be compared any more.",
        ),
        (
            "counting",
            "The latest figure was reached in another way than the one it started from (2020), "
            "so it cannot be compared any more.",
        ),
        ("break", "The index says by now that the figure it started from (2020) cannot be compared with later ones."),
        (
            "indicator",
            "Its progress score rests on “Clean air”, “Bus trips” and “9% less”, which cannot be followed any more, "
            "so it cannot be compared any more.",
        ),
    ],
)
def test_why_it_cannot_be_compared_is_said_for_each_reason(lost, sentence):
    names = ["Clean air", "Bus trips", "9% less"] if lost == "indicator" else []

    assert sentence_of(GOAL, Assessment(standing="not-comparable", lost=lost, lost_names=names)) == sentence


def test_an_old_assessment_is_told_by_the_target_of_then():
    then = assessment("met", 45.2, target=45.0)

    assert sentence_of(GOAL, then) == "45.2% in 2023, and the target is 45.0%: met."


def goal(**changes):
    fields = {name: getattr(GOAL, name) for name in ("element", "measure", "baseline_period", "baseline", "target")}
    return Goal(**(fields | {"due": GOAL.due} | changes))


@pytest.mark.parametrize(
    ("about", "found", "sentence"),
    [
        # To one decimal both would be 43.0%.
        (goal(), assessment("behind", 42.96, expected=43.01), "42.96% in 2023; the road expected 43.01% by then"),
        (goal(), assessment("behind", 42.9996, expected=43.0), "42.9996% in 2023; the road expected 43.0000% by then"),
        (goal(), assessment("off-course", 39.98), "39.98% in 2023, further from the target than the 40.00% it began"),
        (goal(target=60.55), assessment("met", 61.0), "61.00% in 2023, and the target is 60.55%: met."),
        # What really is the same may look the same.
        (goal(), assessment("on-course", 43.0, expected=43.0), "43.0% in 2023; the road expected 43.0% by then"),
        # What nobody could tell apart is not spun out.
        (goal(), assessment("on-course", 43.0000001, expected=43.0), "43.0% in 2023; the road expected 43.0% by then"),
        (
            goal(element=Element(unit="rate", decimals=0)),
            assessment("behind", 5.2, expected=5.4),
            "5.2 in 2023; the road expected 5.4 by then: behind.",
        ),
    ],
)
def test_two_numbers_that_differ_are_written_differently(about, found, sentence):
    assert sentence_of(about, found).startswith(sentence)


def test_a_target_is_never_shown_as_another_one():
    precise = goal(target=60.55)

    assert written(precise, 60.55) == "60.55%"
    assert written(precise, 61.23) == "61.2%"
    assert aim_of(precise) == "from 40.00% (2020) to 60.55% by 1 July 2030"
    assert aim_of(goal(baseline=49.96)) == "from 49.96% (2020) to 50.00% by 1 July 2030"


@pytest.mark.parametrize(
    ("period_type", "period", "within"),
    [
        ("", "2022-01-01/P1Y", "2022"),
        ("", "2022-04-01/P1Y", "April 2022 to March 2023"),
        ("year from mid-November", "2021-11-16/P1Y", "the year from 16 November 2021"),
        ("Academic year", "2021-08-01/P1Y", "the school year 2021/22"),
        ("Published", "2025-01-01/P1Y", "the publication of 2025"),
        ("Year to", "2021-03-31", "the year to March 2021"),
    ],
)
def test_a_period_fits_into_a_sentence(period_type, period, within):
    about = goal(element=Element(unit="%", decimals=1, period_type=period_type))

    assert period_within(about, period) == within


def test_an_aim_is_said_in_one_line():
    assert aim_of(GOAL) == "from 40.0% (2020) to 50.0% by 1 July 2030"


def test_every_reason_has_its_sentence():
    changes = [
        {"what": "set"},
        {"what": "goal-changed"},
        {"what": "goal-changed", "fields": ["why"], "reason": ""},
        {"what": "goal-changed", "fields": ["target", "due", "lead"], "reason": "We can do more."},
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
        "The goal itself was changed: why it matters.",
        "The goal itself was changed: its target, the day it falls due and who leads it. “We can do more.”",
        "A new figure came out: 44.0% in 2024.",
        "The figure for 2023 was revised from 44.1% to 43.9% by its publisher.",
        "The figure it started from (2020) was revised from 40.0% to 40.4%; the road stays as it was agreed.",
        "The figure for 2023 is no longer published.",
        "It was “on course” before and is “behind” now.",
        "Nothing new for this goal.",
    )


def test_a_score_that_reads_otherwise_says_whether_figures_were_revised_or_the_index_changed():
    score = goal(measure=Goal.Measure.PROGRESS)
    other = {"period": "2023-01-01/P1Y", "was": 4.1, "now": 4.25}
    changes = [{"what": what, **other} for what in ("revised", "baseline-revised", "recast", "baseline-recast")]

    assert reasons_of(score, Assessment(changes=changes)) == (
        "The figures that its score for 2023 rests on were revised: it reads 4.25 now instead of 4.10.",
        "The figures that its start (2023) rests on were revised: it reads 4.25 now instead of 4.10; "
        "the road stays as it was agreed.",
        "Another edition of the index makes the score for 2023 otherwise: it reads 4.25 now instead of 4.10.",
        "Another edition of the index makes the score that it started from (2023) otherwise: it reads 4.25 now "
        "instead of 4.10; the road stays as it was agreed.",
    )
