"""An organisation, from within: what is said of it, and who belongs to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts import actions, queries
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation, OrganisationPerson, User
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import ORGANISATION_CHOICES, OrganisationForm, PersonForm
from apps.work.views.saying import say_saved
from apps.workspaces.queries import open_invitations, partnerships_to_answer

_PLACE = {"section": "work", "place": "own"}


@organisation_view(Permission.ORGANISATION_VIEW)
@require_GET
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    may_invite = can(request.user, Permission.ORGANISATION_PEOPLE, on=organisation)
    context = {
        **_PLACE,
        "organisation": organisation,
        "people": queries.people_of(organisation),
        "areas": organisation.areas.order_by("name"),
        "domains": organisation.domains.all(),
        "roles": ORGANISATION_CHOICES,
        "declined": queries.why_declined(organisation),
        "domain": queries.domain_to_confirm(request.user, organisation) if may_invite else "",
        "invitations": open_invitations(organisation) if may_invite else [],
        "partnerships": list(partnerships_to_answer(organisation, request.user).open()) if may_invite else [],
        "organising": [organisation],
    }
    return render_page(request, "work/organisation.html", context)


@organisation_view(Permission.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if request.method == "GET":
        as_it_is = {**organisation.words(), "version": organisation.version}
        return _edit_page(request, organisation, OrganisationForm(initial=as_it_is))
    form = OrganisationForm(request.POST)
    changed, overtaking = edited(form, lambda: _change(request, organisation, form))
    if changed is None:
        return _edit_page(request, organisation, form, overtaking)
    say_saved(request, organisation, changed)
    return redirect_page(request, "work:organisation", organisation.slug)


def _change(request: HttpRequest, organisation: Organisation, form: OrganisationForm) -> Organisation:
    wrote = form.cleaned_data
    words = {name: wrote[name] for name in Organisation.WORDS}
    return actions.change_organisation(
        by=request.user, organisation=organisation, based_on=wrote["version"], words=words, reason=wrote["reason"]
    )


def _edit_page(
    request: HttpRequest, organisation: Organisation, form: OrganisationForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    context = {**_PLACE, "organisation": organisation, "form": form, "overtaking": overtaking}
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "work/organisation_edit.html", context, status=status)


@organisation_view(Permission.ORGANISATION_VIEW)
@require_GET
def organisation_versions(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    lines = version_lines(organisation, versions_of(organisation))
    context = {**_PLACE, "organisation": organisation, "lines": lines}
    return render_page(request, "work/organisation_versions.html", context)


@organisation_view(Permission.ORGANISATION_PEOPLE)
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if not organisation.is_verified:
        # Whoever opened it is not known: they learn of nobody whether they have an account.
        return redirect_page(request, "work:organisation_invite", organisation.slug)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (added := attempted(form, lambda: _add(request, organisation, form))):
        told = {"person": added.person, "organisation": organisation}
        messages.success(request, _("%(person)s belongs to %(organisation)s now.") % told)
        return redirect_page(request, "work:organisation", organisation.slug)
    context = {**_PLACE, "organisation": organisation, "form": form}
    return render_page(request, "work/person_add.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, organisation: Organisation, form: PersonForm) -> OrganisationPerson:
    person = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
    if person is None:
        nobody = _("Nobody has an account with this address. Whoever runs this site opens one first.")
        raise ValidationError({"email": nobody})
    return actions.add_to_organisation(
        by=request.user, organisation=organisation, person=person, role=form.cleaned_data["role"]
    )


@organisation_view(Permission.ORGANISATION_PEOPLE)
@require_http_methods(["GET", "POST"])
def person_remove(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    belonging = get_object_or_404(organisation.people.select_related("person"), pk=pk)
    if request.method == "GET":
        context = {**_PLACE, "organisation": organisation, "person": belonging.person}
        return render_page(request, "work/person_remove.html", context)
    return done(
        request,
        lambda: actions.remove_from_organisation(by=request.user, organisation=organisation, person=belonging.person),
        _("%(person)s does not belong to %(organisation)s any more.")
        % {"person": belonging.person, "organisation": organisation},
        "work:organisation",
        organisation.slug,
    )
