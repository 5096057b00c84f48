"""Declared derivations, as they stand: what they are made of, in words and in figures, and what depends on what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.areas.models import Area
from apps.figures.derivation.arithmetic import ALWAYS, RESIDENTS, Formula, Given, Ground, Kind, Result, Table, derive
from apps.figures.ground import subjects
from apps.figures.models import Derivation, Figure, Import

#: What part an input plays, in words.
ROLE_WORDS: dict[str, Any] = {
    "top": gettext_lazy("what is divided"),
    "bottom": gettext_lazy("by what it is divided"),
    "count": gettext_lazy("what is counted"),
    "people": gettext_lazy("for whom it is counted"),
    "first": gettext_lazy("from what is taken"),
    "second": gettext_lazy("what is taken away"),
    "parts": gettext_lazy("what the districts have"),
    "weight": gettext_lazy("by what they are weighted"),
}


@dataclass(frozen=True)
class Used:
    """An import that figures were derived from: its number, and its release."""

    pk: int
    release: str


@dataclass(frozen=True)
class WorkedOut:
    """What came of a derivation, and of which imports of each input it was made."""

    result: Result
    imports: Mapping[str, tuple[Used, ...]]

    def made_from(self, derivation: Derivation) -> dict[str, Any]:
        """The same as an import keeps it: each input with its imports, and the earlier periods that were taken."""
        inputs = [
            {
                "role": role,
                "code": code,
                "imports": [[used.pk, used.release] for used in self.imports.get(code, ())],
            }
            for role, code in ordered_inputs(derivation)
        ]
        return {"inputs": inputs, "borrowed": dict(self.result.borrowed)}


def formula_of(derivation: Derivation) -> Formula:
    """The formula of a derivation."""
    return Formula(derivation.kind, derivation.factor, derivation.reach)


def ordered_inputs(derivation: Derivation) -> list[tuple[str, str]]:
    """The inputs, each by the part that it plays, in the order in which they are said."""
    return [(role, derivation.inputs[role]) for role in formula_of(derivation).roles]


def input_codes(derivation: Derivation) -> list[str]:
    """The codes of the indicators that it is made of, each once."""
    return [code for code in dict.fromkeys(derivation.inputs.values()) if code != RESIDENTS]


def imports_behind(imported: Import) -> list[int]:
    """The imports that a derived one was made from, by number."""
    return [pk for each in imported.made_from.get("inputs", ()) for pk, _release in each["imports"]]


def in_words(derivation: Derivation, names: Mapping[str, str]) -> str:
    """The formula in words: “Emissions / Residents × 1,000”. `names`: those of indicators by code."""
    said = {role: name_in(names, code) for role, code in ordered_inputs(derivation)}
    match derivation.kind:
        case Kind.GAP:
            return f"{said['first']} − {said['second']}"
        case Kind.SUM:
            return _("the sum of %(parts)s over a county’s districts") % said
        case Kind.MEAN:
            return _("the mean of %(parts)s over a county’s districts, weighted by %(weight)s") % said
    over = " / ".join(said.values())
    return over if derivation.factor == 1 else f"{over} × {derivation.factor:,.10g}"


def name_in(names: Mapping[str, str], code: str) -> str:
    """The name of an input; its code where it has none any more."""
    return _("residents at the last census") if code == RESIDENTS else names.get(code, code)


def names_now() -> dict[str, str]:
    """The names of all indicators that figures can be brought of, by code."""
    return {code: subject.name for code, subject in subjects().items()}


def in_force() -> QuerySet[Derivation]:
    """The derivations that hold now, one for each indicator that is made."""
    return Derivation.objects.filter(ended_at__isnull=True)


def made_of(code: str) -> list[Derivation]:
    """The derivations in force of which an indicator is an input."""
    return [each for each in in_force() if code in input_codes(each)]


def made_before(derivation: Derivation) -> list[Derivation]:
    """The derivations in force of its inputs, of their inputs, and so on: those that its figures follow from."""
    known = {each.code: each for each in in_force()}
    found: dict[str, Derivation] = {}
    ahead = input_codes(derivation)
    while ahead:
        code = ahead.pop()
        if code in known and code not in found:
            found[code] = known[code]
            ahead += input_codes(known[code])
    return list(found.values())


def circle(code: str, inputs: Iterable[str]) -> list[str]:
    """The chain by which an indicator would be made of itself, from its code back to its code; empty without one."""
    made = {each.code: input_codes(each) for each in in_force().exclude(code=code)}
    made[code] = [each for each in inputs if each != RESIDENTS]
    return _way_back(made, [code]) or []


def _way_back(made: Mapping[str, list[str]], path: list[str]) -> list[str] | None:
    for each in made.get(path[-1], ()):
        if each == path[0]:
            return [*path, each]
        # What was declared before holds no circle, so a path ends.
        if each not in path and (found := _way_back(made, [*path, each])):
            return found
    return None


def work_out(
    derivation: Derivation, *, upper_only: bool, imports: Collection[int] | None = None, about: Area | None = None
) -> WorkedOut:
    """What follows from the figures in force, or from those of some imports; for all areas, or one.

    `upper_only`: it is worked out for counties and single-tier areas alone.
    """
    used = _imports_used(input_codes(derivation), imports)
    ground = ground_of(upper_only=upper_only)
    areas = None
    if about is not None:
        ground = Ground(frozenset({about.code}), {about.code: ground.districts.get(about.code, ())})
        areas = {about.code, *ground.districts[about.code]}
    ids = [each.pk for found in used.values() for each in found]
    known = _tables(input_codes(derivation), ids, areas)
    if RESIDENTS in derivation.inputs.values():
        people = Area.objects.values_list("code", "population")
        known[RESIDENTS] = {ALWAYS: {code: Given(float(count)) for code, count in people}}
    tables = {role: known.get(code, {}) for role, code in ordered_inputs(derivation)}
    return WorkedOut(derive(formula_of(derivation), tables, ground), used)


def ground_of(*, upper_only: bool) -> Ground:
    """The areas that an indicator is about, and the districts of each county."""
    districts: dict[str, list[str]] = defaultdict(list)
    areas = set()
    for code, in_upper, parent in Area.objects.order_by("code").values_list("code", "in_upper", "parent__code"):
        if in_upper or not upper_only:
            areas.add(code)
        if parent:
            districts[parent].append(code)
    return Ground(frozenset(areas), {county: tuple(codes) for county, codes in districts.items()})


def _imports_used(codes: Collection[str], imports: Collection[int] | None) -> dict[str, tuple[Used, ...]]:
    rows = Import.objects.filter(element_code__in=sorted(codes))
    rows = rows.filter(state=Import.State.LOADED) if imports is None else rows.filter(pk__in=sorted(imports))
    found: dict[str, list[Used]] = {code: [] for code in codes}
    for code, pk, release in rows.order_by("sequence").values_list("element_code", "pk", "release"):
        found[code].append(Used(pk, release))
    return {code: tuple(used) for code, used in found.items()}


def _tables(codes: Collection[str], imports: Collection[int], areas: Collection[str] | None) -> dict[str, Table]:
    rows = Figure.objects.filter(element_code__in=sorted(codes), imported__in=list(imports))
    if areas is not None:
        rows = rows.filter(area__code__in=sorted(areas))
    named = dict(Area.objects.values_list("pk", "code"))
    columns = ("element_code", "period", "area_id", "value", "absence", "basis")
    found: dict[str, dict[str, dict[str, Given]]] = {}
    # A later import overwrites an earlier one cell by cell.
    for code, period, area, *given in rows.order_by("imported__sequence").values_list(*columns):
        found.setdefault(code, {}).setdefault(period, {})[named[area]] = Given(*given)
    return dict(found)
