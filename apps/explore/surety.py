"""How sure a score is, in words: its range, what the range counts, and whether two areas can be told apart."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.areas.models import Area
from apps.areas.queries import find_areas
from apps.common.numbers import number
from apps.scores.queries import AreaProfile, Reading
from apps.scores.readings import CLEAR, Counted, Range
from apps.scores.studies import told_apart


@dataclass(frozen=True)
class Surety:
    """What an element's page says about its range, sentence by sentence; `others` counts the areas of its group."""

    range: Range
    counts: tuple[str, ...]
    against_mean: str
    against_others: str


@dataclass(frozen=True)
class Pairing:
    """What came of comparing with another area: a sentence, and the area where one was found."""

    sought: str
    sentence: str
    area: Area | None = None


def surety(profile: AreaProfile, reading: Reading) -> Surety | None:
    """None where a score has no range: it has none itself, nothing beneath has limits, or none is worked out yet."""
    if reading.range is None or profile.counted is None:
        return None
    others = len(profile.run_tier.scored) - 1
    return Surety(
        range=reading.range,
        counts=tuple(_counts(profile.counted)),
        against_mean=_against_mean(profile, reading.range),
        against_others=_against_others(reading.range, others),
    )


def pairing(profile: AreaProfile, reading: Reading, sought: str) -> Pairing | None:
    """Whether the score of another area, found by what was typed, is clearly higher or lower; None when nothing was."""
    if not (sought := sought.strip()):
        return None
    matches = [match.area for match in find_areas(sought, profile.tier)]
    other = next(iter(matches), None)
    if other is None:
        return Pairing(
            sought, _("No area of this kind is called “%(sought)s”. Check the spelling.") % {"sought": sought}
        )
    if other == profile.area:
        return Pairing(sought, _("That is %(area)s itself. Name another area.") % {"area": other.local_name})
    shares = told_apart(profile.run_tier, reading.code, profile.area.code, other.code)
    if shares is None:
        words = _("One of %(here)s and %(there)s has no score for this, so they cannot be compared.")
        return Pairing(sought, words % {"here": profile.area.local_name, "there": other.local_name}, other)
    return Pairing(sought, _told(profile.area, other, *shares), other)


def _told(here: Area, there: Area, above: float, below: float) -> str:
    higher, lower, share = (here, there, above) if above >= below else (there, here, below)
    names = {"higher": higher.local_name, "lower": lower.local_name, "of": number(100 * share, 0)}
    if share >= CLEAR:
        return _("Clearly different: %(higher)s scores higher than %(lower)s in %(of)s of 100 draws.") % names
    return (
        _(
            "They cannot be told apart: %(higher)s scores higher than %(lower)s in only %(of)s of 100 draws, and it "
            "would take 95."
        )
        % names
    )


def _counts(counted: Counted) -> list[str]:
    """Which errors the range counts, one by one."""
    stirring = counted.stirring
    limits = ngettext(
        "the 95%% limits that sources publish: %(with)s of the %(all)s scored indicator has them",
        "the 95%% limits that sources publish: %(with)s of the %(all)s scored indicators have them",
        counted.indicators,
    ) % {"with": len(counted.with_limits), "all": counted.indicators}
    return [
        limits,
        _("the weight of every part, up to %(share)s%% more or less") % {"share": number(100 * stirring.weights, 0)},
        _("how far the scale spreads (k), up to %(share)s%% more or less")
        % {"share": number(100 * stirring.spread, 0)},
        _("three ways to one scale: z-scores, from the lowest to the highest figure, and ranks"),
        _("one indicator left out in each draw, each as often as the others"),
    ]


def _against_mean(profile: AreaProfile, found: Range) -> str:
    if found.above_mean is None:
        return ""
    share = {"area": profile.area.local_name, "of": number(100 * max(found.above_mean, 1 - found.above_mean), 0)}
    if found.against_mean == "above":
        return _("%(area)s is clearly above the average of its group: in %(of)s of 100 draws.") % share
    if found.against_mean == "below":
        return _("%(area)s is clearly below the average of its group: in %(of)s of 100 draws.") % share
    return _("%(area)s cannot be told from the average of its group.") % share


def _against_others(found: Range, others: int) -> str:
    if found.clearly_above is None or found.clearly_below is None or others < 1:
        return ""
    rest = others - found.clearly_above - found.clearly_below
    return _(
        "Of the %(others)s other areas of its group, %(above)s score clearly lower and %(below)s clearly higher; "
        "%(rest)s cannot be told apart from it."
    ) % {"others": others, "above": found.clearly_above, "below": found.clearly_below, "rest": rest}
