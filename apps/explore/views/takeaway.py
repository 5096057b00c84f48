"""What stands on a page, as a file to keep: at the address of the page, and data.csv, data.xlsx or data.json."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.explore import indicators as register
from apps.explore import queries
from apps.explore import takeaway_registers as tables
from apps.explore.forms import CaseFilter
from apps.explore.indicators_filter import IndicatorFilter
from apps.explore.releases import places, shown_releases
from apps.explore.sources import listed_sources
from apps.explore.takeaway import behind, take_away
from apps.explore.takeaway_areas import area_sheet, area_standing, element_sheet, element_standing
from apps.explore.views.finding import profile_at
from apps.figures.registers import figure_rows, release_lines
from apps.framework.queries import elements_of
from apps.practice.queries import published_cases, published_places
from apps.scores.explaining import explain
from apps.scores.models import Run
from apps.scores.queries import published_run


@public
@require_safe
@steady(queries.shown_version)
def area_data(request: HttpRequest, tier: str, slug: str, form: str) -> HttpResponse:
    profile = profile_at(tier, slug)
    codes = {each.code for each in profile.indicators()}
    known = behind(profile.run, codes, profile.area.code)
    return take_away(area_sheet(area_standing(request, profile), profile, known), form)


@public
@require_safe
@steady(queries.shown_version)
def element_data(request: HttpRequest, tier: str, slug: str, code: str, form: str) -> HttpResponse:
    profile = profile_at(tier, slug)
    reading = profile.find(code)
    if reading is None:
        raise Http404
    standing, detail = element_standing(request, profile, reading), queries.element_detail(profile, reading)
    known = behind(profile.run, {each.code for each in reading.indicators()}, profile.area.code)
    return take_away(element_sheet(standing, profile, reading, detail, explain(profile, code), known), form)


@public
@require_safe
@steady(queries.registers_version)
def indicators_data(request: HttpRequest, form: str) -> HttpResponse:
    run = _run()
    known = register.published(run)
    wanted = IndicatorFilter(request.GET, sources=register.sources_of(known)).wanted()
    entries = register.chosen_of(register.entries_of(known, known.indicators.values()), wanted)
    gaps = register.chosen_gaps(register.gaps_of(known), wanted)
    standing = tables.register_standing(request, run, _("Indicators"), "indicators")
    told = behind(run, {entry.element.code for entry in entries})
    return take_away(tables.indicators_sheet(standing, entries, gaps, told), form)


@public
@require_safe
@steady(queries.registers_version)
def indicator_data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    run = _run()
    known = register.published(run, code)
    element = known.indicators.get(code)
    if element is None:
        raise Http404
    standing = tables.register_standing(request, run, tables.standing_title(element), "indicator", code)
    rows = figure_rows(code, [line.import_id for line in known.lines])
    return take_away(tables.figure_sheet(standing, known, element, rows, behind(run, {code})), form)


@public
@require_safe
@steady(queries.registers_version)
def sources_data(request: HttpRequest, form: str) -> HttpResponse:
    run = _run()
    indicators = {each.code: each for each in elements_of(run.edition) if each.is_indicator}
    standing = tables.register_standing(request, run, _("Sources"), "sources")
    return take_away(tables.sources_sheet(standing, listed_sources(release_lines(run.imports), indicators)), form)


@public
@require_safe
@steady(queries.registers_version)
def releases_data(request: HttpRequest, form: str) -> HttpResponse:
    run = _run()
    elements = elements_of(run.edition)
    known = places(run, {each.code for each in elements if each.is_indicator})
    standing = tables.register_standing(request, run, _("Releases"), "releases")
    return take_away(tables.releases_sheet(standing, shown_releases(known, elements)), form)


@public
@require_safe
@steady(queries.practice_version)
def cases_data(request: HttpRequest, form: str) -> HttpResponse:
    places = published_places()
    wanted = CaseFilter(request.GET, areas=places.areas, elements=places.elements).wanted()
    found = published_cases(area_slug=wanted.get("area", ""), element_code=wanted.get("element", ""))
    standing = tables.register_standing(request, _run(), _("Practice"), "cases")
    return take_away(tables.cases_sheet(request, standing, found), form)


def _run() -> Run:
    """The run that readers see; before the first publication there is nothing to take away."""
    run = published_run()
    if run is None:
        raise Http404
    return run
