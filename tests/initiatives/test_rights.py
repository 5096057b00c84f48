"""Who may do what with policies and initiatives."""

from datetime import date
from types import SimpleNamespace

import pytest

from apps.initiatives import actions
from tests.initiatives.making import log, upload
from tests.rights import everyone_around, those_who_may

EDITORS = {"contributor of the business", "contributor", "lead", "operator"}
DEEDS = {
    "log": (lambda made, by: log(made.partnership, by=by), EDITORS),
    "change": (
        lambda made, by: actions.change_initiative(
            by=by, initiative=made.cafe, based_on=1, words={"title": "Repair shop"}
        ),
        EDITORS,
    ),
    "move": (lambda made, by: actions.move_initiative(by=by, initiative=made.cafe, move="start"), EDITORS),
    "confirm": (lambda made, by: actions.confirm_initiative(by=by, initiative=made.cafe), EDITORS),
    "show": (
        lambda made, by: actions.show_initiative(by=by, initiative=made.cafe, is_public=True),
        {"contributor of the business", "operator"},
    ),
    "serve": (
        lambda made, by: actions.serve_goal(by=by, initiative=made.cafe, goal=made.goal, mechanism="By mending."),
        EDITORS,
    ),
    "stop serving": (lambda made, by: actions.stop_serving(by=by, initiative=made.cafe, goal=made.goal), EDITORS),
    "add a milestone": (
        lambda made, by: actions.add_milestone(by=by, initiative=made.cafe, title="Open", due=date(2027, 1, 1)),
        EDITORS,
    ),
    "reach a milestone": (
        lambda made, by: actions.reach_milestone(by=by, milestone=made.milestone, on=date(2026, 1, 1)),
        EDITORS,
    ),
    "take back a milestone": (
        lambda made, by: actions.take_back_milestone(by=by, milestone=made.milestone),
        EDITORS,
    ),
    "add evidence": (
        lambda made, by: actions.add_evidence(by=by, initiative=made.cafe, title="Tonnes", upload=upload()),
        EDITORS,
    ),
    "remove evidence": (lambda made, by: actions.remove_evidence(by=by, evidence=made.evidence), EDITORS),
}


@pytest.fixture
def made(partnership, cafe, milestone, evidence):
    """What there is to do something with."""
    return SimpleNamespace(
        partnership=partnership, cafe=cafe, milestone=milestone, evidence=evidence, goal=partnership.goal()
    )


def test_who_may_do_what(made):
    people = everyone_around(made.partnership)

    may = {name: those_who_may(lambda by, deed=deed: deed(made, by), people) for name, (deed, _) in DEEDS.items()}

    assert may == {name: allowed for name, (_, allowed) in DEEDS.items()}
