"""Logging what partners do, keeping it true, and saying what shows it."""

from apps.initiatives.actions.initiatives import (
    change_initiative,
    confirm_initiative,
    log_initiative,
    move_initiative,
    serve_goal,
    show_initiative,
    stop_serving,
)
from apps.initiatives.actions.steps import (
    add_evidence,
    add_milestone,
    reach_milestone,
    remove_evidence,
    take_back_milestone,
)

__all__ = [
    "add_evidence",
    "add_milestone",
    "change_initiative",
    "confirm_initiative",
    "log_initiative",
    "move_initiative",
    "reach_milestone",
    "remove_evidence",
    "serve_goal",
    "show_initiative",
    "stop_serving",
    "take_back_milestone",
]
