"""Scores of the published run: one area on every element, or one element for every area of a tier."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from apps.api.endpoints import csv_answer, endpoint, insist
from apps.api.errors import Unasked
from apps.api.parameters import Parameter, Query, code, one_of
from apps.api.v1.areas import TIER, area_with
from apps.api.v1.elements import LEVELS, element_with
from apps.api.v1.figures import FORMAT
from apps.common.bands import band_of
from apps.common.tiers import Tier
from apps.scores.models import Run
from apps.scores.queries import AreaProfile, Reading, area_profile, element_scores

OF_AN_AREA = (
    "element", "level", "score", "low", "high", "coverage", "band", "reason",
    "value", "unit", "period", "absence", "basis",
)  # fmt: skip
OF_AN_ELEMENT = ("area", "name", "score", "coverage", "band")
Rows = list[tuple[Any, ...]]


@endpoint(
    tier=TIER,
    area=Parameter("the code of an area: its scores on every element", code),
    element=Parameter("the code of an element: its score for every area of the tier", code),
    shape=Parameter("rows, or columns for a shorter answer", one_of("rows", "columns"), "rows"),
    format=FORMAT,
)
def score_list(run: Run | None, query: Query) -> HttpResponse | dict[str, Any]:
    run = insist(run)
    if bool(query["area"]) == bool(query["element"]):
        raise Unasked(_("Name an area or an element, one of the two."))
    facts, header, rows = _of_area(run, query) if query["area"] else _of_element(run, query)
    if query["format"] == "csv":
        return csv_answer(run, "scores", header, rows)
    if query["shape"] == "columns":
        columns = {name: [row[i] for row in rows] for i, name in enumerate(header)}
        return {**facts, "columns": columns}
    return {**facts, "items": [dict(zip(header, row, strict=True)) for row in rows]}


def _of_area(run: Run, query: Query) -> tuple[dict[str, Any], tuple[str, ...], Rows]:
    area = area_with(query["area"])
    tier = query["tier"] or area.default_tier.value
    profile = area_profile(area, tier, run)
    if profile is None:
        raise Http404(_("%(area)s does not belong to this tier.") % {"area": area.name})
    facts = {"area": area.code, "name": area.name, "tier": tier, "in_group": profile.in_group}
    facts |= {"group": {"name": profile.group_name, "note": profile.group_note}}
    return facts, OF_AN_AREA, [_row(reading) for reading in _all_readings(profile)]


def _of_element(run: Run, query: Query) -> tuple[dict[str, Any], tuple[str, ...], Rows]:
    if not query["tier"]:
        raise Unasked(_("Say for which tier: %(tiers)s.") % {"tiers": ", ".join(Tier.values)})
    element = element_with(run, query["element"])
    rows = [
        (area.code, area.name, score, coverage, _step(score))
        for area, score, coverage in element_scores(element.code, query["tier"], run)
    ]
    facts = {"element": element.code, "name": element.name, "tier": query["tier"]}
    return facts, OF_AN_ELEMENT, rows


def _all_readings(profile: AreaProfile) -> list[Reading]:
    def below(reading: Reading) -> list[Reading]:
        return [reading, *(deeper for child in reading.children for deeper in below(child))]

    return [reading for headline in profile.headlines for reading in below(headline)]


def _row(reading: Reading) -> tuple[Any, ...]:
    sure = (reading.score, reading.low, reading.high)
    scale = (*sure, reading.coverage, reading.band.step if reading.band else None, str(reading.reason) or None)
    figure = (reading.value, reading.unit or None, reading.period or None, reading.absence or None)
    return (reading.code, LEVELS[reading.level], *scale, *figure, reading.basis or None)


def _step(score: float | None) -> int | None:
    return None if score is None else band_of(score).step
