"""Studies of a finished run, of how sure its scores are and what its choices change: begun, done in parts, joined."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils import timezone

from apps.areas.models import Area
from apps.background.actions import ask
from apps.common.bulk import add_rows
from apps.figures.snapshots import pack, unpack
from apps.scores import studied
from apps.scores.arrays import Node, nodes_of, number, stored_table
from apps.scores.effects import effects
from apps.scores.engine import sensitivity, studying
from apps.scores.engine.method import Method
from apps.scores.engine.stirring import Stirring
from apps.scores.engine.studying import RANGE_COLUMNS, Branch, Floats, Say
from apps.scores.models import AreaRange, Run, RunTier, Study, StudyPart

PART = "scores.study_part"
FINISH = "scores.study_finish"
#: Above so many areas a study is cut finer: a part holds a block of them, and no area is held to every other.
WHOLE_GROUP = 1000
#: Samples of the sensitivity study, and how many of them a part then has.
SAMPLES, FEW_SAMPLES = 500, 25
#: Studies whose branches a process keeps: some megabytes each.
_KEPT = 4


def begin_studies(run: Run) -> list[Study]:
    """The studies of every tier of a finished run, and the jobs that do their parts. In the caller's transaction.

    Where an earlier run had the same tier from the same inputs, what was found of it is taken over: the seed is made
    from those inputs, so that the draws would be the same.
    """
    begun = []
    for tier in run.tiers.all():
        for kind in Study.Kind:
            roots = _roots(tier, run)
            settings = {"stirring": Stirring().to_json(), "seed": _seed(run, tier), "roots": roots}
            parts = list(_parts(kind, tier, roots))
            study, made = Study.objects.get_or_create(
                run_tier=tier, kind=kind, defaults={"settings": settings, "parts": len(parts)}
            )
            if made:
                begun.append(study)
                if not _taken_over(study):
                    _ask_parts(study, len(parts))
    return begun


def _taken_over(study: Study) -> bool:
    """Whether the same had been found already; it is this study's then, too."""
    tier = study.run_tier
    if not tier.inputs_sha256:
        return False
    same = Study.objects.filter(
        kind=study.kind, finished_at__isnull=False, run_tier__inputs_sha256=tier.inputs_sha256
    ).exclude(pk=study.pk)
    for other in same.order_by("-pk"):
        if other.settings == study.settings:
            rows = other.ranges.values_list("area_id", "packed")
            add_rows(AreaRange(study=study, area_id=area, packed=packed) for area, packed in rows)
            finish(study, other.found)
            return True
    return False


def find_part(part: StudyPart, say: Say) -> bytes:
    """What a part of a study finds, packed. Reads only."""
    study = part.study
    tier = study.run_tier
    root, start, stop = list(_parts(study.kind, tier, study.settings["roots"]))[part.number]
    found = branch_of(study, root)
    seed, stirring = study.settings["seed"], Stirring.from_json(study.settings["stirring"])
    if study.kind == Study.Kind.UNCERTAINTY:
        return pack(studying.ranges(found, stirring, seed, slice(start, stop), say).ravel())
    each = len(sensitivity.CHOICES) + 2
    rows = sensitivity.design(SAMPLES, seed)[start * each : stop * each]
    return pack(studying.scorings(found, stirring, seed, rows, say).ravel())


def keep_part(part: StudyPart, packed: bytes) -> None:
    """Store what a part found; who stores the last one asks for the whole to be put together."""
    study = Study.objects.select_for_update().get(pk=part.study_id)
    StudyPart.objects.filter(pk=part.pk).update(done=True, packed=packed)
    if not study.pieces.filter(done=False).exists():
        ask(FINISH, key=f"study-{study.pk}", subject_id=study.pk)


def put_together(study: Study) -> tuple[list[AreaRange], dict[str, Any]]:
    """The ranges of all areas and what is said of the tier as a whole, from the parts of a study. Reads only."""
    if study.kind == Study.Kind.UNCERTAINTY:
        return _ranges(study), _counted(study)
    return [], _sensitivity(study)


def finish(study: Study, found: dict[str, Any]) -> None:
    """Let readers see a study; its parts are not needed any more. In the caller's transaction."""
    Study.objects.filter(pk=study.pk).update(found=found, finished_at=timezone.now())
    study.pieces.all().delete()


