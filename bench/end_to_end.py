"""Size L from stored figures to stored scores: read, score and rank every year, draw and leave out, write.

Years are computed on their own, so that workers may share them and none holds more than one. What is written is what a
run of each year keeps by element, and by area for the last year: that is the one whose pages are read.
"""

import multiprocessing
import resource
import time
from datetime import date
from typing import Any

import numpy as np
from django.db import connection, connections, transaction
from django.utils import timezone
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.bulk import add_rows
from apps.common.tiers import Tier
from apps.figures.models import Snapshot, SnapshotSeries
from apps.figures.snapshots import pack, unpack
from apps.framework.models import Edition
from apps.scores.arrays import COLUMNS
from apps.scores.engine import ENGINE_VERSION, sensitivity
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.ranking import ranks
from apps.scores.engine.score import PanelScores, score_panel
from apps.scores.engine.stirring import Draws, Field, Stirring, drawn, ends, field_of, noise, stir
from apps.scores.models import AreaScores, ElementScores, Run, RunTier
from bench.harness import Timing
from bench.panels import SIZES, _framework, _panel
from bench.what_if import _areas, _edition
from bench.whole import _panel_of

Floats = NDArray[np.float64]

#: Only the weights are stirred, as in the goal.
_WEIGHTS = Stirring(spread=0.0, ways=("z-score",), leave_out=False)
#: Areas that are drawn at once; a draw of theirs holds all elements.
_AREAS = 400
_DRAWS = 50
#: Areas' rows that are written at once.
_ROWS = 1_000


def recomputing(size: str, workers: int) -> list[Timing]:
    """The whole of a size by so many workers who take turns at the years; the note says what each held at most."""
    areas, indicators, years = SIZES[size]
    edition, codes, _leaves = _edition(indicators)
    places = _areas(areas)
    snapshot = _stored(areas, indicators, years, codes, places)
    runs = [_run_of(edition, snapshot, codes, places) for _ in range(years)]
    found = [_shared(list(enumerate(runs)), workers=count) for count in range(1, workers + 1)]
    described = " x ".join(map(str, (areas, indicators, years)))
    timings: list[Timing] = []
    for count, (seconds, memory) in enumerate(found, start=1):
        name = f"read, score, rank, draw and write {described}, workers: {count}"
        note = f"{connection.vendor}; each worker at most {memory / 1e9:.2f} GB"
        timings.append(Timing(name, [seconds], timings[0] if timings else None, note))
    return timings


def _shared(years: list[tuple[int, int]], workers: int) -> tuple[float, float]:
    """Seconds that the workers took, and the bytes that the one who held most did."""
    ElementScores.objects.all().delete()
    AreaScores.objects.all().delete()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    memory = context.Array("d", workers)
    begun = time.perf_counter()
    last = years[-1][0]
    hands = [
        context.Process(target=_work, args=(years[number::workers], last, memory, number)) for number in range(workers)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
        assert hand.exitcode == 0, "a worker did not come to its end"
    return time.perf_counter() - begun, max(memory[:])


def _work(years: list[tuple[int, int]], last: int, memory: Any, number: int) -> None:
    for year, run_id in years:
        tier = RunTier.objects.select_related("run__snapshot").get(run=run_id)
        _recompute(tier, year, thorough=year == last)
    memory[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def _recompute(tier: RunTier, year: int, *, thorough: bool) -> None:
    framework = _framework(len(tier.elements) - _above(tier.elements))
    leaves = [tier.elements[at] for at in framework.indicators.tolist()]
    packed = dict(
        SnapshotSeries.objects.filter(snapshot=tier.run.snapshot, period=str(2000 + year)).values_list(
            "element_code", "values"
        )
    )
    figures = np.array([unpack(bytes(packed.pop(code))) for code in leaves])[:, None]
    found = score_panel(_panel_of(figures), framework, Method())
    for element in framework.above.tolist():
        ranks(found.scores[element, 0])
    with transaction.atomic():
        add_rows(
            ElementScores(run_tier=tier, element_code=code, scores=pack(scores[0]), coverage=pack(coverage[0]))
            for code, scores, coverage in zip(tier.elements, found.scores, found.coverage, strict=True)
        )
    if thorough:
        _draw(figures, framework)
        _write_areas(tier, found, figures, framework)


def _above(codes: list[str]) -> int:
    """How many of the elements stand above indicators, in the shape of the bench's framework."""
    return next(count for count in range(len(codes)) if len(_framework(len(codes) - count)) == len(codes))


def _draw(figures: Floats, framework: Framework) -> None:
    """A thousand draws of all weights, and the ranks without each indicator, of one year."""
    panel = _panel_of(figures)
    blank = np.full(panel.figures.shape[::2], np.nan)
    field = field_of(panel, blank, blank, framework, Method(), _WEIGHTS.ways)
    draws = stir(framework, _WEIGHTS, range(len(figures)), 1)
    for start in range(0, figures.shape[2], _AREAS):
        _ends_of(field, framework, draws, range(start, min(start + _AREAS, figures.shape[2])))
    for root in np.flatnonzero(framework.parent < 0).tolist():
        sensitivity.without_each(field, range(len(figures)), root)


def _ends_of(field: Field, framework: Framework, draws: Draws, areas: range) -> None:
    errors = noise(1, areas, 0, len(draws))
    every = np.empty((len(framework.above), len(draws), len(areas)))
    for start in range(0, len(draws), _DRAWS):
        of = slice(start, start + _DRAWS)
        every[:, of] = drawn(field, draws.part(of), errors[:, of], slice(areas.start, areas.stop))[framework.above]
    for scores in every:
        ends(scores)


def _write_areas(tier: RunTier, found: PanelScores, figures: Floats, framework: Framework) -> None:
    ids = dict(Area.objects.filter(code__in=tier.areas).values_list("code", "pk"))
    columns = [found.scores[:, 0], found.coverage[:, 0], found.normalised[:, 0], figures[:, 0]]
    for start in range(0, len(tier.areas), _ROWS):
        part = slice(start, start + _ROWS)
        cube = np.full((len(tier.areas[part]), len(tier.elements), len(COLUMNS)), np.nan)
        for at, column in enumerate(columns):
            rows = slice(None) if len(column) == len(framework) else framework.indicators
            cube[:, rows, at] = column[:, part].T
        with transaction.atomic():
            add_rows(
                AreaScores(run_tier=tier, area_id=ids[code], packed=pack(row.ravel()))
                for code, row in zip(tier.areas[part], cube, strict=True)
            )


def _stored(areas: int, indicators: int, years: int, codes: list[str], places: list[str]) -> Snapshot:
    """Figures by chance, packed as snapshots keep them, a year at a time."""
    snapshot = Snapshot.objects.create(sha256="f" * 64, areas=places)
    panel = _panel(areas, indicators, years)
    for year, period in enumerate(panel.periods):
        with transaction.atomic():
            add_rows(
                SnapshotSeries(
                    snapshot=snapshot, element_code=code, period=period, values=pack(panel.figures[at, year]), notes={}
                )
                for at, code in enumerate(codes[:indicators])
            )
    return snapshot


def _run_of(edition: Edition, snapshot: Snapshot, codes: list[str], places: list[str]) -> int:
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
    RunTier.objects.create(run=run, tier=Tier.UPPER, areas=places, elements=codes, scored=places, indicators={})
    return run.pk
