"""Explanations: one score of one area, with everything beneath it that it was made from."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from apps.api.endpoints import csv_answer, endpoint, insist
from apps.api.errors import Unasked
from apps.api.parameters import Parameter, Query, code
from apps.api.v1.areas import TIER, area_with
from apps.api.v1.elements import LEVELS, element_with
from apps.api.v1.figures import FORMAT
from apps.areas.models import Area
from apps.framework.models import Element
from apps.scores.explaining import Explained, Making, explain
from apps.scores.models import Run
from apps.scores.queries import area_profile

COLUMNS = (
    "element", "level", "score", "coverage", "weight", "share", "adds", "value", "period", "basis", "absence",
    "treated", "mean", "sd", "z", "before_cap", "capped", "drawn_in", "reason",
)  # fmt: skip
#: What names one score of one area.
ONE_SCORE = {
    "tier": TIER,
    "area": Parameter("the code of an area", code),
    "element": Parameter("the code of an element", code),
    "format": FORMAT,
}


def score_named(run: Run, query: Query) -> tuple[Area, Element, str]:
    """The area, the element and the tier of the score that is asked about. Raises Unasked."""
    if not query["area"] or not query["element"]:
        raise Unasked(_("Name both an area and an element: the score that is asked about."))
    area, element = area_with(query["area"]), element_with(run, query["element"])
    return area, element, query["tier"] or area.default_tier.value


@endpoint(**ONE_SCORE)
def explanation(run: Run | None, query: Query) -> HttpResponse | dict[str, Any]:
    run = insist(run)
    area, element, tier = score_named(run, query)
    profile = area_profile(area, tier, run)
    explained = explain(profile, element.code) if profile else None
    if explained is None:
        raise Http404(_("%(area)s does not belong to this tier.") % {"area": area.name})
    rows = [_row(each) for each in explained.everything()]
    if query["format"] == "csv":
        return csv_answer(run, "explanation", COLUMNS, rows)
    facts = {"area": area.code, "name": area.name, "tier": tier, "element": element.code}
    return {**facts, "items": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}


def _row(each: Explained) -> tuple[Any, ...]:
    reading = each.reading
    return (
        reading.code,
        LEVELS[reading.level],
        reading.score,
        reading.coverage,
        each.weight,
        each.share,
        each.adds,
        reading.value,
        reading.period or None,
        reading.basis or None,
        reading.absence or None,
        *_made(each.making),
        str(reading.reason) or None,
    )


def _made(making: Making | None) -> tuple[Any, ...]:
    if making is None:
        return (None,) * 7
    sums = (making.treated, making.mean, making.sd, making.z, making.before_cap)
    return (*sums, making.capped, making.own_drawn_in)
