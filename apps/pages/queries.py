"""What the method page and the gallery show."""

from dataclasses import dataclass

from apps.areas.models import ReferenceGroup
from apps.common.bands import BANDS, Band
from apps.scores.engine.method import Method
from apps.scores.models import Publication, Run, RunTier


@dataclass(frozen=True)
class Counted:
    """A reference group, and how many areas are in it."""

    group: ReferenceGroup
    areas: int


@dataclass(frozen=True)
class MethodInForce:
    """The method of the published run; before there is one, the method that the next will have. `run` is then None."""

    run: Run | None
    method: Method
    groups: tuple[Counted, ...]
    used: tuple[tuple[RunTier, int, int], ...]
    bands: tuple[Band, ...] = BANDS


def method_in_force() -> MethodInForce:
    """Everything the method page says in numbers."""
    publication = Publication.objects.select_related("run__edition").first()
    run = publication.run if publication else None
    method = Method.from_json(run.method) if run else Method()
    groups = ReferenceGroup.objects.filter(code__in=[method.upper_group, method.district_group]).order_by("-tier")
    return MethodInForce(
        run=run,
        method=method,
        groups=tuple(Counted(group, group.areas.count()) for group in groups),
        used=tuple(_used(run)) if run else (),
    )


def published_tier(run_id: int, tier: str) -> RunTier | None:
    """One tier of the published run; None when the public reads another run."""
    if not Publication.objects.filter(run_id=run_id).exists():
        return None
    return RunTier.objects.select_related("run__edition", "run__snapshot").filter(run_id=run_id, tier=tier).first()


def _used(run: Run) -> list[tuple[RunTier, int, int]]:
    """Per tier of the run: how many indicators are scored, and how many there are."""
    return [
        (
            tier,
            sum(bool(about.get("used")) for about in tier.indicators.values()),
            len(tier.indicators),
        )
        for tier in run.tiers.order_by("-tier")
    ]
