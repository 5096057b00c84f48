"""Pure: a chart as a file of its own, with its title, what to see and where it comes from drawn inside."""

from html import escape

from apps.charts import drawing
from apps.charts.definition import Chart, size
from apps.charts.paint import LETTERS, Paints, painted
from apps.charts.wheel import wrap

WIDTH, SIDE = 688.0, 24.0
#: Letters in a line: of the title at 20 px, of words at 14 px, of the source at 12 px.
_TITLE, _SAYS, _SOURCE = 62, 92, 108


def standalone(chart: Chart, paint: Paints) -> str:
    """The chart as a whole SVG file, 688 units wide, painted for paper."""
    width, height = size(chart.svg)
    top, head = _lines(chart.title, _TITLE, at=SIDE + 18, css="sheet-title", step=25)
    top, sentence = _lines(chart.says, _SAYS, at=top + 2, css="sheet-says", step=19)
    picture = chart.svg.replace("<svg ", f'<svg x="{drawing.coordinate((WIDTH - width) / 2)}" y="{top:.0f}" ', 1)
    bottom, source = _lines(chart.source, _SOURCE, at=top + height + 24, css="sheet-source", step=16)
    whole = bottom + SIDE - 16
    body = f'<rect class="sheet-ground" width="{WIDTH:.0f}" height="{whole:.0f}"/>{head}{sentence}{picture}{source}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {whole:.0f}" width="{WIDTH:.0f}" '
        f'height="{whole:.0f}" font-family="{LETTERS}"><title>{escape(chart.title)}</title>{painted(body, paint)}</svg>'
    )


def _lines(words: str, width: int, *, at: float, css: str, step: float) -> tuple[float, str]:
    """Words in as many lines as they take, the first on the line `at`; and where the next would stand."""
    lines = wrap(words, width)
    drawn = (drawing.text(SIDE, at + row * step, line, css=css, anchor="start") for row, line in enumerate(lines))
    return at + len(lines) * step, "".join(drawn)
