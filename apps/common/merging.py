"""Pure: two people edited the same thing. What each changed is kept; what both changed is put before the second."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_EMPTY: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True)
class Clash:
    """A field that both changed, each to something else."""

    field: str
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """What the second person's form should hold now, what came in from the first, and what both changed."""

    words: dict[str, Any]
    taken_over: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Three versions as one: `base` is what I opened, `mine` what I wrote, `theirs` what was saved meanwhile.

    Where both changed a field it keeps what I wrote, and says so: I have their words beside mine before I save.
    """
    words, taken_over, clashes = dict(theirs), [], []
    for name, wrote in mine.items():
        saved = theirs.get(name)
        # A field that was not there when I opened it was as empty as it is now.
        opened = base.get(name, saved if saved in _EMPTY else None)
        if wrote == saved:
            continue
        if wrote == opened:
            taken_over.append(name)
            continue
        words[name] = wrote
        if saved != opened:
            clashes.append(Clash(name, saved, wrote))
    return Merged(words, tuple(taken_over), tuple(clashes))
