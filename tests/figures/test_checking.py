"""Rows of a release against what is known: what is wrong, what is odd, what is new."""

import random
from datetime import date

import pytest

from apps.figures.checking import MOST_FINDINGS, Cell, Known, Limits, check
from apps.figures.faults import KnownArea, KnownAreas
from apps.figures.release import ReleaseRow

OLD, NEW = "2023-01-01/P1Y", "2024-01-01/P1Y"
AREAS = KnownAreas(
    {f"E080000{number:02}": KnownArea(f"Area {number}", in_upper=True) for number in range(60)},
    former={},
)
LEEDS, YORK = "E08000001", "E08000002"


def row(line=10, area=LEEDS, period=NEW, value="5", **cells):
    given = {"lower": "", "upper": "", "absence": "", "basis": "published", **cells}
    return ReleaseRow(line, area, period, value, **given)


def cell(value, lower=None, upper=None, absence="", basis="published"):
    return Cell(value, lower, upper, absence, basis)


def known(current=None, **limits):
    return Known(
        limits=Limits(**limits),
        areas=AREAS,
        current=current or {},
        absences=frozenset({"suppressed", "withdrawn"}),
        bases=frozenset({"published", "computed"}),
        today=date(2026, 11, 22),
    )


def said(report):
    return [(finding.line, finding.column, finding.sentence) for finding in report.findings]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"area": "W06000015"}, "area", "“W06000015” is the code of somewhere in Wales."),
        ({"period": "2024"}, "period", "“2024” is not a period"),
        ({"value": "1,200"}, "value", "“1,200” has a separator of thousands. Write 1200."),
        ({"lower": "x"}, "lower", "“x” is not a number."),
        ({"upper": "9%"}, "upper", "“9%” has a sign in it."),
        ({"value": "-1"}, "value", "-1 is below 0, the lowest this indicator can be."),
        ({"value": "100.5"}, "value", "100.5 is above 100, the highest this indicator can be."),
        ({"lower": "7", "upper": "3"}, "lower", "The lower limit, 7, is above the upper limit, 3. Swap them."),
        ({"lower": "6", "upper": "9"}, "lower", "The lower limit, 6, is above the value, 5."),
        ({"lower": "1", "upper": "4"}, "upper", "The upper limit, 4, is below the value, 5."),
        ({"upper": "4"}, "upper", "The upper limit, 4, is below the value, 5."),
        ({"value": ""}, "value", "There is no value and no reason why."),
        ({"value": "", "absence": "lost"}, "absence", "“lost” is not a reason known here."),
        ({"value": "", "absence": "suppressed", "lower": "1"}, "lower", "There are limits but no value."),
        ({"value": "", "absence": "suppressed", "upper": "1"}, "upper", "There are limits but no value."),
        ({"absence": "suppressed"}, "absence", "There is a value and also a reason why there is none."),
        ({"basis": "guessed"}, "basis", "“guessed” is not a basis. Write one of: computed, published."),
    ],
)
def test_a_row_with_a_fault_is_left_out_and_the_fault_is_named(cells, column, sentence):
    report = check([row(**cells)], known(minimum=0, maximum=100))

    assert (report.rows, report.refused, report.new) == (1, 1, ())
    [finding] = report.findings
    assert (finding.line, finding.column, finding.kept) == (10, column, False)
    assert finding.sentence.startswith(sentence)


def test_every_fault_of_a_row_is_named_and_the_row_counts_once():
    report = check([row(area="", period="", value="x")], known())

    assert [column for _, column, _ in said(report)] == ["area", "period", "value"]
    assert report.refused == 1


def test_rows_are_new_revised_or_unchanged():
    current = {(LEEDS, OLD): cell(4.0), (LEEDS, NEW): cell(5.0), (YORK, NEW): cell(6.0, 5.0, 7.0)}
    rows = [
        row(1, LEEDS, OLD, "4.50"),
        row(2, LEEDS, NEW, "5.0"),
        row(3, YORK, NEW, "6", lower="5", upper="7.5"),
        row(4, YORK, OLD, "1"),
    ]

    report = check(rows, known(current))

    assert [(kept.line, kept.cell.value) for kept in report.new] == [(4, 1.0)]
    assert [(kept.line, kept.before.value, kept.cell.value) for kept in report.revised] == [
        (1, 4.0, 4.5),
        (3, 6.0, 6.0),
    ]
    assert report.unchanged == 1
    assert report.findings == ()


def test_a_reason_in_place_of_a_value_is_a_revision():
    report = check([row(value="", absence="withdrawn")], known({(LEEDS, NEW): cell(5.0)}))

    assert [kept.cell.absence for kept in report.revised] == ["withdrawn"]


