"""What becomes of an organisation by the hand of its organisers: what it is, how it shows, that it ends."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.accounts import domain_actions, life_actions, logo_actions, sector_actions
from apps.accounts.decorators import organisation_view
from apps.accounts.export_actions import note_organisation_export
from apps.accounts.logos import MOST_BYTES
from apps.accounts.models import Organisation
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import CloseForm, ExportForm, LogoForm, MergerForm, PlaceForm
from apps.work.organisation_export import packed_for
from apps.work.views.archive import as_download
from apps.work.views.saying import say_saved

_PLACE = {"section": "work", "place": "own"}


@organisation_view(Permission.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_place(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = PlaceForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_bound and (placed := attempted(form, lambda: _place(request, organisation, form))):
        say_saved(request, organisation, placed)
        return redirect_page(request, "work:organisation", organisation.slug)
    context = {**_PLACE, "organisation": organisation, "form": form}
    return render_page(request, "work/organisation_place.html", context, status=422 if form.is_bound else 200)


def _place(request: HttpRequest, organisation: Organisation, form: PlaceForm) -> Organisation:
    return sector_actions.place_organisation(by=request.user, organisation=organisation, **form.cleaned_data)


@organisation_view(Permission.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_logo(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    sent = request.method == "POST"
    form = LogoForm(request.POST, request.FILES) if sent else LogoForm()
    if form.is_bound and (_done := attempted(form, lambda: _set_logo(request, organisation, form))):
        messages.success(request, _("The logo is here."))
        return redirect_page(request, "work:organisation", organisation.slug)
    context = {**_PLACE, "organisation": organisation, "form": form}
    return render_page(request, "work/organisation_logo.html", context, status=422 if sent else 200)


def _set_logo(request: HttpRequest, organisation: Organisation, form: LogoForm) -> Organisation:
    upload = form.cleaned_data["upload"]
    return logo_actions.set_logo(
        by=request.user, organisation=organisation, name=upload.name or "", content=upload.read(MOST_BYTES + 1)
    )


@organisation_view(Permission.ORGANISATION_EDIT)
@require_POST
def organisation_logo_remove(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return done(
        request,
        lambda: logo_actions.remove_logo(by=request.user, organisation=organisation),
        _("The logo is gone."),
        "work:organisation",
        organisation.slug,
    )


@organisation_view(Permission.ORGANISATION_EDIT)
@require_POST
def organisation_domain_confirm(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return done(
        request,
        lambda: domain_actions.confirm_domain(by=request.user, organisation=organisation),
        _("Noted. What follows from it stands here."),
        "work:organisation",
        organisation.slug,
    )


@organisation_view(Permission.ORGANISATION_CLOSE)
@require_http_methods(["GET", "POST"])
def organisation_close(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (_done := attempted(form, lambda: _close(request, organisation, form))):
        messages.success(request, _("%(organisation)s is closed.") % {"organisation": organisation})
        return redirect_page(request, "work:home")
    hindrances = life_actions.what_hinders(organisation)
    context = {**_PLACE, "organisation": organisation, "form": form, "hindrances": hindrances}
    return render_page(request, "work/organisation_close.html", context, status=422 if form.is_bound else 200)


def _close(request: HttpRequest, organisation: Organisation, form: CloseForm) -> Organisation:
    reason = form.cleaned_data["reason"]
    return life_actions.close_organisation(by=request.user, organisation=organisation, reason=reason)


@organisation_view(Permission.ORGANISATION_EXPORT)
@require_http_methods(["GET", "POST"])
def organisation_export(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with_names = form.cleaned_data["names"] == "with"
        note_organisation_export(by=request.user, organisation=organisation, with_names=with_names)
        return as_download(packed_for(organisation, with_names=with_names), organisation.slug)
    context = {**_PLACE, "organisation": organisation, "form": form}
    return render_page(request, "work/organisation_export.html", context, status=422 if form.is_bound else 200)


@organisation_view(Permission.ORGANISATION_CLOSE)
@require_http_methods(["GET", "POST"])
def organisation_merge_ask(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = MergerForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_bound and (_done := attempted(form, lambda: _ask(request, organisation, form))):
        messages.success(request, _("Asked. An administrator of this site looks at it, and asks the other one too."))
        return redirect_page(request, "work:organisation", organisation.slug)
    context = {**_PLACE, "organisation": organisation, "form": form}
    return render_page(request, "work/organisation_merge_ask.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, organisation: Organisation, form: MergerForm) -> Organisation:
    return life_actions.ask_for_merger(by=request.user, organisation=organisation, **form.cleaned_data)
