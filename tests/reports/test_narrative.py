"""Words with fields that are filled from figures."""

import pytest

from apps.reports.narrative import UnknownField, fields_of, filled, filled_as_far_as_known

FACTS = {"1.figure": "30.5", "1.target": "45.0", "goals": "2"}


def test_fields_are_filled_and_all_else_stays_as_it_is():
    assert filled("Of {goals}: {1.figure} of { 1.target }, #not {a: b}", FACTS | {"a: b": "c"}) == (
        "Of 2: 30.5 of 45.0, #not c"
    )
    assert filled("A brace { alone } is none, nor {\n}", {"alone": "x"}) == "A brace x is none, nor {\n}"


def test_a_field_that_nothing_fills_is_told_by_its_name():
    with pytest.raises(UnknownField, match=r"^3\.figure$"):
        filled("{1.figure} and {3.figure}", FACTS)


def test_what_nothing_fills_any_more_stays_in_brackets():
    assert filled_as_far_as_known("{1.figure} and {3.figure}", FACTS) == "30.5 and [3.figure: not known]"


def test_what_is_filled_in_is_not_filled_again():
    assert filled("{1.title}", {"1.title": "{goals}", "goals": "2"}) == "{goals}"


def test_fields_are_named_once_in_their_order():
    assert fields_of("{b} {a} {b}") == ["b", "a"]
