"""What is expected when, for readers: as a page and as a file that calendars subscribe to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.activity.queries import seen_version
from apps.common.caching import steady
from apps.explore.calendar_file import calendar_file
from apps.figures.expected import calendar
from apps.figures.ground import subjects
from apps.figures.models import ExpectedRelease


def _version() -> str:
    """What the calendar changes with: what stewards and loads say, and the day that it is."""
    return f"{seen_version()} on {timezone.localdate().isoformat()}"


@public
@require_safe
@steady(_version)
def release_calendar(request: HttpRequest) -> HttpResponse:
    names = _names()
    entries = [(entry, names.get(entry.release.element_code, "")) for entry in calendar()]
    states = ExpectedRelease.State
    context = {
        "section": "registers",
        "register": "calendar",
        "awaited": [each for each in entries if each[0].is_over],
        "ahead": [each for each in entries if each[0].release.state == states.EXPECTED and not each[0].is_over],
        "ended": [each for each in reversed(entries) if each[0].release.state != states.EXPECTED],
    }
    return render(request, "explore/registers/calendar.html", context)


@public
@require_safe
@steady(_version)
def release_calendar_file(request: HttpRequest) -> HttpResponse:
    page = request.build_absolute_uri(reverse("explore:release_calendar"))
    response = HttpResponse(calendar_file(calendar(), _names(), page), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="releases.ics"'
    return response


def _names() -> dict[str, str]:
    return {subject.code: subject.name for subject in subjects().values()}
