"""Tables of states as a page."""

from apps.common import states
from apps.common.state_drawing import states_page
from apps.common.states import Move, state_table


def test_a_table_is_drawn_with_its_states_by_their_words_and_every_way_between_them(monkeypatch):
    monkeypatch.setattr(states, "TABLES", {})
    state_table(
        "garden gate",
        {"open": "open", "left-ajar": "left ajar", "shut": "shut"},
        {"close": Move(("open", "left-ajar"), "shut", "Close it")},
    )

    page = states_page()

    assert "## Garden gate\n" in page
    assert '    state "left ajar" as left_ajar\n' in page
    assert "    open --> shut: Close it\n    left_ajar --> shut: Close it\n" in page
    assert "| Close it (`close`) | open, left ajar | shut |\n" in page
