"""The chain behind derived figures: from an import back to the releases that it was made from, step by step."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from apps.areas.models import Area
from apps.common.periods import label
from apps.figures.derivation.arithmetic import RESIDENTS, written
from apps.figures.derivation.declared import (
    ROLE_WORDS,
    formula_of,
    imports_behind,
    in_words,
    input_codes,
    name_in,
    names_now,
    ordered_inputs,
    work_out_again,
)
from apps.figures.models import ContextIndicator, Import
from apps.figures.registered import with_registered


@dataclass(frozen=True)
class ChainRelease:
    """A release that figures were made from; `is_listed`: readers find it in the registers."""

    import_id: int
    release: str
    source: str
    title: str
    publisher: str
    vintage: str
    licence: str
    loaded_at: datetime | None
    is_listed: bool


@dataclass(frozen=True)
class ChainInput:
    """One input of a derived figure; `below` is its own chain, where it is derived itself."""

    role: str
    code: str
    name: str
    is_residents: bool
    releases: tuple[ChainRelease, ...]
    below: "Chain | None"

    @property
    def is_listed(self) -> bool:
        """Whether readers find the indicator in the registers."""
        return any(each.is_listed for each in self.releases)


@dataclass(frozen=True)
class Chain:
    """How the figures of one derived import were made. `borrowed`: periods, and the earlier ones of the divisor."""

    import_id: int
    code: str
    formula: str
    version: int
    why: str
    declared_at: datetime
    inputs: tuple[ChainInput, ...]
    borrowed: tuple[tuple[str, str], ...]

    @property
    def derived_by(self) -> str:
        """By which version, in a line."""
        return f"declaration {self.version}: {self.formula}"

    @property
    def made_from(self) -> str:
        """Of which releases, in a line, through whatever is derived in between."""
        return "; ".join(_in_a_line(each) for each in self.inputs)


@dataclass(frozen=True)
class _Known:
    """The imports of a chain, the names of indicators, the imports that are in the registers, and the one period."""

    imports: Mapping[int, Import]
    names: Mapping[str, str]
    published: frozenset[int]
    period: str


def read_chain(numbers: Collection[int]) -> dict[int, Any]:
    """An import and all that stands behind it (`Import.behind`), each with its file, its source and its declaration,
    what a steward says of its source, and the name of its indicator if no edition scores that: one query.
    """
    of_context = ContextIndicator.objects.filter(code=OuterRef("element_code")).values("name")
    rows = with_registered(Import.objects.select_related("derivation", "source", "file"))
    rows = rows.defer("revisions", "file__content").annotate(called=Subquery(of_context))
    return dict(rows.in_bulk(list(numbers)))


def chain_of(
    import_id: int,
    published: Collection[int],
    names: Mapping[str, str] | None = None,
    period: str = "",
    *,
    imports: Mapping[int, Any] | None = None,
) -> Chain | None:
    """The chain behind one import; None when it was not derived: two queries at any length, none with `imports` read.

    `published`: the imports that readers find in the registers. `names`: what the indicators are called that readers
    know; those of context come with what was read, and only a name that is in neither is asked for. Older divisors are
    those of all periods, or of one.
    """
    if imports is None:
        behind = Import.objects.filter(pk=import_id, derivation__isnull=False).values_list("behind", flat=True).first()
        imports = {} if behind is None else read_chain([import_id, *behind])
    if import_id not in imports:
        return None
    of_context = {each.element_code: each.called for each in imports.values() if each.called}
    told = {**of_context, **(names or {})}
    used = {code for each in imports.values() if each.derivation for code in input_codes(each.derivation)}
    if used - told.keys():
        told = {**names_now(), **told}
    return _chain(imports[import_id], _Known(imports, told, frozenset(published), period))


def sum_behind(imported: Import, area: Area, period: str, value: float) -> str:
    """How one derived figure follows from its parts, as a sum; empty where that is not known to the last digit."""
    derivation = imported.derivation
    if derivation is None:
        return ""
    for cell in work_out_again(derivation, imports_behind(imported), area).cells:
        if (cell.area, cell.period) == (area.code, period) and cell.text and float(cell.text) == value:
            return written(formula_of(derivation), cell)
    return ""


def _chain(imported: Import, known: _Known) -> Chain | None:
    derivation = imported.derivation
    if derivation is None:
        return None
    older = imported.made_from["borrowed"]
    return Chain(
        import_id=imported.pk,
        code=derivation.code,
        formula=in_words(derivation, known.names),
        version=derivation.version,
        why=derivation.why,
        declared_at=derivation.declared_at,
        inputs=tuple(_input(role, code, imported, known) for role, code in ordered_inputs(derivation)),
        borrowed=_labels(pair for pair in older.items() if known.period in ("", pair[0])),
    )


def _input(role: str, code: str, imported: Import, known: _Known) -> ChainInput:
    numbers = [pk for each in imported.made_from["inputs"] if each["role"] == role for pk, _release in each["imports"]]
    used = [known.imports[pk] for pk in numbers if pk in known.imports]
    return ChainInput(
        role=str(ROLE_WORDS[role]),
        code=code,
        name=name_in(known.names, code),
        is_residents=code == RESIDENTS,
        releases=tuple(_release(each, known.published) for each in reversed(used)),
        below=_chain(used[-1], known) if used else None,
    )


def _labels(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label(period), label(older)) for period, older in sorted(pairs, reverse=True))


def _release(imported: Import, published: Collection[int]) -> ChainRelease:
    header: dict[str, Any] = imported.header
    return ChainRelease(
        import_id=imported.pk,
        release=imported.release,
        source=header.get("source", ""),
        title=header.get("title", ""),
        publisher=header.get("publisher", ""),
        vintage=header.get("vintage", ""),
        licence=header.get("licence", ""),
        loaded_at=imported.loaded_at,
        is_listed=imported.pk in published,
    )


def _in_a_line(each: ChainInput) -> str:
    if each.is_residents:
        return each.name
    used = ", ".join(f"import {release.import_id} ({release.release})" for release in each.releases)
    below = f", itself derived from ({each.below.made_from})" if each.below else ""
    return f"{each.code}: {used}{below}"
