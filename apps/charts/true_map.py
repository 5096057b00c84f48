"""Pure: every area in its true shape, a link each; bands by the same colours as on the tile map, and by a sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from apps.charts.drawing import coordinate

_EDGE = 6.0


@dataclass(frozen=True)
class Place:
    """One area: its outline as a path, the step of its band (0 without a score), what is told of it, where it leads."""

    path: str
    step: int
    says: str
    href: str
    marked: bool = False


def true_map(places: Sequence[Place], size: tuple[int, int], *, title: str, says: str, name: str = "map") -> str:
    """The map as one SVG of `size` units; empty text without any. `name` makes its ids unique.

    Each step has a pattern of its own besides its colour, as there is no room for signs.
    """
    if not places:
        return ""
    body = [_patterns(name), *(_place(place, name) for place in places)]
    body += [f'<path class="place-marked" d="{escape(place.path)}"/>' for place in places if place.marked]
    width, height = size[0] + 2 * _EDGE, size[1] + 2 * _EDGE
    box = " ".join(coordinate(side) for side in (-_EDGE, -_EDGE, width, height))
    return (
        f'<svg class="true-map" viewBox="{box}" width="{coordinate(width)}" height="{coordinate(height)}" role="group" '
        f'aria-labelledby="{escape(name)}-t {escape(name)}-d"><title id="{escape(name)}-t">{escape(title)}</title>'
        f'<desc id="{escape(name)}-d">{escape(says)}</desc>{"".join(body)}</svg>'
    )


def _patterns(name: str) -> str:
    """The colour of each band, with lines that lean one way for lower and the other for higher, close for much."""
    lines = ((1, "M0 0L8 8", 8), (2, "M0 0L16 16", 16), (3, "", 16), (4, "M16 0L0 16", 16), (5, "M8 0L0 8", 8))
    drawn = "".join(
        f'<pattern id="{escape(name)}-{step}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">'
        f'<rect class="place-ground place-ground--{step}" width="{side}" height="{side}"/>'
        f'<path class="place-lines place-lines--{step}" d="{path}"/></pattern>'
        for step, path, side in lines
    )
    return f"<defs>{drawn}</defs>"


def _place(place: Place, name: str) -> str:
    fill = f' fill="url(#{escape(name)}-{place.step})"' if place.step else ""
    css = f"place-shape place-shape--{place.step or 'none'}"
    return (
        f'<a href="{escape(place.href)}" class="place"><title>{escape(place.says)}</title>'
        f'<path class="{css}"{fill} d="{escape(place.path)}"/></a>'
    )
