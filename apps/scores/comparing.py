"""What changed between two runs, as plain data for the steward who decides whether to publish."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ElementChange:
    """How the scores of one element moved, over the areas of a tier; a change is one that two decimals show."""

    code: str
    name: str
    level: int
    compared: int
    changed: int
    gained: int
    lost: int
    mean_change: float
    largest_change: float


@dataclass(frozen=True)
class Move:
    """One area's change on one element; None where there was or is no score."""

    area_code: str
    area_name: str
    element_code: str
    element_name: str
    before: float | None
    after: float | None
    change: float | None


@dataclass(frozen=True)
class UseChange:
    """An indicator scored on another period than before, or taken in or left out; periods in words, "" if not used."""

    code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureChange:
    """How the figures of one indicator differ between the two snapshots."""

    code: str
    name: str
    new: int
    revised: int
    gone: int


@dataclass(frozen=True)
class TierComparison:
    """One tier of two runs."""

    tier: str
    areas: int
    areas_changed: int
    headlines: tuple[ElementChange, ...]
    elements: tuple[ElementChange, ...]
    largest: tuple[Move, ...]
    uses: tuple[UseChange, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class RunComparison:
    """Two runs beside each other."""

    new_id: int
    old_id: int
    same_edition: bool
    same_method: bool
    tiers: tuple[TierComparison, ...]
    figures: tuple[FigureChange, ...]

    @property
    def identical(self) -> bool:
        """Whether no score shown to two decimals would differ."""
        return not any(element.changed or element.gained or element.lost for t in self.tiers for element in t.elements)
