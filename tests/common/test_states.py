"""State machines as tables."""

import pytest

from apps.common import states
from apps.common.errors import Refused
from apps.common.states import Move, StateTable, state_table

DOOR = StateTable(
    "door",
    {"open": "open", "shut": "shut", "locked": "locked"},
    {
        "shut": Move(("open",), "shut", "Shut it"),
        "lock": Move(("shut",), "locked", "Lock it"),
        "open": Move(("shut",), "open", "Open it"),
    },
)


def test_a_move_leads_to_its_end():
    assert DOOR.after("open", "shut") == "shut"


def test_a_move_that_may_not_be_made_now_is_refused_with_the_state_in_words():
    with pytest.raises(Refused, match="“locked”"):
        DOOR.after("locked", "open")


def test_a_move_that_the_table_does_not_know_is_our_mistake():
    with pytest.raises(LookupError):
        DOOR.after("open", "paint")


@pytest.mark.parametrize(("state", "moves"), [("open", {"shut"}), ("shut", {"lock", "open"}), ("locked", set())])
def test_what_can_be_done_now(state, moves):
    assert set(DOOR.moves_from(state)) == moves


def test_a_table_is_registered_under_its_name(monkeypatch):
    monkeypatch.setattr(states, "TABLES", {})

    made = state_table("gate", DOOR.states, DOOR.moves)

    assert {"gate": made} == states.TABLES


def test_a_move_to_a_state_that_is_not_in_the_table_cannot_be_registered():
    with pytest.raises(ValueError, match="ajar"):
        state_table("gate", {"open": "open"}, {"leave": Move(("open",), "ajar", "Leave it")})
