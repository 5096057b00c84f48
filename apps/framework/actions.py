"""What people do with editions of the framework: draft one from its definition files, and freeze it."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import FaultyDefinition, Refused
from apps.framework.models import Edition, Element
from apps.framework.reading import DEFINITIONS, EditionDefinition, read_edition


@transaction.atomic
def draft_edition(*, by: Any, folder: str = "2026-starter") -> Edition:
    """The edition defined in a folder of `definitions`. While it is a draft, drafting again takes up changed files."""
    require(by, Permission.EDITION_EDIT)
    try:
        defined = read_edition(DEFINITIONS / folder)
    except FaultyDefinition as error:
        raise Refused(f"The definition of the edition is faulty. {error.problems[0]}") from error
    known = Edition.objects.select_for_update().filter(code=defined.code).first()
    if known and known.checksum == defined.checksum:
        return known
    if known and known.frozen_at:
        raise Refused(
            f"{known} is frozen, but its definition files have changed. Put them back, or define a new edition."
        )
    if known:
        known.delete()
    edition = _save(defined)
    record(Verb.EDITION_DRAFTED, actor=by, subject=edition, details={"elements": len(defined.elements)})
    return edition


@transaction.atomic
def freeze_edition(*, by: Any, edition: Edition) -> Edition:
    """From now on it is never edited, and scores can be built on it. Freezing a frozen edition changes nothing."""
    require(by, Permission.EDITION_EDIT)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.frozen_at is None:
        locked.frozen_at = timezone.now()
        locked.full_clean()
        locked.save()
        record(Verb.EDITION_FROZEN, actor=by, subject=locked, details={"checksum": locked.checksum})
    return locked


def _save(defined: EditionDefinition) -> Edition:
    edition = Edition(
        **{name: getattr(defined, name) for name in ("code", "name", "note", "as_at", "author", "checker")},
        next_review=defined.next_review,
        checksum=defined.checksum,
    )
    edition.full_clean(exclude=["frozen_at"])
    edition.save()
    saved: dict[str, Element] = {}
    for position, row in enumerate(defined.elements):
        told = asdict(row)
        del told["line"]
        parent = saved.get(told.pop("parent"))
        element = Element(edition=edition, parent=parent, position=position, **told)
        element.full_clean(exclude=["edition", "parent"], validate_unique=False, validate_constraints=False)
        element.save()
        saved[row.code] = element
    return edition
