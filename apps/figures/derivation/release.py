"""The release that a derivation gives out: what is worked out, as a file like any other that figures come in by."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.figures.delivered import Subject
from apps.figures.derivation.arithmetic import RESIDENTS
from apps.figures.derivation.declared import WorkedOut, imports_behind, in_words, input_codes, name_in, ordered_inputs
from apps.figures.models import Absence, Basis, Derivation, Import, Source
from apps.figures.queries import imports_in_force
from apps.figures.registers import figure_rows
from apps.figures.release import Release, ReleaseRow

#: What a header may say of one thing at most, and what a licence may.
_LONGEST, _LONGEST_LICENCE = 2_000, 60
_PUBLISHER = "Thriving Places"


def release_of(derivation: Derivation, subject: Subject, worked: WorkedOut, names: Mapping[str, str]) -> Release:
    """What follows from a derivation now, as a release; the same inputs give the same release, byte for byte."""
    return Release(_header(derivation, subject, worked, names), _rows(derivation, worked))


def _header(derivation: Derivation, subject: Subject, worked: WorkedOut, names: Mapping[str, str]) -> dict[str, str]:
    ids = [used.pk for found in worked.imports.values() for used in found]
    sources, people = _behind(derivation, ids)
    formula = in_words(derivation, names)
    header = {
        "code": subject.code,
        "name": subject.name,
        "unit": subject.unit,
        "source": f"derived-{subject.code}"[:60],
        "title": _("%(name)s, worked out by this platform from %(inputs)s")
        % {"name": subject.name, "inputs": _inputs(derivation, names)},
        "publisher": _PUBLISHER,
        "vintage": _day(ids),
        "licence": _licences(sources),
        "attribution": _attribution(sources, people=people),
        "release": f"declaration {derivation.version}, import {max(ids, default=0)}",
        "derived-by": f"declaration {derivation.version}: {formula}",
        "made-from": "; ".join(_made_from(derivation, worked)),
    }
    header["title"] = header["title"][:300]
    if subject.period_type:
        header["period-type"] = subject.period_type
    if worked.result.borrowed:
        pairs = (f"{period} with {other}" for period, other in sorted(worked.result.borrowed.items()))
        header["earlier-divisors"] = "; ".join(pairs)
    return {key: " ".join(said.split()) for key, said in header.items()}


def _behind(derivation: Derivation, imports: Iterable[int]) -> tuple[list[dict[str, Any]], bool]:
    """What is said of the sources of what was published, through whatever is derived in between; and of residents."""
    found: dict[int, Source] = {}
    made = [derivation]
    ahead = set(imports)
    while ahead:
        rows = list(Import.objects.filter(pk__in=ahead).select_related("source", "derivation"))
        found |= {each.pk: each.source for each in rows if each.source and not each.derivation}
        made += [each.derivation for each in rows if each.derivation]
        ahead = {pk for each in rows if each.derivation for pk in imports_behind(each)} - found.keys()
    people = any(RESIDENTS in each.inputs.values() for each in made)
    return [model_to_dict(found[pk]) for pk in sorted(found)], people


def _inputs(derivation: Derivation, names: Mapping[str, str]) -> str:
    said = dict.fromkeys(name_in(names, code) for _role, code in ordered_inputs(derivation))
    return _(" and ").join(said)


def _made_from(derivation: Derivation, worked: WorkedOut) -> Iterable[str]:
    for code in input_codes(derivation):
        used = ", ".join(f"import {each.pk} ({each.release})" for each in worked.imports[code])
        yield f"{code}: {used or 'no import'}"
    if RESIDENTS in derivation.inputs.values():
        yield f"residents: those of {_census()}"


def _census() -> int:
    return Area.objects.aggregate(year=Max("population_year"))["year"] or 2021


def _day(imports: Iterable[int]) -> str:
    """The day on which the last of the inputs came into force: a date of the inputs, not of the work."""
    loaded: datetime | None = Import.objects.filter(pk__in=list(imports)).aggregate(at=Max("loaded_at"))["at"]
    return f"{timezone.localtime(loaded):%-d %B %Y}" if loaded else "none"


def _licences(sources: Iterable[Mapping[str, Any]]) -> str:
    """The licences of the inputs, each once; where they do not fit in a line the attribution names them."""
    named = dict.fromkeys(part for each in sources for part in each["licence"].split("; "))
    said = "; ".join(named) or "none"
    return said if len(said) <= _LONGEST_LICENCE else "those of its inputs, see the attribution"


def _attribution(sources: Iterable[Mapping[str, Any]], *, people: bool) -> str:
    """What each input asks to be said of it, after where it is from."""
    found = ["{title}, {publisher}, {vintage} ({licence}). {attribution}".format(**each) for each in sources]
    if people:
        found.append(f"Residents: Office for National Statistics, {_census()} (OGL v3.0).")
    said = "Worked out by this platform from: " + " ".join(dict.fromkeys(found))
    if len(said) > _LONGEST:
        said = "Worked out by this platform. " + " ".join(dict.fromkeys(each["attribution"] for each in sources))
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _rows(derivation: Derivation, worked: WorkedOut) -> list[ReleaseRow]:
    rows = [
        ReleaseRow(0, cell.area, cell.period, cell.text, "", "", cell.absence, cell.basis if cell.text else "computed")
        for cell in worked.result.cells
    ]
    given = {(row.area, row.period) for row in rows}
    gone = (at for at in _derived_before(derivation.code) if at not in given)
    rows += [
        ReleaseRow(0, area, period, "", "", "", Absence.WITHDRAWN.value, Basis.COMPUTED.value) for area, period in gone
    ]
    return sorted(rows, key=lambda row: (row.area, row.period))


def _derived_before(code: str) -> list[tuple[str, str]]:
    """The areas and periods whose figure in force was derived: what does not follow any more is taken back."""
    imports = imports_in_force([code])
    derived = set(Import.objects.filter(pk__in=imports, derivation__isnull=False).values_list("pk", flat=True))
    if not derived:
        return []
    return [(row.area_code, row.period) for row in figure_rows(code, imports) if row.import_id in derived]
