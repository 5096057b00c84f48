"""From numbers to sentences: which words are said at which value. No database; docs/method.md gives the thresholds.

Every sentence is whole as it stands here, so that another language may order it otherwise; none is glued of parts.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext, ngettext_lazy

from apps.common.bands import band_of
from apps.common.numbers import in_unit, number, signed
from apps.scores.trend import Verdict

#: Scores are said to one decimal, changes of scores to two.
SCORE_DECIMALS, CHANGE_DECIMALS = 1, 2
#: A change of a score below the first is said to be none, below the second small, from the third on large.
NO_CHANGE, SMALL_CHANGE, LARGE_CHANGE = 0.005, 0.25, 1.0
#: From this share on of what belongs to an element there are figures for most of it; from the other, for some.
MOST, SOME = 0.8, 0.5

_STANDING = {
    1: _later("The score for %(element)s is %(score)s out of 10, much lower than the average of its group."),
    2: _later("The score for %(element)s is %(score)s out of 10, lower than the average of its group."),
    3: _later("The score for %(element)s is %(score)s out of 10, about the average of its group."),
    4: _later("The score for %(element)s is %(score)s out of 10, higher than the average of its group."),
    5: _later("The score for %(element)s is %(score)s out of 10, much higher than the average of its group."),
}
_STANDING_BETWEEN = {
    1: _later(
        "The score for %(element)s is %(score)s out of 10 (between %(low)s and %(high)s), much lower than the "
        "average of its group."
    ),
    2: _later(
        "The score for %(element)s is %(score)s out of 10 (between %(low)s and %(high)s), lower than the average of "
        "its group."
    ),
    3: _later(
        "The score for %(element)s is %(score)s out of 10 (between %(low)s and %(high)s), about the average of its "
        "group."
    ),
    4: _later(
        "The score for %(element)s is %(score)s out of 10 (between %(low)s and %(high)s), higher than the average of "
        "its group."
    ),
    5: _later(
        "The score for %(element)s is %(score)s out of 10 (between %(low)s and %(high)s), much higher than the "
        "average of its group."
    ),
}
_CERTAINTY = {
    "above": _later("That it is above the average is clear: so it is in at least 95 of 100 draws."),
    "below": _later("That it is below the average is clear: so it is in at least 95 of 100 draws."),
    "": _later("It is not clearly different from the average."),
    None: _later("How sure this score is has not been worked out."),
}
#: By whether the figure is above the mean of the group (1), below it (-1) or the same (0), and its direction.
_FIGURE = {
    (1, 1): _later(
        "Its figure is %(figure)s (%(about)s), more than the average of its group, %(mean)s; here "
        "more makes a higher score."
    ),
    (1, -1): _later(
        "Its figure is %(figure)s (%(about)s), more than the average of its group, %(mean)s; here "
        "more makes a lower score."
    ),
    (-1, 1): _later(
        "Its figure is %(figure)s (%(about)s), less than the average of its group, %(mean)s; here "
        "less makes a lower score."
    ),
    (-1, -1): _later(
        "Its figure is %(figure)s (%(about)s), less than the average of its group, %(mean)s; here "
        "less makes a higher score."
    ),
    (0, 1): _later("Its figure is %(figure)s (%(about)s), the same as the average of its group."),
    (0, -1): _later("Its figure is %(figure)s (%(about)s), the same as the average of its group."),
}
#: By what the test says and which way is towards thriving: 1 that way, -1 the other way.
_TREND = {
    (Verdict.INCREASING, 1): _later(
        "The figure for %(element)s has risen, from %(before)s (%(first)s) to %(after)s (%(last)s), more steadily "
        "than chance alone would make it; here more is better."
    ),
    (Verdict.INCREASING, -1): _later(
        "The figure for %(element)s has risen, from %(before)s (%(first)s) to %(after)s (%(last)s), more steadily "
        "than chance alone would make it; here less is better."
    ),
    (Verdict.DECREASING, 1): _later(
        "The figure for %(element)s has fallen, from %(before)s (%(first)s) to %(after)s (%(last)s), more steadily "
        "than chance alone would make it; here more is better."
    ),
    (Verdict.DECREASING, -1): _later(
        "The figure for %(element)s has fallen, from %(before)s (%(first)s) to %(after)s (%(last)s), more steadily "
        "than chance alone would make it; here less is better."
    ),
}
#: By the way a score went and by how much: 1 a little, 2 plainly, 3 a good deal.
_MOVED = {
    (1, 1): _later(
        "The score for %(element)s is a little higher than before: %(after)s after %(before)s (%(change)s)."
    ),
    (1, 2): _later("The score for %(element)s is higher than before: %(after)s after %(before)s (%(change)s)."),
    (1, 3): _later(
        "The score for %(element)s is a good deal higher than before: %(after)s after %(before)s (%(change)s)."
    ),
    (-1, 1): _later(
        "The score for %(element)s is a little lower than before: %(after)s after %(before)s (%(change)s)."
    ),
    (-1, 2): _later("The score for %(element)s is lower than before: %(after)s after %(before)s (%(change)s)."),
    (-1, 3): _later(
        "The score for %(element)s is a good deal lower than before: %(after)s after %(before)s (%(change)s)."
    ),
}
#: By kind of absence; the last for whatever has no figure for another reason.
_UNKNOWN = {
    "not-measured": ngettext_lazy(
        "%(count)s indicator is not measured here: %(names)s.",
        "%(count)s indicators are not measured here: %(names)s.",
        "count",
    ),
    "suppressed": ngettext_lazy(
        "%(count)s figure is held back by its publisher: %(names)s.",
        "%(count)s figures are held back by their publishers: %(names)s.",
        "count",
    ),
    "not-comparable": ngettext_lazy(
        "%(count)s figure cannot be compared with those of other areas: %(names)s.",
        "%(count)s figures cannot be compared with those of other areas: %(names)s.",
        "count",
    ),
    "withdrawn": ngettext_lazy(
        "%(count)s figure was withdrawn: %(names)s.", "%(count)s figures were withdrawn: %(names)s.", "count"
    ),
    "not-collected": ngettext_lazy(
        "%(count)s indicator is collected for counties and single-tier areas only: %(names)s.",
        "%(count)s indicators are collected for counties and single-tier areas only: %(names)s.",
        "count",
    ),
    "late": ngettext_lazy(
        "%(count)s figure is late: there was one for an earlier period: %(names)s.",
        "%(count)s figures are late: there were some for earlier periods: %(names)s.",
        "count",
    ),
    "": ngettext_lazy(
        "%(count)s indicator has no figure: %(names)s.",
        "%(count)s indicators have no figure: %(names)s.",
        "count",
    ),
}


def standing(element: str, score: float, low: float | None = None, high: float | None = None) -> str:
    """How a 0-10 score stands to the average of its group, by its band; with its range where that is known."""
    words = {"element": element, "score": number(score, SCORE_DECIMALS)}
    step = band_of(score).step
    if low is None or high is None:
        return str(_STANDING[step]) % words
    between = {"low": number(low, SCORE_DECIMALS), "high": number(high, SCORE_DECIMALS)}
    return str(_STANDING_BETWEEN[step]) % (words | between)


def certainty(against_mean: str | None) -> str:
    """How sure that is: `above` or `below` the average clearly, "" neither, None where there is no range."""
    return str(_CERTAINTY[against_mean])


def others(above: int, below: int, rest: int) -> str:
    """Of how many areas of the group a score is clearly above, clearly below, and cannot be told from."""
    return ngettext(
        "Of the %(others)s other area of its group, %(above)s scores clearly lower, %(below)s clearly higher, and "
        "%(rest)s is not clearly different.",
        "Of the %(others)s other areas of its group, %(above)s score clearly lower, %(below)s clearly higher, and "
        "%(rest)s are not clearly different.",
        above + below + rest,
    ) % {"others": above + below + rest, "above": above, "below": below, "rest": rest}


def coverage(share: float) -> str:
    """How much of what belongs to an element has figures; `share` is of 1."""
    # Rounded down: a share shown as 100% would contradict "not all".
    words = {"share": f"{int(share * 100 + 1e-9)}%"}
    if share >= 1 - 1e-9:
        return _("All of what belongs to it has figures.")
    if share >= MOST:
        return _("It rests on most of what belongs to it: %(share)s has figures.") % words
    if share >= SOME:
        return _("It rests on a part of what belongs to it: %(share)s has figures.") % words
    return _("It rests on less than half of what belongs to it: %(share)s has figures.") % words


def figure(value: float, mean: float | None, direction: int, *, unit: str, decimals: int, period: str) -> str:
    """The figure of an indicator just named beside its group's mean; `direction` 1 when more makes a higher score."""
    written, average = in_unit(value, unit, decimals), in_unit(mean, unit, decimals)
    about = f"{written.rest}; {period}" if written.rest else period
    words = {"figure": written.amount, "about": about, "mean": average.amount}
    if mean is None:
        return _("Its figure is %(figure)s (%(about)s).") % words
    side = 0 if written.amount == average.amount else 1 if value > mean else -1
    return str(_FIGURE[side, direction]) % words


