"""What higher rooms know of a person: why they may not go yet, what there is about them, and how it is let go.

An app above registers itself in its `person_actions.py`, which is found by its name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Room:
    """One app's part. `hindrances` holds the rows that its answer rests on, and says why someone may not go.

    `told` gives what there is about someone, as plain data. `let_go` takes the person out and their name away; what
    they wrote stays, under the name that it is told.
    """

    name: str
    hindrances: Callable[[Any], list[str]]
    told: Callable[[Any], list[Any]]
    let_go: Callable[[Any, str], None]


_ROOMS: dict[str, Room] = {}


def register(room: Room) -> None:
    """Raises ValueError on a name that another room has."""
    if _ROOMS.get(room.name, room).told.__module__ != room.told.__module__:
        raise ValueError(f"There is a room {room.name!r} already.")
    _ROOMS[room.name] = room


def rooms() -> list[Room]:
    """Those of all apps, by name."""
    _discover()
    return [_ROOMS[name] for name in sorted(_ROOMS)]


def nobody_hindered(person: Any) -> list[str]:
    """For rooms that hold nobody back."""
    return []


@cache
def _discover() -> None:
    autodiscover_modules("person_actions")
