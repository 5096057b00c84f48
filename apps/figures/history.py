"""Earlier figures of areas that a reorganisation made: by which rule each indicator's are worked out, and what comes.

What a steward chose is in force (`HistoryRule`); else what came with the software (`compiling/history_rules.csv`), as
the starter set did it; else what the unit suggests.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.areas.models import Area, NewArea, Part, Reorganisation
from apps.common.tiers import Tier
from apps.figures.checking import Cell
from apps.figures.delivered import Subject
from apps.figures.ground import subjects
from apps.figures.models import HistoryRule, Import
from apps.figures.queries import current_rows
from apps.figures.reaggregating import Piece, Rule, Whole, worked_out
from apps.figures.release import Release, ReleaseRow

_SHIPPED = Path(__file__).resolve().parent / "compiling" / "history_rules.csv"
_CANNOT = re.compile(r"median|ratio|gap|deviation|percentage points|highest minus|index|rank", re.IGNORECASE)
_RATE = re.compile(r"%|percent|\bper\b|\bmean\b|\bminutes\b|\byears\b|\bscore\b|\baverage\b", re.IGNORECASE)


@dataclass(frozen=True)
class RuleLine:
    """The rule of one indicator as it is in force, in words, and whether a steward chose it."""

    subject: Subject
    kind: str
    weight: str
    why: str
    chosen: HistoryRule | None

    @property
    def label(self) -> str:
        """What is done, in a few words."""
        if self.kind != HistoryRule.Rule.MEAN:
            return str(HistoryRule.Rule(self.kind).label)
        return _("the mean weighted by %(what)s") % {"what": self.weight or _("people")}


def rules_in_force() -> dict[str, RuleLine]:
    """The rule of every indicator that figures can be kept of, by code: three queries."""
    chosen = {rule.element_code: rule for rule in HistoryRule.objects.all()}
    return {code: _line(subject, chosen.get(code)) for code, subject in subjects().items()}


def _line(subject: Subject, chosen: HistoryRule | None) -> RuleLine:
    if chosen:
        return RuleLine(subject, chosen.rule, chosen.weight, chosen.why, chosen)
    if shipped := _shipped().get(subject.code):
        return RuleLine(subject, *shipped, None)
    return RuleLine(subject, *proposed(subject.unit), None)


def proposed(unit: str) -> tuple[str, str, str]:
    """Rule, weight and why that a unit suggests, for an indicator of which nobody has said."""
    if _CANNOT.search(unit):
        return "none", "", _("Its unit is a median, a ratio or a gap: those of several areas do not give that of all.")
    if _RATE.search(unit):
        return "mean", "", _("Its unit is a rate. People stand for what it is a rate of.")
    return "sum", "", _("Its unit is a count or an amount, which adds up.")


@cache
def _shipped() -> dict[str, tuple[str, str, str]]:
    with _SHIPPED.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["rule"], row["weight"], row["why"]) for row in csv.DictReader(file)}


def wholes_of(reorganisation: Reorganisation) -> list[Whole]:
    """The new areas of a reorganisation and what makes each up."""
    made = list(reorganisation.new_areas.prefetch_related("parts__area"))
    gone_whole = {part.code for new in made for part in new.wholes()}
    return [_whole(new, gone_whole) for new in made]


def _whole(new: NewArea, gone_whole: set[str]) -> Whole:
    parts = list(new.parts.all())
    wholes = [part for part in parts if part.share == Part.Share.WHOLE]
    counties = {part.area_id for part in wholes}
    pieces = []
    for part in wholes:
        if part.area and part.area.parent_id in counties:
            continue
        within = [each for each in wholes if each.area and each.area.parent_id == part.area_id and part.area_id]
        pieces.append(Piece(part.code, _people(part), tuple(Piece(each.code, _people(each)) for each in within)))
    split = [part for part in parts if part.share == Part.Share.PART and not _by_districts(part, gone_whole)]
    return Whole(new.code, tuple(pieces), tuple(part.code for part in split))


def _by_districts(part: Part, gone_whole: set[str]) -> bool:
    """Whether a county that was split was so along its districts, each of which went whole into a new area."""
    districts = list(part.area.districts.values_list("code", flat=True)) if part.area else []
    return bool(districts) and set(districts) <= gone_whole


def _people(part: Part) -> float:
    return float(part.population or (part.area.population if part.area else 0))


def worked_out_release(reorganisation: Reorganisation, line: RuleLine, wholes: Iterable[Whole]) -> Release | None:
    """The release of what one indicator's earlier figures make of the new areas; None where that is nothing new.

    In every period that there are figures of, each new area gets a value or a reason; what is in force of it stays.
    """
    cells: dict[str, dict[str, Cell]] = {}
    for _code, area, period, value, lower, upper, absence, basis in current_rows([line.subject.code]):
        cells.setdefault(period, {})[area] = Cell(value, lower, upper, absence, basis)
    rule = Rule(line.kind, _weights(line.weight))
    shown = _of_its_tiers(wholes, line.subject)
    rows = [
        _row(whole.code, period, made)
        for period in sorted(cells)
        for whole in shown
        if (made := _made(whole, cells[period], rule))
    ]
    published = _latest_published(line.subject.code)
    if not rows or published is None:
        return None
    return Release(_header(reorganisation, line, published), rows)


def _of_its_tiers(wholes: Iterable[Whole], subject: Subject) -> list[Whole]:
    if not subject.upper_only:
        return list(wholes)
    upper = set(Area.objects.of_tier(Tier.UPPER).values_list("code", flat=True))
    return [whole for whole in wholes if whole.code in upper or whole.code.startswith(("E06", "E08", "E09"))]


def _made(whole: Whole, cells: Mapping[str, Cell], rule: Rule) -> Cell | None:
    known, made = cells.get(whole.code), worked_out(whole, cells, rule)
    if known is not None and (known.value is not None or made.value is None):
        return None
    return made


def _weights(code: str) -> dict[str, float] | None:
    if not code:
        return None
    # In order of time: the latest figure of an area stays.
    return {area: value for _code, area, _period, value, *_rest in current_rows([code]) if value is not None}


def _row(area: str, period: str, cell: Cell) -> ReleaseRow:
    value, lower, upper = ("" if number is None else repr(number) for number in (cell.value, cell.lower, cell.upper))
    return ReleaseRow(0, area, period, value, lower, upper, cell.absence, cell.basis)


def _latest_published(code: str) -> Import | None:
    """The import that an indicator's figures in force came with last, of those that a publisher gave out."""
    loaded = Import.objects.filter(element_code=code, state=Import.State.LOADED, reorganisation__isnull=True)
    return loaded.defer("file__content").order_by("-sequence").first()


def _header(reorganisation: Reorganisation, line: RuleLine, published: Import) -> dict[str, str]:
    rule = _("only where the bounds are the same") if line.kind == HistoryRule.Rule.NONE else line.label
    told = {"names": names_of(reorganisation), "rule": rule, "title": published.header.get("title", "")}
    day = date_format(reorganisation.takes_effect, "j F Y") if reorganisation.takes_effect else ""
    note = _("Worked out here from the figures of the areas before, by this rule: %(rule)s. %(why)s")
    header = {
        "code": line.subject.code,
        "name": line.subject.name,
        "unit": line.subject.unit,
        "source": f"{published.header.get('source', line.subject.code)[:44]}-worked-out",
        "title": (_("%(title)s: worked out for %(names)s (%(rule)s)") % told)[:300],
        "release": (_("areas of %(day)s") % {"day": day})[:60],
        "note": " ".join((note % {"rule": line.label, "why": line.why}).split()),
    }
    return published.header | header


def names_of(reorganisation: Reorganisation) -> str:
    """The names of its new areas, in one line."""
    names = [made.name for made in reorganisation.new_areas.all()]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]
