"""The secret address of someone's own calendar: making it, revoking it, and finding whose it is."""

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import can
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.accounts.backends import AccountBackend
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.models import CalendarAddress
from apps.workspaces.models import Member, Workspace

_BYTES = 32


@transaction.atomic
def make_calendar_address(*, by: Any, workspace: Workspace) -> str:
    """Make one's own secret for a workspace, which nobody can read again; the former one opens nothing any more."""
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require_held(by, Permission.WORKSPACE_VIEW, on=workspace)
    if workspace.archived_at:
        raise Refused(_("This workspace is archived, so nothing is to come in it. Look at its dates on this page."))
    secret = secrets.token_urlsafe(_BYTES)
    words = {"secret_sha256": _hashed(secret), "made_at": timezone.now()}
    CalendarAddress.objects.update_or_create(person_id=by.pk, workspace=workspace, defaults=words)
    # Of the person, without the workspace: who is in one that is not public is nobody else's affair.
    record(Verb.CALENDAR_MADE, actor=by, subject=by)
    return secret


@transaction.atomic
def revoke_calendar_address(*, by: Any, workspace: Workspace) -> None:
    """Let one's own address open nothing any more; revoked twice it is revoked once."""
    gone, _kinds = CalendarAddress.objects.filter(person_id=by.pk, workspace=workspace).delete()
    if gone:
        record(Verb.CALENDAR_REVOKED, actor=by, subject=by)


@transaction.atomic
def revoke_addresses(addresses: QuerySet[CalendarAddress]) -> None:
    """Let some of anybody's addresses open nothing any more; each person once is said to have had theirs revoked."""
    found = list(addresses.select_for_update(of=("self",)).select_related("person"))
    CalendarAddress.objects.filter(pk__in=[each.pk for each in found]).delete()
    for person in {each.person for each in found}:
        record(Verb.CALENDAR_REVOKED, actor=None, subject=person)


def standing() -> QuerySet[CalendarAddress]:
    """The addresses of those who have been members ever since they made theirs: whoever comes back needs a new one."""
    members = Member.objects.filter(workspace=OuterRef("workspace"), person=OuterRef("person"))
    return CalendarAddress.objects.filter(Exists(members.filter(joined_at__lte=OuterRef("made_at"))))


def owner_of(secret: str) -> CalendarAddress | None:
    """The address of this secret, while its owner may come in and sees the workspace.

    It is looked for by its hash, so that how long that takes says nothing of the secret.
    """
    found = standing().select_related("person", "workspace").filter(secret_sha256=_hashed(secret)).first()
    if found is None or not AccountBackend().user_can_authenticate(found.person):
        return None
    return found if can(found.person, Permission.WORKSPACE_VIEW, on=found.workspace) else None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
