"""Who listens to what."""

import pytest

from apps.activity.listeners import listeners_of, on
from apps.activity.verbs import Verb
from apps.background import registry
from apps.background.registry import Queue
from tests.activity import kinds


def test_listeners_are_known_by_name():
    assert {"test.first", "test.second"} <= set(listeners_of(Verb.EDITION_DRAFTED))
    assert "test.first" not in listeners_of(Verb.ACCOUNT_OPENED)


def test_a_listener_is_a_kind_of_job():
    known = registry.find("listener.test.first")

    assert (known.queue, known.time_limit) == (Queue.PROMPT, 60)


def test_a_name_belongs_to_one_listener_only():
    def other(work, event):
        """Never run."""

    with pytest.raises(ValueError, match=r"test\.first"):
        on(Verb.EDITION_DRAFTED, name="test.first")(other)


def test_a_module_may_be_imported_twice():
    on(Verb.EDITION_DRAFTED, name="test.first")(kinds.first)

    assert listeners_of(Verb.EDITION_DRAFTED).count("test.first") == 1
