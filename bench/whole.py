"""A whole recompute of size M: read, score and rank every year, draw, leave out, write and publish; packed, and plain.

The plain way is what an average team would write with the same engine: a row of the ORM for every figure and for every
score. It is here as the reference only, in tables of its own.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import numpy as np
from django.db import connection, models, transaction
from django.utils import timezone
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.bulk import add_rows
from apps.common.tiers import Tier
from apps.figures.models import Snapshot
from apps.figures.snapshots import PackedFigures, Series, keep_snapshot, pack, read_series
from apps.framework.models import Edition
from apps.scores.arrays import COLUMNS
from apps.scores.engine import ENGINE_VERSION, sensitivity
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.ranking import ranks
from apps.scores.engine.score import PanelScores, score_panel
from apps.scores.engine.stirring import Stirring, drawn, ends, field_of, noise, stir
from apps.scores.models import AreaScores, ElementScores, Publication, Run, RunTier
from bench.harness import Timing, seconds_of
from bench.panels import SIZES, _framework, _panel
from bench.what_if import _areas, _edition

Floats = NDArray[np.float64]

#: Only the weights are stirred, as in the goal.
_WEIGHTS = Stirring(spread=0.0, ways=("z-score",), leave_out=False)
_AT_ONCE, _BATCH = 50, 1000


class PlainFigure(models.Model):
    """One figure as a row."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    area_id: int
    code = models.CharField(max_length=60)
    year = models.IntegerField()
    value = models.FloatField(null=True)

    objects: "models.Manager[PlainFigure]" = models.Manager()

    class Meta:
        app_label = "bench"
        constraints = [models.UniqueConstraint(fields=["area", "code", "year"], name="bench_figure_once")]


