"""How people sign in with their organisation: its organisers name how, an administrator approves, they use it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import held as held_organisation
from apps.accounts.fetching import is_address
from apps.accounts.letter_actions import save_at_its_address
from apps.accounts.models import Connection, Organisation, OrganisationPerson, SignOn, User
from apps.accounts.own_actions import held
from apps.accounts.sign_on import Known
from apps.accounts.terms import terms_version
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused


@transaction.atomic
def name_sign_on(*, by: Any, organisation: Organisation, issuer: str, client_id: str, client_secret: str) -> SignOn:
    """Say with which provider the people of an organisation sign in. It counts once an administrator approved it.

    An empty secret keeps the one of before. Another issuer or client is approved anew; of another issuer nobody is
    known any more, since it could call anyone by the names that the one of before used.
    """
    organisation = held_organisation(organisation)
    require(by, Permission.ORGANISATION_SIGN_ON, on=organisation)
    if not organisation.is_verified or not organisation.domains.exists():
        raise Refused(_("Your organisation has to be verified first, with the domains of its addresses."))
    sign_on = SignOn.objects.filter(organisation=organisation).first() or SignOn(organisation=organisation)
    _insist_named(sign_on, issuer, client_secret)
    if (sign_on.issuer, sign_on.client_id) != (issuer, client_id):
        sign_on.approved_at, sign_on.declined_at, sign_on.is_demanded, sign_on.reason = None, None, False, ""
    if sign_on.pk and sign_on.issuer != issuer:
        sign_on.connections.all().delete()
    sign_on.issuer, sign_on.client_id = issuer, client_id
    if client_secret:
        sign_on.client_secret = get_adapter().encrypt(client_secret)
    sign_on.full_clean()
    sign_on.save()
    record(Verb.SIGN_ON_NAMED, actor=by, subject=organisation, scope=organisation, details={"said": issuer})
    return sign_on


@transaction.atomic
def approve_sign_on(*, by: Any, organisation: Organisation) -> SignOn:
    """Let a provider say who people at the organisation's domains are."""
    sign_on = _judged(by, organisation)
    if sign_on.approved_at:
        raise Refused(_("It is approved already."))
    domains = organisation.domains.values("domain")
    others = SignOn.objects.counting().exclude(pk=sign_on.pk).filter(organisation__domains__domain__in=domains)
    if other := others.select_related("organisation").first():
        sentence = _("%(other)s has one of these domains, and its own sign-on. Take the domain from one of the two.")
        raise Refused(sentence % {"other": other.organisation})
    sign_on.approved_at, sign_on.declined_at, sign_on.reason = timezone.now(), None, ""
    sign_on.save(update_fields=["approved_at", "declined_at", "reason"])
    _tell(Verb.SIGN_ON_APPROVED, by, sign_on, sign_on.issuer)
    return sign_on


@transaction.atomic
def decline_sign_on(*, by: Any, organisation: Organisation, reason: str) -> SignOn:
    """Say why a provider does not count, or not any more. Its organisers are told."""
    sign_on = _judged(by, organisation)
    if not (said := reason.strip()[:1000]):
        raise ValidationError({"reason": _("Say why, so that its organisers know what to do.")})
    sign_on.approved_at, sign_on.declined_at, sign_on.reason = None, timezone.now(), said
    sign_on.is_demanded = False
    sign_on.save(update_fields=["approved_at", "declined_at", "reason", "is_demanded"])
    _tell(Verb.SIGN_ON_DECLINED, by, sign_on, said)
    return sign_on


@transaction.atomic
def demand_sign_on(*, by: Any, organisation: Organisation, is_demanded: bool) -> SignOn:
    """Say whether people of an organisation, with addresses at its domains, must sign in with its provider.

    Only whoever came in by it knows that it works: nobody locks everyone out, themselves first.
    """
    organisation = held_organisation(organisation)
    require(by, Permission.ORGANISATION_SIGN_ON, on=organisation)
    sign_on = _named(organisation)
    if is_demanded and not sign_on.approved_at:
        raise Refused(_("An administrator has to approve it first."))
    if is_demanded and not sign_on.connections.filter(person_id=by.pk).exists():
        raise Refused(_("Sign in with it yourself first, so that you know that it works."))
    if sign_on.is_demanded != is_demanded:
        sign_on.is_demanded = is_demanded
        sign_on.save(update_fields=["is_demanded"])
        details = {"said": _("they must") if is_demanded else _("they may")}
        record(Verb.SIGN_ON_DEMANDED, actor=by, subject=organisation, scope=organisation, details=details)
    return sign_on


@transaction.atomic
def end_sign_on(*, by: Any, organisation: Organisation) -> Organisation:
    """Let nobody sign in with the organisation any more. Who has no password chooses one by mail."""
    organisation = held_organisation(organisation)
    require(by, Permission.ORGANISATION_SIGN_ON, on=organisation)
    sign_on = _named(organisation)
    record(Verb.SIGN_ON_ENDED, actor=by, subject=organisation, scope=organisation, details={"said": sign_on.issuer})
    sign_on.delete()
    return organisation


