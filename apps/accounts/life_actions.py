"""The end of an organisation: it becomes part of another, or is closed; and a closed one is opened again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import held
from apps.accounts.models import Organisation, OrganisationPerson, User
from apps.accounts.parts import parts
from apps.activity.actions import record
from apps.activity.queries import latest_of
from apps.activity.verbs import Verb
from apps.common.errors import Refused

Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def whole_or_told(action: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Say it in a sentence when the database undid an action because somebody else changed the same at that moment.

    Outside the transaction: nothing of it is done by then.
    """

    @wraps(action)
    def kept(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        try:
            return action(*args, **kwargs)
        except OperationalError as error:
            raise Refused(
                _("Somebody else changed the same at that moment, so nothing was done. Look at it again, then try it.")
            ) from error

    return kept


@whole_or_told
@transaction.atomic
def merge_organisations(*, by: Any, organisation: Organisation, into: Organisation, reason: str) -> Organisation:
    """Let an organisation become part of another: its people, its partnerships and what it leads go over.

    What was done and written stays under the name of then. It is closed, and its address leads to the other; that
    cannot be undone. Raises ValidationError without a reason.
    """
    old, new = _both_held(organisation, into)
    require(by, Permission.ORGANISATION_MERGE)
    if sentence := why_not_merge(old, new):
        raise Refused(sentence)
    said = _insist_reason(reason)
    _hold_all([old.pk, new.pk])
    before = {"from": _told(old), "into": _told(new)}
    moved = {part.name: part.moved(by, old, new) for part in parts()}
    old.closed_at, old.merged_into = timezone.now(), new
    old.confirmed_domain, old.is_verified_by_domain = "", False
    old.save(update_fields=["closed_at", "merged_into", "confirmed_domain", "is_verified_by_domain"])
    details = {"said": f"{old}: {said}", "before": before, "after": _told(new), "moved": moved}
    record(Verb.ORGANISATION_MERGED, actor=by, subject=new, scope=new, details=details, tell=sorted(new.audience()))
    return new


@transaction.atomic
def ask_for_merger(*, by: Any, organisation: Organisation, other: Organisation, reason: str) -> Organisation:
    """Ask administrators to merge one's organisation with another; asked again in the same words it is asked once.

    Which of the two goes on, and whether the other's organisers ask for it too, an administrator finds out.
    """
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_CLOSE, on=organisation)
    if organisation.pk == other.pk or not Organisation.objects.verified().filter(pk=other.pk).exists():
        raise Refused(_("Choose another organisation, one that is verified."))
    details = {"said": f"{other}: {_insist_reason(reason)}", "other": other.pk}
    before = latest_of(organisation, {Verb.ORGANISATION_MERGE_ASKED})
    if before is None or before.details != details:
        record(Verb.ORGANISATION_MERGE_ASKED, actor=by, subject=organisation, details=details)
    return organisation


@whole_or_told
@transaction.atomic
def close_organisation(*, by: Any, organisation: Organisation, reason: str) -> Organisation:
    """Close an organisation: its people leave, what is open ends, the public does not see it. What it wrote stays.

    Refused while others would be left with nobody to turn to. Raises ValidationError without a reason.
    """
    organisation = _held_even_closed(organisation)
    if not can(by, Permission.ORGANISATION_MERGE):
        require(by, Permission.ORGANISATION_CLOSE, on=organisation)
    if organisation.closed_at:
        raise Refused(_("%(organisation)s is closed already.") % {"organisation": organisation})
    _hold_all([organisation.pk])
    if hindrances := what_hinders(organisation):
        raise Refused(" ".join(hindrances))
    said = _insist_reason(reason)
    people = organisation.people.count()
    for part in reversed(parts()):
        part.ended(by, organisation)
    organisation.closed_at = timezone.now()
    organisation.save(update_fields=["closed_at"])
    details = {"said": said, "people": people}
    record(Verb.ORGANISATION_CLOSED, actor=by, subject=organisation, scope=organisation, details=details)
    return organisation


@transaction.atomic
def reopen_organisation(*, by: Any, organisation: Organisation, organiser: User) -> Organisation:
    """Open a closed organisation again, with someone who organises it. It is as verified as it was."""
    person = User.objects.select_for_update(no_key=True).get(pk=organiser.pk)
    organisation = _held_even_closed(organisation)
    require(by, Permission.ORGANISATION_MERGE)
    if organisation.merged_into:
        told = {"organisation": organisation, "into": organisation.merged_into}
        raise Refused(_("%(organisation)s became part of %(into)s, which cannot be undone.") % told)
    if not organisation.closed_at:
        raise Refused(_("%(organisation)s is open.") % {"organisation": organisation})
    if not person.is_active:
        raise Refused(_("The account of %(person)s is closed or suspended. Name someone else.") % {"person": person})
    organisation.closed_at = None
    organisation.full_clean()
    organisation.save(update_fields=["closed_at"])
    OrganisationPerson.objects.create(organisation=organisation, person=person, role=Role.ORGANISER)
    details = {"person": person.pk, "role": Role.ORGANISER}
    record(Verb.ORGANISATION_REOPENED, actor=by, subject=organisation, details=details)
    return organisation


def why_not_merge(old: Organisation, new: Organisation) -> str:
    """Why one organisation cannot become part of another; nothing where it can."""
    if old.pk == new.pk:
        return _("An organisation cannot become part of itself. Choose another.")
    for each in (old, new):
        if each.merged_into:
            return _("%(organisation)s became part of %(into)s already.") % {
                "organisation": each,
                "into": each.merged_into,
            }
        if each.closed_at:
            return _("%(organisation)s is closed. Open it again first.") % {"organisation": each}
    if not new.is_verified:
        return _("%(organisation)s is not verified. Verify it first.") % {"organisation": new}
    if old.is_demonstration != new.is_demonstration:
        return _("One of the two is invented for the demonstration, and the other is not.")
    return ""


def what_hinders(organisation: Organisation) -> list[str]:
    """What has to be done before an organisation can close, as sentences."""
    return [sentence for part in parts() for sentence in part.hindrances(organisation)]


def foretold(old: Organisation, new: Organisation) -> list[str]:
    """What merging one organisation into another will do, as sentences."""
    return [sentence for part in parts() for sentence in part.foretold(old, new)]


def _both_held(organisation: Organisation, into: Organisation) -> tuple[Organisation, Organisation]:
    # In the order of their numbers, so that of two who merge the same the second waits, and is told.
    pks = sorted({organisation.pk, into.pk})
    rows = {
        each.pk: each for each in Organisation.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    }
    return rows[organisation.pk], rows[into.pk]


def _hold_all(organisations: list[int]) -> None:
    # The organisations are held. Workspaces before the people of organisations, as whoever takes a member in does.
    for part in reversed(parts()):
        part.hold(organisations)


def _held_even_closed(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _told(organisation: Organisation) -> dict[str, Any]:
    people = organisation.people.order_by("person_id")
    return {
        "number": organisation.pk,
        "name": organisation.name,
        "people": [list(pair) for pair in people.values_list("person_id", "role")],
        "domains": [str(domain) for domain in organisation.domains.all()],
        "areas": sorted(organisation.areas.values_list("code", flat=True)),
        "council_of": organisation.council_of.code if organisation.council_of else None,
        "logo": organisation.logo_sha256,
    }


def _insist_reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why in a sentence: whoever wonders later reads it.")})
    return reason.strip()[:1000]
