"""Give every area of the definition files a tile, without moving those that have one."""

import csv
import io
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from apps.areas.reading import DEFINITIONS, AreaRow, read_areas
from apps.areas.tiles import Spot, Tile, add_to, lay_out, quality
from apps.areas.tiles_kept import COLUMNS, FILE, kept_tiles
from apps.common.tiers import Tier


class Command(BaseCommand):
    help = "Write apps/areas/definitions/tiles.csv: new areas get the free tile nearest to where they belong."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Forget the layout that is kept: every tile may move.")

    def handle(self, *, anew: bool, **options: Any) -> None:
        areas = read_areas(DEFINITIONS).areas
        kept = {} if anew or not FILE.is_file() else kept_tiles(FILE)
        found = {tier: _laid_out(_spots(areas, tier), kept.get(tier, {})) for tier in Tier}
        FILE.write_text(_table(found), encoding="utf-8")
        for tier, tiles in found.items():
            told = ", ".join(f"{name} {value:.2f}" for name, value in quality(_spots(areas, tier), tiles).items())
            self.stdout.write(f"{tier}: {len(tiles)} tiles; {told}.")


def _spots(areas: Iterable[AreaRow], tier: Tier) -> list[Spot]:
    held = [area for area in areas if (area.in_upper if tier == Tier.UPPER else area.in_district)]
    return [Spot(area.code, area.latitude, area.longitude) for area in held]


def _laid_out(spots: list[Spot], kept: dict[str, Tile]) -> dict[str, Tile]:
    """The tiles of all spots; those that are kept as they are, of areas that are gone none."""
    codes = {spot.code for spot in spots}
    held = {code: tile for code, tile in kept.items() if code in codes}
    if not held:
        return lay_out(spots)
    return held | add_to(held, spots, [spot for spot in spots if spot.code not in held])


def _table(found: dict[Tier, dict[str, Tile]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for tier, tiles in found.items():
        writer.writerows((str(tier), code, *tile) for code, tile in sorted(tiles.items()))
    return out.getvalue()
