"""The what-if page: other weights to other scores, as whole requests, at the size that its goal is stated in."""

from datetime import date
from itertools import cycle

import numpy as np
from django.test import Client
from django.utils import timezone

from apps.areas.models import Area
from apps.common.tiers import Tier
from apps.figures.models import Snapshot
from apps.figures.snapshots import pack
from apps.framework.models import Edition, Element
from apps.scores.engine import ENGINE_VERSION
from apps.scores.engine.method import Method
from apps.scores.models import ElementScores, Publication, Run, RunTier
from apps.scores.what_if import ground_of, weigh
from bench.harness import Timing, side_by_side
from bench.panels import SIZES, _framework

_HOST = "localhost"
_STEPS = ("0", "0.5", "2", "3")
#: As many requests as rounds times this, so that a 95th percentile says something.
_TIMES = 10


def asking(rounds: int) -> list[Timing]:
    """New weights to new scores at M. Publishes a run of its own, so it has to come last."""
    return asking_at("M", rounds)


def asking_at(size: str, rounds: int) -> list[Timing]:
    """The same at any size."""
    areas, indicators, _years = SIZES[size]
    run, slug = _published(areas, indicators)
    ground = ground_of(run, Tier.UPPER)
    assert ground is not None
    address, client = f"/what-if/upper/{slug}/", Client()
    heads, domains = 3, 10
    codes = [node.code for node in ground.nodes][-heads - domains : -heads]
    turns = cycle([f"?{code}={step}&{codes[0]}=3" for step in _STEPS for code in codes[1:]])
    factors = cycle([{code: float(step)} for step in _STEPS for code in codes])
    asked = {"host": _HOST, "hx-request": "true"}
    assert client.get(address + next(turns), headers=asked).status_code == 200
    size = f"{areas} areas x {indicators} indicators"
    found = side_by_side(
        {
            f"copy the scores of the indicators in memory, {size}": ground.leaves.copy,
            "other weights: all scores above the indicators": lambda: weigh(ground, next(factors)),
            "a visitor changes a weight, whole request": lambda: client.get(address + next(turns), headers=asked),
            "the whole page with weights in its address": lambda: client.get(
                address + next(turns), headers={"host": _HOST}
            ),
            "and with a table of all areas": lambda: client.get(
                f"{address}{next(turns)}&table={ground.roots[0].code}", headers=asked
            ),
        },
        rounds * _TIMES,
    )
    return [Timing(each.name, each.seconds, each.reference, _most_often(each)) for each in found]


def _most_often(timing: Timing) -> str:
    return f"p95 {np.quantile(timing.seconds, 0.95) * 1e3:.2f} ms"


def _published(areas: int, indicators: int) -> tuple[Run, str]:
    """A run as large as asked for, with scores by chance, that the public reads; and the slug of one of its areas."""
    edition, codes, leaves = _edition(indicators)
    places = _areas(areas)
    run = Run.objects.create(
        edition=edition,
        as_at=date(2026, 1, 1),
        method=Method().to_json(),
        engine_version=ENGINE_VERSION,
        snapshot=Snapshot.objects.first() or Snapshot.objects.create(sha256="f" * 64, areas=places),
        state=Run.State.DONE,
        result_sha256="0" * 64,
        finished_at=timezone.now(),
    )
    tier = RunTier.objects.create(run=run, tier=Tier.UPPER, areas=places, elements=codes, scored=places, indicators={})
    chance = np.random.default_rng(1)
    scores = np.clip(chance.normal(5, 5 / 3, (leaves, areas)), 0, 10)
    scores[chance.random(scores.shape) < 0.05] = np.nan
    ElementScores.objects.bulk_create(
        ElementScores(run_tier=tier, element_code=code, scores=pack(row), coverage=pack(1.0 - np.isnan(row)))
        for code, row in zip(codes, scores, strict=False)
    )
    Publication.objects.update_or_create(id=1, defaults={"run": run, "published_at": timezone.now()})
    return run, Area.objects.get(code=places[0]).slug


def _areas(count: int) -> list[str]:
    codes = [f"W{number:08d}" for number in range(count)]
    Area.objects.bulk_create(
        Area(
            code=code,
            name=f"Area {code}",
            slug=f"area-{code.lower()}",
            type=Area.Type.UNITARY,
            in_district=True,
            in_upper=True,
            nation="England",
            region_code="E12000001",
            region="North East",
            latitude=54.0,
            longitude=-1.0,
            population=100_000,
            population_year=2024,
        )
        for code in codes
    )
    return codes


def _edition(indicators: int) -> tuple[Edition, list[str], int]:
    """An edition in the shape of the bench's framework; its codes, children before parents; how many are indicators."""
    framework = _framework(indicators)
    edition = Edition.objects.create(
        code="as-large",
        name="As large as its goal",
        as_at=date(2026, 1, 1),
        author="bench",
        checker="bench",
        next_review=date(2027, 1, 1),
        checksum="0" * 64,
        frozen_at=timezone.now(),
    )
    made: dict[int, Element] = {}
    leaf = {"direction": 1, "unit": "points", "tier": Element.AtTier.BOTH, "transform": "none", "max_age": 5}
    for position in reversed(range(len(framework))):
        level, parent = int(framework.level[position]), int(framework.parent[position])
        made[position] = Element.objects.create(
            edition=edition,
            code=f"element-{position}",
            name=f"Element {position}",
            level=level,
            parent=made.get(parent),
            position=position,
            **(leaf if level == 1 else {}),
        )
    return edition, [made[position].code for position in range(len(framework))], len(framework.indicators)
