"""Sentences that pages say about scores, without a judging word in them."""

from collections.abc import Sequence, Sized

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from apps.areas.models import Predecessor
from apps.common.numbers import number
from apps.common.periods import in_short
from apps.scores.queries import AreaProfile, Reading
from apps.scores.trend import Trend, Verdict

_RENAMED = (_later("%(old)s has been %(new)s since %(year)s."), _later("%(old)s is now %(new)s."))
_BECAME = {
    Predecessor.Relation.MERGED: (
        _later("%(old)s became part of %(new)s in %(year)s."),
        _later("%(old)s became part of %(new)s."),
    ),
    Predecessor.Relation.COUNTY: (
        _later("The county of %(old)s became one council, %(new)s, in %(year)s."),
        _later("The county of %(old)s became one council, %(new)s."),
    ),
    Predecessor.Relation.SPLIT: (
        _later("%(old)s was split in %(year)s; %(new)s is one of the areas that took its place."),
        _later("%(old)s was split; %(new)s is one of the areas that took its place."),
    ),
    Predecessor.Relation.JOINT: (
        _later("Figures published for %(old)s together are shown for %(new)s."),
        _later("Figures published for %(old)s together are shown for %(new)s."),
    ),
}

_HIGHER_ON = _later("higher on %(names)s")
_SAME_ON = _later("about the same on %(names)s")
_LOWER_ON = _later("lower on %(names)s")
_UNTESTED = {
    Verdict.NO_LIMITS: _later(
        "Whether these figures follow a trend is not tested: not every one of the last five comes with 95% limits, so "
        "nobody knows how much of a change is chance."
    ),
    Verdict.TOO_FEW: _later(
        "Whether these figures follow a trend is not tested: that takes five years in a row without a gap."
    ),
    Verdict.OVERLAPPING: _later(
        "Whether these figures follow a trend is not tested: one about several years shares some of them with the next."
    ),
}


def where_it_stands(profile: AreaProfile) -> str:
    """One sentence: on which headlines the area is higher than, about, or lower than the average of its group."""
    if not profile.in_group:
        return _("%(area)s shows figures, not scores: it is too unlike any other area to be compared.") % {
            "area": profile.area.local_name
        }
    scored = [headline for headline in profile.headlines if headline.band]
    above = [headline for headline in scored if headline.band and headline.band.step > 3]
    about = [headline for headline in scored if headline.band and headline.band.step == 3]
    below = [headline for headline in scored if headline.band and headline.band.step < 3]
    clauses = [
        str(wording) % {"names": joined([f"{each.name} ({number(each.score, 1)})" for each in group])}
        for wording, group in (
            (_HIGHER_ON, above),
            (_SAME_ON, about),
            (_LOWER_ON, below),
        )
        if group
    ]
    sentences = []
    if clauses:
        sentences.append(
            _("Compared with the average of its group, %(area)s is %(clauses)s.")
            % {"area": profile.area.local_name, "clauses": joined(clauses)}
        )
    if silent := [headline.name for headline in profile.headlines if headline.score is None]:
        sentences.append(_("There is too little to score for %(names)s.") % {"names": joined(silent)})
    return " ".join(sentences)


def joined(words: Sequence[str]) -> str:
    """Words as a reader expects them in a sentence: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def how_many(found: Sized, similar: Sized) -> str:
    """What is said aloud while someone types: how many areas fit, or how many nearly do."""
    if found:
        return ngettext("%(count)s area", "%(count)s areas", len(found)) % {"count": len(found)}
    if similar:
        return _("No area of that name; %(count)s like it") % {"count": len(similar)}
    return _("No area")


def became(former: Predecessor) -> str:
    """What became of an area of old: "East Dorset became part of Dorset in 2019." """
    dated, undated = _BECAME.get(Predecessor.Relation(former.relation), _RENAMED)
    names = {"old": former.name, "new": former.area.local_name, "year": former.ended}
    return str(dated if former.ended else undated) % names


def compared(reading: Reading, area: str) -> str:
    """One sentence about one element: its score, and how it stands to the average of the group."""
    if reading.score is None or reading.band is None:
        return _("%(element)s has no score for %(area)s. %(reason)s") % {
            "element": reading.name, "area": area, "reason": reading.reason,
        }  # fmt: skip
    sentence = _("%(area)s’s score for %(element)s is %(score)s out of 10: %(band)s.") % {
        "area": area, "element": reading.name, "score": number(reading.score, 1), "band": reading.band.phrase,
    }  # fmt: skip
    if reading.direction == -1:
        # Else “higher” would be taken for more of what one wants less of.
        return f"{sentence} {_('Here lower figures make higher scores.')}"
    return sentence


def trend(found: Trend, reading: Reading) -> str:
    """Whether an indicator's figures follow a trend, by the published test, or why that is not tested."""
    if found.first is None or found.last is None:
        return str(_UNTESTED[found.verdict])
    years = {
        "first": in_short(found.first.text, reading.period_type),
        "last": in_short(found.last.text, reading.period_type),
    }
    if found.verdict == Verdict.NO_TREND:
        return (
            _("No trend from %(first)s to %(last)s: the figures moved no more steadily than chance alone could do it.")
            % years
        )
    sentence = (
        _("A rising trend from %(first)s to %(last)s, steadier than chance alone would make it.")
        if found.verdict == Verdict.INCREASING
        else _("A falling trend from %(first)s to %(last)s, steadier than chance alone would make it.")
    ) % years
    return f"{sentence} {_better(found.verdict, reading.direction)}".rstrip()


def _better(verdict: Verdict, direction: int | None) -> str:
    if not direction:
        return ""
    rose = verdict == Verdict.INCREASING
    return _("Here that is better.") if rose == (direction > 0) else _("Here that is worse.")
