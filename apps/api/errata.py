"""Errata in answers: every answer that carries figures which turned out to be wrong says so."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from apps.api.parameters import Query
from apps.figures.errata import errata_on, told
from apps.figures.models import Erratum
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.models import Run


def errata_in(run: Run | None, query: Query) -> list[Erratum]:
    """The errata that an answer has to tell of: on the indicators beneath the element asked for, or all; of the area.

    None where neither an element nor an area can be asked for: such an answer carries no figures.
    """
    if run is None or not run.has_errata or not query.keys() & {"element", "area"}:
        return []
    elements = elements_of(run.edition)
    asked = query.get("element")
    codes = _beneath(elements, asked) if asked else {each.code for each in elements if each.is_indicator}
    return errata_on(codes, query.get("area") or "")


def as_item(erratum: Erratum) -> dict[str, Any]:
    """An erratum as an answer tells it; no areas or periods where it is about all of them."""
    return {
        "element": erratum.element_code,
        "published_on": erratum.published_at.date().isoformat(),
        "areas": erratum.areas,
        "periods": erratum.periods,
        "wrong": erratum.wrong,
        "right": erratum.right,
        "link": f"/errata/{erratum.pk}/",
    }


def noted(answer: HttpResponse, errata: Iterable[Erratum]) -> HttpResponse:
    """A table with its errata among what it says of itself, behind “#”."""
    answer.content = "".join(f"# erratum: {told(erratum)}\n" for erratum in errata).encode() + answer.content
    return answer


def _beneath(elements: Iterable[Element], code: str) -> set[str]:
    """The codes of the indicators at or beneath an element."""
    by_pk = {each.pk: each for each in elements}

    def rests_on(each: Element) -> bool:
        above: Element | None = each
        while above is not None and above.code != code:
            above = by_pk.get(above.parent_id) if above.parent_id else None
        return above is not None

    return {each.code for each in by_pk.values() if each.is_indicator and rests_on(each)}
