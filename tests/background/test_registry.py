"""How a job is known by its kind."""

import pytest

from apps.background import registry
from apps.background.registry import Queue, job


def test_a_kind_is_found_by_its_name():
    known = registry.find("test.note")

    assert (known.name, known.queue, known.time_limit) == ("test.note", Queue.PROMPT, 60)


def test_a_kind_that_nobody_registered_is_not_found():
    assert registry.find("test.unheard_of") is None


def test_a_kind_belongs_to_one_function_only():
    def other(work, subject_id):
        """Never run."""

    with pytest.raises(ValueError, match=r"test\.note"):
        job("test.note", queue=Queue.PROMPT, time_limit=60)(other)


def test_a_module_may_be_imported_twice():
    note = registry.find("test.note").do

    assert job("test.note", queue=Queue.PROMPT, time_limit=60)(note) is note
