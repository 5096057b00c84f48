"""What a board pack shows, gathered once when it is made: plain data, all of it words and numbers as they were then."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.figures.models import Import
from apps.goals.drawing import goal_road
from apps.goals.local_wording import subject_name
from apps.goals.models import Assessment, Goal
from apps.goals.outlook_wording import forecast_in_short
from apps.goals.queries import FigureLine, GoalDetail, figure_lines, goal_detail, mark_lines
from apps.goals.target_wording import aim_in_full
from apps.goals.trajectory import NOT_COMPARABLE
from apps.goals.wording import sentence_of, written
from apps.initiatives.models import OPEN_STATES, Initiative, Milestone
from apps.initiatives.queries import ServingLine, shared_initiatives_for
from apps.reports.models import Pack
from apps.reports.narrative import Facts, filled_as_far_as_known
from apps.scores.queries import published_run
from apps.workspaces.models import Workspace

Shown = dict[str, Any]


def gathered(pack: Pack) -> Shown:
    """All that a pack shows, as JSON can hold it."""
    workspace, goals = pack.workspace, goals_of(pack)
    details = [goal_detail(goal) for goal in goals]
    told = [_goal(detail, pack) for detail in details]
    counted = Counter(str(each["standing"]) for each in told)
    run = published_run()
    return {
        "title": pack.title,
        "workspace": workspace.name,
        "purpose": workspace.purpose,
        "invented": workspace.is_demonstration,
        "areas": list(workspace.areas.order_by("name").values_list("name", flat=True)),
        "partners": [
            {"name": each.organisation.name, "sector": str(each.organisation.get_sector_display())}
            for each in workspace.partners.select_related("organisation")
        ],
        "period": _("%(begins)s to %(ends)s") % {"begins": _day(pack.begins), "ends": _day(pack.ends)},
        "made": _day(timezone.localdate()),
        "as_at": _day(run.as_at) if run else "",
        "run": run.pk if run else None,
        "edition": run.edition.name if run else "",
        "words": filled_as_far_as_known(pack.words, facts_of(goals)),
        "counts": [
            {"standing": label, "count": counted[label]}
            for label in map(str, Assessment.Standing.labels)
            if counted[label]
        ],
        "goals": told,
        "gaps": _gaps(workspace, told),
        "method": _method(),
    }


def goals_of(pack: Pack) -> list[Goal]:
    """The goals that a pack is about: those that were chosen, else all that are open."""
    known = pack.workspace.goals.select_related("workspace", "area", "element", "local_measure", "lead", "baseline_run")
    chosen = set(pack.goals.values_list("pk", flat=True))
    rows = known.filter(pk__in=chosen) if chosen else known.open()
    return list(rows.order_by("due", "pk"))


def facts_of(goals: Sequence[Goal]) -> Facts:
    """What fills the fields of a narrative: for each goal by its place, what it is called and where it stands."""
    facts: dict[str, str] = {"goals": str(len(goals))}
    for place, goal in enumerate(goals, 1):
        latest = goal.assessments.counting().first()
        facts |= {f"{place}.{name}": said for name, said in _facts(goal, latest).items()}
    return facts


def _facts(goal: Goal, latest: Assessment | None) -> dict[str, str]:
    has_figure = latest is not None and latest.value is not None
    return {
        "title": goal.title,
        "area": goal.area.name,
        "baseline": written(goal, goal.baseline),
        "target": written(goal, goal.target),
        "due": _day(goal.due),
        "lead": goal.lead.name,
        "figure": written(goal, latest.value) if latest and has_figure else _("no newer figure"),
        "expected": written(goal, latest.expected) if latest and latest.expected is not None else _("nothing yet"),
        "standing": str(latest.get_standing_display()) if latest else _("not looked at yet"),
        "forecast": forecast_in_short(goal, latest) or _("no forecast"),
    }


def _goal(detail: GoalDetail, pack: Pack) -> Shown:
    goal, latest = detail.goal, detail.latest
    figures = figure_lines(goal, detail.series.points)
    return {
        "title": goal.title,
        "area": goal.area.name,
        "element": subject_name(goal),
        "unit": goal.subject.unit if goal.measure == Goal.Measure.VALUE else str(_("progress score")),
        "aim": aim_in_full(goal),
        "lead": goal.lead.name,
        "contributors": list(goal.contributors.order_by("name").values_list("name", flat=True)),
        "success": goal.success,
        "standing": str(latest.get_standing_display()) if latest else "",
        "standing_code": latest.standing if latest else NOT_COMPARABLE,
        "sentence": detail.sentence,
        "has_forecast": latest is not None and latest.forecast is not None,
        "then": _then(goal, pack.begins, latest),
        "outlook": list(detail.outlook),
        "marks": [
            {"day": _day(each.day), "value": each.value, "figure": each.figure, "period": each.period}
            for each in mark_lines(goal, detail.series.points)
        ],
        "figures": [_figure(goal, line) for line in reversed(figures)],
        "road": [list(corner) for corner in detail.road],
        "picture": str(goal_road(goal, detail.series.points, latest)),
        "initiatives": [_served(line, pack) for line in shared_initiatives_for(goal)],
        "quality": _quality(detail),
    }


def _figure(goal: Goal, line: FigureLine) -> Shown:
    point = line.point
    has_limits = point.lower is not None and point.upper is not None
    return {
        "period": point.label,
        "when": point.when,
        "value": point.value,
        "written": line.value,
        "lower": point.lower,
        "upper": point.upper,
        "limits": f"{written(goal, point.lower)} – {written(goal, point.upper)}" if has_limits else "",
        "expected": line.expected,
    }


def _then(goal: Goal, day: date, latest: Assessment | None) -> str:
    """Where it stood when the period began, if that can be told and is other than now."""
    begun = timezone.make_aware(datetime.combine(day, time.min))
    before = goal.assessments.counting().filter(assessed_at__lt=begun).order_by("-assessed_at").first()
    if before is None:
        return _("It was set on %(day)s, after the period began.") % {"day": _day(timezone.localdate(goal.set_at))}
    if latest and before.standing == latest.standing:
        return _("It was “%(standing)s” when the period began, too.") % {"standing": before.get_standing_display()}
    told = {"standing": before.get_standing_display(), "said": sentence_of(goal, before)}
    return _("When the period began it was “%(standing)s”: %(said)s") % told


def _served(line: ServingLine, pack: Pack) -> Shown:
    initiative, steps = line.initiative, list(line.initiative.milestones.all())
    within = [step for step in steps if step.reached_on and pack.begins <= step.reached_on <= pack.ends]
    late = [step for step in steps if step.is_open and step.due < timezone.localdate()]
    return {
        "title": initiative.title,
        "kind": str(initiative.get_kind_display()),
        "status": str(initiative.get_status_display()),
        "lead": initiative.lead.name,
        "mechanism": line.contribution.mechanism,
        "effect_from": _day(line.contribution.effect_from) if line.contribution.effect_from else "",
        "reached": [_step(step, step.reached_on) for step in within],
        "late": [_step(step, step.due) for step in late],
        "next": _step(line.next_milestone, line.next_milestone.due) if line.next_milestone else "",
        "confirmed": _day(timezone.localtime(initiative.confirmed_at).date()),
    }


def _step(step: Milestone, day: date | None) -> str:
    return f"{step.title} ({_day(day)})" if day else step.title


def _quality(detail: GoalDetail) -> Shown:
    """The quality card of what a goal is read from: whose figures, by which licence, how old, what to keep in mind."""
    goal, latest = detail.goal, detail.series.points[-1] if detail.series.points else None
    sources = Import.objects.none()
    run = published_run()
    if run and goal.element:
        codes = goal.basis or [goal.element.code]
        sources = Import.objects.filter(pk__in=run.imports, element_code__in=codes).select_related("source")
    return {
        "sources": _locally(goal) or sorted({_source(each) for each in sources if each.source}),
        "latest": latest.label if latest else _("none"),
        "has_limits": any(point.lower is not None for point in detail.series.points),
        "modelled": goal.subject.modelled,
        "proxy": goal.subject.proxy,
        "note": goal.subject.quality_note,
        "caveat": detail.series.caveat,
    }


def _locally(goal: Goal) -> list[str]:
    """Of a goal on a local measure: what it is, and where its figures come from."""
    measure = goal.local_measure
    return [measure.mark, " ".join(filter(None, [measure.source, measure.link]))] if measure else []


def _source(imported: Import) -> str:
    source = imported.source
    assert source is not None
    return f"{source.publisher}, {source.title}, {source.vintage} ({source.licence})"


def _gaps(workspace: Workspace, told: Sequence[Shown]) -> list[str]:
    """What a board would ask about."""
    said = [
        _("Nobody has logged a policy or an initiative towards “%(goal)s”.") % {"goal": each["title"]}
        for each in told
        if not each["initiatives"]
    ]
    idle = workspace.initiatives.shared().filter(status=Initiative.Status.UNDER_WAY)
    aimless = idle.exclude(contributions__is_meant=True).order_by("title")
    said += [
        _("“%(initiative)s” is under way, and says of no goal that it serves it.") % {"initiative": each.title}
        for each in aimless
    ]
    shared = workspace.initiatives.shared()
    open_ones = Milestone.objects.filter(initiative__in=shared, state__in=OPEN_STATES)
    late = open_ones.filter(due__lt=timezone.localdate()).count()
    if late:
        said.append(_("Milestones that are overdue in this workspace: %(count)s.") % {"count": late})
    return said


def _method() -> list[str]:
    return [
        _("Figures are those of their publishers, as they stood in the published run that is named on the front."),
        _(
            "A goal’s standing compares its latest figure that counts with what its road expected in the middle of "
            "that figure’s period. On course is nine tenths of the way or more; limits that a source gives are heeded."
        ),
        _(
            "A forecast says where a figure may be if it goes on as it did. Its range was tried on the past of all "
            "areas; how often it held there stands beside it. It knows nothing of what anyone does from now on."
        ),
        _(
            "What partners do is meant to help. Whether a figure moved is told by the figure; nothing here says that "
            "it moved because of something."
        ),
        _(
            "This is a rebuilt index on open data. Scores are relative, uncertain and partial, and no league table is "
            "made of them."
        ),
    ]


def _day(day: date) -> str:
    return date_format(day, "j F Y")
