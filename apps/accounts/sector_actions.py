"""What an organisation is: its sector, and the areas that it works in."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.actions import held
from apps.accounts.marks import lose_the_mark, vouched
from apps.accounts.models import Organisation
from apps.accounts.sectors import Sector
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area


@transaction.atomic
def place_organisation(*, by: Any, organisation: Organisation, sector: str, areas: Collection[Area]) -> Organisation:
    """Say of which sector an organisation is and in which areas it works; sent twice it is said once.

    One that was verified waits to be looked at anew when its sector is another. Raises ValidationError where it cannot
    be so: the council of an area is of local government as long as an administrator says that it is the council.
    """
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EDIT, on=organisation)
    before, was = vouched(organisation), _told(organisation)
    _insist_council_stays(organisation, sector)
    organisation.sector = sector
    organisation.full_clean()
    organisation.areas.set(areas)
    now = _told(organisation)
    if now == was:
        return organisation
    lose_the_mark(by, organisation, before)
    organisation.save(update_fields=["sector", "verified_at", "is_verified_by_domain"])
    record(Verb.ORGANISATION_PLACED, actor=by, subject=organisation, details={"before": was, "after": now})
    return organisation


def _insist_council_stays(organisation: Organisation, sector: str) -> None:
    if organisation.council_of and sector != Sector.LOCAL_GOVERNMENT:
        sentence = _("It is the council of %(area)s here. If that is wrong, ask an administrator of this site first.")
        raise ValidationError({"sector": sentence % {"area": organisation.council_of}})


def _told(organisation: Organisation) -> dict[str, Any]:
    return {
        "sector": organisation.sector,
        "areas": list(organisation.areas.order_by("code").values_list("code", flat=True)),
    }
