"""Elements of the edition that is published (or, before that, in force): all in published order, and one of them."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.api.endpoints import endpoint
from apps.api.parameters import Query
from apps.figures.expected import next_release
from apps.figures.queries import Provenance, provenances
from apps.figures.registers import release_lines
from apps.framework.models import Element
from apps.framework.queries import current_edition, elements_of
from apps.scores.models import Run

LEVELS = {level.value: level.name.lower() for level in Element.Level}


@endpoint()
def element_list(run: Run | None, query: Query) -> dict[str, Any]:
    return {"items": [_short(element) for element in elements(run)]}


@endpoint()
def element_detail(run: Run | None, query: Query, code: str) -> dict[str, Any]:
    element = element_with(run, code)
    children = [child.code for child in elements(run) if child.parent_id == element.pk]
    long: dict[str, Any] = {"why": element.why, "limits": element.quality_note, "children": children}
    if element.is_indicator:
        long |= _of_an_indicator(element) | {"source": source_of(provenances([code], imports_of(run)).get(code))}
        long["next_release"] = _next_release(run, code)
    return {"element": _short(element) | long}


def imports_of(run: Run | None) -> list[int]:
    """The imports whose figures the public may read: those that the published run rests on."""
    return run.imports if run else []


def elements(run: Run | None) -> list[Element]:
    """The elements of the published run's edition, in published order."""
    edition = run.edition if run else current_edition()
    return elements_of(edition) if edition else []


def element_with(run: Run | None, code: str) -> Element:
    """The element of a code; raises Http404."""
    for element in elements(run):
        if element.code == code:
            return element
    raise Http404(_("No element has this code. The list is at %(list)s.") % {"list": reverse("api:elements")})


def source_of(found: Provenance | None) -> dict[str, str] | None:
    """Where the figures of an indicator came from."""
    if found is None:
        return None
    return {
        "title": found.title,
        "publisher": found.publisher,
        "vintage": found.vintage,
        "release": found.release,
        "licence": found.licence,
        "attribution": found.attribution,
    }


def _next_release(run: Run | None, code: str) -> dict[str, Any] | None:
    """When new figures of an indicator are expected, as exactly as was announced; None when nothing was."""
    sources = list(dict.fromkeys(line.source for line in release_lines(imports_of(run), code)))
    found = next_release(code, sources)
    if found is None:
        return None
    expected = found.release
    return {
        "expected": expected.on.isoformat(),
        "precision": expected.precision,
        "last_day": found.end.isoformat(),
        "standing": expected.standing,
        "note": expected.note or None,
    }


def _short(element: Element) -> dict[str, Any]:
    return {
        "code": element.code,
        "name": element.name,
        "level": LEVELS[element.level],
        "parent": element.parent.code if element.parent else None,
        "weight": element.weight,
        "unit": element.unit or None,
        "direction": element.direction,
    }


def _of_an_indicator(element: Element) -> dict[str, Any]:
    return {
        "tier": element.tier,
        "transform": element.transform,
        "max_age_years": element.max_age,
        "modelled": element.modelled,
        "stands_in_for": element.proxy or None,
        "decimals": element.decimals,
        "publisher": element.publisher,
        "licence": element.licence,
    }
