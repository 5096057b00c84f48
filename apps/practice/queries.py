"""What pages ask about practice: candidates, and case studies at the desk and in public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.common.states import Move
from apps.framework.models import Element
from apps.practice.finding import Finding
from apps.practice.links import lines_of
from apps.practice.models import Candidate, CandidateList, CaseStudy
from apps.practice.states import CASE_STUDY
from apps.scores.models import Run
from apps.scores.progress import bar_over_time

#: What a case study must say before the public reads it.
NEEDED = ("title", "summary", "what_was_done", "what_was_seen", "doubts")
KIND = "case-study"


@dataclass(frozen=True)
class CandidateLine:
    """A candidate in a list, what its figures say, and the case study that was begun from it."""

    candidate: Candidate
    finding: Finding
    case: CaseStudy | None


@dataclass(frozen=True)
class LeftOut:
    """An indicator that was not searched, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class SearchedFor:
    """What the list of a run and tier rests on."""

    compared: int
    left_out: tuple[LeftOut, ...]
    modelled: int


@dataclass(frozen=True)
class CaseLine:
    """A case study and what goes with it on a page."""

    case: CaseStudy
    finding: Finding | None
    links: tuple[str, ...]
    missing: tuple[str, ...]
    moves: Mapping[str, Move]


def candidates(run: Run, tier: str) -> QuerySet[Candidate]:
    """The largest changes of a run and tier, largest first."""
    return run.candidates.filter(tier=tier).select_related("area", "element", "run__edition").order_by("place")


def candidate_lines(found: Iterable[Candidate]) -> list[CandidateLine]:
    """Candidates as a list shows them: two queries, however many."""
    rows = list(found)
    begun = CaseStudy.objects.filter(candidate__in=rows).exclude(state=CaseStudy.State.RETIRED).order_by("-pk")
    cases = {case.candidate_id: case for case in begun}
    return [CandidateLine(row, Finding.of(row), cases.get(row.pk)) for row in rows]


def searched_for(run: Run, tier: str) -> SearchedFor | None:
    """How many indicators were compared, and which were not; None while the run has not been searched."""
    found = CandidateList.objects.filter(run=run, tier=tier).first()
    if found is None:
        return None
    elements = run.edition.elements.filter(code__in=found.left_out).order_by("position")
    reasons = [LeftOut(each.name, _reason(each, found.left_out[each.code])) for each in elements]
    modelled = sum(reason == CandidateList.LeftOut.MODELLED for reason in found.left_out.values())
    return SearchedFor(len(found.compared), tuple(reasons), modelled)


def published_cases(*, area_slug: str = "", element_code: str = "") -> QuerySet[CaseStudy]:
    """What the public reads, newest first: of an area, of an element, of both, or all."""
    found = CaseStudy.objects.published().select_related("area", "element").order_by("-published_at", "-pk")
    asked = {"area__slug": area_slug, "element__code": element_code}
    return found.filter(**{name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class Places:
    """What the published case studies are about: of each the area (slug, name) and the element (code, name)."""

    rows: tuple[tuple[str, str, str, str], ...]

    @property
    def areas(self) -> list[tuple[str, str]]:
        """Their areas (slug, name), by name."""
        return _by_name({slug: name for slug, name, _code, _element in self.rows})

    @property
    def elements(self) -> list[tuple[str, str]]:
        """Their elements (code, name), by name."""
        return _by_name({code: element for _slug, _name, code, element in self.rows})

    def count(self, *, area_slug: str = "", element_code: str = "") -> int:
        """How many are of an area, of an element, of both, or all."""
        return sum(area_slug in ("", slug) and element_code in ("", code) for slug, _name, code, _element in self.rows)


def published_places() -> Places:
    """What the published case studies are about: one query."""
    columns = ("area__slug", "area__name", "element__code", "element__name")
    return Places(tuple(CaseStudy.objects.published().values_list(*columns)))


def cases(*, state: str = "") -> QuerySet[CaseStudy]:
    """The case studies at the desk, in one state or any, newest first."""
    found = CaseStudy.objects.select_related("area", "element", "drafted_by").order_by("-pk")
    return found.filter(state=state) if state else found


def case_line(case: CaseStudy) -> CaseLine:
    """A case study as its page shows it."""
    return CaseLine(
        case=case,
        finding=Finding.kept(case.facts),
        links=tuple(lines_of(case.links)),
        missing=tuple(missing_of(case)),
        moves=CASE_STUDY.moves_from(case.state),
    )


def missing_of(case: CaseStudy) -> list[str]:
    """The names of what is still to be written before the public may read it."""
    labels = {field.name: str(field.verbose_name) for field in CaseStudy._meta.concrete_fields}
    return [labels[name] for name in NEEDED if not getattr(case, name).strip()]


def _by_name(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def _reason(element: Element, why: str) -> str:
    if why == CandidateList.LeftOut.BARRED:
        return bar_over_time(element) or _("It may not be compared over time.")
    return str(CandidateList.LeftOut(why).label)
