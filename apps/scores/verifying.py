"""Recomputing a finished run, to show that its numbers follow from its snapshot, method and edition alone."""

from dataclasses import dataclass

import numpy as np

from apps.figures.snapshots import read_series, unpack
from apps.scores.arrays import NoGroup
from apps.scores.computing import CannotScore, TierResult, fingerprint
from apps.scores.engine import ENGINE_VERSION
from apps.scores.models import Run
from apps.scores.runs import recompute_run, stored_results


@dataclass(frozen=True)
class Verification:
    """What recomputing a run found: how many numbers were compared, and everything that differs, in sentences."""

    numbers: int
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.differences


def verify(run: Run) -> Verification:
    """Recompute a finished run and compare every number with what is stored, bit for bit."""
    if run.snapshot is None:
        return Verification(0, ("It is not finished, so there is nothing to compare.",))
    figures = read_series(run.snapshot)
    stored = stored_results(run)
    found: list[str] = []
    if figures.sha256() != run.snapshot.sha256:
        found.append("The figures of its snapshot are not those that were packed: their checksum differs.")
    if fingerprint(stored) != run.result_sha256:
        found.append("What is stored is not what was computed: the checksum of its results differs.")
    try:
        again = recompute_run(run, figures)
    except (CannotScore, NoGroup) as error:
        return Verification(0, (*found, str(error)))
    found += [sentence for pair in zip(stored, again, strict=True) for sentence in _differences(*pair)]
    if found and run.engine_version != ENGINE_VERSION:
        found.append(f"It was computed by engine {run.engine_version}; this one is {ENGINE_VERSION}.")
    return Verification(sum(_count(result) for result in stored), tuple(found))


def _differences(stored: TierResult, again: TierResult) -> list[str]:
    found: list[str] = []
    if fingerprint([stored]) == fingerprint([again]):
        return found
    for code in stored.elements:
        if stored.by_element.get(code) != again.by_element.get(code):
            found.append(f"{stored.tier}: the scores or coverage of “{code}” differ.")
    for code in stored.areas:
        if stored.by_area.get(code) != again.by_area.get(code):
            found.append(f"{stored.tier}: the row of area {code} differs.")
    for code in sorted({*stored.indicators, *again.indicators}):
        if stored.indicators.get(code) != again.indicators.get(code):
            found.append(f"{stored.tier}: what was said of “{code}” (period, moments of the group) differs.")
    return found or [f"{stored.tier}: its lists of areas or elements differ."]


def _count(result: TierResult) -> int:
    arrays = [packed for packed, _ in result.by_area.values()]
    arrays += [packed for pair in result.by_element.values() for packed in pair]
    return sum(int(np.count_nonzero(~np.isnan(unpack(packed)))) for packed in arrays)
