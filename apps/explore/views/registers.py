"""The registers that readers look things up in: indicators, sources, and releases as they came in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.explore import indicators as register
from apps.explore import releases as came_in
from apps.explore.indicators_files import coverage_file, figures_file
from apps.explore.indicators_filter import IndicatorFilter
from apps.explore.indicators_page import coverage_tables, indicator_page
from apps.explore.queries import registers_version
from apps.explore.releases_feed import ReleasesFeed
from apps.explore.sources import listed_sources
from apps.explore.takeaway import offered
from apps.explore.takeaway_registers import register_standing, standing_title
from apps.figures.registers import family_of, release_lines
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.errata import errata_of_indicator
from apps.scores.queries import published_run

_PER_PAGE = 50


@public
@require_safe
@steady(registers_version)
def indicators(request: HttpRequest) -> HttpResponse:
    run = published_run()
    context: dict[str, Any] = {"section": "registers", "register": "indicators", "run": run}
    if run is None:
        return render(request, "explore/registers/indicators.html", context)
    known = register.published(run)
    form = IndicatorFilter(request.GET, sources=register.sources_of(known))
    wanted = form.wanted()
    entries = register.chosen_of(register.entries_of(known, known.indicators.values()), wanted)
    gaps = register.chosen_gaps(register.gaps_of(known), wanted)
    context |= {
        "form": form,
        "is_filtered": bool(wanted),
        "all": len(known.indicators),
        "shown": len(entries),
        "gaps": gaps,
        "groups": register.groups_of(known, entries, gaps),
        "away": offered(request, register_standing(request, run, _("Indicators"), "indicators"), keep=wanted),
    }
    return render(request, "explore/registers/indicators.html", context)


@public
@require_safe
@steady(registers_version)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    known, element = _indicator(code)
    context = {
        "section": "registers",
        "register": "indicators",
        "run": known.run,
        "element": element,
        "page": indicator_page(known, element),
        "errata": errata_of_indicator(code, known.run),
        "away": offered(request, register_standing(request, known.run, standing_title(element), "indicator", code)),
    }
    return render(request, "explore/registers/indicator.html", context)


@public
@require_safe
@steady(registers_version)
def indicator_figures(request: HttpRequest, code: str) -> HttpResponse:
    known, element = _indicator(code)
    return _table(figures_file(known, element), f"{code}-figures.csv")


@public
@require_safe
@steady(registers_version)
def indicator_coverage(request: HttpRequest, code: str) -> HttpResponse:
    known, element = _indicator(code)
    return _table(coverage_file(known, element, coverage_tables(known, element)), f"{code}-coverage.csv")


@public
@require_safe
@steady(registers_version)
def sources(request: HttpRequest) -> HttpResponse:
    run = published_run()
    context: dict[str, Any] = {"section": "registers", "register": "sources", "run": run}
    if run:
        context["sources"] = listed_sources(release_lines(run.imports), _indicators(elements_of(run.edition)))
        context["away"] = offered(request, register_standing(request, run, _("Sources"), "sources"))
    return render(request, "explore/registers/sources.html", context)


@public
@require_safe
@steady(registers_version)
def source(request: HttpRequest, code: str) -> HttpResponse:
    run = published_run()
    if run is None:
        raise Http404
    found = _indicators(elements_of(run.edition))
    for listed in listed_sources(release_lines(run.imports), found):
        if listed.entry.code == code:
            context = {"section": "registers", "register": "sources", "run": run, "source": listed}
            return render(request, "explore/registers/source.html", context)
    # Each vintage of a source is kept under a code of its own; to readers it is one source.
    family = family_of(code, run.imports)
    if not family or family == code:
        raise Http404
    return redirect("explore:source", family)


@public
@require_safe
@steady(registers_version)
def releases(request: HttpRequest) -> HttpResponse:
    run = published_run()
    context: dict[str, Any] = {"section": "registers", "register": "releases", "run": run}
    if run:
        elements = elements_of(run.edition)
        page = Paginator(came_in.places(run, set(_indicators(elements))), _PER_PAGE).get_page(request.GET.get("page"))
        shown = came_in.shown_releases(list(page.object_list), elements)
        context |= {"page": page, "months": came_in.by_month(shown)}
        context["away"] = offered(request, register_standing(request, run, _("Releases"), "releases"))
    return render(request, "explore/registers/releases.html", context)


@public
@require_safe
@steady(registers_version)
def releases_feed(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = ReleasesFeed()(request)
    return answer


def _indicator(code: str) -> tuple[register.Published, Element]:
    """What is published, with the releases of one indicator, and that indicator; raises Http404."""
    run = published_run()
    if run is None:
        raise Http404
    known = register.published(run, code)
    if code not in known.indicators:
        raise Http404
    return known, known.indicators[code]


def _indicators(elements: list[Element]) -> dict[str, Element]:
    return {element.code: element for element in elements if element.is_indicator}


def _table(content: bytes, name: str) -> HttpResponse:
    # Whole and not in pieces: at most some thousand rows, read before the first is written, since a later release
    # overwrites an earlier one; and what breaks off is no table.
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
