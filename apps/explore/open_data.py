"""What the page of data says: which tables there are and what their columns mean, licences, addresses to try."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.explore.sheets import Column
from apps.explore.takeaway_areas import area_columns, part_columns, past_columns
from apps.explore.takeaway_changes import changes_columns
from apps.explore.takeaway_registers import (
    case_columns,
    figure_columns,
    indicator_columns,
    release_columns,
    source_columns,
)
from apps.figures.registers import ReleaseLine
from apps.scores.everything import MARKS


@dataclass(frozen=True)
class Table:
    """One sort of table: what it is called, where it is found (a page, or words), and its columns."""

    code: str
    name: str
    where: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Licence:
    """One licence, and the publications under it that figures come from."""

    name: str
    sources: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Example:
    """An address of the API, and what it gives."""

    address: str
    gives: str


def tables() -> list[Table]:
    """Every sort of table that pages give out, with what its columns mean."""
    return [
        Table("area", _("An area"), _("on the page of each area"), area_columns()),
        Table("element", _("An element in an area"), _("on the page of each element above indicators"), part_columns()),
        Table("past", _("An indicator in an area"), _("on the page of each indicator in an area"), past_columns()),
        Table("changes", _("What changed in an area"), _("on the area’s page of changes"), changes_columns()),
        Table("figures", _("All figures of an indicator"), reverse("explore:indicators"), figure_columns()),
        Table("indicators", _("The indicators"), reverse("explore:indicators"), indicator_columns()),
        Table("sources", _("The sources"), reverse("explore:sources"), source_columns()),
        Table("releases", _("The releases"), reverse("explore:releases"), release_columns()),
        Table("practice", _("Practice"), reverse("explore:cases"), case_columns()),
    ]


def licences(lines: Iterable[ReleaseLine]) -> list[Licence]:
    """The licences of what readers see, each with its sources (code, title, publisher), by name."""
    found: dict[str, dict[str, tuple[str, str, str]]] = {}
    for line in lines:
        found.setdefault(line.licence, {}).setdefault(line.source, (line.source, line.title, line.publisher))
    return [
        Licence(name, tuple(sorted(known.values(), key=lambda each: (each[2].casefold(), each[1].casefold()))))
        for name, known in sorted(found.items())
    ]


def examples(area: str, element: str, indicator: str) -> list[Example]:
    """Addresses of the API that can be followed, for an area, an element and an indicator (codes) that there are."""
    api = reverse("api:index")
    return [
        Example(f"{api}areas/?tier=upper", _("the areas of a tier, with their codes")),
        Example(f"{api}elements/", _("every element of the published edition")),
        Example(f"{api}scores/?element={element}&tier=upper&format=csv", _("one element for every area, as a table")),
        Example(f"{api}scores/?area={area}", _("every element for one area")),
        Example(f"{api}figures/?element={indicator}&format=csv", _("all figures of one indicator, as a table")),
        Example(f"{api}explanations/?area={area}&element={element}", _("how one score was made, down to the figures")),
        Example(f"{api}runs/published/", _("what is needed to compute the published scores again")),
    ]


def marks() -> list[tuple[str, str]]:
    """The marks that stand where there is no number, and what they mean."""
    here = {
        "no-score": _("too little to score: the row says why"),
        "not-compared": _("the area is compared with no other, and shows figures only"),
        "not-collected": _("there are no figures of it at this tier"),
        "late": _("there was a figure for an earlier period, and nobody has said why there is none now"),
        "no-figure": _("no release says anything of it"),
        "not-applicable": _("the column says nothing of this row"),
    }
    return sorted((mark, str(means)) for mark, means in (MARKS | here).items())
