"""Three thousand goals held to a publication: a dozen workspaces, many areas, values and progress scores, forecasts."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.framework.models import Element
from apps.goals.actions import set_goal
from apps.goals.models import Assessment, Goal
from apps.goals.plans import GoalPlan
from apps.goals.queries import bars_to_goals, series_for
from apps.scores.models import Run
from apps.scores.queries import published_run
from apps.workspaces.actions import add_partner, open_workspace
from apps.workspaces.models import Workspace
from bench.goals import REVISED, held_to_another_run, revise, written_and_forgotten
from bench.harness import Timing

MANY, WORKSPACES = 3000, 12


def holding_many(rounds: int) -> list[Timing]:
    """The job that follows a publication; beside it, as many rows written one by one and nothing else."""
    set_many()
    taken: tuple[list[float], ...] = ([], [], [])
    for number in range(rounds):
        taken[0].append(written_and_forgotten(MANY))
        taken[1].append(held_to_another_run(MANY))
        revise(number + 1)
        taken[2].append(held_to_another_run(MANY))
    rows = Timing(f"write {MANY:,} assessments one by one, in one transaction", taken[0])
    news = Assessment.objects.filter(run=published_run()).exclude(changes=[{"what": "nothing-new"}]).count()
    return [
        rows,
        Timing(f"hold {MANY:,} goals to a publication, nothing new", taken[1], rows, _per_goal(taken[1])),
        Timing(f"hold {MANY:,} goals to a publication, news for {news:,}", taken[2], rows, _per_goal(taken[2])),
    ]


def _per_goal(seconds: list[float]) -> str:
    return f"{min(seconds) / MANY * 1e3:.2f} ms a goal"


def set_many() -> None:
    """Goals round robin over the workspaces, until there are enough."""
    areas = list(Area.objects.in_force().filter(in_upper=True).order_by("name"))
    workspaces = [_workspace(number, areas[number::WORKSPACES]) for number in range(WORKSPACES)]
    run, made = published_run(), Goal.objects.count()
    assert run is not None
    for workspace, area, element, measure in _wanted(workspaces, run):
        if made >= MANY:
            break
        made += _set(workspace, area, element, measure, run)
    while run_waiting():
        pass
    assert Goal.objects.count() == MANY


def _workspace(number: int, areas: list[Area]) -> Workspace:
    workspace = open_workspace(by=OPERATOR, name=f"Bench {number}", purpose="To be timed.", areas=areas)
    lead = open_organisation(by=OPERATOR, name=f"Bench Council {number}", sector="local-government")
    add_partner(by=OPERATOR, workspace=workspace, organisation=lead)
    return workspace


def _wanted(workspaces: list[Workspace], run: Run) -> Iterator[tuple[Workspace, Area, Element, str]]:
    """Elements in turns, and for each of them every area: three on values, then one on a progress score."""
    elements = {each.code: each for each in run.edition.elements.all()}
    values = [elements[REVISED], *(each for each in elements.values() if each.is_indicator and not each.goal_bar)]
    places = [(workspace, area) for workspace in workspaces for area in workspace.areas.order_by("name")]
    bars = bars_to_goals(places[0][1], "upper", run)
    above = [each for each in elements.values() if not each.is_indicator and each.code not in bars]
    for turn, element in enumerate(values):
        for place, (workspace, area) in enumerate(places):
            if place % 4 == 3:
                yield workspace, area, above[turn % len(above)], Goal.Measure.PROGRESS
            else:
                yield workspace, area, element, Goal.Measure.VALUE


def _set(workspace: Workspace, area: Area, element: Element, measure: str, run: Run) -> bool:
    """Whether a goal was set: to move it a tenth beyond where it has been; not where there is nothing to start from."""
    series = series_for(area, "upper", element, measure, run)
    if series.refusal or not series.starts[0].value:
        return False
    furthest = max((point.value for point in series.points), key=lambda value: value * series.direction)
    plan = GoalPlan(
        area=area,
        tier="upper",
        element=element,
        measure=measure,
        title=f"{element.name} in {area.name}",
        baseline_period=series.starts[0].period,
        target=furthest + 0.1 * abs(furthest) * series.direction,
        due=run.as_at + timedelta(days=3652 + Goal.objects.count() % 300),
        lead=workspace.partners.select_related("organisation")[0].organisation,
        success="The figure is there.",
    )
    try:
        set_goal(by=OPERATOR, workspace=workspace, plan=plan)
    except ValidationError:
        # A share cannot move a tenth beyond what is whole.
        return False
    return True
