import pytest

from apps.common.matching import closeness, nearest, words_of

NAMES = [words_of("Brighton and Hove"), words_of("E06000043")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Brighton & Hove", ["brighton", "and", "hove"]),
        ("Saint Albans", ["st", "albans"]),
        ("King’s Lynn", ["kings", "lynn"]),
        ("Ynys Môn", ["ynys", "mon"]),
        ("  ", []),
    ],
)
def test_case_accents_and_dress_make_no_difference(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "close"),
    [("brighton and hove", 0), ("e06000043", 0), ("brigh", 1), ("hove brighton", 2), ("hove leeds", None)],
)
def test_how_closely_a_name_fits(typed, close):
    assert closeness(words_of(typed), NAMES) == close


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("caldedale", ["calderdale"]),
        ("cladderdale", ["calderdale"]),
        ("brihgton", ["brighton"]),
        ("recyclin", ["recycling"]),
        ("kint", ["kent"]),
        ("ken", []),
        ("xyzzyxyzzy", []),
    ],
)
def test_a_slip_of_a_letter_or_two_is_forgiven_but_not_in_a_short_word(typed, found):
    assert nearest(typed, {"calderdale", "brighton", "recycling", "kent", "a"}) == found


def test_the_nearest_come_first_and_few_of_them():
    vocabulary = {"leeds", "leads", "seeds", "lewes", "reeds", "needs"}

    assert nearest("leeds", vocabulary)[0] == "leeds"
    assert len(nearest("leeds", vocabulary)) == 3
