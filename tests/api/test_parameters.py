from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.api.parameters import Parameter, Unclear, code, number, one_of, period, read_query, words

KNOWN = {
    "tier": Parameter("upper or district", one_of("upper", "district")),
    "area": Parameter("the code of an area", code),
    "period": Parameter("a period", period),
    "page": Parameter("which page", number(10), 1),
    "q": Parameter("words", words),
}


def asked(**given_values):
    return read_query([(name, [value]) for name, value in given_values.items()], KNOWN)


def test_what_is_not_given_is_its_default():
    assert asked() == {"tier": None, "area": None, "period": None, "page": 1, "q": None}


def test_what_is_given_is_read():
    query = asked(tier="upper", area="E06000001", period="2022-01-01/P3Y", page="10", q=" St Helens ")

    assert query == {"tier": "upper", "area": "E06000001", "period": "2022-01-01/P3Y", "page": 10, "q": "St Helens"}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("tier", "middle", "“tier” is one of: upper, district."),
        ("tier", "UPPER", "“tier” is one of"),
        ("area", "", "“area” should be a code"),
        ("area", "E06 1", "should be a code"),
        ("area", "a" * 61, "should be a code"),
        ("area", "E06000001\n", "should be a code"),
        ("area", "Ｅ06", "should be a code"),
        ("period", "2022", "should be a period"),
        ("period", "2022-01-01/P3Y'", "should be a period"),
        ("page", "0", "whole number from 1 to 10"),
        ("page", "-1", "whole number"),
        ("page", "1e3", "whole number"),
        ("page", "٣", "whole number"),
        ("page", "9" * 400, "whole number"),
        ("page", "11", "can be 10 at most"),
        ("q", "x" * 101, "100 letters at most"),
        ("q", "a\x00b", "a few words"),
        ("area__code", "x", "“area__code” is not a parameter here. Known here: area (the code of an area); page"),
        ("password", "x", "is not a parameter here"),
        ("__class__", "x", "is not a parameter here"),
        ("\x1b[2J", "x", "“�[2J” is not a parameter here"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(name, value, sentence):
    with pytest.raises(Unclear, match=".") as refusal:
        read_query([(name, [value])], KNOWN)

    assert sentence in str(refusal.value)


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(Unclear, match="“tier” is given 2 times. Give it once."):
        read_query([("tier", ["upper", "district"])], KNOWN)


def test_an_address_without_parameters_says_so():
    with pytest.raises(Unclear, match="“q” is not a parameter here. This address takes none."):
        read_query([("q", ["x"])], {})


@given(st.text(), st.text())
def test_whatever_comes_is_read_or_refused(name, value):
    with suppress(Unclear):
        assert set(read_query([(name, [value])], KNOWN)) == set(KNOWN)


@given(st.text())
def test_a_refusal_never_repeats_what_a_screen_would_obey(name):
    with pytest.raises(Unclear) as refusal:
        read_query([(f"x{name}", ["1"])], KNOWN)

    assert str(refusal.value).isprintable()
