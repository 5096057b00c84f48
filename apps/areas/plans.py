"""What a new area is drafted with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.areas.models import Area


@dataclass(frozen=True)
class NewAreaPlan:
    """A new area, and the areas of before that go into it: `whole`, or in `part`.

    What is left empty of place and people is taken from those that go in whole: the sum of their residents, the middle
    of where they lie. `weights`: by code how many people a predecessor counts for in figures that are worked out.
    """

    code: str
    name: str
    whole: tuple[Area, ...]
    part: tuple[Area, ...] = ()
    other_names: str = ""
    region_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_year: int | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
