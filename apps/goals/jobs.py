"""After a publication every open goal is held to the figures that readers now see, once."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.actions import record
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.registry import Queue
from apps.background.work import Work
from apps.goals.assessing import assess, is_news
from apps.goals.models import Assessment, Goal
from apps.goals.queries import latest_assessments
from apps.goals.series import RunSeries
from apps.goals.wording import sentence_of
from apps.scores.models import Publication, Run

#: Goals per transaction: on SQLite nobody else writes meanwhile, so it is kept short.
STEP = 20


class _Overtaken(Exception):
    """Another run was published while this one's assessments were written."""


@on(Verb.RUN_PUBLISHED, name="goals.assess", queue=Queue.HEAVY, time_limit=600)
def assess_goals(work: Work, _event: Event) -> None:
    """Hold every open goal to the run that is published now; those that were already are passed over.

    Safe to run twice and to be killed anywhere: each step writes assessments and their events together, and looks first
    whether they are there. Of two publications in quick succession the later counts, whichever job comes first.
    """
    while True:
        try:
            _assess_by(work, _published())
        except _Overtaken:
            continue
        return


def _published() -> Run:
    return Publication.objects.select_related("run__edition", "run__snapshot").get(pk=1).run


def _assess_by(work: Work, run: Run) -> None:
    waiting = _waiting(run)
    series = RunSeries.for_goals(run, waiting)
    for start in range(0, len(waiting), STEP):
        step = waiting[start : start + STEP]
        _read_ahead(step, series)
        with work.writing():
            _assess_step([goal.pk for goal in step], series)
        done = start + len(step)
        work.beat(f"Looking at goals: {done} of {len(waiting)}", done, len(waiting))


def _waiting(run: Run) -> list[Goal]:
    """The open goals that, as they are now, have not been held to a run yet."""
    known = set(Assessment.objects.filter(run=run).values_list("goal_id", "goal_version"))
    goals = Goal.objects.open().select_related("area", "element").order_by("pk")
    return [goal for goal in goals if (goal.pk, goal.version) not in known]


def _read_ahead(goals: Sequence[Goal], series: RunSeries) -> None:
    # What a run saw never changes, nor what a goal is on: it is worked out before anyone has to wait for the step.
    for goal in goals:
        series.of_goal(goal)


def _assess_step(ids: Sequence[int], series: RunSeries) -> None:
    # The publication before the goals, as actions lock them; then nothing can be published or edited in between.
    published = Publication.objects.select_for_update(of=("self",)).get(pk=1)
    if published.run_id != series.run.pk:
        raise _Overtaken
    rows = Goal.objects.open().filter(pk__in=ids).select_related("workspace", "area", "element").order_by("pk")
    goals = list(rows.select_for_update(of=("self",)))
    before = latest_assessments(goals)
    done = set(Assessment.objects.filter(run=series.run, goal__in=goals).values_list("goal_id", "goal_version"))
    for goal in goals:
        if (goal.pk, goal.version) not in done:
            _assess_one(goal, series, before.get(goal.pk), timezone.localdate(published.published_at))


def _assess_one(goal: Goal, series: RunSeries, before: Assessment | None, on: date) -> None:
    assessment = assess(goal, series, before, on=on)
    assessment.save()
    if is_news(assessment):
        details = {
            "said": sentence_of(goal, assessment),
            "from": before.standing if before else "",
            "to": assessment.standing,
            "run": series.run.pk,
        }
        record(Verb.GOAL_ASSESSED, actor=None, subject=goal, scope=goal.workspace, details=details)


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
