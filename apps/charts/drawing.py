"""Pure: the few things every drawing needs. Plain data in, escaped SVG text out; colours are classes, never styles."""

import math
from html import escape


def coordinate(value: float, decimals: int = 2) -> str:
    """A coordinate to two decimals, or another number of them that is not 0, as short as it can be written."""
    text = f"{value:.{decimals}f}"
    if text[-1] == "0":
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def on_circle(angle: float, radius: float) -> str:
    """The point at `angle` (a share of a full turn, clockwise from the top) on a circle around the origin."""
    turn = 2 * math.pi * angle
    return f"{coordinate(radius * math.sin(turn))} {coordinate(-radius * math.cos(turn))}"


def wedge(start: float, end: float, inner: float, outer: float) -> str:
    """The path of a ring's sector between two angles (shares of a turn) and two radii."""
    large = 1 if end - start > 0.5 else 0
    near, far = coordinate(inner), coordinate(outer)
    return (
        f"M{on_circle(start, inner)}L{on_circle(start, outer)}"
        f"A{far} {far} 0 {large} 1 {on_circle(end, outer)}"
        f"L{on_circle(end, inner)}A{near} {near} 0 {large} 0 {on_circle(start, inner)}Z"
    )


def text(x: float, y: float, words: str, *, css: str = "", anchor: str = "middle", name: str = "") -> str:
    """One line of words at a point, escaped; a `name` before them is a part of its own, of class "<css>-whose"."""
    named = f' class="{css}"' if css else ""
    whose = f'<tspan class="{css}-whose">{escape(name)} </tspan>' if name else ""
    return f'<text x="{coordinate(x)}" y="{coordinate(y)}"{named} text-anchor="{anchor}">{whose}{escape(words)}</text>'


def picture(body: str, *, box: tuple[float, float, float, float], css: str, name: str, title: str, says: str) -> str:
    """A whole SVG: its view box, a title and a sentence for those who cannot see it. `name` makes its ids unique."""
    view = " ".join(coordinate(side) for side in box)
    told = f'<title id="{escape(name)}-t">{escape(title)}</title><desc id="{escape(name)}-d">{escape(says)}</desc>'
    return (
        f'<svg class="{css}" viewBox="{view}" width="{coordinate(box[2])}" height="{coordinate(box[3])}" role="img" '
        f'aria-labelledby="{escape(name)}-t {escape(name)}-d">{told}{body}</svg>'
    )
