"""How it goes with one initiative, as its page shows it: what was done, what is said of it, what hinders it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.activity.models import Version
from apps.common.states import Move
from apps.initiatives.models import (
    OPEN_STATES,
    DeliveryCount,
    DeliveryMeasure,
    Dependency,
    Initiative,
    InitiativeUpdate,
    Milestone,
    Risk,
)
from apps.initiatives.queries import LIVE
from apps.initiatives.states import MILESTONE

#: So many updates, and so many counts of each measure, stand on the page; the rest on pages of their own.
_UPDATES, _COUNTS = 3, 4


@dataclass(frozen=True)
class MeasureLine:
    """What is counted: how much of it there is, of how much that is meant, and its latest counts, newest first.

    `share` is how much of what is meant is done, 100 at most; None where no number is meant.
    """

    measure: DeliveryMeasure
    number: Decimal | None
    share: int | None
    is_late: bool
    counts: tuple[DeliveryCount, ...]
    more: int


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone, the days on which it was due before, and what may be done with it without saying a day."""

    milestone: Milestone
    was_due: tuple[date, ...]
    is_overdue: bool
    is_left: bool
    moves: dict[str, Move]


@dataclass(frozen=True)
class RiskLine:
    """A risk or a blocker, and whether whoever looked after it is a member no more."""

    risk: Risk
    is_left: bool


@dataclass(frozen=True)
class WaitLine:
    """What is waited for, and what has come of that so far: empty while all is well."""

    dependency: Dependency
    trouble: str
    is_there: bool


@dataclass(frozen=True)
class Course:
    """All of it, in a fixed number of queries."""

    updates: tuple[InitiativeUpdate, ...]
    more_updates: bool
    measures: tuple[MeasureLine, ...]
    milestones: tuple[MilestoneLine, ...]
    risks: tuple[RiskLine, ...]
    closed_risks: tuple[RiskLine, ...]
    waits_for: tuple[WaitLine, ...]
    awaited_by: tuple[Dependency, ...]


def course_of(initiative: Initiative, *, reader: Any, milestones: Sequence[Milestone] | None = None) -> Course:
    """How it goes, as far as the reader sees it; `milestones` where the caller has them, with their people."""
    if milestones is None:
        milestones = list(initiative.milestones.select_related("reached_by", "owner"))
    updates = list(initiative.updates.select_related("written_by")[: _UPDATES + 1])
    here = set(initiative.workspace.members.values_list("person_id", flat=True))
    risks = [
        RiskLine(each, _is_left(each.owner_id, here)) for each in initiative.risks.select_related("owner", "raised_by")
    ]
    seen = Dependency.objects.visible_to(reader).standing()
    return Course(
        updates=tuple(updates[:_UPDATES]),
        more_updates=len(updates) > _UPDATES,
        measures=measure_lines(initiative),
        milestones=_milestone_lines(initiative, milestones, here),
        risks=tuple(line for line in risks if line.risk.state == Risk.State.OPEN),
        closed_risks=tuple(line for line in risks if line.risk.state == Risk.State.CLOSED),
        waits_for=_wait_lines(seen.filter(initiative=initiative)),
        awaited_by=tuple(seen.filter(on=initiative).select_related("initiative")),
    )


def measure_lines(initiative: Initiative) -> tuple[MeasureLine, ...]:
    """What is counted of it: three queries, however many counts there are."""
    measures = list(initiative.measures.all())
    standing = DeliveryCount.objects.standing().filter(measure__in=measures)
    sums = dict(standing.order_by().values_list("measure").annotate(Sum("number")))
    rows: dict[int, list[DeliveryCount]] = {each.pk: [] for each in measures}
    for count in standing.select_related("counted_by", "corrects").order_by("-day", "-pk"):
        rows[count.measure_id].append(count)
    return tuple(measure_line(each, rows[each.pk], sums.get(each.pk)) for each in measures)


