"""What holds for every request and answer: how large, kept by whom, and how a refusal that no view dealt with looks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from apps.common.errors import Refused


class RoomMiddleware:
    """Gives what a request calls one piece of stack, however deep it goes.

    Python takes its stack in pieces of 16 kB and hands a piece back as soon as a call returns out of it. Where a page
    happens to cross the end of one within a loop, it asks the system for memory thousands of times: up to twice as
    long for the same page, by no more than how deep the server that called it stands (docs/proof.md).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # A call that may need 128 kB gets a piece of twice that, and all below it finds room in the rest.
    __call__.__code__ = __call__.__code__.replace(co_stacksize=16_000)


class KeepingMiddleware:
    """An answer that says nothing of being kept is kept by nobody, and neither is one that sets a cookie.

    Caches guess where nothing is said: they may keep a 404, and with it what a page shows to whoever is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said = response.headers.get("Cache-Control", "")
        # A prefix of all addresses can be claimed by a header; what was written for it is nobody else's page.
        of_one_reader = response.cookies or request.META.get("SCRIPT_NAME")
        if not said or (of_one_reader and "no-store" not in said):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class SizeMiddleware:
    """Turns away what is too large before anything reads it: Django would write an upload of any size to disk first,
    from anyone, since the token that a form needs stands in the same body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_path: object) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not length.isdecimal() or int(length) <= most:
            return None
        # A view that says so asks who it is before it reads, and then reads no more than an upload may be.
        if request.user.is_authenticated or getattr(view, "asks_before_reading", False):
            # More than an upload may be: of a file a little too large the form itself can still tell.
            most = getattr(settings, getattr(view, "takes_up_to", "UPLOAD_MAX_BYTES")) + settings.UPLOAD_MAX_BYTES
        return None if int(length) <= most else _too_large(request, most)


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    sentence = _("What was sent is larger than %(limit)s, so nothing of it was read. Send less at a time.")
    context = {"sentence": sentence % {"limit": filesizeformat(most)}}
    return render(request, "pages/refused.html", context, status=413)


class MethodMiddleware:
    """An address that only takes what a form sends says so to whoever opens it, or comes back to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.method not in {"GET", "HEAD"}:
            return response
        told = render(request, "pages/only_forms.html", status=405)
        told.headers["Allow"] = response.headers["Allow"]
        return told


class RefusedMiddleware:
    """A `Refused` that reaches the edge becomes a 409 page holding its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "pages/refused.html", {"sentence": exception.sentence}, status=409)
