"""What a run costs by what is new: everything, one import, or nothing that its scores follow from."""

from functools import partial

from django.db import transaction

from apps.figures.models import Import
from apps.figures.queries import imports_in_force
from apps.figures.snapshots import gather_figures, keep_snapshot, read_series
from apps.framework.models import Edition
from apps.scores.engine import ENGINE_VERSION
from apps.scores.engine.method import Method
from apps.scores.models import Run
from apps.scores.runs import compute_run, figures_for, indicator_codes, store_results
from bench.harness import Timing, side_by_side


def recomputing(rounds: int) -> list[Timing]:
    """A run of the starter edition, both tiers: figures to stored results, without its studies."""
    edition = Edition.objects.get()
    codes = indicator_codes(edition)
    imports = imports_in_force(codes)
    done = Run.objects.filter(state=Run.State.DONE).latest("pk")
    changed = Import.objects.get(pk=imports[-1])
    assert done.snapshot is not None
    return side_by_side(
        {
            "run: everything read and scored anew": partial(_run, edition, imports, anew=True),
            f"run: one import is new ({changed.element_code}), all scored": partial(_after_one, edition, imports),
            "run: nothing that scores follow from is new, all taken over": partial(_run, edition, imports),
            "read the figures of a stored snapshot": partial(read_series, done.snapshot),
        },
        rounds,
    )


def _after_one(edition: Edition, imports: list[int]) -> None:
    """A run without the last import and one with it, in turns, so that each finds one import changed."""
    before = Run.objects.filter(state=Run.State.DONE).latest("pk").imports
    _run(edition, imports if before != imports else imports[:-1], anew_scores=True)


def _run(edition: Edition, imports: list[int], *, anew: bool = False, anew_scores: bool = False) -> None:
    run = Run(edition=edition, as_at=edition.as_at, method=Method().to_json(), engine_version=ENGINE_VERSION)
    run.imports = imports
    run.save()
    figures = gather_figures(indicator_codes(edition), imports) if anew else figures_for(run)
    snapshot = keep_snapshot(figures)
    results = compute_run(run, figures, anew=anew or anew_scores)
    with transaction.atomic():
        store_results(run, snapshot, results)
