"""An element across areas, drawn: the tile map and the strip, from lines to the plain data that charts take."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.areas.boundaries import districts_by_county, path_of
from apps.areas.models import Area, Boundaries
from apps.areas.tiles_kept import tiles_of
from apps.charts import strip
from apps.charts.tile_map import Tile, short_name, tile_map
from apps.charts.true_map import Place, true_map
from apps.common.bands import band_of
from apps.common.numbers import amount, number
from apps.explore.drawing import drawn
from apps.explore.elements import Across, AreaLine
from apps.scores.queries import ElementScore

_SLUG = "SLUG"


def element_tiles(known: Across, lines: Sequence[AreaLine], marked: str = "") -> SafeString:
    """The tile map of some of the areas on an element; each leads to the element in that area."""
    before, after = address_of_area(known)
    places = tiles_of(known.tier)
    tiles = [
        _tile(line.area, places[line.area.code], line.step, told(line), f"{before}{line.area.slug}{after}", marked)
        for line in lines
        if line.area.code in places
    ]
    says = _("Each tile is one area near its true place, and leads to %(element)s in it.") % {
        "element": known.element.name
    }
    return drawn(tile_map(tiles, title=map_title(known), says=says))


def element_places(known: Across, lines: Sequence[AreaLine], loaded: Boundaries, marked: str = "") -> SafeString:
    """The map in true shapes of some of the areas on an element; each leads to the element in that area."""
    before, after = address_of_area(known)
    whole = all(line.area.code in loaded.paths for line in lines)
    districts = {} if whole else districts_by_county()
    places = [
        Place(path, line.step, told(line), f"{before}{line.area.slug}{after}", line.area.slug == marked)
        for line in lines
        if (path := path_of(line.area, loaded.paths, districts.get(line.area.pk, [])))
    ]
    says = _("Each shape is one area, and leads to %(element)s in it.") % {"element": known.element.name}
    return drawn(true_map(places, (loaded.width, loaded.height), title=map_title(known), says=says))


def headline_tiles(scores: Iterable[ElementScore], tier: str, name: str) -> SafeString:
    """The tile map of all areas on a headline; each leads to its area."""
    before, after = _address("explore:area", tier, _SLUG)
    places = tiles_of(tier)
    tiles = []
    for each in scores:
        if each.area.code in places:
            band = None if each.score is None else band_of(each.score)
            words = _("no score") if band is None else f"{number(each.score, 2)}, {str(band.word).lower()}"
            says, href = f"{each.area.local_name}: {words}", f"{before}{each.area.slug}{after}"
            tiles.append(_tile(each.area, places[each.area.code], band.step if band else 0, says, href))
    says = _("Each tile is one area near its true place, and leads to its page.")
    return drawn(tile_map(tiles, title=_("%(element)s, area by area") % {"element": name}, says=says))


def all_strip(known: Across, marked: AreaLine | None) -> SafeString:
    """All areas of the group on one line, one of them marked where it is asked for; empty with nothing to show."""
    values = known.numbers
    if not values:
        return drawn("")
    mine = marked.number if marked else None
    svg = strip.strip(
        values,
        mine=None
        if marked is None or mine is None
        else strip.Marked(mine, written(known, mine), marked.area.local_name),
        average=None
        if known.centre is None
        else strip.Marked(known.centre, _("average %(mean)s") % {"mean": written(known, known.centre)}),
        ends=(written(known, min(values)), written(known, max(values))),
        title=map_title(known),
        says=_("Each tick is one area. The average of the group is %(mean)s.") % {"mean": written(known, known.centre)},
    )
    return drawn(svg)


def map_title(known: Across) -> str:
    """What a picture of all areas shows."""
    return _("%(element)s, area by area") % {"element": known.element.name}


def told(line: AreaLine) -> str:
    """What a map says of an area: "Derby: 5.60, higher"; of an indicator its figure first."""
    reading = line.reading
    words = [line.area.local_name + ":"]
    if reading.is_indicator:
        figure = amount(reading.value, reading.unit, reading.decimals)
        words.append(figure or line.missing)
    if reading.band:
        score = f"{number(reading.score, 2)}, {str(reading.band.word).lower()}"
        words.append(_("(scores %(score)s)") % {"score": score} if reading.is_indicator else score)
    elif not reading.is_indicator:
        words.append(_("no score"))
    return " ".join(words)


def written(known: Across, value: float | None) -> str:
    """A number as this element's numbers are written."""
    if not known.element.is_indicator:
        return number(value, 2)
    return amount(value, known.element.unit, known.element.decimals)


def _tile(area: Area, place: tuple[int, int], step: int, says: str, href: str, marked: str = "") -> Tile:
    return Tile(*place, short_name(area.local_name), step, says, href, area.region_code, area.slug == marked)


def address_of_area(known: Across) -> tuple[str, str]:
    """What stands before the slug of an area, and after it, in the address of the element there."""
    return _address("explore:element", known.tier, _SLUG, known.element.code)


def _address(name: str, *args: str) -> tuple[str, str]:
    """What stands before and after the slug in the addresses of all areas: worked out once, not three hundred times."""
    before, _slug, after = reverse(name, args=args).partition(f"/{_SLUG}/")
    return f"{before}/", f"/{after}"
