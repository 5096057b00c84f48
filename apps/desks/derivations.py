"""What the steward's pages say of derivations: a first look before one is declared, and what came of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.areas.models import Area
from apps.background.models import Job
from apps.background.queries import progress_of
from apps.common.periods import label, parse
from apps.desks.queries import Moving
from apps.figures.delivered import Subject
from apps.figures.derivation.arithmetic import DIVIDING, RESIDENTS, ROLES, Derived, Kind, Result, written
from apps.figures.derivation.declared import ROLE_WORDS, formula_of, in_words, name_in, ordered_inputs, work_out
from apps.figures.ground import subjects
from apps.figures.models import Absence, Derivation, Figure, Import

#: So many results are shown with their sum, counties first where districts are put together.
EXAMPLES = 5
#: What each kind is for, as it is offered.
KINDS: tuple[tuple[str, Any, Any], ...] = (
    (
        Kind.RATIO,
        gettext_lazy("A ratio"),
        gettext_lazy("One indicator divided by another: solar electricity / land area."),
    ),
    (
        Kind.RATE,
        gettext_lazy("A rate"),
        gettext_lazy("A count for so many people: cases / residents × 1,000."),
    ),
    (
        Kind.GAP,
        gettext_lazy("A gap"),
        gettext_lazy("One indicator less another, in the same unit: pay of men − pay of women."),
    ),
    (
        Kind.SUM,
        gettext_lazy("A sum over districts"),
        gettext_lazy("Counties from a count that only districts have: homes built in each of them, added up."),
    ),
    (
        Kind.MEAN,
        gettext_lazy("A mean over districts"),
        gettext_lazy("Counties from a share or an average that only districts have, each weighted by its residents."),
    ),
)


@dataclass(frozen=True)
class InputLine:
    """One input: the part that it plays, its name, its unit."""

    role: str
    name: str
    unit: str


@dataclass(frozen=True)
class DerivationLine:
    """A derivation in a list."""

    derivation: Derivation
    name: str
    formula: str
    unfinished: bool


@dataclass(frozen=True)
class PeriodLine:
    """What would come of one period: areas with a result, and without one by reason; of which older divisor."""

    label: str
    borrowed: str
    with_result: int
    missing: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Example:
    """One result with its sum written out."""

    area: str
    period: str
    written: str


@dataclass(frozen=True)
class Preview:
    """What a derivation would give now; `replaced` are figures in force that it would take the place of."""

    formula: str
    unit: str
    inputs: tuple[InputLine, ...]
    with_result: int
    areas: int
    periods: tuple[PeriodLine, ...]
    left_out: tuple[str, ...]
    examples: tuple[Example, ...]
    divided_by_nought: int
    too_large: int
    replaced: int

    @property
    def nothing(self) -> bool:
        return not self.with_result


def preview(derivation: Derivation) -> Preview:
    """A first look at what a derivation (kept or not) gives from the figures in force."""
    known = subjects()
    subject = known[derivation.code]
    names = {code: each.name for code, each in known.items()}
    result = work_out(derivation, upper_only=subject.upper_only).result
    with_text = [cell for cell in result.cells if cell.text]
    why = Counter(cell.why for cell in result.cells)
    return Preview(
        formula=in_words(derivation, names),
        unit=subject.unit,
        inputs=input_lines(derivation, known),
        with_result=len(with_text),
        areas=len({cell.area for cell in with_text}),
        periods=_period_lines(result, subject, known.get(ordered_inputs(derivation)[0][1], subject)),
        left_out=tuple(label(period, subject.period_type) for period in result.left_out),
        examples=_examples(derivation, with_text, subject),
        divided_by_nought=why["zero"],
        too_large=why["large"],
        replaced=_replaced(derivation.code, with_text),
    )


def input_lines(derivation: Derivation, known: dict[str, Subject]) -> tuple[InputLine, ...]:
    """The inputs of a derivation, in the order in which they are said."""
    names = {code: each.name for code, each in known.items()}
    return tuple(
        InputLine(
            str(ROLE_WORDS[role]),
            name_in(names, code),
            _("people") if code == RESIDENTS else known[code].unit if code in known else "",
        )
        for role, code in ordered_inputs(derivation)
    )


def derivation_lines(rows: Iterable[Derivation]) -> list[DerivationLine]:
    """Derivations as they are listed, by the names that indicators have now."""
    names = {code: each.name for code, each in subjects().items()}
    lines = [
        DerivationLine(each, name_in(names, each.code), in_words(each, names), _is_undone(each.job)) for each in rows
    ]
    return sorted(lines, key=lambda line: (line.name.casefold(), -line.derivation.version))


def moving_derivation(derivation: Derivation) -> Moving | None:
    """What the page of a derivation waits for: its figures, their check, their load; None when all is still."""
    if _is_undone(derivation.job):
        return Moving(_("Working out its figures"), progress_of(derivation.job))
    moving = derivation.imports.filter(state__in=[Import.State.UPLOADED, Import.State.LOADING]).select_related("job")
    for imported in moving:
        if _is_undone(imported.job):
            return Moving(_("Bringing its figures in"), progress_of(imported.job))
    return None


def kind_named(kind: str) -> tuple[str, str]:
    """The name of a kind and what it is for. Raises KeyError on one that there is not."""
    return {code: (str(name), str(use)) for code, name, use in KINDS}[kind]


def may_be_residents(role: str) -> bool:
    """Whether residents may stand in the place of an input."""
    return role in DIVIDING


def roles_of(kind: str) -> tuple[str, ...]:
    """The parts that inputs of a kind play."""
    return ROLES[kind]


def _is_undone(job: Job | None) -> bool:
    return job is not None and job.state in (Job.State.ASKED, Job.State.RUNNING, Job.State.FAILED)


def _period_lines(result: Result, subject: Subject, lead: Subject) -> tuple[PeriodLine, ...]:
    kind = subject.period_type or lead.period_type
    words = {str(reason): str(reason.label) for reason in Absence}
    lines = []
    for period in sorted({cell.period for cell in result.cells}, key=parse, reverse=True):
        cells = [cell for cell in result.cells if cell.period == period]
        missing = Counter(words.get(cell.absence, cell.absence) for cell in cells if cell.absence)
        older = result.borrowed.get(period, "")
        lines.append(
            PeriodLine(
                label(period, kind), label(older) if older else "", len(cells) - missing.total(), tuple(missing.items())
            )
        )
    return tuple(lines)


def _examples(derivation: Derivation, cells: list[Derived], subject: Subject) -> tuple[Example, ...]:
    """Some results of the latest period, spread over the areas; counties alone where they are put together."""
    if not cells:
        return ()
    latest = max((cell.period for cell in cells), key=parse)
    chosen = [cell for cell in cells if cell.period == latest]
    if counties := [cell for cell in chosen if len({part.area for part in cell.parts}) > 1]:
        chosen = counties
    step = max(1, len(chosen) // EXAMPLES)
    chosen = chosen[::step][:EXAMPLES]
    names = dict(Area.objects.filter(code__in=[cell.area for cell in chosen]).values_list("code", "name"))
    formula = formula_of(derivation)
    return tuple(
        Example(names[cell.area], label(cell.period, subject.period_type), written(formula, cell)) for cell in chosen
    )


def _replaced(code: str, cells: list[Derived]) -> int:
    """How many cells there are figures of in force that were not derived."""
    by_hand = Figure.objects.filter(
        element_code=code, imported__state=Import.State.LOADED, imported__derivation__isnull=True
    )
    known = set(by_hand.values_list("area__code", "period"))
    return len(known & {(cell.area, cell.period) for cell in cells})
