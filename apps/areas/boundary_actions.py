"""What stewards do with boundaries: load them from a file, and remove them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.boundaries_reading import MOST_BYTES, read_shapes
from apps.areas.boundaries_thinning import drawn
from apps.areas.models import Area, Boundaries
from apps.common.errors import Refused
from apps.files.actions import recorded_if_harmful, store


@recorded_if_harmful
@transaction.atomic
def load_boundaries(
    *, by: Any, name: str, content: bytes, title: str, licence: str, attribution: str, as_at: date
) -> Boundaries:
    """Draw maps from a file of boundaries, instead of those before. Sent twice with the same words it is loaded once.

    Raises Refused where the file is no map of any area here, ValidationError on a word that cannot be so.
    """
    former = Boundaries.objects.select_for_update(no_key=True).filter(in_force=True).first()
    require(by, Permission.AREAS_BOUNDARIES)
    if not content:
        raise Refused(_("The file is empty. Choose a file of boundaries in GeoJSON or TopoJSON."))
    shapes = read_shapes(content, Area.objects.known().values_list("code", flat=True))
    drawing = drawn(shapes.rings)
    stored = store(by=by, name=name, media_type="application/geo+json", content=content, most=MOST_BYTES)
    words = {"title": title, "licence": licence, "attribution": attribution, "as_at": as_at}
    if former and former.file.sha256 == stored.sha256 and all(getattr(former, key) == words[key] for key in words):
        stored.delete()
        return former
    if former:
        Boundaries.objects.filter(pk=former.pk).update(in_force=False)
    loaded = Boundaries(
        file=stored, paths=dict(drawing.paths), unknown=list(shapes.unknown), loaded_by_id=by.pk, **words
    )
    loaded.width, loaded.height = drawing.width, drawing.height
    loaded.full_clean()
    loaded.save()
    record(Verb.BOUNDARIES_LOADED, actor=by, subject=loaded, details={"areas": len(drawing.paths)})
    return loaded


@transaction.atomic
def remove_boundaries(*, by: Any) -> Boundaries:
    """Let maps be drawn without boundaries again; what was loaded stays on record."""
    loaded = Boundaries.objects.select_for_update(no_key=True).filter(in_force=True).first()
    require(by, Permission.AREAS_BOUNDARIES)
    if loaded is None:
        raise Refused(_("There are no boundaries to remove."))
    loaded.in_force = False
    loaded.save(update_fields=["in_force"])
    record(Verb.BOUNDARIES_REMOVED, actor=by, subject=loaded)
    return loaded
