"""What workspaces know of a person who goes for good, or asks what is kept about them."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.rooms import Room, register
from apps.workspaces.leaving import is_last_lead, let_go
from apps.workspaces.models import Deputy, Member, Workspace


def _hindrances(person: Any) -> list[str]:
    """Workspaces that would be without a lead; the rows of all of the person's are held."""
    mine = Member.objects.filter(person_id=person.pk)
    list(Workspace.objects.select_for_update(no_key=True).filter(pk__in=mine.values("workspace_id")).order_by("pk"))
    said = _("You are the last lead of %(workspace)s: make someone else one first.")
    return [
        said % {"workspace": member.workspace.name}
        for member in mine.select_related("workspace").order_by("workspace_id")
        if is_last_lead(member)
    ]


def _told(person: Any) -> list[Any]:
    mine = Member.objects.filter(person_id=person.pk).order_by("pk")
    away = Deputy.objects.filter(Q(member__person_id=person.pk) | Q(stand_in__person_id=person.pk)).order_by("pk")
    return [
        *mine.values("workspace__name", "partner__organisation__name", "role", "joined_at"),
        *away.values("member__person__name", "stand_in__person__name", "starts", "ends"),
    ]


def _let_go(person: Any, former: str) -> None:
    for member in Member.objects.filter(person_id=person.pk).select_related("person", "workspace").order_by("pk"):
        let_go(member, by=person)


register(Room("workspaces", _hindrances, _told, _let_go))
