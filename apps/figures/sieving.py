"""What a delivered table offers of an indicator: what of it can be used, what is wrong, what is about something else.

Nothing is dropped in silence: every cell that was offered gets one fate.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, cached_property

from apps.figures.compiling.labels import RULES
from apps.figures.compiling.places import Places, plain_name
from apps.figures.compiling.recipes import Recipe
from apps.figures.faults import period_fault, shown
from apps.figures.layouts import Offered
from apps.figures.numerals import Numeral, read_numeral, speaks_against
from apps.figures.sources import SourceRow

_CODE = re.compile(r"[A-Z]\d{8}", re.ASCII)
#: Codes of statistics that are no council's: territorial levels (ITL, NUTS), and letters with fewer or more digits.
_OTHER_CODE = re.compile(r"(?:TL|UK)[A-Z][A-Z0-9]{0,3}|[EKNSWJ]\d{2,10}", re.ASCII)
#: Of labels of periods that are longer no more is said than that.
_LONGEST_LABEL = 60
_OURS = ("E06", "E07", "E08", "E09", "E10")
_WIDER = frozenset({
    "england", "united kingdom", "great britain", "wales", "scotland", "northern ireland", "north east", "north west",
    "yorkshire and the humber", "yorkshire & the humber", "yorkshire and humber", "east midlands", "west midlands",
    "east of england", "london", "inner london", "outer london", "south east", "south west", "total", "average", "mean",
    "england and wales", "national", "statistical neighbours", "london (inner)", "london (outer)",
})  # fmt: skip
#: Added to a name by publishers that keep an area apart from what has borne its name since.
#: What stands before it is no space, so that of many spaces in a row each is looked at once.
_BEFORE = re.compile(r"(?<!\s)\s*\(pre[ -]?lg[a-z]*\)$", re.IGNORECASE)


class Fate(StrEnum):
    """What becomes of a cell that a table offers."""

    USED = "used"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    OTHER_SERIES = "other-series"
    OTHER_AREA = "other-area"
    ENDED_AREA = "ended-area"
    OTHER_PERIOD = "other-period"
    FEW_AREAS = "few-areas"


@dataclass(frozen=True)
class Remark:
    """Something wrong with a cell, which is then left out, or something to look at."""

    line: int
    column: str
    sentence: str
    kept: bool = False


@dataclass
class Sieved:
    """The rows that can be used, by series; what was found on the way; and the fate of every cell looked at."""

    rows: dict[str, list[SourceRow]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    fates: dict[tuple[int, str], Fate] = field(default_factory=dict)
    matched: Counter[str] = field(default_factory=Counter)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    #: Areas and periods of which something stands there that cannot be read: nothing is known, not that there is none.
    unread: set[tuple[str, str]] = field(default_factory=set)
    #: Signs of a unit beside values: where each first stands, by column and sign, and how often.
    signs: dict[tuple[str, str], tuple[Offered, int]] = field(default_factory=dict)

    def saw_sign(self, cell: Offered, sign: str) -> None:
        """Note that a value had the sign of a unit beside it."""
        first, count = self.signs.get((cell.column, sign), (cell, 0))
        self.signs[cell.column, sign] = first, count + 1

    def told_of_signs(self, unit: str) -> Iterator["Remark"]:
        """What is odd about signs that say another unit than the indicator is kept in: once for each column."""
        for (column, sign), (cell, count) in self.signs.items():
            if speaks_against(sign, unit):
                more = f", and so have {count - 1:,} more cells of this column" if count > 1 else ""
                yield Remark(
                    cell.line,
                    column,
                    f"{shown(cell.value)} has a “{sign}”{more}; the indicator is kept in “{unit}”. The number was read "
                    "as it stands. Look whether it is the same measure.",
                    kept=True,
                )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is about: a code; or why it is about nowhere here; or what is wrong."""

    code: str = ""
    how: str = ""
    fate: Fate = Fate.USED
    fault: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """Finds areas by whatever a table calls them: the code in force, a former one, a name of today or of before."""

    places: Places
    #: Codes no longer in force whose area was split or ended: no figure of theirs can be used.
    ended: Mapping[str, str]

    def find(self, text: str, name: str) -> Place:
        """The place of a cell that holds a code, or a name; `name` is asked where it is empty."""
        code = text.strip().upper().replace(" ", "")
        if _CODE.fullmatch(code):
            return self._by_code(code, text)
        if _OTHER_CODE.fullmatch(code) and code.startswith(_OURS):
            return Place(
                fate=Fate.REFUSED, fault=f"{shown(text)} is not a whole code: they have nine signs. Correct it."
            )
        if _OTHER_CODE.fullmatch(code):
            return Place(fate=Fate.OTHER_AREA)
        return self._by_name(text.strip() or name.strip())

    def _by_code(self, code: str, text: str) -> Place:
        if code in self._known:
            how = "code" if code == text.strip() else "code written otherwise"
            return Place(code, how)
        if code in self._former:
            return Place(code, "former code")
        if code in self.ended:
            return Place(fate=Fate.ENDED_AREA)
        if code.startswith(_OURS):
            return Place(
                fate=Fate.REFUSED,
                fault=f"{code} is not the code of an area here, nor was it ever. Correct it, or leave the row out.",
            )
        return Place(fate=Fate.OTHER_AREA)

    def _by_name(self, name: str) -> Place:
        if not name:
            return Place(fate=Fate.REFUSED, fault="The area is missing. Write its code or its name.")
        before = bool(_BEFORE.search(name))
        plain = plain_name(_BEFORE.sub("", name))
        code = self.places.names.get(plain, "")
        if code and not (before and code in self._known):
            return Place(code, "name")
        if before:
            # It bears the name of an area of today, which is not what it was.
            return Place(fate=Fate.ENDED_AREA)
        if " ".join(name.casefold().split()) in _WIDER:
            return Place(fate=Fate.OTHER_AREA)
        if plain in self._ended_names:
            return Place(fate=Fate.ENDED_AREA)
        return Place(
            fate=Fate.REFUSED,
            fault=f"{shown(name)} is not the name of an area here. Write the name as on its page, or its code.",
        )

    @cached_property
    def _ended_names(self) -> set[str]:
        return {plain_name(name) for name in self.ended.values()}

    @cached_property
    def _known(self) -> set[str]:
        return {*self.places.districts, *self.places.upper}

    @cached_property
    def _former(self) -> set[str]:
        parts = {part for codes in self.places.parts.values() for part in codes}
        return {*self.places.recoded, *self.places.joint, *self.places.counties, *parts, *self.places.parts}


