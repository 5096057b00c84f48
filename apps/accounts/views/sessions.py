"""The browsers in which someone is signed in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import signed_in
from apps.accounts import own_actions as actions
from apps.accounts import queries
from apps.accounts.views.own import PLACE
from apps.common.answers import done
from apps.common.htmx import render_page


@signed_in
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    found = queries.sessions_of(request.user, request.session.session_key)
    return render_page(request, "accounts/sessions.html", {**PLACE, "sessions": found})


@signed_in
@require_POST
def session_end(request: HttpRequest, number: int) -> HttpResponse:
    said = _("That browser is signed out.")
    return done(request, lambda: actions.end_session(by=request.user, number=number), said, "accounts:sessions")


@signed_in
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key
    said = _("Every other browser is signed out.")
    return done(request, lambda: actions.end_other_sessions(by=request.user, but=here), said, "accounts:sessions")
