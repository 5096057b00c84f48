"""The administrator's pages of how an organisation ends: part of another, or closed; and opened again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.accounts import life_actions
from apps.accounts.models import Organisation, User
from apps.accounts.queries import asked_mergers
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.desks.organisation_forms import CloseForm, IntoForm, MergeReasonForm, ReopenForm

_PLACE = {"section": "desk", "place": "organisations"}


@requires(Permission.ORGANISATION_MERGE)
@require_http_methods(["GET", "POST"])
def organisation_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """First what would happen, then that it does."""
    organisation, sent = _organisation(slug), request.method == "POST"
    choice = IntoForm((request.POST if sent else request.GET) or None, organisation=organisation)
    into = choice.cleaned_data["into"] if choice.is_valid() else None
    form = MergeReasonForm(request.POST if sent else None)
    if into and form.is_bound and attempted(form, lambda: _merge(request, organisation, into, form)):
        messages.success(request, _("Merged. The people of both are told."))
        return redirect_page(request, "desks:organisation_detail", into.slug)
    context = {**_PLACE, "organisation": organisation, "choice": choice, "form": form if sent else None, "reason": form}
    status = 422 if sent else 200
    return render_page(request, "desks/organisation_merge.html", context | _foretold(organisation, into), status=status)


def _foretold(organisation: Organisation, into: Organisation | None) -> dict[str, Any]:
    if into is None:
        return {}
    why_not = life_actions.why_not_merge(organisation, into)
    asked = asked_mergers([organisation, into])
    return {
        "into": into,
        "asked": asked,
        "why_not": why_not,
        "foretold": [] if why_not else life_actions.foretold(organisation, into),
    }


def _merge(request: HttpRequest, old: Organisation, new: Organisation, form: MergeReasonForm) -> Organisation:
    reason = form.cleaned_data["reason"]
    return life_actions.merge_organisations(by=request.user, organisation=old, into=new, reason=reason)


@requires(Permission.ORGANISATION_MERGE)
@require_http_methods(["GET", "POST"])
def organisation_close(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _organisation(slug)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (_done := attempted(form, lambda: _close(request, organisation, form))):
        messages.success(request, _("Closed. What it wrote stays under its name."))
        return redirect_page(request, "desks:organisation_detail", slug)
    hindrances = life_actions.what_hinders(organisation)
    context = {**_PLACE, "organisation": organisation, "form": form, "hindrances": hindrances}
    return render_page(request, "desks/organisation_close.html", context, status=422 if form.is_bound else 200)


def _close(request: HttpRequest, organisation: Organisation, form: CloseForm) -> Organisation:
    reason = form.cleaned_data["reason"]
    return life_actions.close_organisation(by=request.user, organisation=organisation, reason=reason)


@requires(Permission.ORGANISATION_MERGE)
@require_POST
def organisation_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, form = _organisation(slug), ReopenForm(request.POST)
    if attempted(form, lambda: _reopen(request, organisation, form)):
        messages.success(request, _("It is open again."))
    else:
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect_page(request, "desks:organisation_detail", slug)


def _reopen(request: HttpRequest, organisation: Organisation, form: ReopenForm) -> Organisation:
    person = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
    if person is None:
        raise ValidationError({"email": _("Nobody has an account with this address.")})
    return life_actions.reopen_organisation(by=request.user, organisation=organisation, organiser=person)


def _organisation(slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("merged_into", "council_of"), slug=slug)
