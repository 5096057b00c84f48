"""Areas: the list, and one of them."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.api.endpoints import PAGING, endpoint, page_of
from apps.api.parameters import Parameter, Query, one_of, words
from apps.areas.models import Area
from apps.areas.queries import area_by_code, find_areas, former_codes
from apps.common.tiers import Tier
from apps.scores.models import Run

TIER = Parameter("upper or district", one_of(*Tier.values))
SOURCE = "Office for National Statistics and mySociety: names, codes, populations and positions of councils."
_ALL = 100_000


@endpoint(
    tier=TIER,
    region=Parameter("the name or the code of a region", words),
    q=Parameter("words of a name, former name or code", words),
    **PAGING,
)
def area_list(run: Run | None, query: Query) -> dict[str, Any]:
    areas = _found(query["q"], query["tier"])
    if region := query["region"]:
        areas = [area for area in areas if region.casefold() in (area.region.casefold(), area.region_code.casefold())]
    page = page_of(areas, query)
    return {"source": SOURCE, **page, "items": [_short(area) for area in page["items"]]}


@endpoint()
def area_detail(run: Run | None, query: Query, code: str) -> dict[str, Any]:
    area = area_with(code)
    long = {
        "nation": area.nation,
        "latitude": area.latitude,
        "longitude": area.longitude,
        "population": area.population,
        "population_year": area.population_year,
        "former_codes": [
            {"code": row.code, "name": row.name, "relation": row.relation, "ended": row.ended}
            for row in area.predecessors.all()
        ],
    }
    return {"source": SOURCE, "area": _short(area) | long}


def area_with(code: str) -> Area:
    """The area of a code in force; raises Http404 with what became of it, or that there is none."""
    if area := area_by_code().get(code.upper()):
        return area
    if former := former_codes().get(code.upper()):
        now = ", ".join(f"{area.name} ({area.code})" for area in former.areas)
        raise Http404(
            _("%(code)s, %(name)s, is no longer in force. Ask for %(now)s.")
            % {"code": former.code, "name": former.name, "now": now}
        )
    raise Http404(_("No area has this code. The list is at %(list)s.") % {"list": reverse("api:areas")})


def _found(text: str | None, tier: str | None) -> list[Area]:
    if text:
        return [match.area for match in find_areas(text, tier, limit=_ALL)]
    areas = sorted(area_by_code().values(), key=lambda area: area.name)
    return [area for area in areas if tier is None or tier in area.tiers]


def _short(area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "type": area.type,
        "tiers": [tier.value for tier in area.tiers],
        "region": area.region,
        "region_code": area.region_code,
        "county": area.parent.code if area.parent else None,
        "page": reverse("explore:area", args=[area.default_tier.value, area.slug]),
    }
