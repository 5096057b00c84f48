"""The platform's addresses, and an empty page: what Django and the middleware cost by themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tpi_platform.urls import handler400, handler403, handler404, handler500
from tpi_platform.urls import urlpatterns as of_the_platform

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty/", empty), *of_the_platform]