def told_apart(tier: RunTier, code: str, one: str, other: str) -> tuple[float, float] | None:
    """In which shares of the draws an area scores above, and below, another on an element; both by their codes.

    The two are clearly different where one of them is at least `readings.CLEAR`. None where it cannot be told: one of
    them has no score, or nothing has been drawn for this run yet.
    """
    study = tier.studies.filter(kind=Study.Kind.UNCERTAINTY, finished_at__isnull=False).first()
    if study is None or not {one, other} <= set(tier.scored):
        return None
    nodes = _nodes(tier)
    for root in study.settings["roots"]:
        places = studied.below(nodes, root)
        codes = [nodes[at].code for at in places]
        if code in codes:
            found = branch_of(study, root)
            at = (tier.scored.index(one), tier.scored.index(other))
            element = codes.index(code)
            if np.isnan(found.scores[element, list(at)]).any():
                return None
            stirring = Stirring.from_json(study.settings["stirring"])
            return studying.pair(found, stirring, study.settings["seed"], element, *at)
    return None


def all_told_apart(
    tier: RunTier, one: str, others: list[str], nodes: tuple[Node, ...]
) -> dict[str, list[tuple[float, float] | None]] | None:
    """As `told_apart`, of one area with each of some others on every element, by the element's code.

    `nodes`: the elements of the tier. None where nothing has been drawn for this run yet, or one of the areas is not of
    the group. Three queries at most, however many are asked about.
    """
    study = tier.studies.filter(kind=Study.Kind.UNCERTAINTY, finished_at__isnull=False).first()
    if study is None or not {one, *others} <= set(tier.scored):
        return None
    stirring, seed = Stirring.from_json(study.settings["stirring"]), study.settings["seed"]
    mine = tier.scored.index(one)
    theirs = [tier.scored.index(code) for code in others]
    found: dict[str, list[tuple[float, float] | None]] = {}
    for branch in _held(study.pk, tier.run.result_sha256).values() if others else ():
        told = studying.pairs(branch, stirring, seed, mine, theirs)
        told[np.isnan(branch.scores[:, [mine]]) | np.isnan(branch.scores[:, theirs])] = np.nan
        for place, row in zip(branch.places, told.tolist(), strict=True):
            found[nodes[place].code] = [None if np.isnan(pair[0]) else (pair[0], pair[1]) for pair in row]
    return found


@lru_cache(maxsize=_KEPT)
def _held(study_id: int, _result: str) -> dict[str, Branch]:
    # A finished study never changes: it is known by its number and the hash of the results that it is about.
    study = Study.objects.select_related("run_tier__run__edition").get(pk=study_id)
    return branches_of(study, study.settings["roots"])


def branch_of(study: Study, root: str) -> Branch:
    """One headline of the run that a study is about, with all below it."""
    return branches_of(study, [root])[root]


def branches_of(study: Study, roots: Iterable[str]) -> dict[str, Branch]:
    """Several headlines of the run that a study is about, each with all below it; what they share is read once."""
    tier = study.run_tier
    shared = studied.Studied(
        areas=tuple(tier.scored),
        used=_used(tier),
        method=Method.from_json(tier.run.method),
        stirring=Stirring.from_json(study.settings["stirring"]),
    )
    nodes, table = _nodes(tier), stored_table(tier)
    return {root: studied.branch(nodes, root, table, shared) for root in roots}


def _nodes(tier: RunTier) -> tuple[Node, ...]:
    return nodes_of(tier.run.edition, tier.tier)


def _roots(tier: RunTier, run: Run) -> list[str]:
    """Headlines with a score in any area: the others have nothing to be sure of."""
    scored = {
        code
        for code, scores in tier.by_element.values_list("element_code", "scores")
        if not np.isnan(unpack(scores)).all()
    }
    return [node.code for node in nodes_of(run.edition, tier.tier) if not node.parent and node.code in scored]


def _parts(kind: str, tier: RunTier, roots: list[str]) -> Iterator[tuple[str, int, int]]:
    """Headline, and from where to where: areas of a study of uncertainty, samples of one of sensitivity."""
    small = len(tier.scored) <= WHOLE_GROUP
    count, fewer = (len(tier.scored), WHOLE_GROUP) if kind == Study.Kind.UNCERTAINTY else (SAMPLES, FEW_SAMPLES)
    each = count if small else fewer
    for root in roots:
        for start in range(0, count, each):
            yield root, start, min(start + each, count)


