"""What the desk shows of a reorganisation: what bringing it in would do, and how far what followed from it is."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from apps.activity.listeners import job_kind
from apps.areas.models import Area, NewArea, Reorganisation
from apps.areas.soundness import faults_of
from apps.background.models import Job
from apps.figures.history import RuleLine, rules_in_force, wholes_of, worked_out_release
from apps.figures.history_actions import REAGGREGATE
from apps.figures.models import Absence, Import
from apps.goals.models import Goal
from apps.workspaces.models import Workspace

_WORKING_OUT = (REAGGREGATE, job_kind("figures.history"))


@dataclass(frozen=True)
class Effect:
    """What bringing a draft in would do, or did.

    `rules`: how many indicators by each rule. `goals` open goals on areas that end, `workspaces` for any of those.
    `divided`: the names of new areas of which no history can be worked out, as something went in only in part.
    """

    faults: tuple[str, ...]
    rules: tuple[tuple[str, int], ...]
    impossible: tuple[RuleLine, ...]
    goals: int
    workspaces: int
    divided: tuple[str, ...]


@dataclass(frozen=True)
class FigureCount:
    """How many figures the earlier history of the new areas would have: values, and reasons why there is none."""

    indicators: int
    values: int
    reasons: tuple[tuple[str, int], ...]


def effect_of(reorganisation: Reorganisation) -> Effect:
    """What a draft would do if it were brought in now: a dozen queries."""
    lines = list(rules_in_force().values())
    counted = Counter(line.label for line in lines)
    ended = Area.objects.filter(became__new_area__reorganisation=reorganisation)
    wholes = {whole.code for whole in wholes_of(reorganisation) if whole.partly}
    divided = reorganisation.new_areas.filter(code__in=wholes).values_list("name", flat=True)
    drafted = reorganisation.state == Reorganisation.State.DRAFTED
    return Effect(
        faults=tuple(faults_of(reorganisation, timezone.localdate())) if drafted else (),
        rules=tuple(counted.most_common()),
        impossible=tuple(sorted((line for line in lines if line.kind == "none"), key=lambda line: line.subject.name)),
        goals=Goal.objects.open().filter(area__in=ended).count(),
        workspaces=Workspace.objects.filter(areas__in=ended).distinct().count(),
        divided=tuple(divided),
    )


def figures_of_effect(reorganisation: Reorganisation) -> FigureCount:
    """Every figure that would be worked out, counted: it reads all that is in force, so it is asked for by itself."""
    wholes, values, indicators, reasons = wholes_of(reorganisation), 0, 0, Counter[str]()
    for line in rules_in_force().values():
        release = worked_out_release(reorganisation, line, wholes)
        rows = release.rows if release else []
        indicators += bool(rows)
        values += sum(bool(row.value) for row in rows)
        reasons.update(row.absence for row in rows if not row.value)
    told = tuple((str(Absence(why).label), many) for why, many in reasons.most_common())
    return FigureCount(indicators, values, told)


def new_areas_of(reorganisation: Reorganisation) -> list[NewArea]:
    """Its new areas with their parts: three queries."""
    return list(reorganisation.new_areas.select_related("area").prefetch_related("parts__area"))


def imports_by_state(reorganisation: Reorganisation) -> list[tuple[str, str, int]]:
    """How many imports of its earlier figures stand where: state, in words, and number."""
    rows = reorganisation.imports.order_by().values("state").annotate(many=Count("pk"))
    found = {row["state"]: row["many"] for row in rows}
    return [(state, str(label), found[state]) for state, label in Import.State.choices if state in found]


def is_moving(reorganisation: Reorganisation) -> bool:
    """Whether earlier figures are being worked out, checked or loaded."""
    under_way = Job.objects.filter(kind__in=_WORKING_OUT, state__in=[Job.State.ASKED, Job.State.RUNNING])
    if reorganisation.state == Reorganisation.State.APPLIED and under_way.exists():
        return True
    return reorganisation.imports.filter(state__in=[Import.State.UPLOADED, Import.State.LOADING]).exists()
