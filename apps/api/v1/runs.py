"""The published run: everything that is needed to compute its scores again."""

from typing import Any

from apps.api.endpoints import endpoint, insist
from apps.api.parameters import Query
from apps.scores.models import Run


@endpoint()
def run_published(run: Run | None, query: Query) -> dict[str, Any]:
    run = insist(run)
    edition, snapshot = run.edition, run.snapshot
    return {
        "run": run.pk,
        "as_at": run.as_at,
        "finished_at": run.finished_at,
        "engine_version": run.engine_version,
        "method": run.method,
        "edition": {"code": edition.code, "name": edition.name, "sha256_of_definitions": edition.checksum},
        "sha256_of_figures": snapshot.sha256 if snapshot else None,
        "sha256_of_scores": run.result_sha256,
        "tiers": {
            tier.tier: {"areas": len(tier.areas), "in_group": len(tier.scored), "indicators": tier.indicators}
            for tier in run.tiers.order_by("tier")
        },
    }
