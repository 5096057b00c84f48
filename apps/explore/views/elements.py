"""An element across all areas, and the list of all elements."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.boundaries import boundaries_in_force, there_are_boundaries
from apps.areas.models import Boundaries
from apps.common.bands import BANDS
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import elements as found
from apps.explore import elements_drawing as drawing
from apps.explore.elements_filter import ElementFilter, with_choice
from apps.explore.elements_table import body
from apps.explore.queries import shown_version
from apps.explore.sheets import Standing
from apps.explore.takeaway import NOTHING, behind, offered, take_away
from apps.explore.takeaway_compared import across_sheet, across_title, compared_standing
from apps.figures.errata import errata_on
from apps.framework.queries import elements_of
from apps.scores.errata import told
from apps.scores.queries import published_run

_LONGEST_SLUG = 100
#: What of its query goes along with the files of the page.
_KEPT = ("region", "type", "order")
#: What an address says of the map that is not of tiles.
TRUE_MAP = "true"


@public
@require_safe
@steady(shown_version)
def elements(request: HttpRequest) -> HttpResponse:
    run = published_run()
    context: dict[str, Any] = {"section": "registers", "register": "elements", "run": run}
    if run:
        context["headlines"] = found.framework_tree(elements_of(run.edition))
    return render(request, "explore/elements.html", context)


@public
@require_safe
@steady(shown_version)
def element_across(request: HttpRequest, tier: str, code: str) -> HttpResponse:
    known = _known(tier, code)
    form = ElementFilter(request.GET or None, lines=known.lines)
    wanted = form.wanted()
    marked = known.line_of(request.GET.get("area", "")[:_LONGEST_SLUG])
    loaded = boundaries_in_force() if request.GET.get("map") == TRUE_MAP else None
    query = wanted | ({"area": marked.area.slug} if marked else {}) | ({"map": TRUE_MAP} if loaded else {})
    draws = known.draws() if wanted.get("order") == "value" else None
    lines = found.ordered([line for line in known.lines if form.fits(line)], wanted.get("order", ""), draws, marked)
    context = {
        "section": "registers",
        "register": "elements",
        "known": known,
        "element": known.element,
        "lines": lines,
        "rows": body(known, lines, beside=draws is not None, marked=marked),
        "form": form,
        "is_filtered": bool({"region", "type"} & wanted.keys()),
        "by_value": wanted.get("order") == "value",
        "draws": draws,
        "alike": sum(line.beside == "neither" for line in lines),
        "pairs": sum(bool(line.beside) for line in lines),
        "marked": marked,
        "against": Counter(line.against for line in lines if line.against),
        "marked_told": drawing.told(marked) if marked else "",
        "spread": found.spread(known),
        "strip": drawing.all_strip(known, marked),
        "map": _map(known, lines, marked, loaded),
        "bands": BANDS,
        "errata": told(errata_on(known.indicators), known.run_tier.run) if known.run_tier.run.has_errata else [],
        "boundaries": loaded,
        "offered": loaded is not None or there_are_boundaries(),
        "without_area": with_choice(query, area=""),
        "to_tiles": with_choice(query, map=""),
        "to_true_map": with_choice(query, map=TRUE_MAP),
        "other_tier": Tier.DISTRICT if known.tier == Tier.UPPER else Tier.UPPER,
        "away": offered(request, _standing(request, known), keep=_KEPT),
    }
    return render(request, "explore/element_across.html", context)


@public
@require_safe
@steady(shown_version)
def element_across_data(request: HttpRequest, tier: str, code: str, form: str) -> HttpResponse:
    known = _known(tier, code)
    asked = ElementFilter(request.GET or None, lines=known.lines)
    order = asked.wanted().get("order", "")
    lines = found.ordered([line for line in known.lines if asked.fits(line)], order)
    leaves = {known.element.code} if known.element.is_indicator else set()
    origins = behind(known.run_tier.run, leaves) if leaves else NOTHING
    return take_away(across_sheet(_standing(request, known), known, lines, origins), form)


def _known(tier: str, code: str) -> found.Across:
    run_tier = found.published_tier(tier) if tier in Tier.values else None
    known = found.across(run_tier, code) if run_tier else None
    if known is None:
        raise Http404
    return known


def _standing(request: HttpRequest, known: found.Across) -> Standing:
    args = (known.tier, known.element.code)
    return compared_standing(request, known.run_tier.run, across_title(known), "element_across", *args)


def _map(
    known: found.Across, lines: list[found.AreaLine], marked: found.AreaLine | None, loaded: Boundaries | None
) -> SafeString:
    slug = marked.area.slug if marked else ""
    return drawing.element_places(known, lines, loaded, slug) if loaded else drawing.element_tiles(known, lines, slug)
