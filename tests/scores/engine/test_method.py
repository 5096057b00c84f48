import json

import pytest

from apps.scores.engine.method import Method, schema


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
        ({"lowest": 10.0}, "highest above lowest"),
        ({"cap": "domain"}, "cap of a method is one of"),
        ({"averaging": "median"}, "averaging of a method is one of"),
        ({"ddof": 2}, "ddof"),
        ({"ddof": 0.5}, "whole number"),
        ({"least_coverage": 0.0}, "least_coverage"),
        ({"least_period_coverage": 1.1}, "least_period_coverage"),
        ({"winsorise_points": -1}, "winsorise_points"),
        ({"skewness_limit": -0.1}, "skewness_limit"),
        ({"kurtosis_limit": -0.1}, "kurtosis_limit"),
        ({"normalise": "z"}, "normalise of a method is one of z-score, min-max"),
        ({"normalise": "min-max", "normalise_weights": "population"}, "Only z-scores can be weighted"),
        ({"normalise": "percentile-rank", "base_period": "2015"}, "Ranks are among the areas of one period"),
        ({"outliers": "winsorise-else-log", "base_period": "2015"}, "fitted to the base period"),
        ({"levels": {"1": {}}}, "whole numbers of 2 or more"),
        ({"levels": {"2": {"k": 1.0}}}, "not its k"),
        ({"levels": {"2": {"averaging": "median"}}}, "averaging of a method is one of"),
        ({"levels": {"2": {"least_coverage": 0}}}, "least_coverage of level 2"),
        ({"levels": []}, "table of names"),
        ({"group_weights": {"north": {"air": 0}}}, "weight that “north” gives to “air”"),
        ({"group_weights": {"north": 2}}, "group_weights of “north”"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused_with_a_sentence(entry, sentence):
    with pytest.raises(ValueError, match=sentence):
        Method.from_json(Method().to_json() | entry)


def test_a_method_stored_before_there_was_a_choice_did_what_was_done_then():
    told = Method(k=1.0).to_json()
    for name in ("normalise", "impute", "levels", "weights", "denominate"):
        del told[name]

    assert Method.from_json(told) == Method(k=1.0)


def test_a_method_may_be_described_by_what_differs():
    assert Method.described({"k": 1}) == Method(k=1.0)


def test_a_level_may_have_its_own_rules():
    method = Method(levels={"2": {"averaging": "geometric", "normalise": "min-max"}})

    assert [method.at(level, "averaging") for level in (2, 3)] == ["geometric", "arithmetic"]
    assert [method.at(level, "normalise") for level in (2, 3)] == ["min-max", ""]


def test_the_schema_knows_every_entry_and_what_holds_without_it():
    entries = schema()["properties"]

    assert {name: entry["default"] for name, entry in entries.items()} == Method().to_json()
    assert entries["averaging"]["enum"] == ["arithmetic", "geometric", "harmonic", "adjusted-mazziotta-pareto"]
    assert not schema()["additionalProperties"]


def test_a_scale_of_shares_needs_no_centre():
    assert Method.described({"normalise": "goalposts", "highest": 1}).highest == 1
