"""The starter edition scored straight from its files, without a database."""

from functools import cache

from apps.areas.reading import read_areas
from apps.common.tiers import Tier
from apps.figures.queries import CurrentRow
from apps.figures.release import Release, read_release
from apps.figures.snapshots import PackedFigures, pack_rows
from apps.figures.starter_set import starter_files
from apps.framework.reading import DEFINITIONS, EditionDefinition, ElementRow, read_edition
from apps.scores.arrays import Node, TierInputs
from apps.scores.computing import TierResult, compute_tier
from apps.scores.engine.method import Method


@cache
def starter_edition() -> EditionDefinition:
    return read_edition(DEFINITIONS / "2026-starter")


@cache
def starter_figures() -> PackedFigures:
    areas = tuple(sorted(area.code for area in read_areas().areas))
    return pack_rows(areas, [row for path in starter_files() for row in _rows(read_release(path.read_bytes()))])


@cache
def starter_inputs(tier: Tier) -> TierInputs:
    known = read_areas()
    left_out = next(group.leaves_out for group in known.groups if group.tier == tier)
    areas = sorted(area.code for area in known.areas if (area.in_upper if tier == Tier.UPPER else area.in_district))
    elements = [row for row in starter_edition().elements if tier == Tier.UPPER or row.tier != "upper"]
    # A stable sort: the published order stays within a level.
    nodes = tuple(_node(row) for row in sorted(elements, key=lambda row: row.level))
    return TierInputs(tier, tuple(areas), tuple(code for code in areas if code not in left_out), nodes)


@cache
def starter_scores(tier: Tier) -> TierResult:
    return compute_tier(starter_figures(), starter_inputs(tier), Method(), starter_edition().as_at)


def _rows(release: Release) -> list[CurrentRow]:
    code = release.header["code"]
    return [
        (code, row.area, row.period, *(float(x) if x else None for x in (row.value, row.lower, row.upper)),
         row.absence, row.basis)
        for row in release.rows
    ]  # fmt: skip


def _node(row: ElementRow) -> Node:
    return Node(row.code, row.level, row.parent, row.weight, row.direction or 0, row.transform, row.max_age or 0)
