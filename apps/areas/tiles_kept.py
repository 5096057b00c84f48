"""The tiles of today's areas: as the definition file has them, and beside them those of areas that came since."""

import csv
from functools import cache, lru_cache
from pathlib import Path

from apps.areas.models import Area
from apps.areas.reading import DEFINITIONS
from apps.areas.tiles import Life, Spot, Tile, through

FILE = DEFINITIONS / "tiles.csv"
COLUMNS = ("tier", "code", "column", "row")
#: So many areas and more that the file does not know are not laid out while a reader waits.
_MOST_NEW = 100


def tiles_of(tier: str) -> dict[str, Tile]:
    """The tile of every area that is or was at a tier, by code; empty where there are too many that are not known."""
    rows = Area.objects.known().of_tier(tier).order_by("code")
    fields = rows.values_list("code", "latitude", "longitude", "began", "ended")
    lives = tuple(Life(Spot(*row[:3]), *row[3:]) for row in fields)
    kept = kept_tiles(FILE).get(tier, {})
    if sum(life.spot.code not in kept for life in lives) > _MOST_NEW:
        return {}
    return _placed(tier, lives)


@lru_cache(maxsize=8)
def _placed(tier: str, lives: tuple[Life, ...]) -> dict[str, Tile]:
    return through(kept_tiles(FILE).get(tier, {}), lives)


@cache
def kept_tiles(path: Path) -> dict[str, dict[str, Tile]]:
    """The layout of a definition file, by tier and code."""
    found: dict[str, dict[str, Tile]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["tier"], {})[row["code"]] = (int(row["column"]), int(row["row"]))
    return found
