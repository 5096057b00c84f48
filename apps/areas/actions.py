"""What people do with areas: load the list of them."""

from typing import Any

from django.db import transaction

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area, Predecessor, ReferenceGroup
from apps.areas.reading import DEFINITIONS, AreaDefinitions, AreaRow, read_areas
from apps.common.errors import FaultyDefinition, Refused

_COPIED = (
    "name", "slug", "type", "in_district", "in_upper", "nation", "region_code", "region",
    "latitude", "longitude", "population", "population_year",
)  # fmt: skip


@transaction.atomic
def load_areas(*, by: Any) -> int:
    """Bring areas, former codes and reference groups in line with the definition files; how many areas there are.

    Done twice it changes nothing the second time, and says nothing either.
    """
    require(by, Permission.AREAS_EDIT)
    try:
        wanted = read_areas(DEFINITIONS)
    except FaultyDefinition as error:
        raise Refused(f"The definition files of the areas are faulty. {error.problems[0]}") from error
    changed = [_load_areas(wanted), _load_predecessors(wanted), _load_groups(wanted)]
    if any(changed):
        group = ReferenceGroup.objects.order_by("pk").first()
        record(Verb.AREAS_LOADED, actor=by, subject=group, details={"areas": len(wanted.areas)})
    return len(wanted.areas)


def _load_areas(wanted: AreaDefinitions) -> bool:
    known = {area.code: area for area in Area.objects.select_for_update(of=("self",)).select_related("parent")}
    fresh = [row for row in wanted.areas if row.code not in known or not _same(known[row.code], row)]
    fresh.sort(key=lambda row: bool(row.parent))
    for row in fresh:
        area = known.setdefault(row.code, Area(code=row.code))
        for name in _COPIED:
            setattr(area, name, getattr(row, name))
        area.parent = known[row.parent] if row.parent else None
        area.full_clean(validate_unique=False, validate_constraints=False)
        area.save()
    return bool(fresh)


def _same(area: Area, row: AreaRow) -> bool:
    parent = area.parent.code if area.parent else ""
    return parent == row.parent and all(getattr(area, name) == getattr(row, name) for name in _COPIED)


def _load_predecessors(wanted: AreaDefinitions) -> bool:
    columns = ("code", "area__code", "name", "relation", "ended", "within", "population")
    rows = {
        (row.code, row.area, row.name, row.relation, row.ended, row.within, row.population)
        for row in wanted.predecessors
    }
    if rows == set(Predecessor.objects.values_list(*columns)):
        return False
    areas = {area.code: area for area in Area.objects.all()}
    Predecessor.objects.all().delete()
    Predecessor.objects.bulk_create(
        Predecessor(
            code=code, area=areas[area], name=name, relation=relation, ended=ended, within=within, population=population
        )
        for code, area, name, relation, ended, within, population in sorted(rows, key=lambda row: row[:2])
    )
    return True


def _load_groups(wanted: AreaDefinitions) -> bool:
    changed = False
    for row in wanted.groups:
        group, created = ReferenceGroup.objects.update_or_create(
            code=row.code, defaults={"name": row.name, "tier": row.tier, "note": row.note}
        )
        members = set(Area.objects.of_tier(row.tier).exclude(code__in=row.leaves_out))
        if created or members != set(group.areas.all()):
            group.areas.set(members)
            changed = True
    return changed
