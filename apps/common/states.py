"""State machines as tables: which move leads from where to where. docs/states.md is drawn from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.common.errors import Refused

Words = str | Promise


@dataclass(frozen=True)
class Move:
    """One way from some states to another; its label is what a button says."""

    start: tuple[str, ...]
    end: str
    label: Words


@dataclass(frozen=True)
class StateTable:
    """The states of one kind of thing, by their words, and the moves between them by name."""

    name: str
    states: Mapping[str, Words]
    moves: Mapping[str, Move]

    def after(self, state: str, move: str) -> str:
        """The state that `move` leads to. Raises Refused where it may not be made now, LookupError if unknown."""
        found = self.moves[move]
        if state not in found.start:
            raise Refused(
                _("This is “%(state)s” at the moment, so that cannot be done now. Reload the page to see what can.")
                % {"state": self.states[state]}
            )
        return found.end

    def moves_from(self, state: str) -> dict[str, Move]:
        """What can be done now, by name."""
        return {name: move for name, move in self.moves.items() if state in move.start}


#: Every table of the platform, by name.
TABLES: dict[str, StateTable] = {}


def state_table(name: str, states: Mapping[str, Words], moves: Mapping[str, Move]) -> StateTable:
    """Register a table. Raises ValueError when a move knows a state that the table does not."""
    strange = {state for move in moves.values() for state in (*move.start, move.end)} - set(states)
    if strange:
        raise ValueError(f"{name}: no such states: {', '.join(sorted(strange))}.")
    TABLES[name] = StateTable(name, states, moves)
    return TABLES[name]
