"""A partnership in the small world: four partners of four sectors share a workspace for two areas.

Organisations and workspaces came about through actions, as they do on the site.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.models import Organisation
from apps.framework.models import Element
from apps.goals.actions import set_goal
from apps.goals.local_actions import add_figures, add_measure
from apps.goals.local_reading import read_lines
from apps.goals.models import Goal, LocalMeasure
from apps.goals.plans import GoalPlan, MeasurePlan
from apps.workspaces.actions import add_member, add_partner, open_workspace
from apps.workspaces.models import Partner, Workspace
from tests.factories.accounts import UserFactory
from tests.replay import Replay
from tests.world import OLD, SmallWorld


@dataclass
class Partnership:
    """What is in it, by name."""

    world: SmallWorld
    workspace: Workspace
    partners: dict[str, Partner] = field(default_factory=dict)
    lead: Any = None
    contributor: Any = None
    business_member: Any = None
    viewer: Any = None

    @property
    def council(self) -> Organisation:
        return self.partners["council"].organisation

    @property
    def health(self) -> Organisation:
        return self.partners["health"].organisation

    @property
    def business(self) -> Organisation:
        return self.partners["business"].organisation

    @property
    def charity(self) -> Organisation:
        return self.partners["charity"].organisation

    def partner_of(self, organisation: Organisation) -> Partner:
        return self.workspace.partners.get(organisation=organisation)

    def someone(self, role: Role, partner: str = "council", **fields: Any) -> Any:
        """Another member with a role, who speaks for one of the partners."""
        person = UserFactory(**fields)
        self._join(person, partner, role)
        return person

    def goal(self, code: str = "recycling", **changes: Any) -> Goal:
        """A goal that the lead sets: half as much again of an indicator in Ambleton by the end of 2028."""
        area = changes.pop("area", self.world.areas["Ambleton"])
        element: Any = Element.objects.get(code=code, edition=self.world.edition)
        plan = {
            "area": area,
            "tier": "upper",
            "element": element,
            "measure": "value",
            "title": f"Move {element.name.lower()}",
            "baseline_period": OLD,
            "target": 45.0 if element.direction == 1 else 5.0,
            "due": date(2028, 12, 31),
            "lead": self.council,
            "success": "Everyone sees that it moved.",
        }
        by = changes.pop("by", self.lead)
        return set_goal(by=by, workspace=self.workspace, plan=GoalPlan(**(plan | changes)))

    def measure(self, figures: str = "2022; 40\n2023; 44\n2024; 47", **changes: Any) -> LocalMeasure:
        """A local measure that the lead adds, about Ambleton, with its figures, a period and a number a line."""
        by = changes.pop("by", self.lead)
        plan = {
            "name": "Weekly club visits",
            "definition": "Young people of 11 to 18 who come in a usual week.",
            "unit": "visits",
            "source": "Counted by the clubs.",
            "areas": [self.world.areas["Ambleton"]],
        }
        measure = add_measure(by=by, workspace=self.workspace, plan=MeasurePlan(**(plan | changes)))
        if figures:
            add_figures(by=by, measure=measure, figures=read_lines(figures))
        return LocalMeasure.objects.get(pk=measure.pk)

    def local_goal(self, measure: LocalMeasure, **changes: Any) -> Goal:
        """A goal that the lead sets on a local measure: from the figure of 2022 to 60 by the end of 2028."""
        local = {"element": None, "local_measure": measure, "target": 60.0, "title": f"Move {measure.name.lower()}"}
        return self.goal(**(local | {"baseline_period": "2022-01-01/P1Y"} | changes))

    def _join(self, person: Any, partner: str, role: Role) -> None:
        organisation = self.partners[partner].organisation
        add_to_organisation(by=OPERATOR, organisation=organisation, person=person, role=Role.STAFF)
        add_member(by=OPERATOR, workspace=self.workspace, person=person, partner=self.partners[partner], role=role)


SECTORS = {
    "council": ("Ambleton Council", "local-government"),
    "health": ("Ambleton Health", "health"),
    "business": ("Loom Ltd", "business"),
    "charity": ("Good Neighbours", "civil-society"),
}


def build_partnership(world: SmallWorld, name: str = "Ambleton together") -> Partnership:
    """Ambleton and Brackford: a lead of the council, contributors of the trust and the business, a viewer."""
    areas = [world.areas["Ambleton"], world.areas["Brackford"]]
    workspace = open_workspace(by=OPERATOR, name=name, purpose="To thrive together.", areas=areas)
    made = Partnership(world, workspace)
    for key, (organisation, sector) in SECTORS.items():
        opened = open_organisation(by=OPERATOR, name=organisation, sector=sector, areas=areas)
        made.partners[key] = add_partner(by=OPERATOR, workspace=workspace, organisation=opened)
    made.lead = made.someone(Role.LEAD, name="Olive Officer")
    made.contributor = made.someone(Role.CONTRIBUTOR, "health", name="Harper Health")
    made.business_member = made.someone(Role.CONTRIBUTOR, "business", name="Bo Business")
    made.viewer = made.someone(Role.VIEWER, "charity", name="Vi Viewer")
    return made


_world: list[SmallWorld] = []
_replay = Replay(lambda _steward: build_partnership(_world[0]))


def partnership_again(world: SmallWorld) -> Partnership:
    """The partnership, built once in a process upon the small world, then put back."""
    _world[:] = [world]
    if built := _replay(world.steward, upon=[world.run.pk, *(area.pk for area in world.areas.values())]):
        return built
    workspace = Workspace.objects.get()
    keys = {name: key for key, (name, _sector) in SECTORS.items()}
    partners = workspace.partners.select_related("organisation", "workspace").order_by("pk")
    made = Partnership(world, workspace, {keys[partner.organisation.name]: partner for partner in partners})
    people = {member.person.name: member.person for member in workspace.members.select_related("person")}
    made.lead, made.contributor = people["Olive Officer"], people["Harper Health"]
    made.business_member, made.viewer = people["Bo Business"], people["Vi Viewer"]
    return made
