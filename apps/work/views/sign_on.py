"""How the people of an organisation sign in: named here by its organisers, approved at the administrator's desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.accounts import sign_on_actions as actions
from apps.accounts.decorators import organisation_view
from apps.accounts.leading import origin_of
from apps.accounts.models import Organisation, SignOn
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.sign_on import SignOnForm

_PLACE = {"section": "work", "place": "own"}


@organisation_view(Permission.ORGANISATION_SIGN_ON)
@sensitive_post_parameters("client_secret")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_sign_on(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    named = SignOn.objects.filter(organisation=organisation).first()
    as_it_is = {"issuer": named.issuer, "client_id": named.client_id} if named else None
    form = SignOnForm(request.POST if request.method == "POST" else None, initial=as_it_is)
    given: dict[str, Any] = {"by": request.user, "organisation": organisation}
    if attempted(form, lambda: actions.name_sign_on(**given, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect_page(request, "work:organisation_sign_on", organisation.slug)
    context = {
        **_PLACE,
        "organisation": organisation,
        "form": form,
        "named": named,
        "back": origin_of(request) + reverse("accounts:sign_on_back"),
        "domains": ", ".join(organisation.domains.values_list("domain", flat=True)),
        "people": named.connections.count() if named else 0,
    }
    return render_page(request, "work/organisation_sign_on.html", context, status=422 if form.is_bound else 200)


@organisation_view(Permission.ORGANISATION_SIGN_ON)
@require_POST
def organisation_sign_on_demand(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    wanted = request.POST.get("demanded") == "yes"
    said = _("Your people come in by it only, from now on.") if wanted else _("Your people may also use a password.")
    given: dict[str, Any] = {"by": request.user, "organisation": organisation, "is_demanded": wanted}
    to = "work:organisation_sign_on"
    return done(request, lambda: actions.demand_sign_on(**given), said, to, organisation.slug)


@organisation_view(Permission.ORGANISATION_SIGN_ON)
@require_POST
def organisation_sign_on_end(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    said = _("Nobody signs in here with your organisation any more.")
    given: dict[str, Any] = {"by": request.user, "organisation": organisation}
    return done(request, lambda: actions.end_sign_on(**given), said, "work:organisation_sign_on", organisation.slug)
