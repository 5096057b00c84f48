"""Three hundred goals held to a publication, without news and with news for about half of them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from django.db import transaction

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.activity.listeners import job_kind
from apps.areas.models import Area
from apps.background.claim import run as do
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.figures.actions import accept_import, start_import
from apps.figures.release import read_release, write_release
from apps.figures.starter_set import starter_files
from apps.framework.models import Edition
from apps.goals.actions import set_goal
from apps.goals.models import Assessment, Goal
from apps.goals.plans import GoalPlan
from apps.goals.queries import series_for
from apps.scores.actions import publish_run, start_run
from apps.scores.queries import published_run
from apps.workspaces.actions import add_partner, open_workspace
from apps.workspaces.models import Workspace
from bench.harness import Timing, seconds_of

GOALS = 300
#: About half of the goals are on the first, which is revised; the others are on the rest.
REVISED, OTHERS = "recycling", ("smoking", "life-expectancy", "adult-obesity", "employment-rate", "solar-power")


def holding(rounds: int) -> list[Timing]:
    """The job that follows a publication; beside it, the same rows written and nothing else."""
    _set_goals()
    taken: tuple[list[float], ...] = ([], [], [])
    for number in range(max(rounds // 4, 3)):
        taken[0].append(written_and_forgotten(GOALS))
        taken[1].append(held_to_another_run(GOALS))
        revise(number + 1)
        taken[2].append(held_to_another_run(GOALS))
    news = Goal.objects.filter(element__code=REVISED).count()
    rows = Timing(f"write {GOALS} assessments one by one, in one transaction", taken[0])
    return [
        rows,
        Timing(f"hold {GOALS} goals to a publication, nothing new", taken[1], rows),
        Timing(f"hold {GOALS} goals to a publication, news for {news}", taken[2], rows),
    ]


def _set_goals() -> None:
    areas = list(Area.objects.filter(in_upper=True).order_by("name"))
    workspace = open_workspace(by=OPERATOR, name="Bench", purpose="To be timed.", areas=areas)
    lead = open_organisation(by=OPERATOR, name="Bench Council", sector="local-government")
    add_partner(by=OPERATOR, workspace=workspace, organisation=lead)
    for area, code in (*product(areas[: GOALS // 2], [REVISED]), *product(areas, OTHERS)):
        if Goal.objects.count() < GOALS:
            _set(workspace, area, code)
    run_waiting()


def _set(workspace: Workspace, area: Area, code: str) -> None:
    """A goal to move one indicator a tenth beyond where it has been; none where there is nothing to start from."""
    run = published_run()
    assert run is not None
    element = run.edition.elements.get(code=code)
    series = series_for(area, "upper", element, Goal.Measure.VALUE, run)
    if series.refusal or not series.starts[0].value:
        return
    start = series.starts[0]
    furthest = max((point.value for point in series.points), key=lambda value: value * series.direction)
    plan = GoalPlan(
        area=area,
        tier="upper",
        element=element,
        measure=Goal.Measure.VALUE,
        title=f"{element.name} in {area.name}",
        baseline_period=start.period,
        target=furthest * (1 + 0.1 * series.direction),
        due=run.as_at + timedelta(days=3652),
        lead=workspace.partners.select_related("organisation")[0].organisation,
        success="The figure is there.",
    )
    set_goal(by=OPERATOR, workspace=workspace, plan=plan)


def held_to_another_run(goals: int) -> float:
    """Publish a run; the seconds that its job about goals takes."""
    run = start_run(by=OPERATOR, edition=Edition.objects.get())
    run_waiting()
    publish_run(by=OPERATOR, run=run)
    job = Job.objects.get(kind=job_kind("goals.assess"), state=Job.State.ASKED)
    taken = seconds_of(lambda: do(job.pk))
    assert Assessment.objects.filter(run=run).count() == goals
    run_waiting()
    return taken


def revise(number: int) -> None:
    """Load a release in which every figure of one indicator is a little other than before."""
    path = next(path for path in starter_files() if path.stem == REVISED)
    release = read_release(path.read_bytes())
    rows = [replace(row, value=f"{float(row.value) + 0.2 * number:.6g}") if row.value else row for row in release.rows]
    release = replace(release, header={**release.header, "release": f"{date.today()} {number}"}, rows=rows)
    imported = start_import(by=OPERATOR, name=path.name, content=write_release(release))
    run_waiting()
    accept_import(by=OPERATOR, imported=imported)
    run_waiting()


def written_and_forgotten(many: int) -> float:
    """The seconds that as many assessments take that are written one by one."""
    return seconds_of(lambda: _write_and_forget(many))


def _write_and_forget(many: int) -> None:
    with transaction.atomic():
        for assessment in list(Assessment.objects.order_by("-pk")[:many]):
            assessment.pk, assessment.goal_version = None, assessment.goal_version + 1000
            assessment.save()
        transaction.set_rollback(True)
