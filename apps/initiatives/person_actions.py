"""What initiatives know of a person who goes for good, or asks what is kept about them."""

from typing import Any

from apps.accounts.rooms import Room, nobody_hindered, register
from apps.initiatives.models import Interest


def _told(person: Any) -> list[Any]:
    mine = Interest.objects.filter(declared_by_id=person.pk).order_by("pk")
    return list(mine.values("organisation__name", "whose", "words", "declared_at", "withdrawn_at", "withdrawal"))


def _let_go(person: Any, former: str) -> None:
    Interest.objects.filter(declared_by_id=person.pk).update(declared_label=former[:200])


register(Room("interests", nobody_hindered, _told, _let_go))
