"""From a table that someone brought to a release of each indicator in it. Pure: the table and what is known in.

Every cell of figures that the table offers gets one fate, so that what came in and what became of it can be counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from apps.figures.compiling.indicators import Compiled, compile_indicator
from apps.figures.compiling.labels import RULES
from apps.figures.compiling.places import Places
from apps.figures.compiling.recipes import Recipe, SourceNote
from apps.figures.compiling.rules import Cells
from apps.figures.finding import Lines, Table, find_table
from apps.figures.layouts import LAYOUTS, Layout, Offered, read_offered
from apps.figures.release import Release, ReleaseRow
from apps.figures.sheets import UnreadableSheet
from apps.figures.sieving import Fate, Gazetteer, Remark, Sieved, sieve

#: Of what a cell became, the first that holds counts: a cell may be used for one indicator and not for another.
_ORDER = (
    Fate.USED, Fate.DUPLICATE, Fate.REFUSED, Fate.FEW_AREAS, Fate.OTHER_PERIOD, Fate.ENDED_AREA, Fate.OTHER_AREA,
    Fate.OTHER_SERIES,
)  # fmt: skip
#: Above this share of the areas of a tier, a table without a recipe is taken for all that there is.
WHOLE_SHARE = 0.6
#: What recipes divide by that does not come with a table: residents are known, the other is a context indicator.
DIVIDED_BY = frozenset({"residents", "hectares"})
_SERIES_LISTED = 2_000
#: All of a table is held at once: twenty megabytes of short lines below two thousand columns would be billions.
MOST_CELLS = 500_000
_SAMPLES = 5


@dataclass(frozen=True)
class Subject:
    """The indicator that figures are about."""

    code: str
    name: str
    unit: str
    upper_only: bool = False
    period_type: str = ""


@dataclass(frozen=True)
class Ground:
    """What a table is read against."""

    gazetteer: Gazetteer
    denominators: Mapping[str, Cells]
    subjects: Mapping[str, Subject]
    recipes: Sequence[Recipe]
    notes: Mapping[str, SourceNote]
    today: date

    @property
    def places(self) -> Places:
        return self.gazetteer.places


@dataclass(frozen=True)
class Choices:
    """What a steward says of a table: its layout and columns' line where they are not found, and what its series are.

    `series`: by the name of a series (empty where the table holds one only), what it is the figures of. `facts`: what
    is said of the source, by the keys of a release's header. `encoding`: in which the characters of a text file are
    written; found out where it is empty. `heading_lines`: so many lines name the columns, from `line` on.
    """

    worksheet: str = ""
    layout: Layout | None = None
    line: int = 0
    series: Mapping[str, "Chosen"] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    heading_lines: int = 1

    def to_json(self) -> dict[str, Any]:
        return {
            "worksheet": self.worksheet,
            "layout": self.layout.to_json() if self.layout else {},
            "line": self.line,
            "series": {name: vars(chosen) for name, chosen in self.series.items()},
            "facts": dict(self.facts),
            "encoding": self.encoding,
            "heading_lines": self.heading_lines,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Choices":
        """What `to_json` gave."""
        layout = content.get("layout")
        return cls(
            worksheet=content.get("worksheet", ""),
            layout=Layout.from_json(layout) if layout else None,
            line=content.get("line", 0),
            series={name: Chosen(**chosen) for name, chosen in content.get("series", {}).items()},
            facts=content.get("facts", {}),
            encoding=content.get("encoding", ""),
            heading_lines=content.get("heading_lines", 1),
        )


@dataclass(frozen=True)
class Chosen:
    """What a series holds the figures of, what its labels of periods mean, and how counties get theirs."""

    code: str
    period_rule: str = "plain"
    upper_rule: str = "published"
    whole: bool | None = None


@dataclass(frozen=True)
class Made:
    """The release of one indicator, what was found on the way, and how its areas were known."""

    subject: Subject
    recipe: Recipe
    release: Release
    compiled: Compiled
    matched: Mapping[str, int]


@dataclass(frozen=True)
class Delivered:
    """What a table gives: releases, what is wrong or odd with its cells, and how many of them became what."""

    table: Table
    made: tuple[Made, ...] = ()
    remarks: tuple[Remark, ...] = ()
    fates: Mapping[str, int] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()


def read_delivery(lines: Lines, choices: Choices, ground: Ground) -> Delivered:
    """Read a whole table. `lines` can be gone through twice. Raises UnreadableSheet where it holds too much."""
    table = find_table(lines, choices.layout, choices.line, choices.heading_lines)
    if table.found is None:
        return Delivered(table)
    layout = table.found.layout
    offered: dict[str, list[Offered]] = defaultdict(list)
    for count, cell in enumerate(read_offered(table.found, lines)):
        if count >= MOST_CELLS:
            raise UnreadableSheet(
                f"The table has more than {MOST_CELLS:,} cells for figures, those that are empty with them. Leave out "
                "columns and rows that are not needed, or split it and upload the parts in turn."
            )
        offered[cell.series].append(cell)
    table = replace(table, series=_series(offered))
    recipes = list(_recipes(layout.name, set(offered), choices, ground))
    found, lacking, looked = _compiled(recipes, offered, layout, ground)
    made = tuple(
        _made(subject, recipe, compiled, sieved, choices, ground) for subject, recipe, compiled, sieved in found
    )
    fates = _fates(offered, looked)
    remarks = sorted({remark for sieved in looked for remark in sieved.remarks}, key=lambda each: each.line)
    return Delivered(table, made, tuple(remarks), fates, tuple(lacking))


def _series(offered: Mapping[str, Sequence[Offered]]) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    listed = islice(offered.items(), _SERIES_LISTED)
    return tuple((name, len(cells), _labels(cells)) for name, cells in listed)


def _labels(cells: Sequence[Offered]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(cell.period for cell in cells), _SAMPLES))


def _recipes(layout: str, names: set[str], choices: Choices, ground: Ground) -> Iterable[tuple[Recipe, bool | None]]:
    """How the indicators in a table are made: as a steward chose, else by the recipes that its series fit."""
    chosen = {each.code for each in choices.series.values()}
    for name, each in choices.series.items():
        if name in names and each.code in ground.subjects:
            yield _own(name, each), each.whole
    for recipe in ground.recipes:
        series = set(recipe.series) - DIVIDED_BY
        same = recipe.reader == layout
        if same and recipe.code not in chosen and recipe.code in ground.subjects and series and series <= names:
            yield recipe, True


def _own(series: str, chosen: Chosen) -> Recipe:
    return Recipe(
        code=chosen.code,
        source="",
        reader="",
        file="",
        series=(series,),
        formula="published",
        period_rule=chosen.period_rule,
        years=frozenset(),
        upper_rule=chosen.upper_rule,
    )


def _compiled(
    recipes: Sequence[tuple[Recipe, bool | None]],
    offered: Mapping[str, Sequence[Offered]],
    layout: Layout,
    ground: Ground,
) -> tuple[list[tuple[Subject, Recipe, Compiled, Sieved]], list[str], list[Sieved]]:
    """What could be made, the codes of what could not, and all that was looked at on the way, used or not."""
    find = cache(ground.gazetteer.find)
    found, lacking, looked = [], [], []
    for recipe, whole in recipes:
        missing = [name for name in recipe.series if name not in offered and name not in ground.denominators]
        if missing:
            lacking.append(recipe.code)
            continue
        wanted = replace(recipe, series=tuple(name for name in recipe.series if name in offered))
        sieved = sieve(offered, wanted, find, layout.absences, ground.today)
        looked.append(sieved)
        subject = ground.subjects[recipe.code]
        if recipe.formula == "published":
            sieved.remarks += sieved.told_of_signs(subject.unit)
        if whole is None:
            whole = _covers(sieved, subject, ground.places)
        compiled = compile_indicator(
            recipe, subject.upper_only, sieved.rows, ground.places, ground.denominators, whole=whole
        )
        if compiled.left_out:
            _leave_out(sieved, RULES[recipe.period_rule], set(compiled.left_out), offered)
        # What cannot be read is no reason to take back what is in force.
        kept = {at: cell for at, cell in compiled.cells.items() if cell.value or at not in sieved.unread}
        compiled = replace(compiled, cells=kept)
        if compiled.cells:
            found.append((subject, recipe, compiled, sieved))
        else:
            lacking.append(recipe.code)
    return found, lacking, looked


def _covers(sieved: Sieved, subject: Subject, places: Places) -> bool:
    """Whether the rows mention so many areas that those they do not mention were not measured."""
    mentioned = {row.area for rows in sieved.rows.values() for row in rows}
    tiers = [places.upper] if subject.upper_only else [places.upper, places.districts]
    return any(len(mentioned & set(tier)) >= WHOLE_SHARE * len(tier) for tier in tiers if tier)


def _leave_out(sieved: Sieved, rule: Any, periods: set[str], offered: Mapping[str, Sequence[Offered]]) -> None:
    for series in sieved.rows:
        for cell in offered[series]:
            at = (cell.line, cell.column)
            if sieved.fates.get(at) is Fate.USED and rule(cell.period) in periods:
                sieved.fates[at] = Fate.FEW_AREAS


def _made(
    subject: Subject, recipe: Recipe, compiled: Compiled, sieved: Sieved, choices: Choices, ground: Ground
) -> Made:
    rule = RULES[recipe.period_rule]
    lines: dict[tuple[str, str], int] = {}
    for (_, area, label), line in sieved.lines.items():
        lines.setdefault((area, rule(label)), line)
    ordered = sorted(compiled.cells.items(), key=lambda item: (item[0][1], item[0][0]))
    rows = [
        ReleaseRow(lines.get(at, 0), *at, cell.value, cell.lower, cell.upper, cell.absence, cell.basis)
        for at, cell in ordered
    ]
    header = _header(subject, ground.notes.get(recipe.source), choices.facts, ground.today)
    return Made(subject, recipe, Release(header, rows), compiled, sieved.matched)


def _header(subject: Subject, note: SourceNote | None, facts: Mapping[str, str], today: date) -> dict[str, str]:
    # One line each, whatever was pasted into a form.
    said = {key: " ".join(value.split()) for key, value in facts.items() if value.strip()}
    known = vars(note) if note else {}
    told = {key: said.get(key) or known.get(key, "") for key in ("title", "publisher", "licence", "attribution")}
    # What is known of a source is of the state in which it came with the software: a file may be another one.
    vintage = said.get("vintage") or said.get("release") or f"not stated; brought in {today.isoformat()}"
    return {
        "code": subject.code,
        "name": subject.name,
        "unit": subject.unit,
        "source": said.get("source") or known.get("code", ""),
        "title": told["title"],
        "publisher": told["publisher"],
        "vintage": vintage,
        "licence": told["licence"],
        "attribution": told["attribution"],
        "release": said.get("release") or vintage,
        "period-type": subject.period_type,
    }


def _fates(offered: Mapping[str, Sequence[Offered]], sieved: Sequence[Sieved]) -> dict[str, int]:
    """How many cells became what; together they are all that the table offers."""
    counts: Counter[str] = Counter()
    for cells in offered.values():
        for cell in cells:
            at = (cell.line, cell.column)
            met = [each.fates[at] for each in sieved if at in each.fates]
            counts[min(met, key=_ORDER.index) if met else Fate.OTHER_SERIES] += 1
    return {str(fate): counts[fate] for fate in _ORDER if counts[fate]}


def known_layouts() -> tuple[str, ...]:
    """The names of the layouts of publishers that are known."""
    return tuple(LAYOUTS)
