"""After a publication, or when one is taken back, goals are held to the figures that readers now see, once."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.actions import keep_version, record
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.registry import Queue, each_sweep
from apps.background.work import Work
from apps.goals.assessing import Change, assess, is_news
from apps.goals.local_series import LocalSeries
from apps.goals.models import Assessment, Goal, GoalQuerySet, LocalMeasure
from apps.goals.queries import latest_assessments
from apps.goals.series import RunSeries
from apps.goals.targets import STAYED, Course
from apps.goals.wording import reason_of, sentence_of
from apps.scores.models import Publication, Run

#: Goals per transaction: on SQLite nobody else writes meanwhile, so it is kept short.
STEP = 20
#: What a local measure that falls silent does not change.
_SETTLED = (Assessment.Standing.MET, Assessment.Standing.NO_NEW_FIGURES, Assessment.Standing.NOT_COMPARABLE)


class _Overtaken(Exception):
    """Another run was published while this one's assessments were written."""


@on(Verb.RUN_PUBLISHED, name="goals.assess", queue=Queue.HEAVY, time_limit=600)
def assess_goals(work: Work, _event: Event) -> None:
    """Hold every open goal to the run that is published now; those that were already are passed over.

    Safe to run twice and to be killed anywhere: each step writes assessments and their events together, and looks first
    whether they are there. Of two publications in quick succession the later counts, whichever job comes first.
    """
    _assess(work)


@on(Verb.WORKSPACE_RESTORED, name="goals.wake", queue=Queue.HEAVY, time_limit=600)
def wake_goals(work: Work, _event: Event) -> None:
    """Hold the goals of a workspace that is out of the archive again to the run that is published now; as above."""
    _assess(work)


@on(Verb.RUN_UNPUBLISHED, name="goals.return", queue=Queue.HEAVY, time_limit=600)
def return_goals(work: Work, event: Event) -> None:
    """Hold goals to the run that readers were returned to, where it never was; tell where one reads otherwise now.

    What it said before counts again by itself. Safe to run twice and to be killed anywhere, as above.
    """
    _assess(work)
    awake = Goal.objects.filter(workspace__archived_at__isnull=True)
    returned = list(awake.filter(assessments__run=event.subject_id).distinct().order_by("pk"))
    for start in range(0, len(returned), STEP):
        with work.writing():
            _tell_step([goal.pk for goal in returned[start : start + STEP]], event)


def _assess(work: Work) -> None:
    while run := _published():
        try:
            _assess_by(work, run)
        except _Overtaken:
            continue
        return


def _published() -> Run | None:
    publication = Publication.objects.select_related("run__edition", "run__snapshot").filter(pk=1).first()
    return publication.run if publication else None


def _assess_by(work: Work, run: Run) -> None:
    waiting = _waiting(run)
    series = RunSeries.for_goals(run, waiting)
    course = Course(series)
    for start in range(0, len(waiting), STEP):
        step = waiting[start : start + STEP]
        _read_ahead(step, series)
        with work.writing():
            _assess_step([goal.pk for goal in step], series, course)
        done = start + len(step)
        work.beat(f"Looking at goals: {done} of {len(waiting)}", done, len(waiting))


def _waiting(run: Run) -> list[Goal]:
    """The goals that, as they are now, have not been held to a run yet."""
    known = set(Assessment.objects.filter(run=run).values_list("goal_id", "goal_version"))
    goals = _to_assess().select_related("area", "element").order_by("pk")
    return [goal for goal in goals if (goal.pk, goal.version) not in known]


def _to_assess() -> GoalQuerySet:
    """Open goals on the index, and such as were closed after being held only to what was taken back.

    They must read somehow.

    Those of archived workspaces rest: nobody works on them, and they are taken up again when it is restored. A
    publication says nothing of local measures.
    """
    counting = Assessment.objects.counting().filter(goal=OuterRef("pk"))
    awake = Goal.objects.filter(workspace__archived_at__isnull=True, local_measure__isnull=True)
    return awake.filter(Q(state=Goal.State.OPEN) | ~Exists(counting))


def _read_ahead(goals: Sequence[Goal], series: RunSeries) -> None:
    # What a run saw never changes, nor what a goal is on: it is worked out before anyone has to wait for the step.
    for goal in goals:
        series.of_goal(goal)


def _assess_step(ids: Sequence[int], series: RunSeries, course: Course) -> None:
    # The publication before the goals, as actions lock them; then nothing can be published or edited in between.
    published = Publication.objects.select_for_update(of=("self",)).filter(pk=1).first()
    if published is None or published.run_id != series.run.pk:
        raise _Overtaken
    rows = _to_assess().filter(pk__in=ids).select_related("workspace", "area", "element").order_by("pk")
    goals = list(rows.select_for_update(of=("self",)))
    before, on = latest_assessments(goals), timezone.localdate(published.published_at)
    done = set(Assessment.objects.filter(run=series.run, goal__in=goals).values_list("goal_id", "goal_version"))
    fresh = [goal for goal in goals if (goal.pk, goal.version) not in done]
    assessments = [
        assess(goal, series, before.get(goal.pk), on=on, edit=_followed(goal, course.of(goal))) for goal in fresh
    ]
    # Whoever else would write one of these waits for its goal: a conflict would be a fault, and is not passed over.
    Assessment.objects.bulk_create(assessments)
    for goal, assessment in zip(fresh, assessments, strict=True):
        if is_news(assessment):
            _tell_news(goal, assessment, before.get(goal.pk))