def sieve(
    offered: Mapping[str, Sequence[Offered]],
    recipe: Recipe,
    find: Callable[[str, str], Place],
    absences: Mapping[str, str],
    today: date,
) -> Sieved:
    """What can be used of the series that a recipe names, `offered` by series.

    `find`: the place of an area and name; `absences`: what the words of a status column mean.
    """
    sieved = Sieved()
    rule = RULES[recipe.period_rule]

    @cache
    def period_of(label: str) -> str:
        try:
            period = rule(label)
        except ValueError as error:
            # It repeats the label, in every line where that stands: no table may make its report many times its size.
            return str(error) if len(label) <= _LONGEST_LABEL else f"{shown(label)} is not a period: it is too long."
        # One without a period says the same of every time, as the count that others are divided by.
        return period_fault(period, today=today, shapes=frozenset()) if period else ""

    for series in recipe.series:
        read = _read(offered.get(series, ()), recipe, find, period_of, absences, sieved)
        rows = _without_doubles(read, rule, sieved)
        sieved.rows[series] = rows
    return sieved


def _read(
    cells: Iterable[Offered],
    recipe: Recipe,
    find: Callable[[str, str], Place],
    fault_of_period: Callable[[str], str],
    absences: Mapping[str, str],
    sieved: Sieved,
) -> Iterator[tuple[Offered, SourceRow]]:
    for cell in cells:
        at = (cell.line, cell.column)
        place = find(cell.area, cell.name)
        if place.fate is not Fate.USED:
            sieved.fates[at] = place.fate
            if place.fault:
                sieved.remarks.append(Remark(cell.line, "", place.fault))
            continue
        if recipe.years and cell.period not in recipe.years:
            sieved.fates[at] = Fate.OTHER_PERIOD
            continue
        if fault := fault_of_period(cell.period):
            sieved.fates[at] = Fate.REFUSED
            sieved.remarks.append(Remark(cell.line, cell.column, fault))
            continue
        row = _row(cell, place.code, absences, sieved)
        if row is None:
            sieved.unread.add((place.code, RULES[recipe.period_rule](cell.period)))
        else:
            sieved.matched[place.how] += 1
            yield cell, row


