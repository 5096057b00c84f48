"""One search for all that readers may look for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from apps.access.decorators import public
from apps.activity.queries import seen_version
from apps.common.caching import steady
from apps.explore import searching
from apps.explore.queries import listed_version

#: So many of each group are offered while one types.
_OFFERED = 4


def _version() -> str:
    held = listed_version()
    return f"{held} {seen_version()}" if held else ""


@public
@require_safe
@steady(_version)
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("in", "")
    only = asked if asked in set(searching.Group) else ""
    found = searching.search(request.GET.get("q", ""), only=only)
    return render(request, "explore/search.html", {"section": "search", "found": found, "only": only})


@public
@require_safe
@steady(_version)
def search_suggest(request: HttpRequest) -> HttpResponse:
    found = searching.search(request.GET.get("q", ""), few=_OFFERED)
    response = render(request, "explore/search_suggest.html", {"found": found})
    return trigger_client_event(response, "suggested", {"words": _aloud(found)})


def _aloud(found: searching.Found) -> str:
    """What is said while someone types."""
    if not found.sought:
        return ""
    if not found.count:
        return _("Nothing found")
    return ngettext("%(count)s found", "%(count)s found", found.count) % {"count": found.count}
