"""Which areas can be told apart on one element: the draws of all areas of a group, held pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from apps.scores import studied
from apps.scores.arrays import nodes_of
from apps.scores.engine import studying
from apps.scores.engine.stirring import Stirring
from apps.scores.models import RunTier, Study
from apps.scores.readings import CLEAR
from apps.scores.studies import WHOLE_GROUP, branch_of

Floats = NDArray[np.float64]
#: Elements whose draws a process keeps: some two megabytes each.
_KEPT = 12


@dataclass(frozen=True, eq=False)
class Draws:
    """The scores of areas on one element in all draws: `scores` (draws, areas), in the order of the codes `areas`."""

    areas: tuple[str, ...]
    scores: Floats

    def clearly(self, one: str, other: str) -> str:
        """`above` or `below`: one area is clearly so beside another; `neither`; empty where it cannot be told.

        It cannot be told where either has no score, or fewer than half of the draws give both one.
        """
        if one not in self.areas or other not in self.areas:
            return ""
        mine, theirs = (self.scores[:, self.areas.index(code)] for code in (one, other))
        both = ~(np.isnan(mine) | np.isnan(theirs))
        if not both.any() or 2 * both.sum() < len(both):
            return ""
        mine, theirs = mine[both], theirs[both]
        if (mine > theirs).mean() >= CLEAR:
            return "above"
        return "below" if (mine < theirs).mean() >= CLEAR else "neither"

    def neighbours(self, codes: Sequence[str]) -> list[str]:
        """How each of `codes` stands to the one before it in the list, as `clearly` says; the first to none."""
        return ["", *(self.clearly(code, before) for before, code in zip(codes, codes[1:], strict=False))][: len(codes)]


def draws_of(tier: RunTier, code: str) -> Draws | None:
    """The draws of an element; None where there are none: nothing beneath has a range, or none is worked out yet.

    An indicator has them only if its source gives limits: without, a draw moves all of its areas alike.
    """
    finished = tier.studies.filter(kind=Study.Kind.UNCERTAINTY, finished_at__isnull=False)
    study = finished.values_list("pk", flat=True).first()
    if study is None or len(tier.scored) > WHOLE_GROUP:
        return None
    return _drawn(study, tier.run.result_sha256, code)


@lru_cache(maxsize=_KEPT)
def _drawn(study_id: int, result: str, code: str) -> Draws | None:
    # A finished study never changes: it is known by its number and the hash of the results that it is about.
    study = Study.objects.select_related("run_tier__run__edition").get(pk=study_id)
    tier = study.run_tier
    nodes = nodes_of(tier.run.edition, tier.tier)
    for root in study.settings["roots"]:
        codes = [nodes[at].code for at in studied.below(nodes, root)]
        if code not in codes:
            continue
        branch, element = branch_of(study, root), codes.index(code)
        if code in branch.codes and branch.codes.index(code) not in branch.field.uncertain:
            return None
        scores = studying.draws_of(
            branch, Stirring.from_json(study.settings["stirring"]), study.settings["seed"], element
        )
        # Who has no published score has none in the draws either, as for pairs.
        scores[:, np.isnan(branch.scores[element])] = np.nan
        return Draws(tuple(tier.scored), scores)
    return None
