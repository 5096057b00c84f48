"""The administrator's pages of organisations: who waits to be verified, and what is said of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.accounts import organisation_actions as actions
from apps.accounts.models import Organisation
from apps.accounts.queries import asked_mergers, similar_organisations, why_unsettled
from apps.activity.queries import events_about
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.desks.organisation_forms import CouncilForm, DomainsForm, ReasonForm, ReopenForm
from apps.desks.organisations import (
    organisation_at,
    organisation_lines,
    organisations_seen,
    organisations_waiting,
    sign_ons_waiting,
)

_PLACE = {"section": "desk", "place": "organisations"}
_PER_PAGE = 25


@requires(Permission.ORGANISATION_VERIFY)
@require_GET
def organisation_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(organisations_seen(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {**_PLACE, "waiting": organisations_waiting(), "page": page, "lines": organisation_lines(page)}
    context["sign_ons"] = sign_ons_waiting()
    context["asked"] = asked_mergers()
    return render_page(request, "desks/organisations.html", context)


@requires(Permission.ORGANISATION_VERIFY)
@require_GET
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _organisation(slug))


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_verify(request: HttpRequest, slug: str) -> HttpResponse:
    said = _("Verified. Its organisers are told.")
    return _answer(request, slug, DomainsForm(request.POST), actions.verify_organisation, said)


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_decline(request: HttpRequest, slug: str) -> HttpResponse:
    said = _("Declined. Its organisers are told why, and may ask again.")
    return _answer(request, slug, ReasonForm(request.POST), actions.decline_organisation, said)


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_unverify(request: HttpRequest, slug: str) -> HttpResponse:
    said = _("Taken back. The public does not see it any more, and its organisers are told why.")
    return _answer(request, slug, ReasonForm(request.POST), actions.unverify_organisation, said)


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_domains(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, slug, DomainsForm(request.POST), actions.set_domains, _("Saved."))


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_council(request: HttpRequest, slug: str) -> HttpResponse:
    def deed(*, council_of: Any, **given: Any) -> Organisation:
        return actions.set_council(area=council_of, **given)

    return _answer(request, slug, CouncilForm(request.POST), deed, _("Saved."))


def _answer(request: HttpRequest, slug: str, form: Form, deed: Callable[..., Organisation], said: str) -> HttpResponse:
    """Do what a form of the page asks for; where that cannot be, the page says why beside the form."""
    organisation = _organisation(slug)
    if attempted(form, lambda: deed(by=request.user, organisation=organisation, **form.cleaned_data)):
        messages.success(request, said)
        return redirect_page(request, "desks:organisation_detail", slug)
    return _page(request, _organisation(slug), form)


def _page(request: HttpRequest, organisation: Organisation, form: Form | None = None) -> HttpResponse:
    domains = " ".join(str(each) for each in organisation.domains.all())
    council = organisation.council_of.slug if organisation.council_of else ""
    context = {
        **_PLACE,
        "line": organisation_lines([organisation])[0],
        "areas": organisation.areas.order_by("name"),
        "similar": [each for each in similar_organisations(organisation.name) if each != organisation],
        "form": form,
        "domains": form if isinstance(form, DomainsForm) else DomainsForm(initial={"domains": domains}),
        "reason": form if isinstance(form, ReasonForm) else ReasonForm(),
        "council": form if isinstance(form, CouncilForm) else CouncilForm(initial={"council_of": council}),
        "reopen": ReopenForm(),
        "unsettled": why_unsettled(organisation),
        "events": events_about(organisation),
    }
    return render_page(request, "desks/organisation_detail.html", context, status=422 if form else 200)


def _organisation(slug: str) -> Organisation:
    return get_object_or_404(organisation_at(slug))
