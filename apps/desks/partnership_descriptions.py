"""What some initiatives of the invented partnership say of themselves: facts, people, a document, elements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.accounts.demonstration import BUSINESS, CHARITY, COUNCIL, TRUST
from apps.desks.partnership_story import COORDINATOR, HEALTH, OFFICER, OWNER


@dataclass(frozen=True)
class DescriptionStory:
    """Of one initiative; people by their address, partners by their name, a document as title and link."""

    sort: str
    groups: tuple[str, ...] = ()
    whom: str = ""
    places: str = ""
    partners: tuple[str, ...] = ()
    budget: int | None = None
    funding: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    document: tuple[str, str] = ("", "")
    elements: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """What stands in the plan by which it is logged, but for the partners."""
        names = ("sort", "groups", "whom", "places", "budget", "funding")
        return {name: getattr(self, name) for name in names}


#: By the key of the initiative in the story.
DESCRIPTIONS = {
    "food-waste": DescriptionStory(
        sort="other-rule",
        groups=("everyone",),
        places="Every street of the valley; flats share one bin for each entrance.",
        partners=(BUSINESS,),
        budget=640_000,
        funding="The council, from what it saves on landfill; the kitchen bins by a government grant.",
        people={OFFICER: "answers for it", OWNER: "asks shops and kitchens to join"},
        document=("The rule, as the council decided it", "https://example.org/calder/food-waste-rule"),
        elements=("recycling", "energy-carbon"),
    ),
    "coaches": DescriptionStory(
        sort="programme",
        groups=("working-age", "ill"),
        whom="People whom their surgery sees six times a year or more.",
        partners=(CHARITY,),
        budget=310_000,
        funding="The trust, for two years.",
        people={HEALTH: "runs it", COORDINATOR: "finds rooms and volunteers"},
        elements=("adult-obesity", "physical-activity", "mental-health"),
    ),
    "walking-bus": DescriptionStory(
        sort="project",
        groups=("young", "low-income"),
        places="Seven schools.",
        partners=(COUNCIL, TRUST),
        budget=18_500,
        funding="Gifts, and the council’s fund for the neighbourhood.",
    ),
}