class PlainScore(models.Model):
    """One score as a row."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    year = models.IntegerField()
    score = models.FloatField(null=True)
    rank = models.IntegerField(null=True)

    objects: "models.Manager[PlainScore]" = models.Manager()

    class Meta:
        app_label = "bench"
        constraints = [models.UniqueConstraint(fields=["area", "code", "year"], name="bench_score_once")]


def recomputing_all(rounds: int) -> list[Timing]:
    """Both ways, the plain one once: it takes long. The note says how long the longest transaction was."""
    areas, indicators, years = SIZES["M"]
    panel, framework = _panel(areas, indicators, years), _framework(indicators)
    edition, codes, _leaves = _edition(indicators)
    places = list(Area.objects.filter(code__startswith="W").order_by("code").values_list("code", flat=True))
    places = places if len(places) == areas else _areas(areas)
    snapshot = _stored_packed(panel, codes, places)
    _stored_plain(panel, codes, places)
    locks: list[float] = []
    packed = [seconds_of(lambda: _packed(edition, codes, places, framework, snapshot, locks)) for _ in range(rounds)]
    plain_locks: list[float] = []
    taken = seconds_of(lambda: _plain(codes, places, framework, plain_locks))
    name = " x ".join(map(str, SIZES["M"]))
    reference = Timing(f"whole recompute of {name}, packed", packed, None, _longest(locks))
    plain = f"whole recompute of {name}, a row for each figure and score"
    return [reference, Timing(plain, [taken] * rounds, reference, _longest(plain_locks))]


def _longest(locks: list[float]) -> str:
    return f"{connection.vendor}; longest transaction {max(locks) * 1e3:.0f} ms"


@contextmanager
def _writing(locks: list[float]) -> Iterator[None]:
    begun = time.perf_counter()
    with transaction.atomic():
        yield
    locks.append(time.perf_counter() - begun)


def _panel_of(figures: Floats) -> Panel:
    indicators, years, areas = figures.shape
    return Panel(
        figures=figures,
        declared=Declared.plain(("none",) * indicators),
        reference=np.ones(areas, dtype=bool),
        group=np.full(areas, NO_GROUP),
        periods=tuple(map(str, range(years))),
        years=np.arange(float(years)),
    )


def _computed(figures: Floats, framework: Framework) -> tuple[PanelScores, Floats]:
    """Scores and ranks of every year; a thousand draws of the weights and every indicator left out, of the last one."""
    panel = _panel_of(figures)
    found = score_panel(panel, framework, Method())
    places = np.array([[ranks(year) for year in element] for element in found.scores])
    last = _panel_of(np.ascontiguousarray(figures[:, -1:]))
    blank = np.full(last.figures.shape[::2], np.nan)
    field = field_of(last, blank, blank, framework, Method(), _WEIGHTS.ways)
    draws = stir(framework, _WEIGHTS, range(len(figures)), 1)
    errors = noise(1, range(figures.shape[2]), 0, len(draws))
    parts = [slice(start, start + _AT_ONCE) for start in range(0, len(draws), _AT_ONCE)]
    above = framework.above
    every = np.empty((len(above), len(draws), figures.shape[2]))
    for of in parts:
        every[:, of] = drawn(field, draws.part(of), errors[:, of], slice(None))[above]
    for scores in every:
        ends(scores)
    for root in np.flatnonzero(framework.parent < 0).tolist():
        sensitivity.without_each(field, range(len(figures)), root)
    return found, places


def _packed(
    edition: Edition, codes: list[str], places: list[str], framework: Framework, snapshot: Snapshot, locks: list[float]
) -> None:
    series = {(each.code, each.period): each.values for each in read_series(snapshot).series}
    leaves = [codes[position] for position in framework.indicators.tolist()]
    years = sorted({period for _, period in series})
    figures = np.array([[series[code, year] for year in years] for code in leaves])
    found, _ranks = _computed(figures, framework)
    ids = dict(Area.objects.filter(code__in=places).values_list("code", "pk"))
    for at in range(len(years)):
        cube = np.full((len(places), len(codes), len(COLUMNS)), np.nan)
        cube[:, :, 0], cube[:, :, 1] = found.scores[:, at].T, found.coverage[:, at].T
        cube[:, framework.indicators, 2] = found.normalised[:, at].T
        cube[:, framework.indicators, 3] = figures[:, at].T
        by_element = [(pack(found.scores[row, at]), pack(found.coverage[row, at])) for row in range(len(codes))]
        by_area = [pack(row.ravel()) for row in cube]
        with _writing(locks):
            run = Run.objects.create(
                edition=edition,
                as_at=date(2026, 1, 1),
                method=Method().to_json(),
                engine_version=ENGINE_VERSION,
                snapshot=snapshot,
                state=Run.State.DONE,
                result_sha256="0" * 64,
                finished_at=timezone.now(),
            )
            tier = RunTier.objects.create(
                run=run, tier=Tier.UPPER, areas=places, elements=codes, scored=places, indicators={}
            )
            add_rows(
                ElementScores(run_tier=tier, element_code=code, scores=scores, coverage=coverage)
                for code, (scores, coverage) in zip(codes, by_element, strict=True)
            )
            add_rows(
                AreaScores(run_tier=tier, area_id=ids[code], packed=row)
                for code, row in zip(places, by_area, strict=True)
            )
    _publish(run, locks)


def _plain(codes: list[str], places: list[str], framework: Framework, locks: list[float]) -> None:
    leaves = {codes[position]: at for at, position in enumerate(framework.indicators.tolist())}
    rows = {area.pk: at for at, area in enumerate(Area.objects.filter(code__in=places).order_by("code"))}
    read = list(PlainFigure.objects.all())
    years = sorted({row.year for row in read})
    figures = np.full((len(leaves), len(years), len(places)), np.nan)
    for row in read:
        if row.value is not None:
            figures[leaves[row.code], years.index(row.year), rows[row.area_id]] = row.value
    found, places_of = _computed(figures, framework)
    scores = (
        PlainScore(
            area_id=pk,
            code=code,
            year=year,
            score=_known(found.scores[element, at, column]),
            rank=_known(places_of[element, at, column]),
        )
        for element, code in enumerate(codes)
        for at, year in enumerate(years)
        for pk, column in rows.items()
    )
    with _writing(locks):
        PlainScore.objects.all().delete()
        PlainScore.objects.bulk_create(scores, batch_size=_BATCH)
    _publish(Run.objects.latest("pk"), locks)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _publish(run: Run, locks: list[float]) -> None:
    with _writing(locks):
        Publication.objects.update_or_create(id=1, defaults={"run": run, "published_at": timezone.now()})


def _stored_packed(panel: Panel, codes: list[str], places: list[str]) -> Snapshot:
    leaves = codes[: len(panel.figures)]
    series = tuple(
        Series(code, period, panel.figures[at, year], None, None, {})
        for code, at in sorted(zip(leaves, range(len(leaves)), strict=True))
        for year, period in enumerate(panel.periods)
    )
    return keep_snapshot(PackedFigures(tuple(places), series))


def _stored_plain(panel: Panel, codes: list[str], places: list[str]) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(PlainFigure)
        editor.create_model(PlainScore)
    ids = dict(Area.objects.filter(code__in=places).values_list("code", "pk"))
    PlainFigure.objects.bulk_create(
        (
            PlainFigure(area_id=ids[area], code=codes[at], year=int(year), value=_known(panel.figures[at, row, column]))
            for at in range(len(panel.figures))
            for row, year in enumerate(panel.periods)
            for column, area in enumerate(places)
        ),
        batch_size=_BATCH,
    )
