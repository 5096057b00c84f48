"""What a delivered table is read against: areas of today and of before, what is known of indicators and sources."""

import csv

from django.utils import timezone

from apps.areas.models import Area, Predecessor
from apps.areas.reading import AreaDefinitions, AreaRow, PredecessorRow
from apps.figures.compiling.places import Places, places
from apps.figures.compiling.recipes import SourceNote, read_recipes, read_source_notes
from apps.figures.compiling.rules import Cell, Cells
from apps.figures.delivered import DIVIDED_BY, Ground, Subject
from apps.figures.models import ContextIndicator
from apps.figures.queries import current_rows
from apps.figures.sieving import Gazetteer
from apps.figures.starter_set import FOLDER
from apps.framework.models import Element
from apps.framework.queries import current_edition, elements_of


def ground() -> Ground:
    """All that a table is read against, as it is now."""
    gazetteer = _gazetteer()
    return Ground(
        gazetteer=gazetteer,
        denominators=_denominators(gazetteer.places),
        subjects=subjects(),
        recipes=read_recipes(),
        notes=_notes(),
        today=timezone.localdate(),
    )


def subjects() -> dict[str, Subject]:
    """Every indicator that figures can be brought of, by code: those of the edition in force, and of context."""
    found = {
        each.code: Subject(each.code, each.name, each.unit, each.upper_only) for each in ContextIndicator.objects.all()
    }
    if edition := current_edition():
        for element in elements_of(edition):
            if element.is_indicator:
                upper_only = element.tier == Element.AtTier.UPPER
                found[element.code] = Subject(element.code, element.name, element.unit, upper_only, element.period_type)
    return found


def _gazetteer() -> Gazetteer:
    areas = tuple(_area_row(area) for area in Area.objects.in_force().select_related("parent").order_by("code"))
    former = list(Predecessor.objects.filter(area__ended=None).select_related("area").order_by("code", "area__code"))
    rows = tuple(
        PredecessorRow(0, each.code, each.name, each.area.code, each.relation, each.ended, each.within, each.population)
        for each in former
    )
    ended = {each.code: each.name for each in former if each.relation == Predecessor.Relation.SPLIT}
    return Gazetteer(places(AreaDefinitions(areas, rows, ())), ended)


def _area_row(area: Area) -> AreaRow:
    parent = area.parent.code if area.parent else ""
    return AreaRow(
        0, area.code, area.name, area.slug, area.type, area.in_district, area.in_upper, parent, area.nation,
        area.region_code, area.region, area.latitude, area.longitude, area.population, area.population_year,
    )  # fmt: skip


def _denominators(where: Places) -> dict[str, Cells]:
    found: dict[str, Cells] = {
        "residents": {(code, ""): Cell(f"{count:.0f}") for code, count in where.residents.items()}
    }
    for code, area, _, value, *_ in current_rows(DIVIDED_BY):
        # In order of time: the latest figure of an area stays.
        if value is not None:
            found.setdefault(code, {})[area, ""] = Cell(f"{value:.10g}")
    return found


def _notes() -> dict[str, SourceNote]:
    """What is known of the sources that come with the software."""
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["code"]: SourceNote(**row) for row in csv.DictReader(file)}
    return shipped | read_source_notes()
