"""Logging what partners do, keeping it true, and saying what shows it."""

from apps.initiatives.actions.documents import add_document, remove_document
from apps.initiatives.actions.initiatives import (
    change_initiative,
    confirm_initiative,
    log_initiative,
    move_initiative,
    serve_goal,
    show_initiative,
    stop_serving,
)
from apps.initiatives.actions.people import involve, release
from apps.initiatives.actions.steps import (
    add_evidence,
    add_milestone,
    reach_milestone,
    remove_evidence,
    take_back_milestone,
)
from apps.initiatives.actions.tagging import tag_initiative, untag_initiative

__all__ = [
    "add_document",
    "add_evidence",
    "add_milestone",
    "change_initiative",
    "confirm_initiative",
    "involve",
    "log_initiative",
    "move_initiative",
    "reach_milestone",
    "release",
    "remove_document",
    "remove_evidence",
    "serve_goal",
    "show_initiative",
    "stop_serving",
    "tag_initiative",
    "take_back_milestone",
    "untag_initiative",
]
