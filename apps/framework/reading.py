"""Pure: the definition files of an edition to checked rows. Each thing wrong is one sentence with its file and line."""

import csv
import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from apps.common import periods
from apps.common.errors import FaultyDefinition

DEFINITIONS = Path(__file__).resolve().parent / "definitions"
LEVELS = {"indicator": 1, "subdomain": 2, "domain": 3, "headline": 4}
TRANSFORMS = ("none", "log", "sqrt", "reciprocal", "winsorise")
INDICATOR_ONLY = (
    "direction", "unit", "decimals", "tier", "transform", "max_age", "modelled", "base_period", "period_type",
    "minimum", "maximum", "proxy", "publisher", "licence", "goal_bar",
)  # fmt: skip
INDICATOR_NEEDS = ("direction", "unit", "tier", "transform", "max_age", "publisher", "licence")
COLUMNS = ("code", "parent", "level", "name", "weight", *INDICATOR_ONLY, "supersedes", "quality_note", "why")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True)
class ElementRow:
    """One element as defined; what only indicators have is None or empty elsewhere."""

    line: int
    code: str
    parent: str
    level: int
    name: str
    weight: float
    direction: int | None
    unit: str
    decimals: int
    tier: str
    transform: str
    max_age: int | None
    modelled: bool
    base_period: str
    period_type: str
    minimum: float | None
    maximum: float | None
    proxy: str
    publisher: str
    licence: str
    goal_bar: str
    supersedes: str
    quality_note: str
    why: str


@dataclass(frozen=True)
class EditionDefinition:
    """What the two files of an edition say, and the checksum of their bytes."""

    code: str
    name: str
    note: str
    as_at: date
    author: str
    checker: str
    next_review: date
    checksum: str
    elements: tuple[ElementRow, ...]


def read_edition(folder: Path) -> EditionDefinition:
    """The edition defined in a folder; raises FaultyDefinition."""
    problems: list[str] = []
    head, table = (_bytes(folder / name, problems) for name in ("edition.toml", "elements.csv"))
    if problems:
        raise FaultyDefinition(problems)
    told = _edition(head, problems)
    elements = _elements(table, problems)
    problems += _tree_problems(elements)
    if problems:
        raise FaultyDefinition(problems)
    return EditionDefinition(**told, checksum=hashlib.sha256(head + table).hexdigest(), elements=elements)


def _bytes(path: Path, problems: list[str]) -> bytes:
    if path.is_file():
        return path.read_bytes()
    problems.append(f"{path.name} is missing from {path.parent.name}: an edition needs edition.toml and elements.csv.")
    return b""


def _edition(content: bytes, problems: list[str]) -> dict[str, Any]:
    try:
        told = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"edition.toml cannot be read: {error}.")
        return {}
    found: dict[str, Any] = {}
    for key, kind in (("code", str), ("name", str), ("note", str), ("author", str), ("checker", str),
                      ("as_at", date), ("next_review", date)):  # fmt: skip
        if not isinstance(told.get(key), kind) or not told[key]:
            problems.append(f"edition.toml must say the edition's {key}, as a {'date' if kind is date else 'text'}.")
        found[key] = told.get(key)
    problems += [f"edition.toml says “{key}”, which nobody reads: remove it." for key in told if key not in found]
    if not problems and found["author"] == found["checker"]:
        problems.append("edition.toml names the same author and checker: someone else must check an edition.")
    return found


def _elements(content: bytes, problems: list[str]) -> tuple[ElementRow, ...]:
    reader = csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        problems.append(f"elements.csv, line 1: the columns must be {', '.join(COLUMNS)}.")
        return ()
    rows = ((reader.line_num, row) for row in reader)
    return tuple(element for line, row in rows if (element := _element(line, row, problems)))


