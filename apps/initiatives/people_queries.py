"""Who works on an initiative, and who might."""

from typing import Any

from django.db.models import QuerySet

from apps.initiatives.models import Initiative, Involvement
from apps.workspaces.models import Member


def working_on(initiative: Initiative) -> tuple[Involvement, ...]:
    """Those who work on it and see it, in the order in which they were named: one query, with their names."""
    found = initiative.involvements.select_related("member__person", "member__partner__organisation")
    # Of what is kept, whoever speaks for a partner that sees it no longer is no part of it.
    return tuple(found.filter(member__in=who_may_work_on(initiative).values("pk")))


def who_may_work_on(initiative: Initiative) -> QuerySet[Member]:
    """The members of its workspace who see it, by name."""
    return initiative.seers().select_related("person", "partner__organisation").order_by("person__name", "pk")


def involvements_of(person: Any) -> QuerySet[Involvement]:
    """On what someone works, as far as they see it."""
    return Involvement.objects.filter(
        member__person_id=person.pk, initiative__in=Initiative.objects.visible_to(person)
    ).order_by("pk")
