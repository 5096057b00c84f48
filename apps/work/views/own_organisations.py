"""What people do of their own accord with organisations: open one, join one, leave one, hand it over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import signed_in
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts import organisation_actions as actions
from apps.accounts.actions import leave_organisation
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.accounts.queries import organisations_open_to, organisations_to_join, similar_organisations
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import NewOrganisationForm, OrganisationRoleForm

_PLACE = {"section": "work", "place": "own"}


@signed_in
@require_http_methods(["GET", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    form = NewOrganisationForm(request.POST if request.method == "POST" else None)
    similar = _similar(form)
    if form.is_bound and not similar and (opened := attempted(form, lambda: _open(request, form))):
        said = _("%(organisation)s is open, and you are its organiser. Invite its people next.")
        messages.success(request, said % {"organisation": opened})
        return redirect_page(request, "work:organisation", opened.slug)
    context = {**_PLACE, "form": form, "similar": similar, "to_join": organisations_to_join(request.user)}
    return render_page(request, "work/organisation_new.html", context, status=422 if form.is_bound else 200)


def _similar(form: NewOrganisationForm) -> list[Organisation]:
    """Those that may be the one that is opened, unless whoever opens it has seen them and goes on."""
    if not form.is_bound or not form.is_valid() or form.cleaned_data["sure"] == form.cleaned_data["name"]:
        return []
    return similar_organisations(form.cleaned_data["name"])


def _open(request: HttpRequest, form: NewOrganisationForm) -> Organisation:
    words: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
    return actions.open_own_organisation(by=request.user, **words)


@signed_in
@require_POST
def organisation_join(request: HttpRequest, slug: str) -> HttpResponse:
    """To whoever has no address in its domains there is nothing to join."""
    organisation = get_object_or_404(organisations_open_to(request.user), slug=slug)
    said = _("You belong to %(organisation)s now.") % {"organisation": organisation}
    deed = lambda: actions.join_organisation(by=request.user, organisation=organisation)  # noqa: E731
    return done(request, deed, said, "work:organisation", slug)


@organisation_view(Permission.ORGANISATION_EDIT)
@require_POST
def organisation_submit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return done(
        request,
        lambda: actions.submit_organisation(by=request.user, organisation=organisation),
        _("Asked. An administrator looks at it, and you are told what they say."),
        "work:organisation",
        organisation.slug,
    )


@organisation_view(Permission.ORGANISATION_VIEW)
@require_http_methods(["GET", "POST"])
def organisation_leave(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if request.method == "GET":
        context = {**_PLACE, "organisation": organisation}
        return render_page(request, "work/organisation_leave.html", context)
    try:
        leave_organisation(by=request.user, organisation=organisation)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect_page(request, "work:organisation", organisation.slug)
    messages.success(request, _("You have left %(organisation)s.") % {"organisation": organisation})
    return redirect_page(request, "work:home")


@organisation_view(Permission.ORGANISATION_PEOPLE)
@require_POST
def person_role(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    belonging = get_object_or_404(organisation.people.select_related("person"), pk=pk)
    form = OrganisationRoleForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the roles listed."))
        return redirect_page(request, "work:organisation", organisation.slug)
    role, person = Role(form.cleaned_data["role"]), belonging.person
    return done(
        request,
        lambda: actions.change_organisation_role(by=request.user, organisation=organisation, person=person, role=role),
        _("%(person)s: %(role)s.") % {"person": person, "role": role.label},
        "work:organisation",
        organisation.slug,
    )
