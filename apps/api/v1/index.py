"""What there is to ask, in words; and what to say to who asks for something else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.decorators import api_view

from apps.access.decorators import public
from apps.api.endpoints import endpoint
from apps.api.parameters import Query
from apps.scores.models import Run


@endpoint()
def index(run: Run | None, query: Query) -> dict[str, Any]:
    return {
        "endpoints": {
            reverse("api:areas"): _("Areas. Filter by tier, region, q."),
            reverse("api:areas") + "{code}/": _("One area, by the code of the Office for National Statistics."),
            reverse("api:elements"): _("The elements of the published edition, from headlines to indicators."),
            reverse("api:elements") + "{code}/": _("One element: what it is, its limits, where its figures came from."),
            reverse("api:figures"): _(
                "Figures that the published run rests on: of an element, an area, or both. Also as CSV: format=csv."
            ),
            reverse("api:scores"): _("Scores of an area, or of an element at a tier. Also as CSV, or shape=columns."),
            reverse("api:explanations"): _("One score of an area, with all it was made from. Also as CSV: format=csv."),
            reverse("api:changes"): _("Why one score of an area changed, step by step. Also as CSV: format=csv."),
            reverse("api:run_published"): _("The published run: edition, method and checksums, to compute it again."),
        },
        "with_a_token": {reverse("api:import_bring"): _("Bring in a file of figures, by POST.")},
        "unknown": _("A parameter that an endpoint does not know is refused, with the list of those it does."),
    }


@public
@api_view(["GET", "HEAD"])
def missing(request: HttpRequest, **path: Any) -> HttpResponse:
    raise Http404(
        _("There is nothing at this address. What there is stands at %(index)s.") % {"index": reverse("api:index")}
    )
