"""Logging what partners do, keeping it true, and saying what shows it."""

from apps.initiatives.actions.delivery import add_measure, correct_count, count_delivery
from apps.initiatives.actions.dependencies import add_dependency, end_dependency
from apps.initiatives.actions.documents import add_document, remove_document
from apps.initiatives.actions.evidence import add_evidence, remove_evidence
from apps.initiatives.actions.initiatives import (
    change_initiative,
    confirm_initiative,
    log_initiative,
    move_initiative,
    serve_goal,
    show_initiative,
    stop_serving,
)
from apps.initiatives.actions.milestones import (
    add_milestone,
    change_milestone,
    move_milestone,
    reach_milestone,
    take_back_milestone,
)
from apps.initiatives.actions.people import involve, release
from apps.initiatives.actions.risks import change_risk, close_risk, raise_risk, reopen_risk
from apps.initiatives.actions.rounds import Round, go_round
from apps.initiatives.actions.tagging import tag_initiative, untag_initiative
from apps.initiatives.actions.updates import write_update

__all__ = [
    "Round",
    "add_dependency",
    "add_document",
    "add_evidence",
    "add_measure",
    "add_milestone",
    "change_initiative",
    "change_milestone",
    "change_risk",
    "close_risk",
    "confirm_initiative",
    "correct_count",
    "count_delivery",
    "end_dependency",
    "go_round",
    "involve",
    "log_initiative",
    "move_initiative",
    "move_milestone",
    "raise_risk",
    "reach_milestone",
    "release",
    "remove_document",
    "remove_evidence",
    "reopen_risk",
    "serve_goal",
    "show_initiative",
    "stop_serving",
    "tag_initiative",
    "take_back_milestone",
    "untag_initiative",
    "write_update",
]
