"""The scores of one tier from a snapshot: chooses the periods, runs the engine, packs what it gives. No database."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.figures.snapshots import Notes, PackedFigures, Series, pack
from apps.scores.arrays import COLUMNS, Node, TierInputs, framework_of, number
from apps.scores.choosing import Choice, Rule, choose_period, latest_before
from apps.scores.engine import ENGINE_VERSION, treat
from apps.scores.engine.method import Method
from apps.scores.engine.score import Scores, UnfitFigures, score

Floats = NDArray[np.float64]


class CannotScore(Exception):
    """These figures cannot be scored by this method; the message says which, why, and what to do."""


@dataclass(frozen=True)
class TierResult:
    """One tier of a run, packed as it is stored; `taken_over` is the id of the run whose scores these are already."""

    tier: str
    areas: list[str]
    elements: list[str]
    scored: list[str]
    indicators: dict[str, dict[str, Any]]
    by_element: dict[str, tuple[bytes, bytes]]
    by_area: dict[str, tuple[bytes, Notes]]
    inputs_sha256: str = ""
    taken_over: int | None = None


@dataclass(frozen=True, eq=False)
class Shown:
    """The figures of one indicator at one tier: of the chosen period, in the order of the tier's areas.

    `last`: for areas without a figure in that period, by position, the latest earlier period in which they have one.
    """

    node: Node
    choice: Choice
    table: Floats
    notes: Notes
    last: dict[int, str]

    @property
    def values(self) -> Floats:
        return self.table[0]

    def note(self, position: int, area: str) -> dict[str, str]:
        """What is to be said of one area's figure: why it is missing, how it came about, since when it is late."""
        last = {"last": self.last[position]} if position in self.last else {}
        return self.notes.get(area, {}) | last


@dataclass(frozen=True, eq=False)
class Prepared:
    """All that the scores of one tier follow from: who and what is scored, how, and the figures of chosen periods."""

    inputs: TierInputs
    method: Method
    as_at: date
    inside: NDArray[np.bool_]
    shown: list[Shown]

    def sha256(self) -> str:
        """The hash of it: where it is the same, so are the scores, to the last bit. Another engine hashes otherwise."""
        inputs = self.inputs
        about = [ENGINE_VERSION, self.method.to_json(), self.as_at.isoformat(), inputs.tier]
        nodes = [asdict(node) for node in inputs.nodes]
        digest = hashlib.sha256(_canonical([*about, list(inputs.areas), list(inputs.scored), nodes]))
        known = set(inputs.areas)
        for each in self.shown:
            notes = {area: note for area, note in each.notes.items() if area in known}
            choice = [each.choice.period, each.choice.used, str(each.choice.why)]
            last = sorted(each.last.items())
            digest.update(_canonical([each.node.code, choice, notes, [list(pair) for pair in last]]))
            digest.update(pack(each.table))
        return digest.hexdigest()


def compute_tier(figures: PackedFigures, inputs: TierInputs, method: Method, as_at: date) -> TierResult:
    """Score one tier. Raises CannotScore."""
    return score_tier(prepare_tier(figures, inputs, method, as_at))


def prepare_tier(figures: PackedFigures, inputs: TierInputs, method: Method, as_at: date) -> Prepared:
    """Choose the periods of one tier. Raises CannotScore."""
    inside = np.isin(np.array(inputs.areas), np.array(inputs.scored, dtype=str))
    by_code = figures.by_code()
    rows = _rows(figures, inputs.areas)
    shown = []
    for node in (node for node in inputs.nodes if node.level == 1):
        rule = Rule(method.least_period_coverage, node.max_age, as_at)
        shown.append(_show(node, by_code.get(node.code, []), rows, inside, rule))
    return Prepared(inputs, method, as_at, inside, shown)


def score_tier(prepared: Prepared) -> TierResult:
    """Score what was prepared. Raises CannotScore."""
    inputs, method, inside, shown = prepared.inputs, prepared.method, prepared.inside, prepared.shown
    areas = len(inputs.areas)
    used = [each.values if each.choice.used else np.full(areas, np.nan) for each in shown]
    columns = np.column_stack(used) if used else np.empty((areas, 0))
    try:
        scores = score(columns, framework_of(inputs.nodes), method, inside, [each.node.transform for each in shown])
    except UnfitFigures as error:
        raise CannotScore(f"The indicator “{shown[error.column].node.code}” cannot be scored. {error}") from None
    described = {each.node.code: _describe(i, each, scores, inside, method) for i, each in enumerate(shown)}
    return _packed(inputs, shown, scores, described)


