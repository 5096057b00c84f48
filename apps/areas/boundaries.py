"""What pages and desks ask about boundaries: those in force, and of which areas there are none."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from apps.areas.models import Area, Boundaries


def boundaries_in_force() -> Boundaries | None:
    """The boundaries that maps are drawn from, with their paths; None while no steward has loaded any."""
    return Boundaries.objects.filter(in_force=True).select_related("file").defer("file__content", "unknown").first()


def there_are_boundaries() -> bool:
    """Whether maps can be drawn in true shapes; the paths stay where they are."""
    return Boundaries.objects.filter(in_force=True).exists()


def path_of(area: Area, paths: Mapping[str, str], districts: Iterable[str] = ()) -> str:
    """The outline of an area; of a county without one of its own those of its `districts`. Empty without any."""
    return paths.get(area.code, "") or "".join(paths.get(code, "") for code in districts)


def districts_by_county() -> dict[int, list[str]]:
    """The codes of the districts in force of each county, by its number."""
    found: dict[int, list[str]] = {}
    for parent, code in Area.objects.in_force().filter(parent__isnull=False).values_list("parent_id", "code"):
        found.setdefault(parent, []).append(code)
    return found


def without_outline(loaded: Boundaries) -> list[Area]:
    """The areas in force that the boundaries do not have, by name."""
    districts = districts_by_county()
    areas = Area.objects.in_force().order_by("name")
    return [area for area in areas if not path_of(area, loaded.paths, districts.get(area.pk, []))]


def former_boundaries() -> QuerySet[Boundaries]:
    """Boundaries that were in force once, latest first."""
    return Boundaries.objects.filter(in_force=False).select_related("loaded_by").defer("paths", "unknown")
