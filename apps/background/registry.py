"""The kinds of job there are: an app's `jobs.py` registers what it can do, and workers look it up by its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.background.work import Work

Doing = Callable[["Work", int | None], None]


class Queue(StrEnum):
    """Prompt for what people wait for (mail, notices), heavy for what takes its time (imports, runs, reports)."""

    PROMPT = "prompt"
    HEAVY = "heavy"


@dataclass(frozen=True)
class JobKind:
    """What one kind of job does, in which queue, and for how many seconds at most."""

    name: str
    queue: Queue
    time_limit: int
    do: Doing


_KINDS: dict[str, JobKind] = {}


def job(kind: str, *, queue: Queue, time_limit: int) -> Callable[[Doing], Doing]:
    """Decorator in an app's `jobs.py`: this is how a `kind` of job is done. Raises ValueError on a taken name.

    A job is safe to run twice, writes inside `work.writing()` only, and ends with `work.finishing()` when it writes.
    """

    def register(do: Doing) -> Doing:
        known = _KINDS.get(kind)
        if known and (known.do.__module__, known.do.__qualname__) != (do.__module__, do.__qualname__):
            raise ValueError(f"The kind of job {kind!r} is already {known.do.__module__}.{known.do.__qualname__}.")
        _KINDS[kind] = JobKind(kind, queue, time_limit, do)
        return do

    return register


#: What looks at each sweep whether there is work to ask for.
_LOOKING: dict[str, Callable[[], None]] = {}


def each_sweep(look: Callable[[], None]) -> Callable[[], None]:
    """Decorator in an app's `jobs.py`: look after each sweep whether there is work to ask for, cheaply."""
    _LOOKING[f"{look.__module__}.{look.__qualname__}"] = look
    return look


def looking() -> tuple[Callable[[], None], ...]:
    """All that is to be done at each sweep."""
    return tuple(_LOOKING.values())


def find(kind: str) -> JobKind | None:
    """The kind of that name, or None where this version of the code does not know it."""
    return _KINDS.get(kind)