def _followed(goal: Goal, change: Change | None) -> Change | None:
    """Write what became of a target that follows others: where it moved, as a version of its own."""
    if change is None or change["what"] == STAYED:
        return change
    goal.target, goal.worked_out, goal.version = change["now"], change["facts"], goal.version + 1
    goal.save(update_fields=["target", "worked_out", "version"])
    said = {name: value for name, value in change.items() if name != "facts"}
    keep_version(goal, by=None, reason=reason_of(goal, said))
    return said


def _tell_news(goal: Goal, assessment: Assessment, before: Assessment | None) -> None:
    details = {
        "said": sentence_of(goal, assessment),
        "from": before.standing if before else "",
        "to": assessment.standing,
        "run": assessment.run_id,
    }
    verb = Verb.GOAL_MEASURED if goal.is_local else Verb.GOAL_ASSESSED
    record(verb, actor=None, subject=goal, scope=goal.workspace, details=details)


def assess_locally(measure: LocalMeasure, goals: Sequence[Goal]) -> None:
    """Hold goals to their local measure's figures as they are now, once; those that were already are passed over.

    Whoever calls holds the measure's row, then those of the goals: so nobody writes the same meanwhile.
    """
    series, before, today = LocalSeries(measure), latest_assessments(goals), timezone.localdate()
    for goal in goals:
        last = before.get(goal.pk)
        is_known = last and (last.goal_version, last.figures_version) == (goal.version, measure.figures_version)
        if last is None or not is_known or last.standing != assess(goal, series, last, on=today).standing:
            assessment = assess(goal, series, last, on=today)
            assessment.save()
            if is_news(assessment):
                _tell_news(goal, assessment, last)


def goals_held(measure: LocalMeasure) -> list[Goal]:
    """The open goals on a local measure, held: none of an archived workspace, where they rest."""
    awake = Goal.objects.open().filter(local_measure=measure, workspace__archived_at__isnull=True).order_by("pk")
    return list(awake.select_related("workspace", "area", "local_measure").select_for_update(of=("self",)))


@each_sweep
def hold_to_silence() -> None:
    """Of local measures nobody publishes anything: once one has been silent for too long, its goals say so."""
    # Met stays met, and what is not comparable is not made so by time.
    as_it_is = {"goal_version": OuterRef("version"), "figures_version": OuterRef("local_measure__figures_version")}
    settled = Assessment.objects.filter(goal=OuterRef("pk"), standing__in=_SETTLED, **as_it_is)
    due = Goal.objects.open().filter(
        ~Exists(settled), workspace__archived_at=None, local_measure__silent_from__lte=timezone.localdate()
    )
    for pk in due.order_by("local_measure").values_list("local_measure", flat=True).distinct()[:STEP]:
        _hold_to_silence(pk)


@transaction.atomic
def _hold_to_silence(pk: int) -> None:
    measure = LocalMeasure.objects.select_for_update().get(pk=pk)
    assess_locally(measure, goals_held(measure))


def _tell_step(ids: Sequence[int], event: Event) -> None:
    """Say of each goal that it reads otherwise than by the run that was taken back, once."""
    publication = Publication.objects.select_for_update(of=("self",)).filter(pk=1).first()
    if publication is None or publication.run_id != event.details["back_to"]:
        return
    rows = Goal.objects.filter(pk__in=ids).select_related("workspace", "area", "element").order_by("pk")
    goals = list(rows.select_for_update(of=("self",)))
    told = Event.objects.filter(verb=Verb.GOAL_RETURNED, details__event=event.pk).values_list("subject_id", flat=True)
    now, done = latest_assessments(goals), set(told)
    for goal in goals:
        was = goal.assessments.filter(run=event.subject_id).order_by("-goal_version").first()
        said = sentence_of(goal, now.get(goal.pk))
        if goal.pk not in done and said != sentence_of(goal, was):
            details = {"said": said, "run": publication.run_id, "event": event.pk}
            record(Verb.GOAL_RETURNED, actor=None, subject=goal, scope=goal.workspace, details=details)


@on(Verb.PARTNER_REMOVED, name="goals.hide")
def hide_goals_of_a_former_partner(work: Work, event: Event) -> None:
    """The public does not see any longer what a partner leads that was removed, until a lead shows it again."""
    led = Goal.objects.filter(workspace=event.scope_id, lead=event.details.get("organisation"), is_public=True)
    with work.finishing():
        for goal in led.select_related("workspace", "area", "element").select_for_update(of=("self",)).order_by("pk"):
            goal.is_public = False
            goal.save(update_fields=["is_public"])
            details = {"said": _("The public no longer sees it: whoever leads it is no partner any more.")}
            record(Verb.GOAL_SHOWN, actor=None, subject=goal, scope=goal.workspace, details=details)