def test_rows_that_contradict_each_other_are_all_left_out_and_both_lines_named():
    report = check([row(4, value="5"), row(9, value="6"), row(12, value="5")], known())

    assert report.new == ()
    assert said(report) == [
        (4, "area", "Line 9 gives another figure for the same area and period. Keep the one that is right."),
        (9, "area", "Line 4 gives another figure for the same area and period. Keep the one that is right."),
        (12, "area", "Line 4 gives another figure for the same area and period. Keep the one that is right."),
    ]


def test_of_rows_that_agree_the_first_is_kept():
    report = check([row(4), row(9, value="5.0")], known())

    assert [kept.line for kept in report.new] == [4]
    assert said(report) == [(9, "area", "Says the same as line 4.")]
    assert report.refused == 1


def test_a_period_of_another_length_than_those_held_is_left_out():
    report = check([row(period="2024-01-01/P3Y")], known({(LEEDS, OLD): cell(4.0)}))

    assert "is 3 years long; the figures held for this indicator are for 1 year" in report.findings[0].sentence


def many(period=NEW, seed=1):
    chance = random.Random(seed)
    return {(code, period): round(50 + chance.gauss(0, 5), 2) for code in AREAS.by_code}


def test_a_value_far_from_the_areas_former_one_is_kept_with_a_warning():
    before = many(OLD)
    after = {(code, NEW): value + 0.5 for (code, _), value in before.items()}
    after[YORK, NEW] = 507.0
    rows = [row(line, *key, str(value)) for line, (key, value) in enumerate(after.items(), 10)]

    report = check(rows, known({key: cell(value) for key, value in before.items()}))

    assert len(report.new) == 60
    [finding] = report.findings
    assert (finding.line, finding.column, finding.kept) == (12, "value", True)
    assert finding.sentence == (
        f"Area 2 went from {before[YORK, OLD]:.10g} to 507, far more than other areas moved. "
        "Look at the decimal point and the unit."
    )
    assert report.refused == 0


def test_a_first_value_far_from_the_group_is_kept_with_a_warning():
    values = many() | {(YORK, NEW): 5070.0}

    report = check([row(line, *key, str(value)) for line, (key, value) in enumerate(values.items(), 10)], known())

    assert [(finding.line, finding.kept) for finding in report.findings] == [(12, True)]
    assert "far from the values of all other areas" in report.findings[0].sentence


def test_a_revision_is_held_against_the_figure_it_revises():
    before = many(NEW)
    after = {key: value + 0.1 for key, value in before.items()} | {(YORK, NEW): 5.07}

    report = check(
        [row(line, *key, str(value)) for line, (key, value) in enumerate(after.items(), 10)],
        known({key: cell(value) for key, value in {**many(OLD, seed=9), **before}.items()}),
    )

    assert [finding.line for finding in report.findings if finding.kept] == [12]
    assert f"from {before[YORK, NEW]:.10g} to 5.07" in report.findings[0].sentence


def test_a_value_after_a_missing_one_is_held_against_the_last_that_there_was():
    before = many(OLD)
    current = {key: cell(value) for key, value in before.items()}
    current[YORK, "2023-06-01/P1Y"] = cell(None, absence="suppressed")
    rows = [
        row(line, code, NEW, str(value + line % 5 / 10)) for line, ((code, _), value) in enumerate(before.items(), 10)
    ]

    assert check(rows, known(current)).findings == ()


def test_the_report_stays_the_same_whatever_the_order_of_the_rows():
    rows = [row(line, code, NEW, str(line)) for line, code in enumerate(AREAS.by_code, 10)] + [row(99, LEEDS, NEW, "x")]
    turned = check(list(reversed(rows)), known())

    assert said(turned) == said(check(rows, known()))
    assert set(turned.new) == set(check(rows, known()).new)


def test_of_a_file_full_of_faults_the_first_are_listed_and_the_others_counted():
    rows = [row(line, area="x", period="", value="") for line in range(1, MOST_FINDINGS)]

    report = check(rows, known())

    assert report.refused == len(rows)
    assert len(report.findings) == MOST_FINDINGS + 1
    assert f"{3 * len(rows) - MOST_FINDINGS:,} more things are wrong" in report.findings[-1].sentence


def test_a_period_that_slipped_as_a_whole_is_told_once_and_not_row_by_row():
    before = many(OLD)
    rows = [row(line, code, NEW, f"{100 * value:g}") for line, ((code, _), value) in enumerate(before.items(), 10)]

    findings = check(rows, known({key: cell(value) for key, value in before.items()})).findings

    assert [(finding.line, finding.kept) for finding in findings] == [(10, True)]
    assert "about 100 times" in findings[0].sentence