def trend(element: str, verdict: Verdict, direction: int, *, ends: tuple[str, str], periods: tuple[str, str]) -> str:
    """A trend by the published test; empty where there is none. `ends`: the first and the last figure, written."""
    found = _TREND.get((verdict, direction))
    words = {"before": ends[0], "after": ends[1], "first": periods[0], "last": periods[1]}
    return str(found) % (words | {"element": element}) if found else ""


def tested(able: int, all_of_them: int, found: int) -> str:
    """How many indicators could be tested for a trend, and how many have one."""
    words = {"able": able, "all": all_of_them, "found": found}
    if not able:
        return (
            _(
                "No indicator here has what the test of trends asks for: five years in a row, each with 95%% limits. "
                "So nothing is said of trends."
            )
            % words
        )
    if not found:
        return (
            _(
                "%(able)s of %(all)s indicators can be tested for a trend, as it takes five years in a row with 95%% "
                "limits; none shows one."
            )
            % words
        )
    return (
        ngettext(
            "%(able)s of %(all)s indicators can be tested for a trend, as it takes five years in a row with 95%% "
            "limits; %(found)s shows one.",
            "%(able)s of %(all)s indicators can be tested for a trend, as it takes five years in a row with 95%% "
            "limits; %(found)s show one.",
            found,
        )
        % words
    )


