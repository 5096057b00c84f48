"""One way to answer htmx: the page, or one fragment of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its `fragment` when htmx asked to swap it in."""
    name = f"{template}#{fragment}" if fragment and _wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _wants_fragment(request: HttpRequest) -> bool:
    # Boosted links and history restores come from htmx too, but need the whole page.
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def redirect_page(request: HttpRequest, to: Any, *args: Any) -> HttpResponse:
    """Send the browser to another page, whether or not htmx made the request."""
    url = resolve_url(to, *args)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
