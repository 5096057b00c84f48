"""A run from its first row to its stored results, and back again to check them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.background.actions import ask
from apps.background.models import Job
from apps.common.bulk import add_rows
from apps.common.tiers import Tier
from apps.figures.models import Import, Snapshot
from apps.figures.snapshots import PackedFigures, gather_changed, gather_figures
from apps.framework.models import Edition, Element
from apps.scores.arrays import TierInputs, tier_inputs
from apps.scores.computing import TierResult, compute_tier, fingerprint, prepare_tier, score_tier
from apps.scores.engine import ENGINE_VERSION
from apps.scores.engine.method import Method
from apps.scores.models import AreaScores, ElementScores, Run, RunTier

EXECUTE = "scores.execute"
TIERS = (Tier.UPPER, Tier.DISTRICT)


@transaction.atomic
def begin_run(*, edition: Edition, started_by: Any = None, cause: Import | None = None) -> Run:
    """The row of a new run, and the job that will execute it.

    A run of the edition that nobody has taken up yet is that run: it will read the figures as they are when it starts.
    """
    # Two that begin at once: the second waits here, and then finds the first one's run.
    Edition.objects.select_for_update().get(pk=edition.pk)
    waiting = Run.objects.filter(edition=edition, state=Run.State.WAITING, job__state=Job.State.ASKED).first()
    if waiting:
        if cause:
            waiting.cause = cause
            waiting.save(update_fields=["cause"])
        return waiting
    run = Run(
        edition=edition,
        as_at=edition.as_at,
        method=Method().to_json(),
        engine_version=ENGINE_VERSION,
        cause=cause,
        started_by=started_by if started_by and started_by.pk else None,
    )
    run.full_clean()
    run.save()
    details = {"import": cause.pk} if cause else {}
    record(Verb.RUN_STARTED, actor=started_by, subject=run, details=details)
    run.job = ask(EXECUTE, key=f"run-{run.pk}", subject_id=run.pk)
    run.save(update_fields=["job"])
    return run


def indicator_codes(edition: Edition) -> list[str]:
    """The codes of the indicators of an edition: what its snapshot holds."""
    return list(edition.elements.filter(level=Element.Level.INDICATOR).order_by("code").values_list("code", flat=True))


def figures_for(run: Run) -> PackedFigures:
    """The figures of the imports that a run names; what did not change since the edition's last run is taken from it.

    The same bytes as a whole reading gives: figures are never updated, so equal imports are equal figures.
    """
    codes = indicator_codes(run.edition)
    done = Run.objects.filter(edition=run.edition, state=Run.State.DONE).select_related("snapshot")
    former = done.order_by("-pk").first()
    if former is None or former.snapshot is None:
        return gather_figures(codes, run.imports)
    differ = set(former.imports) ^ set(run.imports)
    changed = Import.objects.filter(pk__in=differ).values_list("element_code", flat=True)
    return gather_changed(former.snapshot, codes, run.imports, set(changed))


def compute_run(
    run: Run,
    figures: PackedFigures,
    on_tier: Callable[[Tier], None] = lambda tier: None,
    *,
    anew: bool = False,
) -> list[TierResult]:
    """The results of a run, from figures; `on_tier` is told of each tier before it is scored.

    A tier whose scores follow from the same as those of a finished run takes them over, unless all is asked for `anew`.
    """
    method = Method.from_json(run.method)
    results = []
    for tier in TIERS:
        on_tier(tier)
        prepared = prepare_tier(figures, tier_inputs(run.edition, tier, method), method, run.as_at)
        sha256 = prepared.sha256()
        same = None if anew else _same_before(tier, sha256)
        found = replace(_stored(same), taken_over=same.taken_over_id or same.run_id) if same else score_tier(prepared)
        results.append(replace(found, inputs_sha256=sha256))
    return results


def _same_before(tier: str, sha256: str) -> RunTier | None:
    """A tier of a finished run whose scores follow from the same."""
    done = RunTier.objects.filter(tier=tier, inputs_sha256=sha256, run__state=Run.State.DONE)
    return done.order_by("-pk").first()


def recompute_run(run: Run, figures: PackedFigures) -> list[TierResult]:
    """The results of a finished run once more, for the areas and the groups that it had."""
    method = Method.from_json(run.method)
    results = []
    for stored in stored_tiers(run):
        now = tier_inputs(run.edition, stored.tier, method)
        then = TierInputs(stored.tier, tuple(stored.areas), tuple(stored.scored), now.nodes)
        results.append(compute_tier(figures, then, method, run.as_at))
    return results


def store_results(run: Run, snapshot: Snapshot, results: list[TierResult]) -> None:
    """Keep the results and finish the run: rows are only ever added, never changed. In the caller's transaction."""
    ids = dict(Area.objects.values_list("code", "pk"))
    for result in results:
        tier = RunTier.objects.create(
            run=run,
            tier=result.tier,
            areas=result.areas,
            elements=result.elements,
            scored=result.scored,
            indicators=result.indicators,
            inputs_sha256=result.inputs_sha256,
            taken_over_id=result.taken_over,
        )
        add_rows(
            ElementScores(run_tier=tier, element_code=code, scores=scores, coverage=coverage)
            for code, (scores, coverage) in result.by_element.items()
        )
        add_rows(
            AreaScores(run_tier=tier, area_id=ids[code], packed=packed, notes=notes)
            for code, (packed, notes) in result.by_area.items()
        )
    run.snapshot = snapshot
    run.state = Run.State.DONE
    run.engine_version = ENGINE_VERSION
    run.result_sha256 = fingerprint(results)
    run.finished_at = Now()
    run.save(update_fields=["imports", "snapshot", "state", "engine_version", "result_sha256", "finished_at"])


def stored_tiers(run: Run) -> list[RunTier]:
    """The tiers of a run, in the order in which they were computed."""
    tiers = {tier.tier: tier for tier in run.tiers.all()}
    return [tiers[tier] for tier in TIERS if tier in tiers]


def stored_results(run: Run) -> list[TierResult]:
    """What the database holds of a finished run."""
    return [_stored(tier) for tier in stored_tiers(run)]


def _stored(tier: RunTier) -> TierResult:
    elements = tier.by_element.values_list("element_code", "scores", "coverage")
    areas = tier.by_area.values_list("area__code", "packed", "notes")
    return TierResult(
        tier=tier.tier,
        areas=tier.areas,
        elements=tier.elements,
        scored=tier.scored,
        indicators=tier.indicators,
        by_element={code: (bytes(scores), bytes(coverage)) for code, scores, coverage in elements},
        by_area={code: (bytes(packed), notes) for code, packed, notes in areas},
    )
