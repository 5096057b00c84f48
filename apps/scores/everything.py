"""All of a published run as one ZIP file: scores, figures, framework, areas, sources, errata, method, checksums.

The same run with the same errata and ranges gives the same bytes. Nothing in it is empty: where there is no number
stands why, as `[suppressed]`; README.txt says what each mark means.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_lazy as _later

from apps.areas.models import Area
from apps.common.bands import band_of
from apps.figures.errata import all_errata
from apps.figures.models import Import
from apps.figures.queries import current_rows
from apps.figures.registers import ReleaseLine, release_lines
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.arrays import COLUMNS, read_ranges, stored_table
from apps.scores.bundles import inputs
from apps.scores.engine.studying import RANGE_COLUMNS
from apps.scores.models import AreaRange, Run, RunTier, Study
from apps.scores.tables.cells import written

# The same run gives the same bytes.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_SCORE, _COVERAGE = COLUMNS.index("score"), COLUMNS.index("coverage")
_LOW, _HIGH = RANGE_COLUMNS.index("low"), RANGE_COLUMNS.index("high")
#: A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARKS = {
    "no-score": _later("too little to score, or none of the area compared: the pages say why of each"),
    "no-range": _later("how sure the score is has not been worked out"),
    "no-limit": _later("the source gives no 95% limits with the figure"),
    "suppressed": _later("held back by the publisher"),
    "not-measured": _later("not measured here"),
    "not-comparable": _later("there is a figure, and it cannot be compared"),
    "withdrawn": _later("withdrawn by the publisher"),
    "none": _later("says nothing of this row"),
}
AREA_COLUMNS = (
    "code", "name", "slug", "type", "tiers", "region", "region-code", "county", "residents", "residents-in", "latitude",
    "longitude",
)  # fmt: skip
ELEMENT_COLUMNS = (
    "code", "name", "level", "parent", "weight", "unit", "direction", "tier", "transform", "max-age", "decimals",
    "modelled", "proxy", "why", "quality-note",
)  # fmt: skip
SCORE_COLUMNS = ("area", "name", "element", "element-name", "level", "score", "low", "high", "band", "coverage")
FIGURE_COLUMNS = ("element", "area", "period", "value", "lower", "upper", "absence", "basis")
SOURCE_COLUMNS = (
    "element", "release", "source", "title", "publisher", "vintage", "licence", "attribution", "file-sha256",
)  # fmt: skip
ERRATUM_COLUMNS = ("published", "element", "areas", "periods", "wrong", "right", "withdrawn")
Say = Callable[[str, int, int], object]
Cell = str | float | int | None


def write_everything(run: Run, to: IO[bytes], say: Say = lambda *_told: None) -> None:
    """Write the file of a finished run; one part of it is in memory at a time, and `say` hears how far it is."""
    elements = elements_of(run.edition)
    parts = list(_parts(run, elements))
    sums: dict[str, str] = {}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, (name, make) in enumerate(parts):
            say(name, at, len(parts))
            content = make()
            sums[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(zipfile.ZipInfo(name, _NO_DAY), content, zipfile.ZIP_DEFLATED)
        manifest = _json(_manifest(run, elements) | {"files": sums})
        sums["manifest.json"] = hashlib.sha256(manifest).hexdigest()
        archive.writestr(zipfile.ZipInfo("manifest.json", _NO_DAY), manifest, zipfile.ZIP_DEFLATED)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        archive.writestr(zipfile.ZipInfo("checksums.txt", _NO_DAY), lines, zipfile.ZIP_DEFLATED)


def _parts(run: Run, elements: Sequence[Element]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    lines = release_lines(run.imports)
    yield "README.txt", lambda: _readme(run).encode()
    yield "framework.csv", lambda: _csv(ELEMENT_COLUMNS, map(_element_row, elements))
    yield "areas.csv", lambda: _csv(AREA_COLUMNS, _area_rows(run))
    yield "sources.csv", lambda: _csv(SOURCE_COLUMNS, _source_rows(run, lines))
    yield "errata.csv", lambda: _csv(ERRATUM_COLUMNS, _erratum_rows(elements))
    yield "method.json", lambda: _json(run.method)
    document = Path(settings.BASE_DIR, "docs", "method.md")
    if document.exists():
        yield "method.md", document.read_bytes
    for tier in run.tiers.order_by("tier"):
        yield f"scores-{tier.tier}.csv", lambda tier=tier: _csv(SCORE_COLUMNS, _score_rows(tier, elements))  # type: ignore[misc]
        for name, text in inputs(run, tier).items():
            yield f"score-again/{tier.tier}/{name}", lambda text=text: text.encode()  # type: ignore[misc]
    for element in elements:
        if element.is_indicator:
            code = element.code
            yield f"figures/{code}.csv", lambda code=code: _csv(FIGURE_COLUMNS, _figure_rows(run, code))  # type: ignore[misc]


def _readme(run: Run) -> str:
    marks = "".join(f"  [{mark}]  {means}\n" for mark, means in MARKS.items())
    return (
        f"Thriving Places, a rebuilt index on open data: {run.edition.name}, run {run.pk}\n"
        f"Figures as at {run.as_at.isoformat()}.\n\n"
        "scores-upper.csv, scores-district.csv   each area on each element, 0 to 10; 5 is the average of its group\n"
        "figures/                                every figure that the run rests on, a file for each indicator\n"
        "framework.csv                           every element, what holds it, what it weighs, its unit and limits\n"
        "areas.csv                               the areas of the run\n"
        "sources.csv                             each release: publisher, licence, attribution, checksum of its file\n"
        "errata.csv                              errors found in these figures until this file was put together;\n"
        "                                        later ones are on the site, at /errata/\n"
        "method.json, method.md                  every choice of the engine, and what it means\n"
        "score-again/                            of each tier what the scores follow from, and the scores\n"
        "manifest.json, checksums.txt            what it stands on, and the SHA-256 of every file\n\n"
        "Tables are UTF-8 with commas. Numbers are as computed, to the last digit. No place of a number is empty;\n"
        "where there is none stands why:\n\n"
        f"{marks}\n"
        "To check it: sha256sum -c checksums.txt. To check it and make the scores again, with the platform’s code and\n"
        "no database: python manage.py verify_run --file everything.zip\n\n"
        "Licences: each source has its own (sources.csv); please name the publishers as it says. Scores are relative\n"
        "to the areas of the group, uncertain and partial; they are not those of the Thriving Places Index itself.\n"
        "Scores of two editions are of two frameworks: do not compare them.\n"
    )


def _manifest(run: Run, elements: Iterable[Element]) -> dict[str, Any]:
    return {
        "run": run.pk,
        "edition": run.edition.code,
        "edition_name": run.edition.name,
        "edition_sha256": run.edition.checksum,
        "as_at": run.as_at.isoformat(),
        "computed_at": run.finished_at.isoformat() if run.finished_at else None,
        "engine": run.engine_version,
        "snapshot_sha256": run.snapshot.sha256 if run.snapshot else "",
        "result_sha256": run.result_sha256,
        "imports": run.imports,
        "elements": sum(1 for _each in elements),
        "tiers": {tier.tier: _of_tier(tier) for tier in run.tiers.order_by("tier")},
    }


def _of_tier(tier: RunTier) -> dict[str, Any]:
    told = sorted(tier.indicators.items())
    return {
        "areas": len(tier.areas),
        "scored": len(tier.scored),
        "periods": {code: about["period"] for code, about in told if about.get("used")},
        "not_scored": {code: str(about.get("why", "")) for code, about in told if not about.get("used")},
    }


def _element_row(element: Element) -> tuple[Cell, ...]:
    indicator = element.is_indicator
    return (
        element.code,
        element.name,
        str(Element.Level(element.level).label),
        element.parent.code if element.parent else "[none]",
        written(element.weight),
        element.unit if indicator else "[none]",
        element.direction if indicator else "[none]",
        element.tier if indicator else "[none]",
        element.transform if indicator else "[none]",
        element.max_age if indicator else "[none]",
        element.decimals if indicator else "[none]",
        "yes" if element.modelled else "no",
        element.proxy,
        element.why,
        element.quality_note,
    )


def _area_rows(run: Run) -> Iterator[tuple[Cell, ...]]:
    inside = dict(run.tiers.values_list("tier", "areas"))
    codes = {code for known in inside.values() for code in known}
    for area in Area.objects.filter(code__in=codes).select_related("parent").order_by("code"):
        tiers = " ".join(tier for tier in sorted(inside) if area.code in set(inside[tier]))
        county = area.parent.code if area.parent else "[none]"
        yield (
            area.code, area.name, area.slug, area.type, tiers, area.region, area.region_code, county, area.population,
            area.population_year, area.latitude, area.longitude,
        )  # fmt: skip


def _source_rows(run: Run, lines: Iterable[ReleaseLine]) -> Iterator[tuple[Cell, ...]]:
    sums = dict(Import.objects.filter(pk__in=run.imports).values_list("pk", "file__sha256"))
    for line in sorted(lines, key=lambda each: (each.element_code, each.import_id)):
        yield (
            line.element_code, line.release, line.source, line.title, line.publisher, line.vintage, line.licence,
            line.attribution, sums.get(line.import_id, "[none]"),
        )  # fmt: skip


def _erratum_rows(elements: Iterable[Element]) -> Iterator[tuple[Cell, ...]]:
    codes = {element.code for element in elements}
    for erratum in sorted(all_errata(), key=lambda each: each.pk):
        if erratum.element_code in codes:
            withdrawn = erratum.withdrawn_at.date().isoformat() if erratum.withdrawn_at else "no"
            yield (
                erratum.published_at.date().isoformat(),
                erratum.element_code,
                " ".join(erratum.areas) or "all",
                " ".join(erratum.periods) or "all",
                erratum.wrong,
                erratum.right,
                withdrawn,
            )


def _score_rows(tier: RunTier, elements: Sequence[Element]) -> Iterator[tuple[Cell, ...]]:
    names = dict(Area.objects.filter(code__in=tier.scored).values_list("code", "name"))
    values, ranges = stored_table(tier), _ranges(tier)
    known = {element.code: element for element in elements}
    order = [at for at, code in enumerate(tier.elements) if code in known]
    order.sort(key=lambda at: known[tier.elements[at]].position)
    for column, area in enumerate(tier.scored):
        for at in order:
            element = known[tier.elements[at]]
            score = float(values[at, _SCORE, column])
            low, high = ranges[area][at, [_LOW, _HIGH]].tolist() if area in ranges else (np.nan, np.nan)
            yield (
                area,
                names.get(area, area),
                element.code,
                element.name,
                str(Element.Level(element.level).label),
                _number(score, "no-score"),
                _number(low, "no-range"),
                _number(high, "no-range"),
                "[no-score]" if np.isnan(score) else str(band_of(score).word),
                _number(float(values[at, _COVERAGE, column]), "none"),
            )


def _ranges(tier: RunTier) -> dict[str, Any]:
    told = {"study__kind": Study.Kind.UNCERTAINTY, "study__finished_at__isnull": False}
    rows = AreaRange.objects.filter(study__run_tier=tier, **told).values_list("area__code", "packed")
    return {code: read_ranges(bytes(packed), len(tier.elements)) for code, packed in rows}


def _figure_rows(run: Run, code: str) -> Iterator[tuple[Cell, ...]]:
    for element, area, period, value, lower, upper, absence, basis in current_rows([code], imports=run.imports):
        held = [value, lower, upper]
        marks = [absence or "not-measured", "no-limit", "no-limit"]
        cells = [_number(number, mark) for number, mark in zip(held, marks, strict=True)]
        yield element, area, period, *cells, absence or "[none]", basis or "[none]"


def _number(value: float | None, mark: str) -> str:
    return f"[{mark}]" if value is None or np.isnan(value) else written(value)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _plain(cell: Cell) -> Cell:
    # What `written` gave for a number below nought is a number, not a formula.
    if not isinstance(cell, str) or not cell.startswith(_FORMULA) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _json(data: Any) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()
