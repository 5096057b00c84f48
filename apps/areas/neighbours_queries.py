"""What is asked about areas that are alike, as a publisher found them."""

from dataclasses import dataclass

from apps.areas.models import Area, Likeness

_NATIONS = {"W": "wales", "S": "scotland", "N": "northern_ireland"}


@dataclass(frozen=True)
class Peers:
    """The areas most like one, closest first; and how many that were named with them stand elsewhere, and where.

    `abroad`: by nation (wales, scotland, northern_ireland), those that this index does not hold. `other_tier`: areas of
    ours that do not belong to the tier. `gone`: areas that were named and are not in force any more.
    """

    areas: tuple[Area, ...]
    abroad: dict[str, int]
    other_tier: int
    gone: int


def named_like(area: Area, likeness: str = Likeness.Kind.OVERALL) -> list[str]:
    """Codes of the areas that were named as most like one, closest first, wherever they are; none where none were."""
    return Likeness.objects.filter(area=area, kind=likeness).values_list("codes", flat=True).first() or []


def peers_of(area: Area, tier: str, likeness: str = Likeness.Kind.OVERALL) -> Peers | None:
    """The areas in force of a tier most like one, closest first; None where none were named for it. Two queries."""
    if not (codes := named_like(area, likeness)):
        return None
    places = {code: place for place, code in enumerate(codes)}
    found = {each.code: each for each in Area.objects.filter(code__in=codes)}
    here = [each for each in found.values() if each.in_force and tier in each.tiers]
    abroad: dict[str, int] = {}
    for code in codes:
        if nation := _NATIONS.get(code[0]):
            abroad[nation] = abroad.get(nation, 0) + 1
    english = len(codes) - sum(abroad.values())
    in_force = sum(each.in_force for each in found.values())
    return Peers(
        areas=tuple(sorted(here, key=lambda each: places[each.code])),
        abroad=abroad,
        other_tier=in_force - len(here),
        gone=english - in_force,
    )
