"""The desk's page of the release calendar: what is expected when, said, moved and called off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import events_about
from apps.common.answers import attempted
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.desks.calendar_forms import ExpectedForm, ExpectedNewForm
from apps.desks.views.answers import done
from apps.figures import calendar_actions as actions
from apps.figures.expected import calendar, expectation_of
from apps.figures.ground import subjects
from apps.figures.models import ExpectedRelease

_SECTION = {"section": "desk", "place": "calendar"}


@requires(Permission.DESK_VIEW)
@require_GET
def expected_list(request: HttpRequest) -> HttpResponse:
    known = subjects()
    entries = [
        (entry, known[entry.release.element_code].name if entry.release.element_code in known else "")
        for entry in calendar()
    ]
    return render_page(request, "desks/expected_list.html", {**_SECTION, "entries": entries})


@requires(Permission.DESK_VIEW)
@require_GET
def expected_detail(request: HttpRequest, pk: int) -> HttpResponse:
    expected = _expected(pk)
    subject = subjects().get(expected.element_code)
    context = {
        **_SECTION,
        "entry": expectation_of(expected),
        "indicator": subject.name if subject else expected.element_code,
        "events": events_about(expected),
    }
    return render_page(request, "desks/expected_detail.html", context)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def expected_new(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        form = ExpectedNewForm(initial={"source": request.GET.get("source", "")})
    else:
        form = ExpectedNewForm(request.POST)
        if attempted(form, lambda: _expect(request, form)):
            messages.success(request, _("It stands in the calendar. Readers see it at once."))
            return redirect_page(request, "desks:calendar")
    status = 422 if form.is_bound else 200
    return render_page(request, "desks/expected_new.html", {**_SECTION, "form": form}, status=status)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def expected_edit(request: HttpRequest, pk: int) -> HttpResponse:
    expected = _expected(pk)
    if request.method == "GET":
        return _edit_page(request, expected, ExpectedForm(initial={**expected.words(), "version": expected.version}))
    form = ExpectedForm(request.POST)
    changed, overtaking = edited(form, lambda: _move(request, expected, form))
    if changed is None:
        return _edit_page(request, expected, form, overtaking)
    messages.success(request, _("Saved. Readers see the former date beside the new one."))
    return redirect_page(request, "desks:expected_detail", pk)


@requires(Permission.FIGURES_IMPORT)
@require_POST
def expected_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    expected = _expected(pk)
    try:
        actions.call_off_release(by=request.user, expected=expected, reason=request.POST.get("reason", "")[:1000])
    except ValidationError as wrong:
        messages.warning(request, " ".join(wrong.messages))
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Called off. It stays in the calendar, and says why."))
    return redirect_page(request, "desks:expected_detail", pk)


@requires(Permission.FIGURES_IMPORT)
@require_POST
def expected_again(request: HttpRequest, pk: int) -> HttpResponse:
    expected = _expected(pk)
    return done(
        request,
        lambda: actions.expect_release_again(by=request.user, expected=expected),
        _("Expected again. It stands in the calendar as before; readers see it at once."),
        "desks:expected_detail",
        pk,
    )


def _expected(pk: int) -> ExpectedRelease:
    return get_object_or_404(ExpectedRelease.objects.select_related("source", "came_with"), pk=pk)


def _expect(request: HttpRequest, form: ExpectedNewForm) -> ExpectedRelease:
    wrote = form.cleaned_data
    return actions.expect_release(
        by=request.user, source=wrote["source"], element_code=wrote["element_code"], words=form.words()
    )


def _move(request: HttpRequest, expected: ExpectedRelease, form: ExpectedForm) -> ExpectedRelease:
    wrote = form.cleaned_data
    return actions.move_release(
        by=request.user, expected=expected, based_on=wrote["version"], words=form.words(), reason=wrote["reason"]
    )


def _edit_page(
    request: HttpRequest, expected: ExpectedRelease, form: ExpectedForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    context: dict[str, Any] = {**_SECTION, "expected": expected, "form": form, "overtaking": overtaking}
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "desks/expected_edit.html", context, status=status)
