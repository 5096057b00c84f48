"""What becomes of an organisation by the hand of its organisers: what it is, how it shows, that it ends."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.accounts import sector_actions
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import PlaceForm
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
