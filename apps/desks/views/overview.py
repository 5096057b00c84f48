"""The steward's first page, and the files that the demonstration offers to try the desk with."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import recent_events
from apps.activity.verbs import Verb
from apps.common.htmx import render_page
from apps.desks import queries
from apps.figures import starter_set
from apps.practice.queries import KIND
from apps.scores.queries import published_run

#: What is recorded of these kinds of things is the affair of others: of curators, of an organisation's own people, of
#: administrators; and so is what administrators do with accounts, and what someone chooses for themselves.
_OF_OTHERS = (KIND, "organisation", "announcement", "report")
_DEEDS_OF_OTHERS = (
    Verb.ROLE_GIVEN, Verb.ROLE_TAKEN, Verb.ACCOUNT_SUSPENDED, Verb.ACCOUNT_UNSUSPENDED,
    Verb.CALENDAR_MADE, Verb.CALENDAR_REVOKED, Verb.NUDGES_SET,
)  # fmt: skip


@requires(Permission.DESK_VIEW)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "desk",
        "place": "home",
        "waiting": queries.waiting_for_a_steward(),
        "published": published_run(),
        "events": queries.told(recent_events(limit=12, but=_OF_OTHERS, but_verbs=_DEEDS_OF_OTHERS)),
        "offers_samples": settings.DEMONSTRATION,
    }
    return render_page(request, "desks/home.html", context)


@requires(Permission.DESK_VIEW)
@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    """The newer release of one indicator that the starter set left out, for a steward to bring in."""
    return _offered(starter_set.newer_release())


@requires(Permission.DESK_VIEW)
@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """The same release with mistakes in it, to see how they are found."""
    return _offered(starter_set.faulty_practice())


def _offered(path: Path) -> HttpResponse:
    if not settings.DEMONSTRATION or not path.exists():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, path.name) or "attachment"
    return response