@transaction.atomic
def enter_by_sign_on(*, sign_on: SignOn, known: Known) -> User | None:
    """Whose account is connected with what a provider says of someone; None where none is.

    Only of those who belong to its organisation: of nobody else does a provider say who they are.
    """
    theirs = sign_on.connections.filter(person__belongs_to__organisation=sign_on.organisation_id)
    connection = theirs.select_related("person").filter(subject=known.subject).first()
    if connection is None:
        return None
    connection.last_used_at = timezone.now()
    connection.save(update_fields=["last_used_at"])
    return connection.person


@transaction.atomic
def connect_account(*, by: User, sign_on: SignOn, known: Known) -> User:
    """Connect an account with its organisation's provider, now that its owner gave its password once."""
    account = held(by)
    if account.email.casefold() != known.email.casefold():
        raise Refused(_("Your account has another email address than your organisation says. Change that first."))
    _connect(account, sign_on, known)
    return account


@transaction.atomic
def open_account_by_sign_on(*, sign_on: SignOn, known: Known, name: str) -> User:
    """Open an account for whoever signs in with their organisation for the first time, and accepted the terms.

    It has no password, and belongs to the organisation.
    """
    organisation = held_organisation(sign_on.organisation)
    taken = _("There is an account with this email address by now. Begin again.")
    if User.objects.filter(email__iexact=known.email).exists():
        raise Refused(taken)
    user = User(email=User.objects.normalize_email(known.email), name=name.strip())
    user.set_unusable_password()
    user.terms_sha256, user.terms_accepted_at = terms_version(), timezone.now()
    user.full_clean()
    save_at_its_address(user, taken)
    record(Verb.ACCOUNT_OPENED, actor=user, subject=user, details={"roles": [], "by": organisation.name})
    _connect(user, sign_on, known)
    return user


@transaction.atomic
def disconnect_account(*, by: Any, connection: int) -> None:
    """Sign in with an organisation no more. Refused to whoever has no password to come in by instead."""
    account = held(by)
    found = account.connections.select_related("sign_on__organisation").filter(pk=connection).first()
    if found is None:
        return
    if not account.has_usable_password():
        raise Refused(_("Choose a password first, by “Forgotten password” on the page for signing in."))
    details = {"said": str(found.sign_on.organisation), "ended": True}
    record(Verb.ACCOUNT_CONNECTED, actor=account, subject=account, details=details)
    found.delete()


def _connect(account: User, sign_on: SignOn, known: Known) -> None:
    """Keep who someone is to their provider, and take them into its organisation if they are not in it."""
    # Held by whoever names, declines or ends it too.
    organisation = held_organisation(sign_on.organisation)
    if not SignOn.objects.counting().filter(pk=sign_on.pk).exists():
        raise Refused(_("Your organisation does not sign people in here any more. Sign in otherwise."))
    Connection.objects.filter(sign_on=sign_on, person=account).delete()
    connection = Connection(sign_on=sign_on, person=account, subject=known.subject, last_used_at=timezone.now())
    connection.full_clean()
    connection.save()
    record(Verb.ACCOUNT_CONNECTED, actor=account, subject=account, details={"said": str(organisation)})
    if not organisation.people.filter(person=account).exists():
        OrganisationPerson.objects.create(organisation=organisation, person=account, role=Role.STAFF)
        details = {"person": account.pk, "role": Role.STAFF}
        record(Verb.ORGANISATION_JOINED, actor=account, subject=organisation, details=details)


def _judged(by: Any, organisation: Organisation) -> SignOn:
    organisation = held_organisation(organisation)
    require(by, Permission.ORGANISATION_VERIFY)
    return _named(organisation)


def _named(organisation: Organisation) -> SignOn:
    found = SignOn.objects.select_for_update(no_key=True).filter(organisation=organisation).first()
    if found is None:
        raise Refused(_("No provider is named for it. Reload the page."))
    return found


def _insist_named(sign_on: SignOn, issuer: str, client_secret: str) -> None:
    if not is_address(issuer):
        raise ValidationError({"issuer": _("Write the whole address, beginning with https://.")})
    if not (client_secret or sign_on.client_secret):
        raise ValidationError({"client_secret": _("Write the secret that the provider gave you for this site.")})
    if sign_on.pk and sign_on.issuer != issuer and not client_secret:
        # It was given for the provider of before, and goes to no other.
        raise ValidationError({"client_secret": _("Another provider has another secret: write that one.")})


def _tell(verb: Verb, by: Any, sign_on: SignOn, said: str) -> None:
    organisation = sign_on.organisation
    organisers = organisation.people.filter(role=Role.ORGANISER).values_list("person_id", flat=True)
    record(verb, actor=by, subject=organisation, scope=organisation, details={"said": said}, tell=list(organisers))
