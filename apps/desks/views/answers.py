"""How the desk answers: what was done or refused is said on the page that follows; what still moves is asked again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.common.errors import Refused
from apps.common.htmx import redirect_page

#: What htmx takes as “stop asking”.
STOP_POLLING = 286


def done(request: HttpRequest, deed: Callable[[], Any], said: str, to: str, *args: Any) -> HttpResponse:
    """Do something, say that it is done, or say why not; then show the page as it is now."""
    try:
        deed()
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect_page(request, to, *args)


def moving(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The part of a page that moves; once it stands still the whole page is fetched anew, for it says more then."""
    progress = context["moving"]
    if progress is not None and not progress.failed:
        return render(request, template, context)
    response = render(request, template, context, status=STOP_POLLING)
    response.headers["HX-Refresh"] = "true"
    return response
