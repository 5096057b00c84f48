"""What people do with areas: load the list of them. What they do with reorganisations is in reorganising.py."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db import transaction

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area, NewArea, Part, Predecessor, ReferenceGroup, Reorganisation
from apps.areas.reading import DEFINITIONS, AreaDefinitions, AreaRow, ReorganisationRow, read_areas
from apps.common.errors import FaultyDefinition, Refused

_COPIED = (
    "name", "name_cy", "slug", "type", "in_district", "in_upper", "nation", "region_code", "region",
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
    changed = [_load_areas(wanted), _load_predecessors(wanted), _load_groups(wanted), _load_changes(wanted)]
    if any(changed):
        group = ReferenceGroup.objects.order_by("pk").first()
        record(Verb.AREAS_LOADED, actor=by, subject=group, details={"areas": len(wanted.areas)})
    return len(wanted.areas)


def _load_areas(wanted: AreaDefinitions) -> bool:
    known = {area.code: area for area in Area.objects.select_for_update(of=("self",)).select_related("parent")}
    # The name of an area that ended stays its address: one of the same name that comes after it has another.
    taken = {area.slug for area in known.values() if area.ended} - {""}
    rows = [replace(row, slug=_free(row, known)) if row.slug in taken else row for row in wanted.areas]
    fresh = [row for row in rows if row.code not in known or not _same(known[row.code], row)]
    fresh.sort(key=lambda row: bool(row.parent))
    for row in fresh:
        area = known.setdefault(row.code, Area(code=row.code))
        for name in _COPIED:
            setattr(area, name, getattr(row, name))
        area.parent = known[row.parent] if row.parent else None
        area.full_clean(validate_unique=False, validate_constraints=False)
        area.save()
    return bool(fresh)


def _free(row: AreaRow, known: dict[str, Area]) -> str:
    return known[row.code].slug if row.code in known else f"{row.slug}-{row.code.lower()}"


def _same(area: Area, row: AreaRow) -> bool:
    parent = area.parent.code if area.parent else ""
    return parent == row.parent and all(getattr(area, name) == getattr(row, name) for name in _COPIED)


def _load_predecessors(wanted: AreaDefinitions) -> bool:
    columns = ("code", "area__code", "name", "relation", "ended", "within", "population")
    rows = {
        (row.code, row.area, row.name, row.relation, row.ended, row.within, row.population)
        for row in wanted.predecessors
    }
    # What stands for areas that a reorganisation ended here is no matter of the files.
    own = Predecessor.objects.filter(area__made_by__reorganisation__in=_brought_here())
    ours = set(own.values_list("code", "area__code"))
    rows = {row for row in rows if row[:2] not in ours}
    shipped = Predecessor.objects.exclude(pk__in=own.values("pk"))
    if rows == set(shipped.values_list(*columns)):
        return False
    areas = {area.code: area for area in Area.objects.all()}
    shipped.delete()
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
        members = set(Area.objects.in_force().of_tier(row.tier).exclude(code__in=row.leaves_out))
        if created or members != set(group.areas.all()):
            group.areas.set(members)
            changed = True
    return changed


def _brought_here() -> Any:
    """The reorganisations in force that people brought in here, and that did not come with the software."""
    return Reorganisation.objects.filter(shipped=False, state=Reorganisation.State.APPLIED)


def _load_changes(wanted: AreaDefinitions) -> bool:
    """The reorganisations that the areas come after. They are history: only their account is kept here."""
    rows = sorted(wanted.reorganisations, key=lambda row: (row.title, row.code))
    columns = ("new_area__reorganisation__title", "new_area__code", "code", "share")
    kept = Part.objects.filter(new_area__reorganisation__shipped=True).values_list(*columns)
    if {(row.title, row.code, row.predecessor, row.share) for row in rows} == set(kept):
        return False
    Reorganisation.objects.filter(shipped=True).delete()
    areas = {area.code: area for area in Area.objects.all()}
    for _, group in groupby(rows, key=lambda row: row.title):
        _keep_change(list(group), areas)
    return True


def _keep_change(rows: list[ReorganisationRow], areas: dict[str, Area]) -> None:
    first = rows[0]
    reorganisation = Reorganisation(
        title=first.title,
        takes_effect=first.takes_effect,
        law=first.law,
        law_url=first.law_url,
        state=Reorganisation.State.APPLIED,
        shipped=True,
    )
    reorganisation.full_clean()
    reorganisation.save()
    for code, parts in groupby(rows, key=lambda row: row.code):
        _keep_new_area(reorganisation, areas.get(code), list(parts))


def _keep_new_area(reorganisation: Reorganisation, area: Area | None, rows: list[ReorganisationRow]) -> None:
    made = NewArea.objects.create(reorganisation=reorganisation, code=rows[0].code, name=rows[0].name, area=area)
    Part.objects.bulk_create(
        Part(new_area=made, code=row.predecessor, name=row.predecessor_name, share=row.share) for row in rows
    )
    if area and area.began != reorganisation.takes_effect:
        area.began = reorganisation.takes_effect
        area.save(update_fields=["began"])
