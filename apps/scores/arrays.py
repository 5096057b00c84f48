"""Models to arrays and back: the only meeting of the engine and the database."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.areas.models import Area, ReferenceGroup
from apps.common.tiers import Tier
from apps.figures.snapshots import unpack
from apps.framework.models import Edition, Element
from apps.framework.queries import elements_of
from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.studying import RANGE_COLUMNS
from apps.scores.models import RunTier

Floats = NDArray[np.float64]

#: The columns of an AreaScores row.
COLUMNS = ("score", "coverage", "z", "value", "lower", "upper")


@dataclass(frozen=True)
class Node:
    """One element as the engine needs it, by code; the last three say nothing above indicators."""

    code: str
    level: int
    parent: str
    weight: float
    direction: int
    transform: str
    max_age: int


@dataclass(frozen=True)
class TierInputs:
    """Everything but figures and method that the scores of one tier depend on; areas in order of their codes."""

    tier: str
    areas: tuple[str, ...]
    scored: tuple[str, ...]
    nodes: tuple[Node, ...]


class NoGroup(Exception):
    """The reference group that the method names is not loaded; the message says so."""


def nodes_of(edition: Edition, tier: str) -> tuple[Node, ...]:
    """The elements of an edition that apply at `tier`, children before parents, in published order within a level."""
    return nodes_among(elements_of(edition), tier)


def nodes_among(elements: Iterable[Element], tier: str) -> tuple[Node, ...]:
    """As `nodes_of`, of elements that are at hand with their parents."""
    ordered = sorted(elements, key=lambda element: (element.level, element.position))
    return tuple(_node(element) for element in ordered if applies(element, tier))


def applies(element: Element, tier: str) -> bool:
    """Whether an element has anything to say at `tier`: all do, but indicators collected for the upper tier only."""
    return tier == Tier.UPPER or element.tier != Element.AtTier.UPPER


def framework_of(nodes: tuple[Node, ...]) -> Framework:
    """The engine's view of `nodes`. Raises ValueError with a sentence when they make no tree."""
    position = {node.code: index for index, node in enumerate(nodes)}
    return Framework(
        level=np.array([node.level for node in nodes]),
        parent=np.array([position[node.parent] if node.parent else ROOT for node in nodes]),
        weight=np.array([node.weight for node in nodes]),
        direction=np.array([node.direction for node in nodes]),
    )


def tier_inputs(edition: Edition, tier: str, method: Method) -> TierInputs:
    """What the scores of a tier depend on, as the database has it now. Raises NoGroup."""
    code = method.upper_group if tier == Tier.UPPER else method.district_group
    group = ReferenceGroup.objects.filter(code=code, tier=tier).first()
    if group is None:
        raise NoGroup(f"The reference group “{code}” is not loaded, so nothing can be compared. Load the areas first.")
    areas = tuple(sorted(Area.objects.in_force().of_tier(tier).values_list("code", flat=True)))
    members = set(group.areas.values_list("code", flat=True))
    return TierInputs(tier, areas, tuple(code for code in areas if code in members), nodes_of(edition, tier))


def read_area(packed: bytes, elements: int) -> Floats:
    """An AreaScores row as an array of (elements, COLUMNS)."""
    return unpack(packed).reshape(elements, len(COLUMNS))


def read_ranges(packed: bytes, elements: int) -> Floats:
    """An AreaRange row as an array of (elements, RANGE_COLUMNS)."""
    return unpack(packed).reshape(elements, len(RANGE_COLUMNS))


def stored_table(tier: RunTier) -> Floats:
    """What is stored of the areas of the group, (elements, COLUMNS, areas), in the order of `tier.scored`."""
    rows = dict(tier.by_area.filter(area__code__in=tier.scored).values_list("area__code", "packed"))
    packed = b"".join(rows[code] for code in tier.scored)
    by_area = unpack(packed).reshape(len(tier.scored), len(tier.elements), len(COLUMNS))
    return np.ascontiguousarray(np.moveaxis(by_area, 0, -1))


def number(value: float) -> float | None:
    """A float that JSON and templates can hold: None for nan."""
    return None if math.isnan(value) else float(value) + 0.0


def _node(element: Element) -> Node:
    return Node(
        code=element.code,
        level=element.level,
        parent=element.parent.code if element.parent else "",
        weight=element.weight,
        direction=element.direction or 0,
        transform=element.transform,
        max_age=element.max_age or 0,
    )
