"""Whatever has states has a table of the ways between them, and every table is drawn."""

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

from apps.common.states import TABLES
from tests.architecture.source import ROOT

#: Things whose states are not moved by buttons alone, each with where their ways are written down.
ELSEWHERE = {
    "figures.Delivery": "its job moves it, and whoever says how to read it sends it back to the job",
    "figures.Import": "jobs move it as well; who decided what is told in apps/figures/actions.py",
    "scores.Run": "waiting, then done: its job moves it",
    "background.Job": "the machinery under every job moves it under its fence: docs/adr/0002",
}
STATES = {"state", "status"}


def with_states():
    """Every model with a field of states, and the states by their words."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in STATES and field.choices and model.__module__.startswith("apps."):
                yield model._meta.label, dict(field.choices)


def test_every_thing_with_states_has_its_table():
    autodiscover_modules("states")
    tables = [dict(table.states) for table in TABLES.values()]

    without = {label for label, states in with_states() if states not in tables}

    assert without == set(ELSEWHERE)


def test_every_state_can_be_left_or_reached():
    autodiscover_modules("states")

    for table in TABLES.values():
        touched = {state for move in table.moves.values() for state in (*move.start, move.end)}
        assert (table.name, set(table.states) - touched) == (table.name, set())


def test_every_table_is_drawn():
    autodiscover_modules("states")
    page = (ROOT / "docs" / "states.md").read_text("utf-8").casefold()

    assert [name for name in TABLES if f"## {name}\n" not in page] == []
    assert len(TABLES) >= 3