def _row(cell: Offered, code: str, absences: Mapping[str, str], sieved: Sieved) -> SourceRow | None:
    value = _numeral(cell.value)
    limits = [_numeral(text) if text else Numeral() for text in (cell.lower, cell.upper)]
    faults = [each.fault for each in (value, *limits) if each.fault]
    at = (cell.line, cell.column)
    if faults:
        sieved.fates[at] = Fate.REFUSED
        sieved.remarks += [Remark(cell.line, cell.column, fault) for fault in faults]
        return None
    if value.remark:
        sieved.remarks.append(Remark(cell.line, cell.column, value.remark, kept=True))
    sieved.fates[at] = Fate.USED
    if value.sign:
        sieved.saw_sign(cell, value.sign)
    absence = "" if value.text else absences.get(cell.status, value.absence)
    lower, upper = (limit.text for limit in limits)
    both = value.text and lower and upper
    if value.text and (lower or upper) and not both:
        said = "There is one limit and not the other. The figure is kept without: half a range would look whole."
        sieved.remarks.append(Remark(cell.line, cell.column, said, kept=True))
    return SourceRow(
        cell.series, code, cell.period, value.text, lower if both else "", upper if both else "", absence=absence
    )


@cache
def _numeral(text: str) -> Numeral:
    return read_numeral(text)


def _without_doubles(
    found: Iterable[tuple[Offered, SourceRow]], rule: Callable[[str], str], sieved: Sieved
) -> list[SourceRow]:
    """One row per area and period. Of rows that agree the first stays; where they differ none can be trusted."""
    groups: dict[tuple[str, str], list[tuple[Offered, SourceRow]]] = {}
    for cell, row in found:
        # Two labels may stand for one period.
        groups.setdefault((row.area, rule(row.period)), []).append((cell, row))
    rows = []
    for (first, row), *others in groups.values():
        if all(_agree(row, other) for _, other in others):
            rows.append(row)
            sieved.lines[row.series, row.area, row.period] = first.line
            for cell, _ in others:
                sieved.fates[cell.line, cell.column] = Fate.DUPLICATE
                sieved.remarks.append(Remark(cell.line, cell.column, f"Says the same as line {first.line}.", kept=True))
            continue
        sieved.unread.add((row.area, rule(row.period)))
        for cell, _ in [(first, row), *others]:
            other = others[0][0].line if cell is first else first.line
            sieved.fates[cell.line, cell.column] = Fate.REFUSED
            sieved.remarks.append(
                Remark(
                    cell.line,
                    cell.column,
                    f"Line {other} gives another figure for the same area and period. Keep the one that is right.",
                )
            )
    return rows


def _agree(one: SourceRow, other: SourceRow) -> bool:
    if not one.value or not other.value:
        return one.value == other.value
    same = float(one.value) == float(other.value)
    return same and (one.lower, one.upper) == (other.lower, other.upper)
