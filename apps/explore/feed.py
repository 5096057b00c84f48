"""What is new, as one Atom feed: publications, releases, corrections, practice, reorganisations, dates that moved.

Releases stand in it as in their own feed, word for word and under the same id, so that a reader of both is told once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.queries import reorganisations_in_force
from apps.explore.editions import seen_runs
from apps.explore.releases import places, shown_releases
from apps.explore.releases_feed import plain, release_link, release_summary, release_title
from apps.figures.expected import date_words
from apps.figures.models import ExpectedRelease
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.practice.queries import published_cases
from apps.scores.errata import every_erratum
from apps.scores.models import Run
from apps.scores.queries import published_run

_KIND = "expected-release"
#: So many of the latest things are in the feed, and of each kind no more than that is looked at.
MOST = 50
#: One publication may bring in many releases, which are not to push out all else; their own feed has more of them.
MOST_RELEASES = 25


@dataclass(frozen=True)
class News:
    """One thing that is new: since when, when it was last said otherwise, and where it is told of in full.

    `mark` tells apart several things at one address; it goes into the id only.
    """

    title: str
    summary: str
    link: str
    since: datetime
    updated: datetime
    author: str = ""
    mark: str = ""


def news() -> list[News]:
    """What is new, newest first."""
    run = published_run()
    elements = elements_of(run.edition) if run else []
    found = [*_publications(), *_errata(run), *_practice(), *_reorganisations(), *_moved(elements)]
    found += _releases(run, elements) if run else []
    return sorted(found, key=lambda each: each.updated, reverse=True)[:MOST]


class NewsFeed(Feed):  # type: ignore[type-arg]
    """The feed; `root` is the address of the site, which every id begins with."""

    feed_type = Atom1Feed
    title = gettext_lazy("Thriving Places: what is new")
    subtitle = gettext_lazy(
        "Publications of scores, releases of figures, corrections, case studies, changes of areas, dates that moved."
    )
    link = reverse_lazy("explore:data")
    author_name = gettext_lazy("Thriving Places, a rebuilt index on open data")

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root.rstrip("/")

    def feed_guid(self) -> str:
        return f"{self._root}{reverse('explore:feed')}"

    def items(self) -> list[News]:
        return news()

    def item_title(self, item: Any) -> str:
        return plain(item.title)

    def item_description(self, item: Any) -> str:
        # The summary of an entry is HTML.
        return escape(plain(item.summary))

    def item_link(self, item: Any) -> str:
        return f"{item.link}"

    def item_guid(self, item: Any) -> str:
        return f"{self._root}{item.link}{'-' if item.mark else ''}{item.mark}"

    def item_author_name(self, item: Any) -> str | None:
        return plain(item.author) or None

    def item_pubdate(self, item: Any) -> datetime:
        since: datetime = item.since
        return since

    def item_updateddate(self, item: Any) -> datetime:
        updated: datetime = item.updated
        return updated


def _publications() -> Iterator[News]:
    for run in seen_runs()[:MOST]:
        since = run.first or run.finished_at or run.started_at  # type: ignore[attr-defined]
        words = {"edition": run.edition.name, "run": run.pk}
        link = reverse("explore:edition_run", args=[run.edition.code, run.pk])
        back = None if run.shown else run.taken_back_at  # type: ignore[attr-defined]
        if back:
            yield News(
                _("Taken back: %(edition)s, run %(run)s") % words,
                _("Its scores are not shown any more, so that nobody relies on them."),
                link,
                since,
                back,
            )
        else:
            yield News(
                _("Published: %(edition)s, run %(run)s") % words,
                _("All scores and figures of this publication, at an address that stays."),
                link,
                since,
                since,
            )


def _releases(run: Run, elements: Sequence[Element]) -> Iterator[News]:
    codes = {element.code for element in elements if element.is_indicator}
    found = [place for place in places(run, codes) if not place.gone][:MOST_RELEASES]
    for each in shown_releases(found, elements):
        since = each.place.since
        yield News(release_title(each), release_summary(each), release_link(each), since, since, each.line.publisher)


def _errata(run: Run | None) -> Iterator[News]:
    for told in every_erratum(run)[:MOST]:
        erratum = told.erratum
        words = {"name": told.name, "wrong": erratum.wrong, "right": erratum.right}
        link = reverse("explore:erratum", args=[erratum.pk])
        title, said = _("Correction: %(name)s") % words, _("Wrong was: %(wrong)s Right is: %(right)s") % words
        if erratum.withdrawn_at:
            title = _("Correction taken back: %(name)s") % words
        yield News(title, said, link, erratum.published_at, erratum.withdrawn_at or erratum.published_at)


def _practice() -> Iterator[News]:
    for case in published_cases()[:MOST]:
        if case.published_at:
            title = _("Practice: %(title)s") if not case.is_demonstration else _("Practice (invented): %(title)s")
            link = reverse("explore:case", args=[case.slug])
            yield News(title % {"title": case.title}, case.summary, link, case.published_at, case.published_at)


def _reorganisations() -> Iterator[News]:
    for each in reorganisations_in_force():
        if each.decided_at and each.takes_effect:
            words = {"title": each.title, "day": date_words(each.takes_effect, ExpectedRelease.Precision.DAY)}
            link = f"{reverse('explore:reorganisations')}#day-{each.takes_effect.isoformat()}"
            yield News(
                _("Areas changed: %(title)s") % words,
                _("In force from %(day)s.") % words,
                link,
                each.decided_at,
                each.decided_at,
                mark=str(each.pk),
            )


def _moved(elements: Sequence[Element]) -> Iterator[News]:
    """Announced releases that are expected at another time than was said before."""
    events = Event.objects.filter(verb__in=[Verb.RELEASE_MOVED, Verb.RELEASE_CALLED_OFF], subject_kind=_KIND)
    rows = list(events.order_by("-pk")[:MOST])
    known = ExpectedRelease.objects.select_related("source").in_bulk({event.subject_id for event in rows})
    names = {each.code: each.name for each in elements}
    for event in rows:
        expected = known.get(event.subject_id)
        said = _said_of(event) if expected else ""
        if expected and said:
            name = names.get(expected.element_code, expected.element_code) or expected.source.title
            title = _("Announced release of %(name)s: %(said)s") % {"name": name, "said": said}
            reason = str(event.details.get("reason", ""))
            link = f"{reverse('explore:release_calendar')}#expected-{expected.pk}"
            yield News(title, reason or title, link, event.at, event.at, mark=f"event-{event.pk}")


def _said_of(event: Event) -> str:
    """What an event says of when a release is expected; nothing where it says nothing new of that."""
    if event.verb == Verb.RELEASE_CALLED_OFF:
        return _("called off")
    before, after = event.details.get("before", {}), event.details.get("after", {})
    moments = [(str(told.get("on", "")), str(told.get("precision", ""))) for told in (before, after)]
    if moments[0] == moments[1] or not all(moments[0] + moments[1]):
        return ""
    was, now = (date_words(date.fromisoformat(on), precision) for on, precision in moments)
    return _("expected %(now)s, not %(was)s") % {"now": now, "was": was}
