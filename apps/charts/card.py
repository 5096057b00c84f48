"""Pure: the picture of an area that other sites show beside a link to it: its name, its wheel and one sentence."""

import re
from html import escape

from apps.charts import drawing
from apps.charts.paint import LETTERS, Paints, painted
from apps.charts.wheel import wrap

WIDTH, HEIGHT = 1200, 630
_LEFT, _LINES = 64.0, 6
_SIZE = re.compile(r'(<svg [^>]*?viewBox="[^"]*") width="[\d.]+" height="[\d.]+"')


def card(*, name: str, sentence: str, source: str, brand: str, wheel: str, paint: Paints) -> str:
    """The card as an SVG of 1200 by 630, as such pictures are asked for. `wheel` is a small one, or empty."""
    large = 64 if len(name) <= _WIDEST else 48
    names = wrap(name, _WIDEST if large == 64 else 24)[:2]
    y = 170.0
    body = [f'<rect class="sheet-ground" width="{WIDTH}" height="{HEIGHT}"/>']
    body.append(drawing.text(_LEFT, 84, brand, css="card-brand", anchor="start"))
    for line in names:
        body.append(drawing.text(_LEFT, y, line, css=f"card-name-{large}", anchor="start"))
        y += large * 1.1
    for line in _cut(wrap(sentence, 40)):
        body.append(drawing.text(_LEFT, y + 10, line, css="card-says", anchor="start"))
        y += 42
    body.append(drawing.text(_LEFT, HEIGHT - 44, source, css="card-source", anchor="start"))
    if wheel:
        # Its own size gives way to one that fills the right of the card.
        body.append(_SIZE.sub(r'\1 x="716" y="96" width="436" height="436"', wheel, count=1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{LETTERS}"><title>{escape(name)}</title>{painted("".join(body), paint)}</svg>'
    )


_WIDEST = 18


def _cut(lines: list[str]) -> list[str]:
    """So many lines as there is room for; what is left out is seen to be."""
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1]} …"]
