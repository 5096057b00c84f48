"""A board pack as a workbook: the numbers behind it, with a chart of each goal."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from apps.common.spreadsheets import harmless

_HEAD = Font(bold=True)
_GOALS = ("Number", "Goal", "Area", "Element", "Aim", "Standing", "What is said of it", "Led by", "Contributing")
_INITIATIVES = (
    "Goal", "Title", "Kind", "Status", "Led by", "How it is meant to help", "An effect from", "Reached in this period",
    "Overdue", "Next", "Said to be correct on",
)  # fmt: skip


def workbook(shown: dict[str, Any]) -> bytes:
    """The workbook of what a pack shows: about it, its goals, what serves them, and a sheet of figures for each."""
    book = Workbook()
    book.properties.title, book.properties.creator = shown["title"], shown["workspace"]
    about = book.active
    assert isinstance(about, Worksheet)
    about.title = "About"
    _fill(about, ("", ""), _about(shown))
    _fill(book.create_sheet("Goals"), _GOALS, _goals(shown))
    _fill(book.create_sheet("Initiatives"), _INITIATIVES, _initiatives(shown))
    for number, goal in enumerate(shown["goals"], 1):
        _figures(book.create_sheet(f"Goal {number}"), goal)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(shown: dict[str, Any]) -> Iterable[Sequence[Any]]:
    yield "Title", shown["title"]
    yield "Workspace", shown["workspace"]
    if shown["invented"]:
        yield "Demonstration", "The figures are real and open; the people, partners and goals are invented."
    yield "Period", shown["period"]
    yield "Made on", shown["made"]
    yield "Figures", f"run {shown['run']}, as at {shown['as_at']}, edition {shown['edition']}"
    yield "Words", shown["words"]
    for each in shown["counts"]:
        yield f"Goals: {each['standing']}", each["count"]
    for said in shown["gaps"]:
        yield "Missing", said
    for said in shown["method"]:
        yield "How to read this", said


def _goals(shown: dict[str, Any]) -> Iterable[Sequence[Any]]:
    for number, goal in enumerate(shown["goals"], 1):
        named = (goal["title"], goal["area"], goal["element"], goal["aim"], goal["standing"], goal["sentence"])
        yield number, *named, goal["lead"], "; ".join(goal["contributors"])


def _initiatives(shown: dict[str, Any]) -> Iterable[Sequence[Any]]:
    for goal in shown["goals"]:
        for each in goal["initiatives"]:
            done = ("; ".join(each["reached"]), "; ".join(each["late"]), each["next"], each["confirmed"])
            told = (each["title"], each["kind"], each["status"], each["lead"], each["mechanism"], each["effect_from"])
            yield goal["title"], *told, *done


def _figures(sheet: Worksheet, goal: dict[str, Any]) -> None:
    """The figures from the top, the road below them, and a chart of both beside them."""
    figures = [(line["period"], line["when"], line["value"], line["lower"], line["upper"]) for line in goal["figures"]]
    _fill(sheet, ("Period", "Year (middle)", f"Figure ({goal['unit']})", "Lower limit", "Upper limit"), figures)
    first = len(figures) + 4
    sheet.cell(first - 1, 1, "The road").font = _HEAD
    for row, (when, value) in enumerate(goal["road"], first):
        sheet.cell(row, 2, when)
        sheet.cell(row, 3, value)
    for row, source in enumerate(goal["quality"]["sources"], first + len(goal["road"]) + 1):
        sheet.cell(row, 1, harmless(f"Source: {source}"))
    chart = ScatterChart()
    chart.title, chart.style, chart.height, chart.width = goal["title"], 13, 9, 18
    chart.y_axis.title, chart.x_axis.title = goal["unit"], "Year"
    # Without it some programs draw no axis at all.
    chart.x_axis.delete = chart.y_axis.delete = False
    for name, top, bottom in (("Figures", 2, len(figures) + 1), ("Road", first, first + len(goal["road"]) - 1)):
        across, up = (Reference(sheet, min_col=column, min_row=top, max_row=bottom) for column in (2, 3))
        series = Series(up, across, title=name)
        series.marker.symbol = "circle"
        chart.series.append(series)
    sheet.add_chart(chart, "G2")


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font = _HEAD
    for row in rows:
        sheet.append([harmless(each) if isinstance(each, str) else each for each in row])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, 1):
        widest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest + 2, 10), 60)
