import json

import pytest

from apps.scores.engine.method import Method


def test_a_method_survives_being_written_as_text():
    method = Method(k=1.0, least_coverage=0.6)

    assert Method.from_json(json.loads(json.dumps(method.to_json()))) == method


def test_a_whole_number_read_from_text_is_still_a_number():
    told = Method().to_json() | {"centre": 5, "highest": 10}

    assert Method.from_json(told) == Method()


def test_a_method_with_an_entry_missing_is_refused():
    told = Method().to_json()
    del told["k"]

    with pytest.raises(ValueError, match="does not say its k"):
        Method.from_json(told)


def test_a_method_with_a_strange_entry_is_refused():
    with pytest.raises(ValueError, match="does not know: colour"):
        Method.from_json(Method().to_json() | {"colour": "red"})


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"k": 0.0}, "k of a method must be above 0"),
        ({"k": "1"}, "k of a method must be a number"),
        ({"k": float("nan")}, "finite"),
        ({"k": True}, "must be a number"),
        ({"name": ""}, "must be a word"),
        ({"centre": 11.0}, "within its scale"),
        ({"cap": "domain"}, "caps at one of"),
        ({"averaging": "geometric"}, "averages in one of"),
        ({"ddof": 2}, "ddof"),
        ({"ddof": 0.5}, "whole number"),
        ({"least_coverage": 0.0}, "least_coverage"),
        ({"least_period_coverage": 1.1}, "least_period_coverage"),
        ({"winsorise_points": -1}, "winsorise_points"),
        ({"skewness_limit": -0.1}, "skewness_limit"),
        ({"kurtosis_limit": -0.1}, "kurtosis_limit"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused_with_a_sentence(entry, sentence):
    with pytest.raises(ValueError, match=sentence):
        Method.from_json(Method().to_json() | entry)
