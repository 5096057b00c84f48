"""What is new, for readers of feeds."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.explore.feed import NewsFeed
from apps.explore.queries import practice_version


@public
@require_safe
@steady(practice_version)
def feed(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = NewsFeed(request.build_absolute_uri("/"))(request)
    return answer
