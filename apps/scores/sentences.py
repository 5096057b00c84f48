"""Why there is no score, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common import periods
from apps.figures.models import Absence
from apps.framework.models import Element
from apps.scores.choosing import Unused
from apps.scores.engine.method import Method

#: Not among the kinds of absence that a figure can have, since there is no figure: at this tier there never is one...
NOT_COLLECTED = "not-collected"
#: ...or there was one for an earlier period, and nobody has said why there is none now.
LATE = "late"


@dataclass(frozen=True)
class Indicator:
    """What is known of an indicator at a tier (as its run says) and of its figure for one area.

    `last`: where the figure is missing, the latest earlier period that has one, "" if none has.
    """

    about: dict[str, Any]
    absence: str
    last: str = ""


def outside_the_group(area_name: str) -> str:
    return _("%(area)s is too small to compare: it would distort the average of all the others.") % {"area": area_name}


def not_collected() -> str:
    return _("Not collected at this tier: there are figures for upper-tier areas only.")


#: Asked for once: Django makes the list anew each time, and a page asks for hundreds of figures.
_KINDS = frozenset(Absence.values)


def absence_label(absence: str, has_value: bool) -> str:
    """The kind of absence in words; "" where there is a value."""
    if absence == NOT_COLLECTED:
        return _("not collected at this tier")
    if absence == LATE:
        return _("late")
    if absence in _KINDS:
        return str(Absence(absence).label)
    return "" if has_value else _("no figure")


def why_indicator_unscored(element: Element, indicator: Indicator) -> str:
    """Why an indicator has no score for an area: the indicator is not used at all, or this area has no figure."""
    about = indicator.about
    period = period_label(element, about.get("period", ""))
    if not about.get("used"):
        return _why_unused(element, about.get("why", Unused.NONE), period)
    words = {"period": period, "last": period_label(element, indicator.last)}
    if indicator.last and indicator.absence == Absence.NOT_MEASURED:
        # A release that leaves an area out does not say which of the two it is.
        return _("The figure for %(period)s is late, or was not measured here: the latest is for %(last)s.") % words
    if indicator.absence in _KINDS:
        return _("The figure for %(period)s is missing: %(absence)s.") % {
            "period": period,
            "absence": Absence(indicator.absence).label,
        }
    if indicator.last:
        return _("The figure for %(period)s is late: the latest is for %(last)s.") % words
    return _("There is no figure for %(period)s, the period that is compared.") % words


def why_group_unscored(element: Element, scored: Sequence[bool], coverage: float, method: Method) -> str:
    """Why an element above indicators has no score: nothing below it, or too little."""
    if not scored:
        return element.quality_note or _("Nothing is measured here yet: no usable open figures were found.")
    needed = _("half") if method.least_coverage == 0.5 else f"{method.least_coverage:.0%}"
    have, parts = sum(scored), len(scored)
    if have < method.least_coverage * parts:
        return _too_few_parts(have, parts, needed)
    return _("Its parts have figures for only %(share)s of their weight: at least %(needed)s is needed.") % {
        # Rounded down: 49.7 % shown as half would contradict the sentence.
        "share": f"{int(coverage * 100)}%",
        "needed": needed,
    }


def period_label(element: Element, period: str) -> str:
    return periods.label(period, element.period_type) if period else ""


def _too_few_parts(have: int, parts: int, needed: str) -> str:
    if not have:
        return ngettext(
            "Its only part does not have enough figures.",
            "None of its %(parts)d parts has enough figures: at least %(needed)s are needed.",
            parts,
        ) % {"parts": parts, "needed": needed}
    return ngettext(
        "Only %(have)d of its %(parts)d parts has enough figures: at least %(needed)s are needed.",
        "Only %(have)d of its %(parts)d parts have enough figures: at least %(needed)s are needed.",
        have,
    ) % {"have": have, "parts": parts, "needed": needed}


def _why_unused(element: Element, why: str, period: str) -> str:
    if why == Unused.TOO_OLD:
        return ngettext(
            "The latest figures, for %(period)s, are more than %(years)d year old and not scored.",
            "The latest figures, for %(period)s, are more than %(years)d years old and not scored.",
            element.max_age or 0,
        ) % {"period": period, "years": element.max_age}
    if why == Unused.NOT_YET:
        return _("Its only figures, for %(period)s, are about a time after the date of this edition.") % {
            "period": period
        }
    if why == Unused.TOO_FEW:
        return _("Too few areas have figures in any one period to compare them.")
    if why == Unused.CONSTANT:
        return _("All areas have the same figure for %(period)s, so it tells no area from another.") % {
            "period": period
        }
    return _("No figures have been loaded yet.")
