"""The tables of states as a page for people (docs/states.md)."""

from apps.common import states
from apps.common.states import Move, StateTable

_ABOVE = """# What can become of what

Made from every app's `states.py` by `python manage.py write_docs`; change a table there, then run it again.

The states of a thing, and each way from one to another with what its button says. What is not drawn cannot be done: it
is refused with a sentence. Who may make a move stands in [access.md](access.md).
"""


def states_page() -> str:
    """The whole page, in Markdown: every table that some app has registered."""
    return "\n".join([_ABOVE, *(_section(states.TABLES[name]) for name in sorted(states.TABLES))])


def _section(table: StateTable) -> str:
    return "\n".join([f"## {table.name[:1].upper()}{table.name[1:]}", "", *_diagram(table), "", *_moves(table), ""])


def _diagram(table: StateTable) -> list[str]:
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{words}" as {_handle(state)}' for state, words in table.states.items()),
        *(
            f"    {_handle(start)} --> {_handle(move.end)}: {move.label}"
            for move in table.moves.values()
            for start in move.start
        ),
        "```",
    ]


def _handle(state: str) -> str:
    # A hyphen has a meaning of its own in the language of the diagram.
    return state.replace("-", "_")


def _moves(table: StateTable) -> list[str]:
    return [
        "| move | from | to |",
        "|---|---|---|",
        *(_row(table, name, move) for name, move in table.moves.items()),
    ]


def _row(table: StateTable, name: str, move: Move) -> str:
    starts = ", ".join(str(table.states[start]) for start in move.start)
    return f"| {move.label} (`{name}`) | {starts} | {table.states[move.end]} |"
