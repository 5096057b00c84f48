"""Declaring an interest in a policy or initiative, and taking it back once it is none any more."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import AccessDenied
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.holding import locked
from apps.initiatives.models import Initiative, Interest
from apps.initiatives.queries import may_withdraw
from apps.workspaces.models import Member


@transaction.atomic
def declare_interest(*, by: Any, initiative: Initiative, whose: str, words: str, key: UUID | None = None) -> Interest:
    """Say that one's organisation or oneself has an interest in it; under one `key` only once."""
    initiative = locked(initiative)
    require_held(by, Permission.INTEREST_DECLARE, on=initiative)
    key = key or uuid4()
    if declared := initiative.interests.filter(key=key).first():
        return declared
    interest = Interest(
        initiative=initiative,
        organisation=_member(by, initiative).partner.organisation,
        whose=whose,
        words=words.strip(),
        declared_by_id=by.pk,
        declared_label=str(by)[:200],
        key=key,
    )
    interest.full_clean(exclude=["declared_by"])
    interest.save()
    _say(Verb.INTEREST_DECLARED, by, interest)
    return interest


@transaction.atomic
def withdraw_interest(*, by: Any, interest: Interest, why: str = "") -> Interest:
    """Say that an interest is none any more; it stays in the register, with the day. One's own only oneself takes back.

    That of an organisation is taken back by whoever speaks for it.
    """
    initiative = locked(interest.initiative)
    require_held(by, Permission.INTEREST_DECLARE, on=initiative)
    interest = initiative.interests.select_related("organisation").get(pk=interest.pk)
    if not may_withdraw(interest, _member(by, initiative)):
        raise AccessDenied(_("You may not take back an interest that is not yours or of your organisation."))
    if interest.withdrawn_at:
        raise Refused(_("This interest was taken back already."))
    interest.withdrawn_at, interest.withdrawn_by_id, interest.withdrawal = timezone.now(), by.pk, why.strip()
    interest.full_clean(exclude=["declared_by", "withdrawn_by"])
    interest.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal"])
    _say(Verb.INTEREST_WITHDRAWN, by, interest)
    return interest


def _member(by: Any, initiative: Initiative) -> Member:
    member: Member | None = initiative.members.select_related("partner__organisation").filter(person_id=by.pk).first()
    if member is None:
        raise Refused(_("Only a member of this workspace, who speaks for a partner, declares an interest."))
    return member


def _say(verb: Verb, by: Any, interest: Interest) -> None:
    initiative = interest.initiative
    # Who goes for good takes their name along, so an interest of one's own is not said with it.
    said = (
        str(interest.organisation) if interest.whose == Interest.Whose.ORGANISATION else _("an interest of their own")
    )
    details = {"said": said, "interest": interest.pk}
    record(verb, actor=by, subject=initiative, scope=initiative.workspace, details=details)
