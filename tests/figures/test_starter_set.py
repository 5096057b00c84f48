"""The starter set as shipped: whole, clean, and fit to be scored."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from apps.areas.reading import read_areas
from apps.common import periods
from apps.figures import starter_set
from apps.figures.checking import Known, Limits, Report, check
from apps.figures.faults import FormerArea, KnownArea, KnownAreas
from apps.figures.models import Absence, Basis
from apps.figures.release import Release, read_release
from apps.figures.starter_set import SetupProblem
from apps.framework.reading import DEFINITIONS, ElementRow, read_edition
from apps.scores.engine import transform, treat

EDITION = read_edition(DEFINITIONS / "2026-starter")
INDICATORS = {row.code: row for row in EDITION.elements if row.level == 1}
AREAS = read_areas()
LEFT_OUT = {code for group in AREAS.groups for code in group.leaves_out}
FILES = {path.stem: path for path in starter_set.starter_files()}


@cache
def _release(path: Path) -> Release:
    return read_release(path.read_bytes())


def _checked(release: Release, element: ElementRow) -> Report:
    names = {area.code: area for area in AREAS.areas}
    former: dict[str, list[FormerArea]] = {}
    for row in AREAS.predecessors:
        former.setdefault(row.code, []).append(FormerArea(row.name, names[row.area].name, row.area))
    known = Known(
        limits=Limits(element.tier == "upper", element.minimum, element.maximum),
        areas=KnownAreas({code: KnownArea(area.name, area.in_upper) for code, area in names.items()}, former),
        current={},
        absences=frozenset(Absence.values),
        bases=frozenset(Basis.values),
        today=date(2026, 11, 22),
    )
    return check(release.rows, known)


def test_the_set_is_whole() -> None:
    starter_set.verify()


def test_every_indicator_has_one_file_that_names_it_and_its_source() -> None:
    assert set(FILES) == set(INDICATORS)
    for code, path in FILES.items():
        header, element = _release(path).header, INDICATORS[code]
        assert (header["code"], header["name"], header["unit"]) == (code, element.name, element.unit)
        assert header["attribution"].endswith(".")


@pytest.mark.parametrize("code", INDICATORS)
def test_every_row_passes_the_checks_of_an_import(code: str) -> None:
    report = _checked(_release(FILES[code]), INDICATORS[code])

    assert report.refused == 0, report.findings[:3]
    assert len(report.new) == report.rows


@pytest.mark.parametrize("code", INDICATORS)
def test_every_period_holds_every_area_of_its_tiers_once(code: str) -> None:
    wanted = {area.code for area in AREAS.areas if area.in_upper or INDICATORS[code].tier == "both"}
    by_period: dict[str, list[str]] = {}
    for row in _release(FILES[code]).rows:
        by_period.setdefault(row.period, []).append(row.area)

    assert all(sorted(codes) == sorted(wanted) for codes in by_period.values())
    assert len(by_period) >= 1


@pytest.mark.parametrize("code", INDICATORS)
def test_every_value_missing_has_a_reason_and_every_other_none(code: str) -> None:
    assert all(bool(row.value) != bool(row.absence) for row in _release(FILES[code]).rows)


def _scored(release: Release, element: ElementRow, group: set[str]) -> np.ndarray:
    """The values of the reference group in the period the standing method uses."""
    by_period: dict[str, list[float]] = {}
    for row in release.rows:
        if row.value and row.area in group:
            by_period.setdefault(row.period, []).append(float(row.value))
    fit = [
        period
        for period, values in by_period.items()
        if len(values) >= 0.6 * len(group) and periods.age_in_years(period, EDITION.as_at) <= (element.max_age or 0)
    ]
    assert fit, f"{element.code} has no period that can be scored"
    return np.array(by_period[max(fit, key=lambda period: periods.parse(period).end)])


@pytest.mark.parametrize("tier", ["upper", "district"])
@pytest.mark.parametrize("code", INDICATORS)
def test_what_is_scored_is_not_too_skewed_after_its_transform(code: str, tier: str) -> None:
    element = INDICATORS[code]
    if tier == "district" and element.tier == "upper":
        tier = "upper"
    group = {area.code for area in AREAS.areas if getattr(area, f"in_{tier}")} - LEFT_OUT
    offered = starter_set.newer_release()
    for path in [FILES[code], *([offered] if offered.stem == code else [])]:
        values = transform.TRANSFORMS[element.transform](_scored(_release(path), element, group))

        if element.transform == "winsorise":
            values, _ = treat.winsorise(values, 5)

        assert abs(treat.skewness(values)) <= 2 or treat.excess_kurtosis(values) <= 3.5


def test_the_newer_release_holds_the_older_one_and_one_period_more() -> None:
    newer = _release(starter_set.newer_release())
    older = _release(FILES[newer.header["code"]])

    facts = [{(row.area, row.period): row.value for row in release.rows} for release in (older, newer)]
    extra = {period for _, period in facts[1].keys() - facts[0].keys()}
    assert facts[0].items() <= facts[1].items()
    assert extra == {max(period for _, period in facts[1])}
    assert newer.header["release"] != older.header["release"]


def test_every_mistake_of_the_practice_file_is_refused_and_nothing_else() -> None:
    newer, faulty = _release(starter_set.newer_release()), _release(starter_set.faulty_practice())
    published = {(row.area, row.period, row.value, row.lower, row.upper) for row in newer.rows}

    report = _checked(faulty, INDICATORS[faulty.header["code"]])

    refused = {finding.line for finding in report.findings if not finding.kept}
    kept = {(row.area, row.period, row.value, row.lower, row.upper) for row in faulty.rows if row.line not in refused}
    assert len(refused) == report.refused == 6
    assert kept < published
    assert len(kept) == len(newer.rows) - 5
    assert "mistakes put in on purpose" in faulty.header["note"]


def test_figures_spoilt_or_lost_or_added_are_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(starter_set.FOLDER, tmp_path / "starter"))
    (folder / "figures" / "burglary.csv").write_text("spoilt", encoding="utf-8")
    (folder / "figures" / "neet.csv").unlink()
    (folder / "figures" / "stranger.csv").write_text("added", encoding="utf-8")

    with pytest.raises(SetupProblem) as caught:
        starter_set.verify(folder)

    sentences = str(caught.value).splitlines()
    assert [sentence.split(" ")[0] for sentence in sentences] == [
        "figures/burglary.csv",
        "figures/neet.csv",
        "figures/stranger.csv",
    ]
    assert "is not as it was shipped" in sentences[0]
    assert "is missing" in sentences[1]
    assert "is not part of the starter set" in sentences[2]


@pytest.mark.parametrize(
    ("text", "sentence"), [(None, "has no list"), ("", "is empty"), ("abc  figures/neet.csv\n", "Line 1 of the")]
)
def test_a_list_of_checksums_that_is_missing_empty_or_garbled_is_named(
    tmp_path: Path, text: str | None, sentence: str
) -> None:
    if text is not None:
        (tmp_path / "checksums.txt").write_text(text, encoding="utf-8")

    with pytest.raises(SetupProblem, match=sentence):
        starter_set.verify(tmp_path)
