"""The pages of a workspace with very much in it, beside the same pages of a small one and a plain page."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.models import Organisation
from apps.accounts.own_actions import accept_terms
from apps.accounts.terms import terms_version
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.framework.models import Element
from apps.goals.actions import set_goal
from apps.goals.models import Goal
from apps.goals.plans import GoalPlan
from apps.goals.queries import series_for
from apps.initiatives.actions import log_initiative
from apps.initiatives.plans import InitiativePlan, Service, Step
from apps.scores.queries import published_run
from apps.workspaces.actions import add_member, add_partner, open_workspace
from apps.workspaces.models import Workspace
from bench.harness import Timing, side_by_side
from bench.pages import HOST, asking, with_p95

#: Goals, initiatives, milestones; of each initiative ten steps and of each two goals that it serves.
MUCH, LITTLE = (200, 500, 5_000), (20, 50, 500)
PAGES = (
    "",
    "goals/",
    "goals/{goal}/",
    "initiatives/",
    "initiatives/?page=5",
    "initiatives/{initiative}/",
    "roadmap/",
    "activity/",
    "people/",
    "packs/",
)


def reading(rounds: int) -> list[Timing]:
    """Each page as a lead reads it: of the workspace with much in it, and of the one with a tenth of that."""
    lead = get_user_model()._default_manager.create(email="lead@bench.example", name="Lee Bench")
    accept_terms(by=lead, terms=terms_version())
    council = open_organisation(by=OPERATOR, name="Bench Council of Many", sector="local-government")
    add_to_organisation(by=OPERATOR, organisation=council, person=lead, role=Role.ORGANISER)
    much, little = (_filled(lead, council, name, *many) for name, many in (("Much", MUCH), ("Little", LITTLE)))
    run_waiting()
    client = Client(headers={"host": HOST})
    client.force_login(lead)
    pages = {"a plain page": asking(client, "/plain/")}
    for page in PAGES:
        for workspace in (much, little):
            pages[f"{workspace.name}: /{page}"] = asking(client, _address(workspace, page))
    return with_p95(side_by_side(pages, rounds))


def _address(workspace: Workspace, page: str) -> str:
    goal, initiative = workspace.goals.first(), workspace.initiatives.last()
    assert goal
    assert initiative
    return f"/w/{workspace.slug}/{page.format(goal=goal.pk, initiative=initiative.pk)}"


def _filled(lead: Any, council: Organisation, name: str, goals: int, initiatives: int, milestones: int) -> Workspace:
    areas = list(Area.objects.filter(in_upper=True).order_by("name")[:12])
    workspace = open_workspace(by=OPERATOR, name=name, purpose="To be timed.", areas=areas)
    partner = add_partner(by=OPERATOR, workspace=workspace, organisation=council)
    add_member(by=OPERATOR, workspace=workspace, partner=partner, person=lead, role=Role.LEAD)
    plans = _goals(council, areas)
    while workspace.goals.count() < goals:
        # Some figures cannot move a tenth further, as shares that are near to all.
        with suppress(ValidationError):
            set_goal(by=lead, workspace=workspace, plan=next(plans))
    everything = list(workspace.goals.all())
    steps = milestones // initiatives
    for number in range(initiatives):
        served = (everything[number % goals], everything[(number * 7 + 1) % goals])
        log_initiative(by=lead, workspace=workspace, plan=_initiative(council, number, served, steps))
    return workspace


def _goals(lead: Organisation, areas: list[Area]) -> Iterator[GoalPlan]:
    """Plans to move one indicator a tenth beyond where it has been, wherever there is something to start from."""
    run = published_run()
    assert run is not None
    elements = run.edition.elements.filter(level=Element.Level.INDICATOR, goal_bar="")
    for area, element in product(areas, elements):
        series = series_for(area, "upper", element, Goal.Measure.VALUE, run)
        if series.refusal or not series.starts[0].value:
            continue
        furthest = max((point.value for point in series.points), key=lambda value: value * series.direction)
        yield GoalPlan(
            area=area,
            tier="upper",
            element=element,
            measure=Goal.Measure.VALUE,
            title=f"{element.name} in {area.name}"[:140],
            baseline_period=series.starts[0].period,
            target=furthest * (1 + 0.1 * series.direction),
            due=run.as_at + timedelta(days=3652),
            lead=lead,
            success="The figure is there.",
        )


def _initiative(lead: Organisation, number: int, served: tuple[Goal, ...], steps: int) -> InitiativePlan:
    begins = date(2024, 1, 1) + timedelta(days=number)
    return InitiativePlan(
        kind="policy" if number % 4 == 0 else "initiative",
        title=f"What the council does, number {number}",
        summary="Who does what, for whom, and where. " * 3,
        lead=lead,
        starts=begins,
        ends=begins + timedelta(days=1500),
        status="under-way",
        serves=tuple(Service(goal, "By means that can be named.") for goal in dict.fromkeys(served)),
        milestones=tuple(Step(f"Step {step}", begins + timedelta(days=120 * step)) for step in range(steps)),
    )