def _element(line: int, row: dict[str, str], problems: list[str]) -> ElementRow | None:
    wrong = [f"elements.csv, line {line}: {sentence}" for sentence in _row_problems(row)]
    problems += wrong
    if wrong:
        return None
    words = {name: row[name] for name in ("code", "parent", "name", "unit", "tier", "transform", "base_period",
                                          "period_type", "proxy", "publisher", "licence", "goal_bar", "supersedes",
                                          "quality_note", "why")}  # fmt: skip
    return ElementRow(
        line=line,
        level=LEVELS[row["level"]],
        weight=float(row["weight"]),
        direction=int(row["direction"]) if row["direction"] else None,
        decimals=int(row["decimals"] or 1),
        max_age=int(row["max_age"]) if row["max_age"] else None,
        modelled=row["modelled"] == "yes",
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        **words,
    )


def _row_problems(row: dict[str, str]) -> list[str]:
    """What is wrong with one row taken by itself."""
    code = row["code"]
    if None in row.values() or None in row:
        return [f"“{code}” has too many or too few cells."]
    found = []
    if not _CODE.fullmatch(code):
        found.append(f"the code “{code}” must be lower-case words joined by hyphens.")
    if not row["name"]:
        found.append(f"{code} has no name.")
    if not _number(row["weight"], above=0):
        found.append(f"the weight of {code}, “{row['weight']}”, must be a number above nought.")
    if row["level"] not in LEVELS:
        found.append(f"{code} has the level “{row['level']}”; it must be one of {', '.join(LEVELS)}.")
    elif row["level"] == "indicator":
        found += _indicator_problems(row)
    else:
        found += [
            f"{code} is a {row['level']}, so its {name} must be empty." for name in INDICATOR_ONLY if row[name] != ""
        ]
    return found


def _indicator_problems(row: dict[str, str]) -> list[str]:
    code = row["code"]
    found = [f"the indicator {code} needs its {name}." for name in INDICATOR_NEEDS if not row[name]]
    closed = (("direction", ("+1", "-1")), ("tier", ("both", "upper")), ("transform", TRANSFORMS),
              ("modelled", ("yes", "no")))  # fmt: skip
    found += [
        f"the {name} of {code} is “{row[name]}”; it must be one of {', '.join(allowed)}."
        for name, allowed in closed
        if row[name] and row[name] not in allowed
    ]
    found += [
        f"the {name} of {code}, “{row[name]}”, must be a whole number."
        for name in ("decimals", "max_age")
        if row[name] and not (row[name].isascii() and row[name].isdigit())
    ]
    limits = [row[name] for name in ("minimum", "maximum") if row[name]]
    if not all(_number(limit) for limit in limits):
        found.append(f"the limits of {code} must be numbers.")
    elif len(limits) == 2 and float(limits[0]) >= float(limits[1]):
        found.append(f"the minimum of {code} must lie below its maximum.")
    return found + _base_problems(code, row["base_period"])


def _base_problems(code: str, base_period: str) -> list[str]:
    try:
        if base_period:
            periods.parse(base_period)
    except ValueError as error:
        return [f"the base period of {code} is wrong. {error}"]
    return []


def _tree_problems(elements: tuple[ElementRow, ...]) -> list[str]:
    """What is wrong with the rows taken together: parents stand above their children, in the file and in level."""
    found: list[str] = []
    above: dict[str, ElementRow] = {}
    for row in elements:
        at = f"elements.csv, line {row.line}"
        if row.code in above:
            found.append(f"{at}: the code {row.code} stands in line {above[row.code].line} already.")
        parent = above.get(row.parent)
        if row.parent and parent is None:
            found.append(f"{at}: the parent of {row.code}, “{row.parent}”, does not stand above it in the file.")
        elif parent and parent.level <= row.level:
            found.append(f"{at}: the parent of {row.code}, {parent.code}, must be of a higher level.")
        elif not row.parent and row.level != LEVELS["headline"]:
            found.append(f"{at}: {row.code} has no parent; only a headline stands by itself.")
        above.setdefault(row.code, row)
    parents = {row.parent for row in elements}
    found += [
        f"elements.csv, line {row.line}: {row.code} has nothing below it, so its quality_note must say why."
        for row in elements
        if row.level > 1 and row.code not in parents and not row.quality_note
    ]
    return found


def _number(text: str, above: float | None = None) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return value - value == 0 and (above is None or value > above)
