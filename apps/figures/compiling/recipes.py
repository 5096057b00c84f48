"""The recipes: for every indicator, where its figures are and by which rules they become figures of today's areas."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
UPPER_RULES = ("published", "pop-mean", "ratio-of-sums", "lsoa", "none")


@dataclass(frozen=True)
class Recipe:
    """`series` are columns or names in the file; `years` limits them to years with figures of their own."""

    code: str
    source: str
    reader: str
    file: str
    series: tuple[str, ...]
    formula: str
    period_rule: str
    years: frozenset[str]
    upper_rule: str

    def __post_init__(self) -> None:
        if self.upper_rule not in UPPER_RULES:
            raise ValueError(f"{self.code} has the county rule “{self.upper_rule}”; it must be of {UPPER_RULES}.")

    @property
    def adds_up(self) -> bool:
        """Whether its series are counts or sums, which merge by adding, not by averaging."""
        return self.upper_rule == "ratio-of-sums"


@dataclass(frozen=True)
class SourceNote:
    """A publication: what a release must say of where it comes from."""

    code: str
    title: str
    publisher: str
    vintage: str
    licence: str
    attribution: str


def read_recipes(path: Path = FOLDER / "recipes.csv") -> tuple[Recipe, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_recipe(row) for row in csv.DictReader(file))


def read_source_notes(path: Path = FOLDER / "sources.csv") -> dict[str, SourceNote]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: SourceNote(**row) for row in csv.DictReader(file)}


def _recipe(row: dict[str, str]) -> Recipe:
    first, _, last = row["years"].partition("-")
    years = frozenset(str(year) for year in range(int(first), int(last or first) + 1)) if first else frozenset()
    words = {name: row[name] for name in ("code", "source", "reader", "file", "formula", "period_rule", "upper_rule")}
    return Recipe(series=tuple(row["series"].split("|")), years=years, **words)
