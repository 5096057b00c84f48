"""The branches of a run that its studies are about, from what is stored of it: no database."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.arrays import COLUMNS, Node, framework_of
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.stirring import Stirring, field_of
from apps.scores.engine.studying import Branch, key_of

Floats = NDArray[np.float64]

_SCORE, _VALUE, _LOWER, _UPPER = (COLUMNS.index(name) for name in ("score", "value", "lower", "upper"))


@dataclass(frozen=True)
class Studied:
    """What the branches of a tier share: codes of the scored areas and of the scored indicators, and both choices."""

    areas: tuple[str, ...]
    used: frozenset[str]
    method: Method
    stirring: Stirring


def below(nodes: Sequence[Node], root: str) -> list[int]:
    """Positions of `root` and of all that lies below it."""
    inside = {root}
    for node in reversed(nodes):
        if node.parent in inside:
            inside.add(node.code)
    return [at for at, node in enumerate(nodes) if node.code in inside]


def branch(
    nodes: Sequence[Node],
    root: str,
    table: Floats,
    tier: Studied,
) -> Branch:
    """The branch below `root`. `table` (elements, COLUMNS, areas) as stored."""
    places = below(nodes, root)
    own = [nodes[at] for at in places]
    leaves = [at for at in places if nodes[at].level == 1]
    figures, lower, upper = (table[leaves, column] for column in (_VALUE, _LOWER, _UPPER))
    unused = np.array([nodes[at].code not in tier.used for at in leaves], dtype=bool)
    figures = np.where(unused[:, None], np.nan, figures)
    panel = Panel(
        figures=figures[:, None],
        declared=Declared.plain(tuple(nodes[at].transform if nodes[at].code in tier.used else "none" for at in leaves)),
        reference=np.ones(len(tier.areas), dtype=bool),
        group=np.full(len(tier.areas), NO_GROUP),
    )
    field = field_of(panel, lower, upper, framework_of(tuple(own)), tier.method, tier.stirring.ways)
    codes = tuple(nodes[at].code for at in leaves)
    return Branch(root, places, table[places, _SCORE], field, codes, tuple(map(key_of, tier.areas)))