def fingerprint(results: Iterable[TierResult]) -> str:
    """The hash of everything in the results of a run, the same in every database and on every machine."""
    digest = hashlib.sha256()
    for result in results:
        digest.update(_canonical([result.tier, result.areas, result.elements, result.scored, result.indicators]))
        for code in result.elements:
            digest.update(b"".join(result.by_element[code]))
        for code in result.areas:
            packed, notes = result.by_area[code]
            digest.update(packed + _canonical(notes))
    return digest.hexdigest()


def _canonical(thing: object) -> bytes:
    return json.dumps(_plain(thing), sort_keys=True, separators=(",", ":")).encode()


def _plain(thing: Any) -> Any:
    # A database may hand a stored 1e+22 back as a whole number: every number is hashed as the float it is.
    if isinstance(thing, dict):
        return {key: _plain(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_plain(value) for value in thing]
    return float(thing).hex() if isinstance(thing, int | float) and not isinstance(thing, bool) else thing


def _rows(figures: PackedFigures, areas: Sequence[str]) -> NDArray[np.int64]:
    position = {code: index for index, code in enumerate(figures.areas)}
    if strangers := [code for code in areas if code not in position]:
        raise CannotScore(f"The snapshot knows nothing of {strangers[0]}. Start a new run.")
    return np.array([position[code] for code in areas], dtype=np.int64)


def _show(node: Node, series: list[Series], rows: NDArray[np.int64], inside: NDArray[np.bool_], rule: Rule) -> Shown:
    by_period = {each.period: each for each in series}
    values = {period: each.values[rows] for period, each in by_period.items()}
    choice = choose_period(values, inside, rule)
    if not choice.period:
        return Shown(node, choice, np.full((3, len(rows)), np.nan), {}, {})
    chosen = by_period[choice.period]
    blank = np.full(len(rows), np.nan)
    limits = [blank if limit is None else limit[rows] for limit in (chosen.lower, chosen.upper)]
    table = np.array([values[choice.period], *limits])
    return Shown(node, choice, table, chosen.notes, latest_before(values, choice.period))


def _describe(column: int, shown: Shown, scores: Scores, inside: NDArray[np.bool_], method: Method) -> dict[str, Any]:
    """What is told of an indicator: its period, the group's mean in its own unit, the moments its scores rest on."""
    present = shown.values[inside & ~np.isnan(shown.values)]
    about: dict[str, Any] = {
        "period": shown.choice.period,
        "used": shown.choice.used,
        "areas": len(present),
        "group_mean": treat.mean(present) if len(present) else None,
    }
    if not shown.choice.used:
        return about | {"why": str(shown.choice.why)}
    moments = scores.moments
    skewness, kurtosis = moments.skewness[column], moments.kurtosis[column]
    return about | {
        "mean": number(moments.mean[column]),
        "sd": number(moments.spread[column]),
        "skewness": number(skewness),
        "kurtosis": number(kurtosis),
        "drawn_in": int(moments.drawn_in[column]),
        "skewed": bool(treat.exceeds(skewness, kurtosis, method.skewness_limit, method.kurtosis_limit)),
    }


def _packed(inputs: TierInputs, shown: list[Shown], scores: Scores, described: dict[str, dict[str, Any]]) -> TierResult:
    codes = [node.code for node in inputs.nodes]
    leaves = [index for index, node in enumerate(inputs.nodes) if node.level == 1]
    cube = np.full((len(inputs.areas), len(codes), len(COLUMNS)), np.nan)
    cube[:, :, 0], cube[:, :, 1] = scores.scores, scores.coverage
    cube[:, leaves, 2] = scores.z
    for leaf, each in zip(leaves, shown, strict=True):
        cube[:, leaf, 3:] = each.table.T
    return TierResult(
        tier=inputs.tier,
        areas=list(inputs.areas),
        elements=codes,
        scored=list(inputs.scored),
        indicators=described,
        by_element={code: (pack(cube[:, i, 0]), pack(cube[:, i, 1])) for i, code in enumerate(codes)},
        by_area={area: (pack(cube[i].ravel()), _notes(i, area, shown)) for i, area in enumerate(inputs.areas)},
    )


def _notes(position: int, area: str, shown: list[Shown]) -> Notes:
    return {each.node.code: note for each in shown if (note := each.note(position, area))}
