"""What each room keeps of an organisation: what merging and closing it does to that, and what stands in the way.

An app that points to organisations registers itself in its `organisation_part_actions.py`, which is found by its name.
`tests/accounts/test_parts.py` finds every relation that nobody has registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules

from apps.accounts.models import Organisation


@dataclass(frozen=True)
class Part:
    """One app's part. `relations` are its fields that point to organisations, such as "goals.Goal.lead".

    `hold` holds the rows of organisations that the rest is about. `foretold` says in sentences what merging the first
    organisation into the second does; `moved` does it, and gives what it did as plain data. `hindrances` says what has
    to be done before one can close, `ended` what is left of it ends. All in the caller's transaction.
    """

    floor: int
    name: str
    relations: frozenset[str]
    hold: Callable[[list[int]], None]
    foretold: Callable[[Organisation, Organisation], list[str]]
    moved: Callable[[Any, Organisation, Organisation], dict[str, Any]]
    hindrances: Callable[[Organisation], list[str]]
    ended: Callable[[Any, Organisation], None]


_PARTS: dict[str, Part] = {}


def register(part: Part) -> None:
    """Raises ValueError on a name that another app has."""
    if _PARTS.get(part.name, part).moved.__module__ != part.moved.__module__:
        raise ValueError(f"There is a part {part.name!r} already.")
    _PARTS[part.name] = part


def parts() -> list[Part]:
    """Those of all apps, from the lowest floor up. Rows are held, and end, from the highest floor down."""
    _discover()
    return sorted(_PARTS.values(), key=lambda part: (part.floor, part.name))


def held_by_nobody(_organisations: list[int]) -> None:
    """For parts whose rows change only while those of others are held."""


def nothing_hinders(_organisation: Organisation) -> list[str]:
    """For parts that hold nothing back."""
    return []


def nothing_ends(_by: Any, _organisation: Organisation) -> None:
    """For parts of which all stays."""


@cache
def _discover() -> None:
    autodiscover_modules("organisation_part_actions")
