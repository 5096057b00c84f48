"""What partners do, seen together: in one workspace, and across those that one sees."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.access.decorators import signed_in
from apps.access.permissions import Permission
from apps.common.htmx import render_page
from apps.initiatives.models import Initiative
from apps.initiatives.together import Narrowed, links_across, links_in, together, waits_in
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def sectors(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    narrowed = Narrowed.asked(request.GET)
    found = together(
        links_in(workspace, request.user),
        narrowed,
        lambda each: reverse("work:initiative", args=[workspace.slug, each.pk]),
    )
    context = {
        "section": "work",
        "place": "roadmap",
        "workspace": workspace,
        "found": found,
        "narrowed": narrowed,
        "waits": waits_in(workspace, request.user),
    }
    return render_page(request, "work/sectors.html", context)


@signed_in
@require_GET
def together_across(request: HttpRequest) -> HttpResponse:
    """All of one's own workspaces, and of others what the public sees."""
    narrowed = Narrowed.asked(request.GET)
    mine = set(Workspace.objects.visible_to(request.user).values_list("pk", flat=True))

    def path(each: Initiative) -> str:
        if each.workspace_id in mine:
            return reverse("work:initiative", args=[each.workspace.slug, each.pk])
        return reverse("explore:workspace", args=[each.workspace.slug])

    context: dict[str, Any] = {
        "section": "work",
        "place": "together",
        "found": together(links_across(request.user), narrowed, path),
        "narrowed": narrowed,
        "is_across": True,
    }
    return render_page(request, "work/together.html", context)
