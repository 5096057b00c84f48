"""Whether a provider may say who an organisation's people are: the administrator's word, before it counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.accounts import sign_on_actions as actions
from apps.accounts.models import Organisation, SignOn
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.desks.organisation_forms import ReasonForm

_PLACE = {"section": "desk", "place": "organisations"}


@requires(Permission.ORGANISATION_VERIFY)
@require_GET
def organisation_sign_on(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Organisation, slug=slug), ReasonForm())


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_sign_on_approve(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    said = _("Approved. Its organisers are told.")
    deed: dict[str, Any] = {"by": request.user, "organisation": organisation}
    return done(request, lambda: actions.approve_sign_on(**deed), said, "desks:organisation_sign_on", slug)


@requires(Permission.ORGANISATION_VERIFY)
@require_POST
def organisation_sign_on_decline(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    form = ReasonForm(request.POST)
    deed: dict[str, Any] = {"by": request.user, "organisation": organisation}
    if attempted(form, lambda: actions.decline_sign_on(**deed, **form.cleaned_data)):
        messages.success(request, _("Declined. Its organisers are told why."))
        return redirect_page(request, "desks:organisation_sign_on", slug)
    return _page(request, organisation, form)


def _page(request: HttpRequest, organisation: Organisation, form: ReasonForm) -> HttpResponse:
    named = SignOn.objects.filter(organisation=organisation).first()
    context = {
        **_PLACE,
        "organisation": organisation,
        "named": named,
        "people": named.connections.count() if named else 0,
        "domains": list(organisation.domains.values_list("domain", flat=True)),
        "form": form,
    }
    return render_page(request, "desks/organisation_sign_on.html", context, status=422 if form.is_bound else 200)
