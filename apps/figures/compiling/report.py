"""How the starter set came about: per indicator and rule, as a table and as a page."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields

from apps.figures.compiling.indicators import Compiled
from apps.figures.compiling.places import Places
from apps.figures.compiling.recipes import SourceNote
from apps.figures.compiling.rules import Cells

_COLUMNS = ("indicator", "periods", "first", "last", "districts in the last", "upper tier in the last")


def sources_table(notes: Iterable[SourceNote]) -> bytes:
    """`sources.csv`: every publication that figures come from."""
    return _csv(
        [field.name for field in fields(SourceNote)],
        [list(asdict(note).values()) for note in sorted(notes, key=lambda note: note.code)],
    )


def table(compiled: Iterable[Compiled], places: Places) -> bytes:
    """`report.csv`: one row per indicator, one column per rule."""
    done = list(compiled)
    rules = _rules(done)
    rows = [[*_summary(one, places), *(str(one.counts[rule]) for rule in rules)] for one in done]
    return _csv([*_COLUMNS, *rules, "periods left out"], [
        [*row, " ".join(one.left_out)] for row, one in zip(rows, done, strict=True)
    ])  # fmt: skip


def page(compiled: Iterable[Compiled], places: Places) -> bytes:
    """`report.md`: the same for readers, with totals."""
    done = list(compiled)
    totals: Counter[str] = sum((one.counts for one in done), Counter())
    lines = [
        "# How the starter set was compiled",
        "",
        "Written by `manage.py rebuild_starter`; the rules are explained in docs/data.md. Of the offered indicator the",
        "whole newer release is counted here.",
        "",
        "| Rule | Figures |",
        "|---|---|",
        *(f"| {rule} | {totals[rule]} |" for rule in _rules(done)),
        "",
        f"| {' | '.join(_COLUMNS)} |",
        "|---" * len(_COLUMNS) + "|",
        *(f"| {' | '.join(_summary(one, places))} |" for one in done),
        "",
    ]
    return "\n".join(lines).encode()


def coverage(cells: Cells, period: str, areas: Iterable[str]) -> int:
    """How many of the areas have a value in the period."""
    return sum(1 for area in areas if (cell := cells.get((area, period))) and cell.value)


def _summary(one: Compiled, places: Places) -> list[str]:
    last = one.periods[-1]
    counts = [coverage(one.cells, last, tier) for tier in (places.districts, places.upper)]
    return [one.code, str(len(one.periods)), one.periods[0], last, *map(str, counts)]


def _rules(done: Sequence[Compiled]) -> list[str]:
    return sorted({rule for one in done for rule in one.counts})


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()
