"""What partners do in all workspaces, seen together."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.common.htmx import render_page
from apps.initiatives.models import Initiative
from apps.initiatives.together import Narrowed, links_everywhere, together


@requires(Permission.AUDIT_READ)
@require_GET
def desk_together(request: HttpRequest) -> HttpResponse:
    narrowed = Narrowed.asked(request.GET)
    found = together(links_everywhere(), narrowed, _public_page)
    context = {"section": "desk", "place": "together", "found": found, "narrowed": narrowed, "is_across": True}
    return render_page(request, "desks/together.html", context)


def _public_page(each: Initiative) -> str:
    """Whoever administers is no member of a workspace, so they are led to what the public sees of it, if it does."""
    workspace = each.workspace
    is_shown = workspace.is_public and workspace.archived_at is None
    return reverse("explore:workspace", args=[workspace.slug]) if is_shown else ""
