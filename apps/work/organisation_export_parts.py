"""What an organisation's people wrote of how policies and initiatives go: updates, counts, risks and blockers."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.activity.models import Version
from apps.initiatives.models import DeliveryCount, InitiativeUpdate, Milestone, Risk

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Whose:
    """Whose part it is: what the organisation sees, who belongs or belonged to it, and whether a deed was its own."""

    initiatives: QuerySet[Any]
    people: Collection[int]
    is_ours: Callable[[int, int | None, datetime], bool]
    who: Callable[[int, int | None, datetime, str], str]

    def names(self, workspace: int, person: Any, at: datetime) -> tuple[str, datetime]:
        """Who did something, as far as names are told, and when."""
        return self.who(workspace, person.pk, at, str(person)), at


def delivery_tables(whose: Whose) -> dict[str, Rows]:
    """Each table by its name, its headings first."""
    return {"updates": _updates(whose), "counts": _counts(whose), "risks": _risks(whose)}


def parts_with_versions(led: Collection[Any]) -> dict[tuple[str, int], int]:
    """What hangs on initiatives and has versions of its own: kind and number to the number of the workspace."""
    of = {each.pk: each.workspace_id for each in led}
    found: dict[tuple[str, int], int] = {}
    for kind, model in (("milestone", Milestone), ("risk", Risk)):
        pairs = model._default_manager.filter(initiative__in=of).values_list("pk", "initiative_id")
        found |= {(kind, pk): of[initiative] for pk, initiative in pairs}
    return found


def _updates(whose: Whose) -> Rows:
    found = InitiativeUpdate.objects.filter(initiative__in=whose.initiatives, written_by__in=whose.people)
    rows = [
        (each.initiative.workspace_id, each.initiative_id, each.happened, each.upcoming, each.needs_attention)
        + whose.names(each.initiative.workspace_id, each.written_by, each.written_at)
        for each in found.select_related("initiative", "written_by").order_by("pk")
        if whose.is_ours(each.initiative.workspace_id, each.written_by_id, each.written_at)
    ]
    head = ("workspace", "initiative", "happened", "comes_next", "needs_attention", "written_by", "written_at")
    return [head, *rows]


def _counts(whose: Whose) -> Rows:
    found = DeliveryCount.objects.filter(measure__initiative__in=whose.initiatives, counted_by__in=whose.people)
    rows = [
        (each.measure.initiative.workspace_id, each.measure.initiative_id, each.measure.title, each.measure.unit)
        + (each.pk, each.day, each.number, each.note, each.corrects_id)
        + whose.names(each.measure.initiative.workspace_id, each.counted_by, each.counted_at)
        for each in found.select_related("measure__initiative", "counted_by").order_by("pk")
        if whose.is_ours(each.measure.initiative.workspace_id, each.counted_by_id, each.counted_at)
    ]
    head = ("workspace", "initiative", "what_is_counted", "unit", "count", "day", "number", "note", "corrects")
    return [(*head, "counted_by", "counted_at"), *rows]


def _risks(whose: Whose) -> Rows:
    """As they were raised: what others made of them since is theirs."""
    found = Risk.objects.filter(initiative__in=whose.initiatives, raised_by__in=whose.people)
    raised = Version.objects.filter(subject_kind="risk", subject_id__in=found.values("pk"), number=1)
    words = dict(raised.values_list("subject_id", "words"))
    rows = [
        (each.initiative.workspace_id, each.initiative_id, each.kind)
        + (words.get(each.pk, {}).get("what", ""), words.get(each.pk, {}).get("response", ""), each.state)
        + whose.names(each.initiative.workspace_id, each.raised_by, each.raised_at)
        for each in found.select_related("initiative", "raised_by").order_by("pk")
        if whose.is_ours(each.initiative.workspace_id, each.raised_by_id, each.raised_at)
    ]
    return [("workspace", "initiative", "kind", "what", "done_about_it", "state", "raised_by", "raised_at"), *rows]
