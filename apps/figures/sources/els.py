"""ONS Explore Local Statistics: one folder per data set, a CSV of values and a JSON that says what they are."""

import calendar
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from apps.figures.sources import NOT_MEASURED, SUPPRESSED, SourceRow, table

# u: unreliable, c: confidential: a figure exists and is held back. x: not available, z: not applicable: none exists.
_HELD_BACK = frozenset({"u", "c"})


def read(path: Path) -> Iterator[SourceRow]:
    """Every row of every indicator in the file. Other columns' order differs between files, so names are used."""
    for row in table(path):
        value = row["observation"].strip()
        if value:
            lower, upper = row["lci_95"].strip(), row["uci_95"].strip()
            limits = (lower, upper) if lower and upper else ("", "")
            yield SourceRow(row["indicator"], row["areacd"], row["period"], value, *limits)
        else:
            absence = SUPPRESSED if row["status"] in _HELD_BACK else NOT_MEASURED
            yield SourceRow(row["indicator"], row["areacd"], row["period"], "", absence=absence)


def read_about(path: Path) -> tuple[str, str, str]:
    """The title of a data set, its original owner and its date, from the JSON beside the CSV.

    A data set of several series has no label of its own, only its file's name; of several owners, the first is Great
    Britain's.
    """
    content = json.loads(path.with_suffix(".json").read_text(encoding="utf-8-sig"))
    about = next(value for value in content.values() if isinstance(value, dict))
    told = about if "label" in about else about["shared"]
    title = about.get("label") or path.stem.replace("-", " ").capitalize()
    owner = told["sourceOrg"].partition("|")[0].removesuffix(" (Great Britain)")
    day, month, year = (int(part) for part in told["sourceDate"].partition("|")[0].split("/"))
    when = date(year, month, day)
    return title, owner, f"{when.day} {calendar.month_name[when.month]} {when.year}"