def moved(element: str, before: float | None, after: float | None) -> str:
    """How a score changed since the scores before, and by how much."""
    words = {"element": element, "before": number(before, CHANGE_DECIMALS), "after": number(after, CHANGE_DECIMALS)}
    if before is None and after is None:
        return _("There was no score for %(element)s before, and there is none now.") % words
    if before is None:
        return _("There was no score for %(element)s before; now it is %(after)s.") % words
    if after is None:
        return _("The score for %(element)s was %(before)s before; now there is none.") % words
    change = round(after, CHANGE_DECIMALS) - round(before, CHANGE_DECIMALS)
    if abs(change) < NO_CHANGE:
        return _("The score for %(element)s is %(after)s, as before.") % words
    way = 1 if change > 0 else -1
    # Of differences of decimals: 0.25 is 0.25 though a float may say a hair less.
    size = round(abs(change), CHANGE_DECIMALS)
    much = 1 if size < SMALL_CHANGE else 2 if size < LARGE_CHANGE else 3
    return str(_MOVED[way, much]) % (words | {"change": signed(change, CHANGE_DECIMALS)})


def unknown(kind: str, names: Sequence[str]) -> str:
    """Indicators without a figure, by the kind of absence, with their names."""
    words = _UNKNOWN.get(kind, _UNKNOWN[""])
    return words % {"count": len(names), "names": listed(names)}


def nothing_measured(names: Sequence[str]) -> str:
    """Elements below which nothing is measured anywhere."""
    return ngettext(
        "Nothing is measured yet for %(count)s element: %(names)s.",
        "Nothing is measured yet for %(count)s elements: %(names)s.",
        len(names),
    ) % {"count": len(names), "names": listed(names)}


def unscored(names: Sequence[str]) -> str:
    """Indicators with a figure that is shown and not scored."""
    return ngettext(
        "%(count)s indicator has a figure that is not scored: %(names)s.",
        "%(count)s indicators have figures that are not scored: %(names)s.",
        len(names),
    ) % {"count": len(names), "names": listed(names)}


def modelled(count: int, all_of_them: int) -> str:
    """How many of the figures are estimates of a model."""
    if not count:
        return ngettext(
            "It is the one figure here, and no estimate of a model.",
            "None of the %(all)s figures here is an estimate of a model.",
            all_of_them,
        ) % {"all": all_of_them}
    return ngettext(
        "%(count)s of the %(all)s figures here is an estimate of a model, which is less sure than a count.",
        "%(count)s of the %(all)s figures here are estimates of a model, which are less sure than counts.",
        count,
    ) % {"count": count, "all": all_of_them}


def limits(count: int, all_of_them: int) -> str:
    """How many of the scored indicators come with 95% limits."""
    return ngettext(
        "%(count)s of the %(all)s scored indicators is published with 95%% limits; for the others nobody says how "
        "sure they are.",
        "%(count)s of the %(all)s scored indicators are published with 95%% limits; for the others nobody says how "
        "sure they are.",
        count,
    ) % {"count": count, "all": all_of_them}


def day(when: date) -> str:
    """A day as the site writes it: 22 November 2026."""
    return date_format(localtime(when) if isinstance(when, datetime) else when, "j F Y")


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
