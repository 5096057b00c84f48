"""Figures: the long table of what is current, for one indicator, one area, or both."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from apps.api.endpoints import PAGING, csv_answer, endpoint, page_of
from apps.api.errors import Unasked
from apps.api.parameters import Parameter, Query, code, one_of, period
from apps.api.v1.areas import area_with
from apps.api.v1.elements import element_with, elements, imports_of, source_of
from apps.common.periods import label
from apps.figures.models import Absence, Basis
from apps.figures.queries import CurrentRow, current_rows, provenances
from apps.scores.models import Run

COLUMNS = ("element", "area", "period", "value", "lower", "upper", "absence", "basis")
FORMAT = Parameter("json or csv", one_of("json", "csv"), "json")


@endpoint(
    element=Parameter("the code of an indicator", code),
    area=Parameter("the code of an area", code),
    period=Parameter("one period, as written in the answers", period),
    format=FORMAT,
    **PAGING,
)
def figure_list(run: Run | None, query: Query) -> HttpResponse | dict[str, Any]:
    types = _period_types(run, query)
    area = area_with(query["area"]) if query["area"] else None
    rows = [row for row in current_rows(types, area, imports_of(run)) if query["period"] in (None, row[2])]
    if query["format"] == "csv":
        return _as_csv(run, rows)
    page = page_of(rows, query)
    sources = provenances({row[0] for row in page["items"]}, imports_of(run))
    return {
        "sources": {element: source_of(source) for element, source in sorted(sources.items())},
        "absences": {absence.value: absence.label for absence in Absence},
        "bases": {basis.value: basis.label for basis in Basis},
        **page,
        "items": [_item(row, types[row[0]]) for row in page["items"]],
    }


def _period_types(run: Run | None, query: Query) -> dict[str, str]:
    """The indicators asked for, each with what its periods mean."""
    if not (query["element"] or query["area"]):
        raise Unasked(_("Name an element or an area (or both): the whole table is too long for one answer."))
    asked = [element_with(run, query["element"])] if query["element"] else elements(run)
    return {element.code: element.period_type for element in asked if element.is_indicator}


def _item(row: CurrentRow, period_type: str) -> dict[str, Any]:
    told = {"absence": row[6] or None, "period_label": label(row[2], period_type)}
    return dict(zip(COLUMNS, row, strict=True)) | told


def _as_csv(run: Run | None, rows: list[CurrentRow]) -> HttpResponse:
    sources = provenances({row[0] for row in rows}, imports_of(run))
    header = (*COLUMNS, "publisher", "vintage", "licence")
    table = [
        (*row, *((s.publisher, s.vintage, s.licence) if (s := sources.get(row[0])) else ("", "", ""))) for row in rows
    ]
    return csv_answer(run, "figures", header, table)
