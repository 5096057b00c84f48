"""What precedents weigh, in a sentence: whether a goal asks for more than others did, and than its own area did."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from apps.goals.models import Goal
from apps.goals.precedents import FEWEST, OwnPast, Precedents, Weight, weight
from apps.goals.trajectory import middle, year_of

_HELD = {
    Weight.MORE_THAN_ANY: _lazy("more than any of %(others)s did"),
    Weight.MORE_THAN_MOST: _lazy("more than most of %(others)s did"),
    Weight.AS_MANY: _lazy("about what many of %(others)s did"),
    Weight.LESS_THAN_MOST: _lazy("less than most of %(others)s did"),
}


def weighed(goal: Goal, alike: Precedents | None, every: Precedents | None, own: OwnPast | None) -> str:
    """How much a goal asks for, beside its own area's past and beside others; empty where there is nothing to look at.

    It is held against the areas most like it, else, where fewer than FEWEST of those can be followed, against all; by
    the rule of `weight`.
    """
    if alike is None and every is None and own is None:
        return ""
    held = next((each for each in (alike, every) if each and weight(each)), None)
    parts = [_beside_own(own)] if own else []
    if held:
        parts.append(_beside_others(held, is_alike=held is alike))
    said = [_("This asks for %(parts)s.") % {"parts": _(", and for ").join(parts)}] if parts else []
    if held is None:
        said.append(
            _("Beside other areas it cannot be weighed: fewer than %(fewest)s once stood at a like figure.")
            % {"fewest": FEWEST}
        )
    followed = [each.years for each in (held, own) if each]
    years = year_of(goal.due) - year_of(middle(goal.baseline_period))
    if followed and round(years) > round(min(followed)):
        said.append(
            _("It has %(years)s for that, longer than the past can be followed.") % {"years": years_in_words(years)}
        )
    return " ".join(said)


def years_in_words(years: float) -> str:
    """A length of time, in months where it is less than a year."""
    if round(years) < 1:
        months = max(1, round(12 * years))
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", round(years)) % {"count": round(years)}


def _beside_own(own: OwnPast) -> str:
    told = {"years": years_in_words(own.years)}
    if own.moved:
        return _("no more than this area has done before in %(years)s") % told
    return _("more than this area has done in any %(years)s") % told


def _beside_others(found: Precedents, *, is_alike: bool) -> str:
    others = (
        _("the %(count)s areas most like it that began from a like figure")
        if is_alike
        else _("the %(count)s other areas that began from a like figure")
    )
    return str(_HELD[weight(found) or Weight.AS_MANY]) % {"others": others % {"count": found.areas}}
