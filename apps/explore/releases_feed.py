"""The register of releases as an Atom feed: what came in last, for whoever wants to be told by a reader of feeds."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.explore.releases import ShownRelease, places, shown_releases
from apps.framework.queries import elements_of
from apps.scores.queries import published_run

#: So many of the latest releases are in the feed.
_ITEMS = 50
#: What XML cannot hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ReleasesFeed(Feed):  # type: ignore[type-arg]
    """The latest releases whose figures count, dated by when readers first saw them."""

    feed_type = Atom1Feed
    subtitle = gettext_lazy("Each release of an indicator’s figures, once its figures are published.")
    link = reverse_lazy("explore:releases")

    def title(self) -> str:
        return _("%(site)s: figures that came in") % {"site": settings.SITE_NAME}

    def items(self) -> list[ShownRelease]:
        run = published_run()
        if run is None:
            return []
        elements = elements_of(run.edition)
        codes = {element.code for element in elements if element.is_indicator}
        found = [place for place in places(run, codes) if not place.gone]
        return shown_releases(found[:_ITEMS], elements)

    def item_title(self, item: Any) -> str:
        return plain(release_title(item))

    def item_description(self, item: Any) -> str:
        # The summary of an entry is HTML.
        return escape(plain(release_summary(item)))

    def item_link(self, item: Any) -> str:
        return release_link(item)

    def item_author_name(self, item: Any) -> str:
        return plain(item.line.publisher)

    def item_pubdate(self, item: Any) -> datetime:
        found: datetime = item.place.since
        return found

    def item_updateddate(self, item: Any) -> datetime:
        return self.item_pubdate(item)


def release_title(each: ShownRelease) -> str:
    """What came in, in a few words."""
    return _("%(indicator)s: figures of %(vintage)s") % {"indicator": each.name, "vintage": each.line.vintage}


def release_summary(each: ShownRelease) -> str:
    """What came with it, and where it is from."""
    line = each.line
    told = [
        ngettext("%(count)s new figure", "%(count)s new figures", line.new) % {"count": f"{line.new:,}"},
        _("%(count)s revised") % {"count": f"{line.revised:,}"},
        _("%(count)s unchanged") % {"count": f"{line.unchanged:,}"},
    ]
    source = _("Source: %(publisher)s, %(title)s. %(licence)s.") % {
        "publisher": line.publisher, "title": line.title, "licence": line.licence,
    }  # fmt: skip
    return f"{', '.join(told)}. {source}"


def release_link(each: ShownRelease) -> str:
    """Where it is told of."""
    return f"{reverse('explore:indicator', args=[each.line.element_code])}#release-{each.line.import_id}"


def plain(words: str) -> str:
    """Without what XML cannot hold."""
    return _UNWRITABLE.sub("", words)
