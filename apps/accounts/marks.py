"""When an organisation that was verified has to be looked at anew: under another name, in another sector, and by a
domain that is no more that of its website.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

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
    """What was vouched for: under which name, of which sector, with which website."""

    name: str
    sector: str
    website: str


def vouched(organisation: Organisation) -> Vouched:
    """What is vouched for of an organisation as it is now; ask before it is changed."""
    return Vouched(organisation.name, organisation.sector, organisation.website)


def lose_the_mark(by: Any, organisation: Organisation, before: Vouched) -> bool:
    """Put one that is no more what was vouched for back among those that wait, unsaved; whether it was so.

    A name that reads the same is the same, as with other capitals. Whoever may verify it vouches by changing it.
    """
    if organisation.website != before.website and not _is_at_its_domain(organisation):
        organisation.confirmed_domain = ""
    if not organisation.is_verified or (can(by, Permission.ORGANISATION_VERIFY) and not _lost_its_domain(organisation)):
        return False
    said = _differences(organisation, before)
    if not said:
        return False
    organisation.verified_at, organisation.is_verified_by_domain = None, False
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


def _is_at_its_domain(organisation: Organisation) -> bool:
    host = urlsplit(organisation.website).hostname or ""
    return host == organisation.confirmed_domain or host.endswith(f".{organisation.confirmed_domain}")


def _lost_its_domain(organisation: Organisation) -> bool:
    return organisation.is_verified_by_domain and not organisation.confirmed_domain


def _differences(organisation: Organisation, before: Vouched) -> list[str]:
    said = []
    if words_of(organisation.name) != words_of(before.name):
        said.append(_("it was called %(name)s") % {"name": before.name})
    if organisation.sector != before.sector:
        sector = Organisation(sector=before.sector).get_sector_display()
        said.append(_("its sector was %(sector)s") % {"sector": sector})
    if _lost_its_domain(organisation):
        said.append(_("its website was %(website)s, by whose domain it was verified") % {"website": before.website})
    return said
