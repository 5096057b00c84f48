"""Declared derivations, as they stand: what they are made of, in words and in figures, and what depends on what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
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


def all_behind(imports: Iterable[int]) -> list[int]:
    """Some imports and those that they were derived from, step by step, by number."""
    direct = set(imports)
    further = Import.objects.filter(pk__in=direct).values_list("behind", flat=True)
    return sorted(direct.union(*further))


def work_out(derivation: Derivation, *, upper_only: bool) -> WorkedOut:
    """What follows from the figures in force, for all areas.

    `upper_only`: it is worked out for counties and single-tier areas alone.
    """
    used = _imports_used(input_codes(derivation))
    ids = [each.pk for found in used.values() for each in found]
    named = dict(Area.objects.values_list("pk", "code"))
    columns = ("element_code", "period", "area_id", "value", "absence", "basis")
    rows = _rows(input_codes(derivation), ids).values_list(*columns)
    known = _tables((code, period, named[area], given) for code, period, area, *given in rows)
    people = Area.objects.values_list("code", "population") if RESIDENTS in derivation.inputs.values() else ()
    return WorkedOut(_derived(derivation, known, dict(people), ground_of(upper_only=upper_only)), used)


def work_out_again(derivation: Derivation, imports: Collection[int], area: Area) -> Result:
    """What follows for one area from the figures of some imports: one query.

    A district without any figure in them is not known here, and what its county has may come out otherwise than it did.
    """
    columns = ("element_code", "period", "area__code", "area__population", "value", "absence", "basis")
    rows = list(
        _rows(input_codes(derivation), imports).filter(Q(area=area) | Q(area__parent=area)).values_list(*columns)
    )
    known = _tables((code, period, of, given) for code, period, of, _people, *given in rows)
    people = {of: residents for _code, _period, of, residents, *_given in rows}
    districts = tuple(sorted(people.keys() - {area.code}))
    return _derived(derivation, known, people, Ground(frozenset({area.code}), {area.code: districts}))


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


def _imports_used(codes: Collection[str]) -> dict[str, tuple[Used, ...]]:
    rows = Import.objects.filter(element_code__in=sorted(codes), state=Import.State.LOADED)
    found: dict[str, list[Used]] = {code: [] for code in codes}
    for code, pk, release in rows.order_by("sequence").values_list("element_code", "pk", "release"):
        found[code].append(Used(pk, release))
    return {code: tuple(used) for code, used in found.items()}


def _rows(codes: Collection[str], imports: Collection[int]) -> QuerySet[Figure]:
    rows = Figure.objects.filter(element_code__in=sorted(codes), imported__in=list(imports))
    # A later import overwrites an earlier one cell by cell.
    return rows.order_by("imported__sequence")


def _tables(rows: Iterable[tuple[str, str, str, Sequence[Any]]]) -> dict[str, Table]:
    """Code, period, area and what was given, as a table for each code."""
    found: dict[str, dict[str, dict[str, Given]]] = {}
    for code, period, area, given in rows:
        found.setdefault(code, {}).setdefault(period, {})[area] = Given(*given)
    return dict(found)


def _derived(derivation: Derivation, known: Mapping[str, Table], people: Mapping[str, int], ground: Ground) -> Result:
    of_residents: Table = {ALWAYS: {code: Given(float(count)) for code, count in people.items()}}
    tables = {
        role: of_residents if code == RESIDENTS else known.get(code, {}) for role, code in ordered_inputs(derivation)
    }
    return derive(formula_of(derivation), tables, ground)
