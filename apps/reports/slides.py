"""A board pack as slides that can be edited, each chart one of the program's own, with its numbers behind it."""

import io
from typing import Any

from pptx import Presentation
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Inches, Pt

#: Of a slide, in inches; and the layouts of the library's own template that are used.
_WIDE, _HIGH = 13.333, 7.5
_TITLE, _BODY, _TITLE_ONLY = 0, 1, 5


def slides(shown: dict[str, Any]) -> bytes:
    """The slides of what a pack shows: the front, where goals stand, one for each goal, how to read it."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    deck.core_properties.title, deck.core_properties.author = shown["title"], shown["workspace"]
    deck.core_properties.language = "en-GB"
    _front(deck, shown)
    _listed(deck, "In our own words", [each for each in shown["words"].splitlines() if each.strip()])
    _standings(deck, shown)
    for goal in shown["goals"]:
        _goal(deck, goal)
    _listed(deck, "What is missing", shown["gaps"])
    _listed(deck, "How to read this", shown["method"])
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _front(deck: Any, shown: dict[str, Any]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE])
    slide.shapes.title.text = shown["title"]
    said = [shown["workspace"], shown["period"], f"Figures as at {shown['as_at']}, run {shown['run']}"]
    if shown["invented"]:
        said.append("Demonstration: the people, partners and goals are invented.")
    slide.placeholders[1].text = "\n".join(said)
    _spread(slide, 1.0)


def _standings(deck: Any, shown: dict[str, Any]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    slide.shapes.title.text = "Where our goals stand"
    rows = [("Goal", "Area", "Standing", "Led by")]
    rows += [(goal["title"], goal["area"], goal["standing"], goal["lead"]) for goal in shown["goals"]]
    frame = slide.shapes.add_table(len(rows), 4, Inches(0.6), Inches(1.6), Inches(_WIDE - 1.2), Inches(0.4 * len(rows)))
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            cell = frame.table.cell(row, column)
            cell.text = words
            cell.text_frame.paragraphs[0].font.size = Pt(12)
    _describe(frame, "Each goal with its area, where it stands and who leads it.")
    _spread(slide, 0.4, only_title=True)


def _goal(deck: Any, goal: dict[str, Any]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_BODY])
    slide.shapes.title.text = goal["title"]
    said = [f"{goal['standing']}. {goal['sentence']}", goal["then"], *goal["outlook"][:2]]
    said += [f"{each['title']} ({each['status']}, {each['lead']})" for each in goal["initiatives"]]
    body = slide.placeholders[1]
    body.text = "\n".join(said)
    for paragraph in body.text_frame.paragraphs:
        paragraph.font.size = Pt(14)
    body.left, body.top, body.width, body.height = Inches(0.6), Inches(1.5), Inches(5.4), Inches(5.4)
    _spread(slide, 0.4, only_title=True)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES, Inches(6.3), Inches(1.5), Inches(6.4), Inches(4.8), _figures(goal)
    )
    frame.chart.has_legend, frame.chart.legend.position = True, XL_LEGEND_POSITION.BOTTOM
    frame.chart.legend.include_in_layout = False
    _describe(frame, f"The figures of {goal['element']} in {goal['area']} by year, and the road: {goal['aim']}.")
    notes = [f"{goal['element']} in {goal['area']}, {goal['aim']}. Led by {goal['lead']}.", *goal["outlook"]]
    notes += [*goal["quality"]["sources"], goal["quality"]["note"], goal["quality"]["caveat"]]
    slide.notes_slide.notes_text_frame.text = "\n".join(each for each in notes if each)


def _figures(goal: dict[str, Any]) -> XyChartData:
    data = XyChartData()
    past, road = data.add_series(f"Figures ({goal['unit']})" if goal["unit"] else "Figures"), data.add_series("Road")
    for line in goal["figures"]:
        past.add_data_point(round(line["when"], 2), line["value"])
    for when, value in goal["road"]:
        road.add_data_point(round(when, 2), value)
    return data


def _listed(deck: Any, title: str, lines: list[str]) -> None:
    if not lines:
        return
    slide = deck.slides.add_slide(deck.slide_layouts[_BODY])
    slide.shapes.title.text = title
    slide.placeholders[1].text = "\n".join(lines)
    for paragraph in slide.placeholders[1].text_frame.paragraphs:
        paragraph.font.size = Pt(16)
    _spread(slide, 0.4)


def _spread(slide: Any, top: float, *, only_title: bool = False) -> None:
    """The template is narrower than the slides: what stands on it goes over the whole width."""
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Inches(0.6), Inches(top), Inches(_WIDE - 1.2), Inches(1.0)
    for paragraph in title.text_frame.paragraphs:
        paragraph.font.size = Pt(30)
    if not only_title:
        body = slide.placeholders[1]
        body.left, body.top = Inches(0.6), Inches(top + 1.2)
        body.width, body.height = Inches(_WIDE - 1.2), Inches(_HIGH - top - 1.8)


def _describe(frame: Any, words: str) -> None:
    # What a screen reader says of it; the library has no name of its own for that.
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words)
