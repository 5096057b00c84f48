"""The administrator's first page, and how much the platform is used."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.models import Organisation
from apps.accounts.queries import holding, people_found
from apps.activity.queries import recent_events
from apps.common.htmx import render_page
from apps.desks.usage import usage


@requires(Permission.ADMIN_VIEW)
@require_GET
def admin_home(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "desk",
        "place": "admin",
        "accounts": people_found().count(),
        "suspended": people_found(suspended=True).count(),
        "waiting": Organisation.objects.waiting().count(),
        "administrators": list(holding(Role.ADMINISTRATOR)),
        "events": recent_events(limit=12, kinds=("user", "organisation", "announcement")),
    }
    return render_page(request, "desks/admin_home.html", context)


@requires(Permission.ADMIN_VIEW)
@require_GET
def admin_usage(request: HttpRequest) -> HttpResponse:
    return render_page(request, "desks/usage.html", {"section": "desk", "place": "usage", "usage": usage()})
