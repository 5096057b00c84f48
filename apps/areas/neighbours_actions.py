"""What people do with the list of which areas are alike: load it."""

from typing import Any

from django.db import transaction

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area, Likeness, ReferenceGroup
from apps.areas.neighbours import read_neighbours
from apps.areas.reading import DEFINITIONS
from apps.common.errors import FaultyDefinition, Refused


@transaction.atomic
def load_neighbours(*, by: Any) -> int:
    """Bring what is known of areas alike in line with its definition file; of how many areas and likenesses.

    Areas that are not known here are passed over. Done twice it changes nothing the second time, and says nothing.
    """
    require(by, Permission.AREAS_EDIT)
    known = dict(Area.objects.values_list("code", "pk"))
    try:
        rows = read_neighbours(DEFINITIONS)
    except FaultyDefinition as error:
        raise Refused(f"The definition file of areas alike is faulty. {error.problems[0]}") from error
    wanted = {(known[row.area], row.likeness): list(row.neighbours) for row in rows if row.area in known}
    kept = {(area, kind): codes for area, kind, codes in Likeness.objects.values_list("area_id", "kind", "codes")}
    if wanted != kept:
        Likeness.objects.all().delete()
        Likeness.objects.bulk_create(
            Likeness(area_id=area, kind=kind, codes=codes) for (area, kind), codes in wanted.items()
        )
        group = ReferenceGroup.objects.order_by("pk").first() or Area.objects.order_by("pk").first()
        record(Verb.AREAS_LOADED, actor=by, subject=group, details={"likenesses": len(wanted)})
    return len(wanted)
