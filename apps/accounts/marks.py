"""When an organisation that was verified has to be looked at anew: it has another name, or is of another sector."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.models import Organisation
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.matching import words_of


@dataclass(frozen=True)
class Vouched:
    """What an administrator vouched for: under which name, of which sector."""

    name: str
    sector: str


def vouched(organisation: Organisation) -> Vouched:
    """What is vouched for of an organisation as it is now; ask before it is changed."""
    return Vouched(organisation.name, organisation.sector)


def lose_the_mark(by: Any, organisation: Organisation, before: Vouched) -> bool:
    """Put one that is no more what was vouched for back among those that wait, unsaved; whether it was so.

    A name that reads the same is the same, as with other capitals. Whoever may verify it vouches by changing it.
    """
    if not organisation.is_verified or can(by, Permission.ORGANISATION_VERIFY):
        return False
    said = _differences(organisation, before)
    if not said:
        return False
    organisation.verified_at = None
    organisers = organisation.people.filter(role=Role.ORGANISER).values_list("person_id", flat=True)
    record(
        Verb.ORGANISATION_UNSETTLED,
        actor=by,
        subject=organisation,
        scope=organisation,
        details={"said": "; ".join(said)},
        tell=list(organisers),
    )
    return True


def _differences(organisation: Organisation, before: Vouched) -> list[str]:
    said = []
    if words_of(organisation.name) != words_of(before.name):
        said.append(_("it was called %(name)s") % {"name": before.name})
    if organisation.sector != before.sector:
        sector = Organisation(sector=before.sector).get_sector_display()
        said.append(_("its sector was %(sector)s") % {"sector": sector})
    return said
