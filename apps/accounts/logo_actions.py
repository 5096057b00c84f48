"""The logo of an organisation: brought, replaced, removed by its organisers."""

from typing import Any

from django.db import transaction

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.actions import held
from apps.accounts.logos import drawn_anew
from apps.accounts.models import Organisation
from apps.accounts.queries import logo_files
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.files.actions import attach, recorded_if_harmful, whole_or_refused


@recorded_if_harmful
@whole_or_refused
@transaction.atomic
def set_logo(*, by: Any, organisation: Organisation, name: str, content: bytes) -> Organisation:
    """Give an organisation a logo, in the place of any other. Raises Refused at what is no picture that is taken in.

    `name` is that of the file that was brought, for whoever is told that it could not be kept.
    """
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EDIT, on=organisation)
    picture = drawn_anew(content)
    before = list(logo_files(organisation).values_list("pk", flat=True))
    stored = attach(
        by=by, scope=organisation, permission=Permission.ORGANISATION_EDIT, name="logo.png", content=picture
    )
    logo_files(organisation).filter(pk__in=before).delete()
    if stored.sha256 != organisation.logo_sha256:
        _keep(by, organisation, stored.sha256)
    return organisation


@transaction.atomic
def remove_logo(*, by: Any, organisation: Organisation) -> Organisation:
    """Take the logo of an organisation away, the file with it; nothing happens where there is none."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EDIT, on=organisation)
    if organisation.logo_sha256:
        logo_files(organisation).delete()
        _keep(by, organisation, "")
    return organisation


def _keep(by: Any, organisation: Organisation, digest: str) -> None:
    before, organisation.logo_sha256 = organisation.logo_sha256, digest
    organisation.save(update_fields=["logo_sha256"])
    details = {"before": before, "after": digest}
    record(Verb.ORGANISATION_PICTURED, actor=by, subject=organisation, details=details)
