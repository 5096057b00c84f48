"""The only wire that runs upwards: a higher app listens to what happened below, in a job of its own."""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background import registry
from apps.background.registry import Queue
from apps.background.work import Work

Listening = Callable[[Work, Event], None]

_LISTENERS: dict[Verb, list[str]] = defaultdict(list)


def on(verb: Verb, *, name: str, queue: Queue = Queue.PROMPT, time_limit: int = 60) -> Callable[[Listening], Listening]:
    """Decorator in a higher app's `jobs.py`: do this, in a job, after `verb` was recorded and committed.

    Raises ValueError when another listener has the name.
    """

    def register(listen: Listening) -> Listening:
        @wraps(listen)
        def do(work: Work, event_id: int | None) -> None:
            listen(work, Event.objects.get(pk=event_id or 0))

        kind = job_kind(name)
        registry.job(kind, queue=queue, time_limit=time_limit)(do)
        if name not in _LISTENERS[verb]:
            _LISTENERS[verb].append(name)
        return listen

    return register


def listeners_of(verb: Verb) -> tuple[str, ...]:
    """The names of those that listen to `verb`."""
    return tuple(_LISTENERS.get(verb, ()))


def job_kind(name: str) -> str:
    return f"listener.{name}"
