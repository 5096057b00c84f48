"""What is said of a goal's forecast: the range, where the target lies beside it, how far such ranges can be trusted."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.goals.forecasting import FEWEST
from apps.goals.models import Assessment, Goal
from apps.goals.wording import precision, written

Unforeseen = Assessment.Unforeseen

_BARS = {
    Unforeseen.PROGRESS: gettext_lazy(
        "A progress score is made of several indicators, each with its own dates: it is not forecast."
    ),
    Unforeseen.LOST: gettext_lazy(
        "What is published now cannot be compared with the baseline, so nothing is forecast."
    ),
    Unforeseen.MODELLED: gettext_lazy(
        "These figures are modelled: to forecast them would be to forecast the model, so nothing is forecast."
    ),
    Unforeseen.SILENT: gettext_lazy("Nothing newer has come out for so long that nothing can be forecast."),
    Unforeseen.PAST: gettext_lazy(
        "The latest figure is about the day it falls due, or later: nothing is left to forecast."
    ),
    Unforeseen.UNTRIED: gettext_lazy(
        "The figures do not reach back far enough to try whether a forecast so far ahead would hold, so none is made."
    ),
}


def outlook_of(goal: Goal, assessment: Assessment | None) -> tuple[str, ...]:
    """The forecast of an assessment in sentences, or the one that says why there is none; none before there was one."""
    if assessment is None or (assessment.forecast is None and not assessment.unforeseen):
        return ()
    if assessment.unforeseen:
        return (_why_not(assessment),)
    ends = forecast_of(assessment)
    assert ends is not None
    return (_range(goal, assessment, ends), _beside_the_target(goal, assessment, ends), _trust(goal, assessment))


def forecast_of(assessment: Assessment | None) -> tuple[float, float] | None:
    """The range of an assessment's forecast, if it has one."""
    if assessment is None or assessment.forecast_lower is None or assessment.forecast_upper is None:
        return None
    return assessment.forecast_lower, assessment.forecast_upper


def forecast_in_short(goal: Goal, assessment: Assessment | None) -> str:
    """The range alone, for a picture or a cell: "20.9% to 25.2%"; empty where there is none."""
    ends = forecast_of(assessment)
    if ends is None:
        return ""
    lower, upper = _written(goal, ends)
    return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


def _written(goal: Goal, ends: tuple[float, float]) -> list[str]:
    decimals = precision(goal, *ends)
    return [written(goal, each, decimals) for each in ends]


def _range(goal: Goal, assessment: Assessment, ends: tuple[float, float]) -> str:
    lower, upper = _written(goal, ends)
    return _(
        "If it goes on as it did, it will be about %(value)s on %(day)s; with a chance of about eight in ten, "
        "between %(lower)s and %(upper)s."
    ) % {
        "value": written(goal, assessment.forecast, precision(goal, assessment.forecast)),
        "day": date_format(assessment.due or goal.due, "j F Y"),
        "lower": lower,
        "upper": upper,
    }


def _beside_the_target(goal: Goal, assessment: Assessment, ends: tuple[float, float]) -> str:
    target = goal.target if assessment.target is None else assessment.target
    near, far = ends if goal.direction > 0 else ends[::-1]
    told = {"target": written(goal, target)}
    if (near - target) * goal.direction >= 0:
        return _("All of that reaches the target, %(target)s.") % told
    if (far - target) * goal.direction < 0:
        return _("The target, %(target)s, lies beyond all of that: it asks for more than went on so far.") % told
    return _("The target, %(target)s, lies within that: it may be reached, or not.") % told


def _trust(goal: Goal, assessment: Assessment) -> str:
    held = round(100 * (assessment.forecast_held or 0))
    if goal.is_local:
        return _(
            "Ranges made in this way from earlier figures of this measure, as far ahead, held what came %(held)s times "
            "in a hundred. A forecast knows nothing of what anyone does from now on."
        ) % {"held": held}
    return _(
        "Ranges made in this way from earlier figures of all areas, as far ahead, held what came %(held)s times in a "
        "hundred. A forecast knows nothing of what anyone does from now on."
    ) % {"held": held}


def _why_not(assessment: Assessment) -> str:
    if assessment.unforeseen == Unforeseen.FEW:
        return ngettext(
            "A forecast needs %(count)s figure whose periods do not overlap, and there are fewer: none is made.",
            "A forecast needs %(count)s figures whose periods do not overlap, and there are fewer: none is made.",
            FEWEST,
        ) % {"count": FEWEST}
    if assessment.unforeseen == Unforeseen.UNRELIABLE:
        return _(
            "No forecast is shown: ranges made from earlier figures, as far ahead, held what came only %(held)s times "
            "in a hundred, and should have held it about eighty times."
        ) % {"held": round(100 * (assessment.forecast_held or 0))}
    return str(_BARS[Unforeseen(assessment.unforeseen)])
