"""An area on one page: what is highest and lowest, what is improving, what changed, and how sure all that is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.explore import lexicon, narrative
from apps.explore.queries import listed
from apps.framework.models import Element
from apps.scores.queries import AreaProfile, Reading

#: So many of each kind have room on one page of A4.
MOST = 5
_MOST_TRENDS = 4
_MOST_CHANGES = 4
_MOST_NAMES = 6


@dataclass(frozen=True)
class Told:
    """Sentences, and one that says how many more there are; empty when all are here."""

    sentences: tuple[str, ...]
    rest: str = ""


@dataclass(frozen=True)
class Brief:
    """What stands on the page, in its order. `tested` says how many indicators could be tested for a trend."""

    highest: tuple[Reading, ...]
    lowest: tuple[Reading, ...]
    improving: Told
    declining: Told
    tested: str
    changed: Told
    certainty: tuple[str, ...]


def brief_of(profile: AreaProfile) -> Brief:
    """The brief of an area as the published run sees it: three queries."""
    trends = narrative.trends_of(profile)
    every = list(profile.indicators())
    improving, declining = trends.found(every, towards=1), trends.found(every, towards=-1)
    many = listed(profile, MOST)
    return Brief(
        highest=tuple(profile.strengths(many)),
        lowest=tuple(profile.challenges(many)),
        improving=_some([narrative.said_trend(each, trends) for each in improving]),
        declining=_some([narrative.said_trend(each, trends) for each in declining]),
        tested=lexicon.tested(len(trends.tested), trends.all, len(improving) + len(declining)),
        changed=_changed(profile, narrative.scores_before(profile)),
        certainty=(*_coverage(profile), *narrative.said_certainty(profile)),
    )


def _some(sentences: list[str], most: int = _MOST_TRENDS) -> Told:
    shown, rest = sentences[:most], len(sentences) - most
    return Told(tuple(shown), _more(rest) if rest > 0 else "")


def _more(rest: int) -> str:
    return ngettext(
        "%(count)s more is told among the area’s words.", "%(count)s more are told among the area’s words.", rest
    ) % {"count": rest}


def _changed(profile: AreaProfile, before: narrative.Before | None) -> Told:
    """The headlines, and the domains whose scores changed most."""
    if not profile.in_group:
        return Told(())
    if before is None:
        return Told((_("No scores were published of it before, so there is nothing to compare them with."),))
    if not before.same:
        return Told((_("The scores before belong to another edition, which is another index."),))
    lines = [lexicon.moved(each.name, before.scores.get(each.code), each.score) for each in profile.headlines]
    domains = [each for headline in profile.headlines for each in headline.children if _is_domain(each)]
    domains.sort(key=lambda each: -_moved_by(each, before))
    room = max(_MOST_CHANGES - len(lines), 2)
    lines += [
        lexicon.moved(each.name, before.scores.get(each.code), each.score)
        for each in domains[:room]
        if _moved_by(each, before) >= lexicon.NO_CHANGE
    ]
    return Told(tuple(lines))


def _is_domain(reading: Reading) -> bool:
    return reading.level == Element.Level.DOMAIN


def _moved_by(reading: Reading, before: narrative.Before) -> float:
    was = before.scores.get(reading.code)
    if was is None or reading.score is None:
        return 0.0
    return abs(round(reading.score, lexicon.CHANGE_DECIMALS) - round(was, lexicon.CHANGE_DECIMALS))


def _coverage(profile: AreaProfile) -> list[str]:
    every = list(profile.indicators())
    missing = [reading.name for reading in every if reading.value is None]
    words = {"have": len(every) - len(missing), "all": len(every)}
    said = [
        ngettext(
            "%(have)s of %(all)s indicator has a figure here.",
            "%(have)s of %(all)s indicators have a figure here.",
            len(every),
        )
        % words
    ]
    if missing:
        named = missing[:_MOST_NAMES]
        rest = len(missing) - len(named)
        said.append(
            ngettext("Without one: %(names)s, and %(rest)s more.", "Without one: %(names)s, and %(rest)s more.", rest)
            % {"names": ", ".join(named), "rest": rest}
            if rest
            else _("Without one: %(names)s.") % {"names": lexicon.listed(named)}
        )
    return said
