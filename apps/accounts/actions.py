"""What is done with accounts and organisations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.marks import lose_the_mark, vouched
from apps.accounts.models import Connection, Organisation, OrganisationPerson, Session, User
from apps.activity.actions import forget_notifications, insist_current, keep_version, record
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.common.slugs import free_slug


@transaction.atomic
def open_account(
    *,
    by: Any,
    email: str,
    name: str,
    password: str,
    platform_roles: Iterable[str] = (),
    is_demonstration: bool = False,
) -> User:
    """Open an account for someone. Raises ValidationError on a weak password, a strange role or a taken address."""
    require(by, Permission.ACCOUNT_OPEN)
    user = User(
        email=User.objects.normalize_email(email.strip()),
        name=name.strip(),
        platform_roles=sorted(map(str, platform_roles)),
        is_demonstration=is_demonstration,
    )
    checked_password(user, password)
    user.set_password(password)
    user.full_clean()
    user.save()
    record(Verb.ACCOUNT_OPENED, actor=by, subject=user, details={"roles": user.platform_roles})
    return user


def checked_password(user: User, password: str) -> None:
    """Insist that `password` is good enough for someone. Raises ValidationError."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from None


def set_new_password(user: User, password: str) -> None:
    """Give an account that is held another password: whoever is signed in to it anywhere is signed out by that."""
    checked_password(user, password)
    user.set_password(password)
    user.save(update_fields=["password"])
    # They open nothing any more, so they are not shown as if they did.
    Session.objects.filter(account=user).delete()


@transaction.atomic
def open_organisation(
    *,
    by: Any,
    name: str,
    sector: str,
    areas: Iterable[Area] = (),
    description: str = "",
    website: str = "",
    council_of: Area | None = None,
    is_demonstration: bool = False,
) -> Organisation:
    """Open an organisation that people can belong to; whoever runs this site vouches for it.

    Raises ValidationError on a field that cannot be so. People open their own by `open_own_organisation`.
    """
    require(by, Permission.ORGANISATION_OPEN)
    organisation = Organisation(
        name=name.strip(),
        slug=free_address(name),
        sector=sector,
        description=description.strip(),
        website=website.strip(),
        council_of=council_of,
        is_demonstration=is_demonstration,
        verified_at=timezone.now(),
    )
    organisation.full_clean()
    organisation.save()
    organisation.areas.set(areas)
    keep_version(organisation, by=by)
    record(Verb.ORGANISATION_OPENED, actor=by, subject=organisation)
    return organisation


@transaction.atomic
def change_organisation(
    *, by: Any, organisation: Organisation, based_on: int, words: Mapping[str, Any], reason: str = ""
) -> Organisation:
    """Change what is said of an organisation; one that was verified under another name is to be looked at anew.

    Raises Overtaken when someone else saved it after version `based_on`.
    """
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EDIT, on=organisation)
    insist_current(organisation, based_on)
    before = vouched(organisation)
    if not organisation.rewrite(words):
        return organisation
    organisation.full_clean()
    lose_the_mark(by, organisation, before)
    organisation.save()
    keep_version(organisation, by=by, reason=reason)
    record(Verb.ORGANISATION_CHANGED, actor=by, subject=organisation)
    return organisation


@transaction.atomic
def add_to_organisation(
    *, by: Any, organisation: Organisation, person: User, role: str, is_agreed: bool = False
) -> OrganisationPerson:
    """Say that someone belongs to an organisation. To one that is not verified only who agreed is added."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_PEOPLE, on=organisation)
    if by.pk is not None and not (is_agreed or organisation.is_verified):
        raise Refused(_("Until your organisation is verified you invite people, who then agree to belong to it."))
    if organisation.people.filter(person=person).exists():
        raise Refused(_("%(person)s belongs to %(organisation)s already.") % _named(person, organisation))
    belonging = OrganisationPerson(organisation=organisation, person=person, role=Role(role))
    belonging.full_clean()
    belonging.save()
    record(Verb.ORGANISATION_JOINED, actor=by, subject=organisation, details={"person": person.pk, "role": role})
    return belonging


@transaction.atomic
def remove_from_organisation(*, by: Any, organisation: Organisation, person: User) -> None:
    """Say that someone no longer belongs to an organisation; what they wrote stays. The last organiser stays one."""
    held(organisation)
    require(by, Permission.ORGANISATION_PEOPLE, on=organisation)
    _let_go(by, organisation, person)


@transaction.atomic
def leave_organisation(*, by: Any, organisation: Organisation) -> None:
    """Leave an organisation: anyone may, but for its last organiser. What they wrote there stays."""
    held(organisation)
    _let_go(by, organisation, by)


def _let_go(by: Any, organisation: Organisation, person: User) -> None:
    """Take someone out; what they were told of the organisation goes with them. Its row is held.

    Its provider says no more who they are: the account is theirs, and the organisation a former one.
    """
    belonging = organisation.people.filter(person=person).first()
    if belonging is None:
        raise Refused(_("%(person)s does not belong to %(organisation)s.") % _named(person, organisation))
    insist_another_organiser(belonging)
    forget_notifications(person=person, scope=organisation)
    Connection.objects.filter(sign_on__organisation=organisation, person=person).delete()
    belonging.delete()
    record(Verb.ORGANISATION_LEFT, actor=by, subject=organisation, details={"person": person.pk})


def free_address(name: str) -> str:
    """What stands in the address of an organisation of a name: not what stands there for the page that opens one."""
    return free_slug(name if slugify(name) != "new" else f"{name} organisation", Organisation.objects)


def insist_another_organiser(belonging: OrganisationPerson) -> None:
    """Refuse to let the last organiser of an organisation go, or be anything less. Its row is held."""
    others = OrganisationPerson.objects.filter(organisation=belonging.organisation_id, role=Role.ORGANISER)
    if belonging.role == Role.ORGANISER and not others.exclude(pk=belonging.pk).exists():
        raise Refused(_("An organisation needs at least one organiser. Make someone else an organiser first."))


def held(organisation: Organisation) -> Organisation:
    """An organisation as it is now, its row held until the transaction ends. Refused where it is closed."""
    # Whoever changes who belongs to it, or where it takes part, holds its row, and before that of a workspace: of two
    # organisers who remove each other one is refused, and nothing is left with one that is closed. What someone may is
    # asked after it, when nobody can take it from them any more.
    found = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if found.closed_at:
        raise Refused(_closed(found))
    return found


def _closed(organisation: Organisation) -> str:
    if organisation.merged_into:
        told = {"organisation": organisation, "into": organisation.merged_into}
        return _("%(organisation)s became part of %(into)s, and does nothing by itself any more.") % told
    return _("%(organisation)s is closed. An administrator of this site can open it again.") % {
        "organisation": organisation
    }


def _named(person: User, organisation: Organisation) -> dict[str, str]:
    return {"person": person.name, "organisation": organisation.name}
