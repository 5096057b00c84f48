"""Pure: every area as a hexagon of one size, a link each; bands by colour and by a sign, regions by thick lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from apps.charts.drawing import coordinate

WIDTH = 36.0
#: From its middle to a corner, and from one row to the next.
_CORNER = WIDTH / 3**0.5
_ROW = 1.5 * _CORNER
_EDGE = 3.0
#: By step of band: what stands in a tile beside its colour.
SIGNS = {1: "−−", 2: "−", 3: "=", 4: "+", 5: "++", 0: ""}
# The corners from the top, clockwise, and the neighbour across the side that begins at each of them.
_CORNERS = (
    (0.0, -_CORNER),
    (WIDTH / 2, -_CORNER / 2),
    (WIDTH / 2, _CORNER / 2),
    (0.0, _CORNER),
    (-WIDTH / 2, _CORNER / 2),
    (-WIDTH / 2, -_CORNER / 2),
)
_RIGHT_HALF = (((0, 1), (1, 1)), ((1, 0), (1, 0)), ((0, -1), (1, -1)))


@dataclass(frozen=True)
class Tile:
    """One area: where it lies (column, row; rows count upwards), what it is called, and what is told of it.

    `step`: of its band, 0 without a score; `says`: its name and all that is told, for a pointer and for the ear;
    `group`: thick lines stand between tiles of different groups; `marked`: it is pointed out.
    """

    column: int
    row: int
    short: str
    step: int
    says: str
    href: str
    group: str = ""
    marked: bool = False


def tile_map(tiles: Sequence[Tile], *, title: str, says: str, name: str = "tiles") -> str:
    """The map as one SVG, tiles from north to south; empty text without any. `name` makes its ids unique."""
    if not tiles:
        return ""
    ordered = sorted(tiles, key=lambda tile: (-tile.row, tile.column))
    top = ordered[0].row
    places = {(tile.column, tile.row): _middle(tile, top) for tile in ordered}
    across = [x for x, _ in places.values()]
    left, right = min(across) - WIDTH / 2 - _EDGE, max(across) + WIDTH / 2 + _EDGE
    high = -_CORNER - _EDGE
    low = (top - ordered[-1].row) * _ROW + _CORNER + _EDGE
    corners = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in _CORNERS)
    body = [f'<defs><path id="{escape(name)}-h" d="M{corners}Z"/></defs>']
    body += [_tile(tile, places[tile.column, tile.row], name) for tile in ordered]
    groups = {(tile.column, tile.row): tile.group for tile in ordered}
    body.append(f'<path class="tile-groups" d="{_between(groups, places)}"/>')
    body += [_pointed(places[tile.column, tile.row], name) for tile in ordered if tile.marked]
    box = " ".join(coordinate(side) for side in (left, high, right - left, low - high))
    return (
        f'<svg class="tile-map" viewBox="{box}" width="{coordinate(right - left)}" height="{coordinate(low - high)}" '
        f'role="group" aria-labelledby="{escape(name)}-t {escape(name)}-d"><title id="{escape(name)}-t">{escape(title)}'
        f'</title><desc id="{escape(name)}-d">{escape(says)}</desc>{"".join(body)}</svg>'
    )


def short_name(name: str) -> str:
    """At most five letters that stand for a name in a tile: "N Tyn", "Derby"."""
    words = [word for word in name.replace("-", " ").replace(",", "").split() if word.casefold() not in _SMALL]
    if not words or name.startswith("City of "):
        return name.split()[0][:5]
    if len(words) > 1 and words[0].casefold() in _SIDES:
        return f"{words[0][0]} {words[1][:3]}"
    return words[0][:5] if len(words) == 1 or len(words[0]) > 3 else f"{words[0][:2]} {words[1][:2]}"


_SMALL = frozenset(["of", "the", "and", "upon", "under", "city", "county", "royal"])
_SIDES = frozenset(["north", "south", "east", "west", "mid", "central", "isle", "isles"])


def _middle(tile: Tile, top: int) -> tuple[float, float]:
    return WIDTH * (tile.column + 0.5 * (tile.row % 2)), _ROW * (top - tile.row)


def _tile(tile: Tile, place: tuple[float, float], name: str) -> str:
    at = " ".join(map(coordinate, place))
    band = f"mark--{tile.step}" if tile.step else "mark--none"
    sign = f'<text class="tile-sign" y="11">{SIGNS[tile.step]}</text>' if tile.step else ""
    return (
        f'<a href="{escape(tile.href)}" class="tile tile--{tile.step}" transform="translate({at})">'
        f'<title>{escape(tile.says)}</title><use href="#{escape(name)}-h" class="mark {band}"/>'
        f'<text y="-1">{escape(tile.short)}</text>{sign}</a>'
    )


def _pointed(place: tuple[float, float], name: str) -> str:
    # Drawn after all tiles, so that none of them covers its line.
    at = " ".join(map(coordinate, place))
    return f'<use href="#{escape(name)}-h" class="tile-marked" transform="translate({at})"/>'


def _between(groups: Mapping[tuple[int, int], str], places: Mapping[tuple[int, int], tuple[float, float]]) -> str:
    """The sides between tiles of different groups, each once."""
    lines = []
    for (column, row), group in groups.items():
        x, y = places[column, row]
        for side, shifts in enumerate(_RIGHT_HALF):
            # To the upper right, to the right and to the lower right: what lies left of it draws the rest.
            step, up = shifts[row % 2]
            if groups.get((column + step, row + up), group) != group:
                start, end = _CORNERS[side], _CORNERS[side + 1]
                lines.append(
                    f"M{coordinate(x + start[0])} {coordinate(y + start[1])}"
                    f"L{coordinate(x + end[0])} {coordinate(y + end[1])}"
                )
    return "".join(lines)
