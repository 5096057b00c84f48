"""An organisation, as the public reads it: who it is, and what it chose to show of its part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.accounts.models import Organisation
from apps.common.caching import steady
from apps.explore import queries
from apps.explore.work import led_by


@public
@require_safe
@steady(queries.shown_version)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Verified ones only: to the public there are no others. One that became part of another leads there."""
    found = Organisation.objects.verified().select_related("council_of").filter(slug=slug).first()
    if found is None:
        earlier = {"absorbed__slug": slug, "absorbed__verified_at__isnull": False}
        return redirect("explore:organisation", get_object_or_404(Organisation.objects.verified(), **earlier).slug)
    context = {
        "section": "organisation",
        "organisation": found,
        "areas": list(found.areas.in_force().order_by("name")),
        "led": led_by(found),
        "absorbed": list(found.absorbed.filter(verified_at__isnull=False).order_by("name")),
    }
    return render(request, "explore/organisation.html", context)
