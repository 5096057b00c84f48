"""The dates of a workspace: milestones, ends, goals falling due, figures expected, quiet periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.icalendar import Entry, calendar_text
from apps.figures.expected import date_words, day_after
from apps.figures.models import ExpectedRelease, Import
from apps.framework.models import Element
from apps.goals.models import Goal
from apps.initiatives.models import OPEN_STATES, Initiative, Milestone
from apps.initiatives.queries import LIVE, initiatives_in
from apps.workspaces.models import QuietPeriod, Workspace

#: So far back what is over stays in calendars.
KEPT = timedelta(days=365)
#: No quarter is longer.
_QUARTER = timedelta(days=92)


@dataclass(frozen=True)
class Dated:
    """Something of a workspace on a day or some days: what sort it is, what it is, and the page that tells more.

    `told` is when it is in words, where that is not one day; `is_over` says that it was reached, `is_overdue` that it
    should have been by now.
    """

    sort: str
    title: str
    about: str
    starts: date
    after: date
    path: str
    uid: str
    changed_at: datetime
    told: str = ""
    is_over: bool = False
    is_overdue: bool = False
    sequence: int = 0


def dates_in(workspace: Workspace, reader: Any, since: date) -> list[Dated]:
    """Those that someone sees, from a day on and what is overdue, earliest first: a fixed number of queries."""
    seen = initiatives_in(workspace, reader).exclude(status=Initiative.Status.STOPPED)
    goals = list(workspace.goals.open().select_related("area", "element"))
    found = [
        *_milestones(workspace, seen, since),
        *_ends(seen, since, lambda each: reverse("work:initiative", args=[workspace.slug, each.pk])),
        *_goals(goals, since, lambda each: reverse("work:goal", args=[workspace.slug, each.pk])),
        *_releases(goals, since),
        *_quiet(workspace, since),
    ]
    return sorted(found, key=lambda each: (each.starts, each.title, each.uid))


def public_dates_in(workspace: Workspace, since: date) -> list[Dated]:
    """Those of what the public sees of a workspace: goals that fall due, ends, and figures that are expected."""
    seen = Initiative.objects.shown().filter(workspace=workspace).exclude(status=Initiative.Status.STOPPED)
    goals = list(Goal.objects.open().shown().filter(workspace=workspace).select_related("area", "element"))
    page = reverse("explore:workspace", args=[workspace.slug])
    found = [
        *_ends(seen, since, lambda _each: page),
        *_goals(goals, since, lambda _each: page),
        *_releases(goals, since),
    ]
    return sorted(found, key=lambda each: (each.starts, each.title, each.uid))


def calendar_of(workspace: Workspace, dates: Iterable[Dated], site: str) -> bytes:
    """Dates as a file for calendars; `site` is what stands before their paths."""
    name = f"{workspace.name} ({settings.SITE_NAME})"
    return calendar_text(name, "Workspace calendar", (_entry(each, site) for each in dates))


def _entry(each: Dated, site: str) -> Entry:
    return Entry(
        uid=each.uid,
        title=f"{each.sort}: {each.title}",
        starts=each.starts,
        after=each.after,
        changed_at=each.changed_at,
        url=f"{site}{each.path}",
        about=each.about,
        sequence=each.sequence,
    )


def _milestones(workspace: Workspace, seen: QuerySet[Initiative], since: date) -> Iterable[Dated]:
    today = timezone.localdate()
    is_late = Q(state__in=OPEN_STATES, due__lt=today, initiative__status__in=LIVE)
    rows = Milestone.objects.filter(Q(due__gte=since) | is_late, initiative__in=seen)
    for each in rows.exclude(state=Milestone.State.DROPPED).select_related("initiative"):
        reached = _("Reached on %(day)s.") % {"day": date_words(each.reached_on, "day")} if each.reached_on else ""
        yield Dated(
            sort=_("Milestone"),
            title=each.title,
            about=f"{each.initiative.title}. {reached}".strip(),
            starts=each.due,
            after=_after(each.due),
            path=reverse("work:initiative", args=[workspace.slug, each.initiative_id]),
            uid=f"milestone-{each.key}",
            changed_at=each.initiative.confirmed_at,
            is_over=each.reached_on is not None,
            is_overdue=each.is_open and each.due < today and each.initiative.status in LIVE,
            sequence=each.version - 1,
        )


def _ends(seen: QuerySet[Initiative], since: date, path: Any) -> Iterable[Dated]:
    for each in seen.filter(ends__gte=since, status__in=LIVE).select_related("lead"):
        if each.ends:
            yield Dated(
                sort=_("Planned end"),
                title=each.title,
                about=_("Led by %(lead)s.") % {"lead": each.lead},
                starts=each.ends,
                after=_after(each.ends),
                path=path(each),
                uid=f"end-{each.key}",
                changed_at=each.confirmed_at,
                sequence=each.version - 1,
            )


def _goals(goals: Iterable[Goal], since: date, path: Any) -> Iterable[Dated]:
    for each in goals:
        if each.due >= since:
            yield Dated(
                sort=_("Goal due"),
                title=each.title,
                about=_("%(element)s in %(area)s.") % {"element": each.subject, "area": each.area},
                starts=each.due,
                after=_after(each.due),
                path=path(each),
                uid=f"goal-{uuid5(NAMESPACE_URL, f'{each.pk} {each.set_at.isoformat()}')}",
                changed_at=each.set_at,
                sequence=each.version - 1,
            )


def _releases(goals: Iterable[Goal], since: date) -> Iterable[Dated]:
    """Figures that are expected of what the goals rest on: of an indicator, or of a source as a whole."""
    codes = {code for goal in goals for code in (goal.basis or ([goal.element.code] if goal.element else []))}
    if not codes:
        return
    sources = Import.objects.filter(state=Import.State.LOADED, element_code__in=codes).values("source__code")
    wanted = Q(element_code__in=codes) | Q(element_code="", source__code__in=sources)
    rows = ExpectedRelease.objects.filter(wanted, state=ExpectedRelease.State.EXPECTED, on__gte=since - _QUARTER)
    names = dict(Element.objects.filter(code__in=codes).order_by("pk").values_list("code", "name"))
    for each in rows.select_related("source"):
        # A month or a quarter that has begun is still to come until it is over.
        if (after := day_after(each.on, each.precision)) <= since:
            continue
        yield Dated(
            sort=_("Figures expected"),
            title=names.get(each.element_code) or each.source.title,
            about=f"{each.source.publisher}: {each.source.title} ({each.get_standing_display()})",
            starts=each.on,
            after=after,
            path=reverse("explore:release_calendar"),
            uid=str(each.uid),
            changed_at=each.changed_at,
            told=date_words(each.on, each.precision),
            sequence=each.version - 1,
        )


def _quiet(workspace: Workspace, since: date) -> Iterable[Dated]:
    """Days in which nothing becomes public newly there: of the workspace, of a region of its areas, of all."""
    regions = workspace.areas.values("region")
    here = Q(workspace=workspace) | Q(workspace__isnull=True, region__in=regions) | Q(workspace=None, region="")
    for each in QuietPeriod.objects.filter(here, ended_at__isnull=True, ends__gte=since):
        yield Dated(
            sort=_("Quiet period"),
            title=each.words,
            about=_("Nothing becomes public newly until %(day)s.") % {"day": date_words(each.ends, "day")},
            starts=each.starts,
            after=_after(each.ends),
            path=reverse("work:workspace", args=[workspace.slug]),
            uid=f"quiet-{uuid5(NAMESPACE_URL, f'{each.pk} {each.starts}')}",
            # When it was set is not kept with it: it never changes but to end.
            changed_at=timezone.make_aware(datetime.combine(each.starts, time())),
            told=f"{date_words(each.starts, 'day')} – {date_words(each.ends, 'day')}",
        )


def _after(day: date) -> date:
    """The day after; the last day that there is has none."""
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)