def measure_line(measure: DeliveryMeasure, counts: list[DeliveryCount], total: Decimal | None) -> MeasureLine:
    """One of them, with its counts that stand, newest first."""
    number = total if measure.kind == DeliveryMeasure.Kind.MUCH else counts[0].number if counts else None
    share = _share(number or Decimal(0), measure.intended) if measure.intended else None
    is_late = share is not None and share < 100 and measure.due is not None and measure.due < timezone.localdate()
    return MeasureLine(measure, number, share, is_late, tuple(counts[:_COUNTS]), max(0, len(counts) - _COUNTS))


def _share(number: Decimal, intended: Decimal) -> int:
    """Rounded as people do; all of it is said of nothing less."""
    return 100 if number >= intended else min(99, int(100 * number / intended + Decimal("0.5")))


def counts_of(measure: DeliveryMeasure) -> QuerySet[DeliveryCount]:
    """Every count that stands, newest first, each with the one that it corrects."""
    return measure.counts.standing().select_related("counted_by", "corrects__counted_by").order_by("-day", "-pk")


def _milestone_lines(
    initiative: Initiative, milestones: Sequence[Milestone], here: set[int]
) -> tuple[MilestoneLine, ...]:
    before = _days_before(milestones)
    today, is_live = timezone.localdate(), initiative.status in LIVE
    return tuple(
        MilestoneLine(
            milestone=each,
            was_due=tuple(before.get(each.pk, ())),
            is_overdue=is_live and each.is_open and each.due < today,
            is_left=each.is_open and _is_left(each.owner_id, here),
            moves={
                name: move
                for name, move in MILESTONE.moves_from(each.state).items()
                if name not in ("reach", "take-back")
            },
        )
        for each in milestones
    )


def _days_before(milestones: Sequence[Milestone]) -> dict[int, list[date]]:
    """The days on which milestones were due before, in the order in which they were said: one query."""
    changed = {each.pk: each.due for each in milestones if each.version > 1}
    found: dict[int, list[date]] = {}
    if not changed:
        return found
    versions = Version.objects.filter(subject_kind="milestone", subject_id__in=changed).order_by("number")
    for pk, words in versions.values_list("subject_id", "words"):
        day, known = date.fromisoformat(words["due"]), found.setdefault(pk, [])
        if day != changed[pk] and day not in known:
            known.append(day)
    return found


def _is_left(person: int | None, here: set[int]) -> bool:
    return person is not None and person not in here


def _wait_lines(dependencies: QuerySet[Dependency]) -> tuple[WaitLine, ...]:
    found = list(dependencies.select_related("on"))
    awaited = [each.on_id for each in found if each.on_id]
    late = Milestone.objects.filter(initiative__in=awaited, state__in=OPEN_STATES, due__lt=timezone.localdate())
    behind = set(late.values_list("initiative_id", flat=True)) if awaited else set()
    return tuple(
        WaitLine(each, _trouble(each, behind), each.on is not None and each.on.status == Initiative.Status.FINISHED)
        for each in found
    )


def _trouble(dependency: Dependency, behind: set[int]) -> str:
    """What slipped of what is waited for; empty while nothing did."""
    on, needed, today = dependency.on, dependency.needed_by, timezone.localdate()
    if on and on.status == Initiative.Status.FINISHED:
        return ""
    if on and on.status == Initiative.Status.STOPPED:
        return _("It was stopped. Say what happens without it, or wait for something else.")
    if needed and needed < today:
        return _("It was needed by %(day)s, and is not there yet.") % {"day": date_format(needed, "j F Y")}
    if on and on.status == Initiative.Status.PAUSED:
        return _("It is paused.")
    if on and needed and on.ends and on.ends > needed:
        days = {"ends": date_format(on.ends, "j F Y"), "needed": date_format(needed, "j F Y")}
        return _("It is to end on %(ends)s, after it is needed (%(needed)s).") % days
    if on and on.ends and on.ends < today:
        return _("It was to end on %(day)s, and is not finished.") % {"day": date_format(on.ends, "j F Y")}
    if on and on.pk in behind:
        return _("A milestone of it is overdue.")
    return ""
