"""Telling readers of errors in figures that they saw."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.figures.models import Erratum, Import


@transaction.atomic
def publish_erratum(
    *, by: Any, imported: Import, wrong: str, right: str, areas: Sequence[str] = (), periods: Sequence[str] = ()
) -> Erratum:
    """Tell readers of an error in figures that came with an import; of all its areas and periods unless some are named.

    Raises Refused where the figures were never in force, or an area or period is none of theirs.
    """
    require(by, Permission.FIGURES_IMPORT)
    if imported.state not in (Import.State.LOADED, Import.State.WITHDRAWN):
        raise Refused(_("Readers cannot have seen figures of this file: they were never in force."))
    known = imported.figures.filter(element_code=imported.element_code)
    for given, held, words in (
        (areas, set(known.values_list("area__code", flat=True)), _("This file has no figure of the area %(what)s.")),
        (periods, set(known.values_list("period", flat=True)), _("This file has no figure of the period %(what)s.")),
    ):
        if strange := sorted(set(given) - held):
            raise Refused(words % {"what": strange[0]})
    erratum = Erratum(
        element_code=imported.element_code,
        imported=imported,
        areas=sorted(set(areas)),
        periods=sorted(set(periods)),
        wrong=wrong.strip(),
        right=right.strip(),
        published_by=by if by.pk else None,
    )
    try:
        erratum.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    erratum.save()
    record(Verb.ERRATUM_PUBLISHED, actor=by, subject=erratum, details={"element": erratum.element_code})
    return erratum


@transaction.atomic
def withdraw_erratum(*, by: Any, erratum: Erratum, because: str) -> Erratum:
    """Take back an erratum that was itself mistaken; it stays to be read, with the reason."""
    require(by, Permission.FIGURES_IMPORT)
    erratum = Erratum.objects.select_for_update().get(pk=erratum.pk)
    if erratum.withdrawn_at:
        raise Refused(_("It was taken back already."))
    if not because.strip():
        raise Refused(_("Say why it is taken back, so that whoever read it knows what holds."))
    erratum.withdrawn_at, erratum.withdrawn_because = timezone.now(), because.strip()
    try:
        erratum.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    erratum.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(Verb.ERRATUM_WITHDRAWN, actor=by, subject=erratum, details={"element": erratum.element_code})
    return erratum
