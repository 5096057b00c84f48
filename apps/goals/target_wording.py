"""What is said of a target that was not typed: what it was worked out from, and why it moved or stays."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common import numbers
from apps.common.numbers import unit_parts
from apps.goals.models import Goal
from apps.goals.wording import aim_of, period_within, precision, usual_decimals, written


def target_source_of(goal: Goal) -> str:
    """What a target was worked out from and whether it moves, in sentences; empty for a figure that people gave."""
    if not goal.worked_out:
        return ""
    aim = _halved(goal) if goal.aim == Goal.Aim.HALVE else _reached(goal)
    return f"{aim} {_course(goal)}"


def aim_in_full(goal: Goal) -> str:
    """From what to what by when, and what the target was worked out from, if it was; without the last full stop."""
    source = target_source_of(goal)
    if not source:
        return aim_of(goal)
    return _("%(aim)s. The target: %(source)s") % {"aim": aim_of(goal), "source": source[:-1]}


def _reached(goal: Goal) -> str:
    return _("%(others)s: %(figure)s.") % {
        "others": _others(goal),
        "figure": written(goal, goal.worked_out["figure"], usual_decimals(goal)),
    }


def _halved(goal: Goal) -> str:
    others = _others(goal)
    return _("Half of the gap of %(gap)s to %(others)s, %(figure)s.") % {
        "gap": gap_in_words(goal, goal.worked_out["gap"]),
        "others": others[0].lower() + others[1:],
        "figure": written(goal, goal.worked_out["figure"], usual_decimals(goal)),
    }


def _others(goal: Goal) -> str:
    facts = goal.worked_out
    told = {"count": facts["areas"], "period": period_within(goal, facts["period"])}
    match goal.against:
        case Goal.Against.BEST:
            return _("Where the best quarter of the %(count)s other areas of its group began in %(period)s") % told
        case Goal.Against.ALIKE:
            return _("The average of the %(count)s areas most like it in %(period)s") % told
    return (
        ngettext(
            "The average of the %(count)s other area of its group in %(period)s",
            "The average of the %(count)s other areas of its group in %(period)s",
            facts["areas"],
        )
        % told
    )


def _course(goal: Goal) -> str:
    if goal.moves == Goal.Moves.FOLLOWS:
        return _("It follows them when a later figure has clearly moved.")
    return _("It stays as it was set, whatever they do.")


def gap_in_words(goal: Goal, gap: float) -> str:
    """How far apart two figures are, in the unit of a difference."""
    size = numbers.number(abs(gap), precision(goal, 0.0, gap))
    unit = unit_parts(goal.on_index.unit)
    if unit.sign == "%" or goal.on_index.unit.startswith("per cent"):
        return ngettext("%(size)s percentage point", "%(size)s percentage points", 1 if size == "1" else 2) % {
            "size": size
        }
    return f"£{size}" if unit.sign == "pounds" else f"{size} {unit.rest}".strip()
