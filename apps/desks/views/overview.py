"""The steward's first page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import recent_events
from apps.common.htmx import render_page
from apps.desks import queries
from apps.scores.queries import published_run


@requires(Permission.DESK_VIEW)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "desk",
        "place": "home",
        "waiting": queries.waiting_for_a_steward(),
        "published": published_run(),
        "events": recent_events(limit=12),
    }
    return render_page(request, "desks/home.html", context)
