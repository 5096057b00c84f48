"""Practice, as the public reads it: the case studies, and each of them."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.explore import queries
from apps.explore.forms import CaseFilter
from apps.explore.takeaway import offered
from apps.explore.takeaway_registers import register_standing
from apps.practice.models import CaseStudy
from apps.practice.queries import case_line, published_cases, published_places
from apps.scores.queries import area_profile, published_run

_PER_PAGE = 20


@public
@require_safe
@steady(queries.practice_version)
def cases(request: HttpRequest) -> HttpResponse:
    places = published_places()
    form = CaseFilter(request.GET, areas=places.areas, elements=places.elements)
    wanted = form.wanted()
    asked = {"area_slug": wanted.get("area", ""), "element_code": wanted.get("element", "")}
    pages = Paginator(published_cases(**asked), _PER_PAGE)
    pages.count = places.count(**asked)
    context = {
        "section": "practice",
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "query": urlencode(wanted),
        "is_filtered": bool(wanted),
    }
    if run := published_run():
        context["away"] = offered(request, register_standing(request, run, _("Practice"), "cases"), keep=wanted)
    return render(request, "explore/cases.html", context)


@public
@require_safe
@steady(queries.shown_version)
def case(request: HttpRequest, slug: str) -> HttpResponse:
    # A draft is nobody's business yet; what was retired leaves a sentence at its address.
    read = CaseStudy.objects.filter(state__in=[CaseStudy.State.PUBLISHED, CaseStudy.State.RETIRED])
    found = get_object_or_404(read.select_related("area", "element"), slug=slug)
    if found.state == CaseStudy.State.RETIRED:
        return render(request, "explore/case_retired.html", {"section": "practice"}, status=410)
    profile = area_profile(found.area, found.tier)
    context = {
        "section": "practice",
        "case": found,
        "line": case_line(found),
        "has_element": profile is not None and profile.find(found.element.code) is not None,
    }
    return render(request, "explore/case.html", context)
