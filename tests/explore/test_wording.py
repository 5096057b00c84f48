from types import SimpleNamespace

import pytest

from apps.areas.models import Predecessor
from apps.common.bands import band_of
from apps.common.periods import parse
from apps.explore.wording import became, compared, joined, trend, where_it_stands
from apps.scores.trend import Trend, Verdict


def headline(name, score, direction=None):
    band = None if score is None else band_of(score)
    return SimpleNamespace(name=name, score=score, band=band, reason="Too few figures.", direction=direction)


def standing(*headlines, in_group=True):
    profile = SimpleNamespace(area=SimpleNamespace(local_name="Ambleton"), in_group=in_group, headlines=headlines)
    return where_it_stands(profile)


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_joined_as_in_speech(words, sentence):
    assert joined(words) == sentence


def test_a_sentence_says_what_is_higher_about_and_lower():
    sentence = standing(headline("Local Conditions", 4.1), headline("Equality", 5.0), headline("Sustainability", 6.7))

    assert sentence == (
        "Compared with the average of its group, Ambleton is higher on Sustainability (6.7), about the same on "
        "Equality (5.0) and lower on Local Conditions (4.1)."
    )


def test_a_sentence_says_what_has_no_score():
    sentence = standing(headline("Local Conditions", 6.0), headline("Equality", None))

    assert sentence.endswith("There is too little to score for Equality.")


def test_an_area_outside_the_group_is_not_compared():
    assert standing(headline("Equality", None), in_group=False).startswith("Ambleton shows figures, not scores")


@pytest.mark.parametrize(
    ("relation", "ended", "sentence"),
    [
        ("merged", 2019, "East Dorset became part of Dorset in 2019."),
        ("merged", None, "East Dorset became part of Dorset."),
        ("recoded", 2013, "East Dorset has been Dorset since 2013."),
        ("recoded", None, "East Dorset is now Dorset."),
        ("county", 2020, "The county of East Dorset became one council, Dorset, in 2020."),
        ("split", 2019, "East Dorset was split in 2019; Dorset is one of the areas that took its place."),
        ("joint", None, "Figures published for East Dorset together are shown for Dorset."),
    ],
)
def test_what_became_of_an_area_of_old_is_said(relation, ended, sentence):
    area = SimpleNamespace(local_name="Dorset")
    former = SimpleNamespace(name="East Dorset", area=area, relation=relation, ended=ended)

    assert became(former) == sentence


def test_every_relation_has_its_words():
    former = SimpleNamespace(name="Old", area=SimpleNamespace(local_name="New"), ended=2020)

    for relation in Predecessor.Relation:
        former.relation = relation
        assert "Old" in became(former)


def test_a_score_is_said_with_its_band():
    assert compared(headline("Waste", 4.12), "Ambleton") == (
        "Ambleton’s score for Waste is 4.1 out of 10: lower than the average of its group."
    )


def test_no_score_is_said_with_its_reason():
    assert compared(headline("Waste", None), "Ambleton") == "Waste has no score for Ambleton. Too few figures."


def test_where_less_is_better_a_high_score_is_explained():
    sentence = compared(headline("Smoking", 6.0, direction=-1), "Ambleton")

    assert sentence.endswith("higher than the average of its group. Here lower figures make higher scores.")


STEADY = "trend from 2018 to 2022, steadier than chance alone would make it."


@pytest.mark.parametrize(
    ("verdict", "direction", "sentence"),
    [
        (Verdict.INCREASING, 1, f"A rising {STEADY} Here that is better."),
        (Verdict.INCREASING, -1, f"A rising {STEADY} Here that is worse."),
        (Verdict.DECREASING, -1, f"A falling {STEADY} Here that is better."),
        (Verdict.DECREASING, None, f"A falling {STEADY}"),
        (
            Verdict.NO_TREND,
            1,
            "No trend from 2018 to 2022: the figures moved no more steadily than chance alone could do it.",
        ),
    ],
)
def test_a_trend_is_told_with_its_years_and_which_way_is_better(verdict, direction, sentence):
    found = Trend(verdict, parse("2018-01-01/P1Y"), parse("2022-01-01/P1Y"), 12.0, True)

    assert trend(found, SimpleNamespace(direction=direction, period_type="")) == sentence


@pytest.mark.parametrize("verdict", [Verdict.NO_LIMITS, Verdict.TOO_FEW, Verdict.OVERLAPPING])
def test_where_no_trend_is_tested_the_reason_is_told(verdict):
    sentence = trend(Trend(verdict), SimpleNamespace(direction=1, period_type=""))

    assert sentence.startswith("Whether these figures follow a trend is not tested: ")
