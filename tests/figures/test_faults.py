"""Every fault of a cell, and the sentence that says what to do about it."""

from datetime import date

import pytest

from apps.figures.faults import (
    FormerArea,
    KnownArea,
    KnownAreas,
    area_fault,
    number_fault,
    period_fault,
    shape_of,
    shown,
)

AREAS = KnownAreas(
    by_code={
        "E08000035": KnownArea("Leeds", in_upper=True),
        "E07000041": KnownArea("Exeter", in_upper=False),
        "E06000063": KnownArea("Cumberland", in_upper=True),
    },
    former={
        "E07000026": [FormerArea("Allerdale", "Cumberland", "E06000063")],
        "E10000006": [FormerArea("Cumbria", "Cumberland", "E06000063"), FormerArea("Cumbria", "Leeds", "E08000035")],
    },
)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("code", ["E08000035", "E07000041"])
def test_an_area_in_force_is_fine(code):
    assert area_fault(code, AREAS, upper_only=False) == ""


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "The area is missing. Write its ONS code, such as E08000035."),
        (
            "E07000026",
            "E07000026 is a former code, of Allerdale. Now it is Cumberland (E06000063): "
            "give the figure for the area as it is.",
        ),
        (
            "E10000006",
            "E10000006 is a former code, of Cumbria. Now it is Cumberland (E06000063) and Leeds (E08000035): "
            "give the figure for the area as it is.",
        ),
        ("e08000035", "Write “e08000035” in capitals: E08000035."),
        ("W06000015", "“W06000015” is the code of somewhere in Wales. This index holds areas in England only."),
        ("S12000036", "“S12000036” is the code of somewhere in Scotland. This index holds areas in England only."),
        (
            "N09000003",
            "“N09000003” is the code of somewhere in Northern Ireland. This index holds areas in England only.",
        ),
        ("E12000003", "“E12000003” is the code of a region, not of a council's area. Leave the row out."),
        ("E92000001", "“E92000001” is the code of England as a whole, not of a council's area. Leave the row out."),
        ("Leeds", "“Leeds” is not the code of an area here. Write an ONS code in force, such as E08000035."),
        ("Salford", "“Salford” is not the code of an area here. Write an ONS code in force, such as E08000035."),
        ("E08999999", "“E08999999” is not the code of an area here. Write an ONS code in force, such as E08000035."),
    ],
)
def test_a_code_that_is_not_in_force_is_explained(code, sentence):
    assert area_fault(code, AREAS, upper_only=False) == sentence


def test_a_district_has_no_place_in_an_indicator_of_the_upper_tier():
    assert area_fault("E08000035", AREAS, upper_only=True) == ""
    assert area_fault("E07000041", AREAS, upper_only=True) == (
        "Exeter (E07000041) is a district of a county; this indicator is kept for counties and single-tier areas only. "
        "Leave the row out."
    )


@pytest.mark.parametrize("period", ["2024-01-01/P1Y", "2021-03-21", "2026-01-01/P1Y", "2020-04-01/P36M"])
def test_a_period_that_has_begun_is_fine(period):
    assert period_fault(period, today=TODAY, shapes=frozenset()) == ""


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("", "The period is missing."),
        ("2024", "“2024” is not a period"),
        ("2024-02-30", "no such day in the calendar"),
        ("2027-01-01/P1Y", "“2027-01-01/P1Y” lies in the future."),
        ("2024-01-01/P1Y" * 3, "it is too long"),
    ],
)
def test_a_period_that_cannot_be_is_explained(period, words):
    assert words in period_fault(period, today=TODAY, shapes=frozenset())


@pytest.mark.parametrize(
    ("period", "shapes", "sentence"),
    [
        (
            "2024-01-01/P1Y",
            {"P3Y"},
            "“2024-01-01/P1Y” is 1 year long; the figures held for this indicator are for 3 years. "
            "Figures for another length of time cannot be compared with them.",
        ),
        (
            "2024-01-01",
            {"P1Y", "P6M"},
            "“2024-01-01” is a single day long; the figures held for this indicator are for 1 year or 6 months. "
            "Figures for another length of time cannot be compared with them.",
        ),
        ("2024-01-01/P3Y", {"P3Y"}, ""),
    ],
)
def test_a_period_has_the_length_of_those_already_held(period, shapes, sentence):
    assert period_fault(period, today=TODAY, shapes=frozenset(shapes)) == sentence


@pytest.mark.parametrize("text", ["0", "-3.25", "+4", "1e-3", "7.0", "123456789"])
def test_a_number_is_fine(text):
    assert number_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nan", "“nan” is not a number. Leave the cell empty and say why in the column absence."),
        ("Inf", "“Inf” is not a number. Leave the cell empty and say why in the column absence."),
        ("..", "“..” is not a number. Leave the cell empty and say why in the column absence."),
        ("1,234.5", "“1,234.5” has a separator of thousands. Write 1234.5."),
        ("12,5", "“12,5” has a comma in it. Write 12.5."),
        ("45%", "“45%” has a sign in it. Write the number only."),
        ("1e999", "“1e999” is too large a number."),
        ("-1e308", "“-1e308” is too large a number."),
        ("５", "“５” is not a number."),
        ("twelve", "“twelve” is not a number."),
        ("=1+1", "“=1+1” is not a number."),
        ("٣", "“٣” is not a number."),
        ("0x1F", "“0x1F” is not a number."),
        ("1_000", "“1_000” is not a number."),
    ],
)
def test_what_is_not_a_number_is_explained(text, sentence):
    assert number_fault(text) == sentence


def test_a_long_cell_is_shortened_and_kept_on_one_line():
    assert shown("a\nb" + "c" * 100) == "“a b" + "c" * 37 + "…”"


def test_what_nobody_sees_in_a_cell_is_shown_as_a_sign():
    assert shown("Leeds\u200b \u202e\u00a0City") == "“Leeds� � City”"


def test_the_shape_of_a_period_is_its_length():
    assert [shape_of("2024-01-01/P1Y"), shape_of("2021-03-21")] == ["P1Y", ""]
