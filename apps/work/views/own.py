"""What is one's own."""

from django.http import Http404, HttpRequest, HttpResponse

from apps.access.decorators import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    raise Http404


@signed_in
def enter(request: HttpRequest) -> HttpResponse:
    raise Http404


@signed_in
def notifications(request: HttpRequest) -> HttpResponse:
    raise Http404


@signed_in
def notifications_read(request: HttpRequest) -> HttpResponse:
    raise Http404
