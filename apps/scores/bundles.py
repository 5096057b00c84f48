"""A published run as one file, with which anyone can score it again without this platform's database."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.figures.errata import errata_on, told
from apps.figures.models import Import
from apps.figures.registered import with_registered
from apps.scores.arrays import COLUMNS, Node, nodes_of, stored_table
from apps.scores.models import Run, RunTier
from apps.scores.tables.cells import written
from apps.scores.tables.figures import FIGURE_COLUMNS
from apps.scores.tables.frameworks import FRAMEWORK_COLUMNS
from apps.scores.tables.writing import SCORE_COLUMNS, Floats, score_rows

# The same run gives the same bytes.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_SCORE, _COVERAGE, _VALUE = (COLUMNS.index(name) for name in ("score", "coverage", "value"))


def bundle(run: Run, tier: RunTier) -> bytes:
    """The ZIP file of one tier of a finished run: framework, figures, method, its scores, and a manifest.

    Its figures are those that were scored: of one period for each indicator, of the areas of the reference group.
    """
    files = {"README.txt": _readme(run, tier), "manifest.json": _json(_manifest(run, tier))} | inputs(run, tier)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_DAY), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def inputs(run: Run, tier: RunTier) -> dict[str, str]:
    """What `score_table` takes, and what it gives then, by the names of the files."""
    nodes = nodes_of(run.edition, tier.tier)
    values = stored_table(tier)
    return {
        "framework.csv": _csv(FRAMEWORK_COLUMNS, map(_framework_row, nodes)),
        "figures.csv": _csv(FIGURE_COLUMNS, _figure_rows(run, tier, nodes, values)),
        "method.json": _json(run.method),
        "scores.csv": _csv(SCORE_COLUMNS, _score_rows(run, tier, nodes, values)),
    }


def _readme(run: Run, tier: RunTier) -> str:
    return _(
        "Run %(run)s of %(edition)s, %(tier)s, figures as at %(as_at)s.\n\n"
        "These are the framework, the figures and the method that its scores were made from, and the scores. To make "
        "them again, with the platform’s code and no database:\n\n"
        "python manage.py score_table --framework framework.csv --figures figures.csv --method method.json "
        "--out again.csv\n\n"
        "again.csv is then the same as scores.csv, byte for byte. manifest.json says whose figures they are and under "
        "which licence, and the checksums of the files they came in.\n"
        "Scores are relative to the areas of the group, uncertain and partial; they are not those of the Thriving "
        "Places Index itself.\n"
    ) % {"run": run.pk, "edition": run.edition.name, "tier": tier.get_tier_display(), "as_at": run.as_at.isoformat()}


def _manifest(run: Run, tier: RunTier) -> dict[str, Any]:
    of_run = Import.objects.filter(pk__in=run.imports, element_code__in=tier.indicators)
    brought = with_registered(of_run.select_related("source", "file"))
    errata = [told(erratum) for erratum in errata_on(list(tier.indicators))]
    return ({"errata": errata} if errata else {}) | {
        "run": run.pk,
        "edition": run.edition.code,
        "tier": tier.tier,
        "as_at": run.as_at.isoformat(),
        "engine": run.engine_version,
        "method": run.method,
        "snapshot_sha256": run.snapshot.sha256 if run.snapshot else "",
        "result_sha256": run.result_sha256,
        "periods": {code: about["period"] for code, about in sorted(tier.indicators.items()) if about.get("used")},
        "figures": [
            {
                "code": each.element_code,
                "release": each.release,
                "source": _said(each, "title"),
                "publisher": _said(each, "publisher"),
                "vintage": each.source.vintage if each.source else "",
                "licence": _said(each, "licence"),
                "file_sha256": each.file.sha256,
            }
            for each in brought.defer("file__content").order_by("element_code", "sequence")
        ],
    }


def _said(brought: Any, word: str) -> str:
    """What is said of an import's source: by a steward if it is registered, else by its file."""
    if brought.registered:
        return str(brought.registered[word])
    return str(getattr(brought.source, word)) if brought.source else ""


def _framework_row(node: Node) -> tuple[Any, ...]:
    indicator = node.level == 1
    cells = {
        "code": node.code,
        "parent": node.parent,
        "level": node.level,
        "weight": written(node.weight),
        "direction": node.direction if indicator else "",
        "transform": node.transform if indicator else "",
    }
    return tuple(cells.get(name, "") for name in FRAMEWORK_COLUMNS)


def _figure_rows(run: Run, tier: RunTier, nodes: Sequence[Node], values: Floats) -> Iterable[tuple[str, str, str, str]]:
    for at, node in enumerate(nodes):
        if tier.indicators.get(node.code, {}).get("used"):
            for area, value in zip(tier.scored, values[at, _VALUE].tolist(), strict=True):
                yield area, run.as_at.isoformat(), node.code, written(value)


def _score_rows(run: Run, tier: RunTier, nodes: Sequence[Node], values: Floats) -> Iterable[tuple[Any, ...]]:
    elements = [(node.code, node.level) for node in nodes]
    return score_rows(tier.scored, run.as_at.isoformat(), elements, values[:, _SCORE], values[:, _COVERAGE])


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