def _ask_parts(study: Study, count: int) -> None:
    for number_ in range(count):
        part = StudyPart.objects.create(study=study, number=number_)
        ask(PART, key=f"study-{study.pk}-{number_}", subject_id=part.pk)
    if not count:
        ask(FINISH, key=f"study-{study.pk}", subject_id=study.pk)


def _seed(run: Run, tier: RunTier) -> int:
    """From all that the scores follow from: the same inputs give the same draws."""
    inputs = tier.inputs_sha256 or (run.snapshot.sha256 if run.snapshot else "")
    return int.from_bytes(hashlib.sha256(f"{inputs} {tier.tier}".encode()).digest()[:6], "big")


def _ranges(study: Study) -> list[AreaRange]:
    tier = study.run_tier
    table = np.full((len(tier.elements), len(tier.scored), len(RANGE_COLUMNS)), np.nan)
    nodes = _nodes(tier)
    places = {root: studied.below(nodes, root) for root in study.settings["roots"]}
    parts = list(_parts(study.kind, tier, study.settings["roots"]))
    for number_, packed in study.pieces.values_list("number", "packed"):
        root, start, stop = parts[number_]
        shape = (len(places[root]), stop - start, len(RANGE_COLUMNS))
        table[places[root], start:stop] = unpack(packed).reshape(shape)
    ids = dict(Area.objects.filter(code__in=tier.scored).values_list("code", "pk"))
    return [
        AreaRange(study=study, area_id=ids[area], packed=pack(table[:, at].ravel()))
        for at, area in enumerate(tier.scored)
    ]


def _counted(study: Study) -> dict[str, Any]:
    """Which errors the ranges count: how many of the scored indicators come with limits, and what was not asked."""
    tier = study.run_tier
    limits = []
    for found in branches_of(study, study.settings["roots"]).values():
        limits += [found.codes[at] for at in found.field.uncertain.tolist()]
    return {
        "indicators": len(_used(tier)),
        "with_limits": sorted(limits),
        "pairs": len(tier.scored) <= WHOLE_GROUP,
        "skipped": _skipped(study),
    }


def _skipped(study: Study) -> list[dict[str, str]]:
    tier = study.run_tier
    roots = [node.code for node in _nodes(tier) if not node.parent]
    skipped = [{"code": code, "why": "unscored"} for code in roots if code not in study.settings["roots"]]
    unused = sorted(set(tier.indicators) - _used(tier))
    return skipped + [{"code": code, "why": "unused"} for code in unused]


def _sensitivity(study: Study) -> dict[str, Any]:
    seed, roots = study.settings["seed"], study.settings["roots"]
    parts = list(_parts(study.kind, study.run_tier, roots))
    outputs: dict[str, list[np.ndarray[Any, Any]]] = {root: [] for root in roots}
    for number_, packed in study.pieces.order_by("number").values_list("number", "packed"):
        outputs[parts[number_][0]].append(unpack(packed).reshape(-1, len(sensitivity.OUTPUTS)))
    return {
        "samples": SAMPLES,
        "roots": {
            root: _root(found, np.concatenate(outputs[root]), seed) for root, found in branches_of(study, roots).items()
        },
        "effects": _effects(study),
        "skipped": _skipped(study),
    }


def _effects(study: Study) -> list[dict[str, Any]]:
    tier = study.run_tier
    method = Method.from_json(tier.run.method)
    return effects(method, _nodes(tier), stored_table(tier), _used(tier), study.settings["roots"])


def _used(tier: RunTier) -> frozenset[str]:
    return frozenset(code for code, about in tier.indicators.items() if about.get("used"))


def _root(found: Branch, outputs: Floats, seed: int) -> dict[str, Any]:
    field, scored = found.field, studying.scored_columns(found.field)
    about: dict[str, Any] = {
        name: [_plain(asdict(share)) for share in sensitivity.shares(outputs[:, at], seed)]
        for at, name in enumerate(sensitivity.OUTPUTS)
    }
    for at, name in enumerate(sensitivity.OUTPUTS):
        about[f"mean_{name}"] = number(float(np.nanmean(outputs[:, at])))
    without = sensitivity.without_each(field, scored, found.root)
    about["without"] = [{"code": found.codes[each.column], **_plain(asdict(each))} for each in without]
    return about


def _plain(entries: dict[str, Any]) -> dict[str, Any]:
    return {key: number(value) if isinstance(value, float) else value for key, value in entries.items()}
