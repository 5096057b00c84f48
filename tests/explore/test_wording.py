from types import SimpleNamespace

import pytest

from apps.areas.models import Predecessor
from apps.common.bands import band_of
from apps.explore.wording import became, compared, joined, where_it_stands


def headline(name, score, direction=None):
    band = None if score is None else band_of(score)
    return SimpleNamespace(name=name, score=score, band=band, reason="Too few figures.", direction=direction)


def standing(*headlines, in_group=True):
    profile = SimpleNamespace(area=SimpleNamespace(name="Ambleton"), in_group=in_group, headlines=headlines)
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
    former = SimpleNamespace(name="East Dorset", area=SimpleNamespace(name="Dorset"), relation=relation, ended=ended)

    assert became(former) == sentence


def test_every_relation_has_its_words():
    former = SimpleNamespace(name="Old", area=SimpleNamespace(name="New"), ended=2020)

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
