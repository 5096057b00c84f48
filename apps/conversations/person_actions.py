"""What conversations know of a person who goes for good, or asks what is kept about them."""

from typing import Any

from apps.accounts.rooms import Room, nobody_hindered, register
from apps.conversations.models import Comment


def _told(person: Any) -> list[Any]:
    mine = Comment.objects.filter(author_id=person.pk).order_by("pk")
    return list(mine.values("text", "author_of", "written_at", "removed_at", "removal"))


def _let_go(person: Any, former: str) -> None:
    Comment.objects.filter(author_id=person.pk).update(author_label=former)


register(Room("comments", nobody_hindered, _told, _let_go))
