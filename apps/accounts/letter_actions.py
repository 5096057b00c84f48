"""What people do about their own accounts through mails: signing up, choosing a password, changing their address.

Those who ask are not known yet, so these actions have no `by`: what lets someone use a link is that they read the mail.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.actions import checked_password, set_new_password
from apps.accounts.letters import SEND, good_letter, new_letter
from apps.accounts.models import Letter, User
from apps.accounts.terms import terms_version
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.common.errors import Refused


@transaction.atomic
def ask_to_sign_up(*, email: str, name: str, password: str, origin: str, to: str = "") -> Letter:
    """Ask for an account. Nothing is opened until the link in the mail is followed; then it leads on to `to`.

    Does and answers the same whether or not the address has an account. Raises ValidationError on a weak password.
    """
    insist_open()
    hoped_for = User(email=User.objects.normalize_email(email.strip()), name=name.strip())
    checked_password(hoped_for, password)
    hoped_for.clean_fields(exclude=["password"])
    words = {
        "name": hoped_for.name,
        "password": make_password(password),
        "terms": terms_version(),
        "terms_at": timezone.now().isoformat(),
        "origin": origin,
        "to": to,
    }
    return send(new_letter(Letter.Kind.SIGN_UP, to=hoped_for.email, words=words))


def insist_open() -> None:
    """Raises Refused where strangers do not open accounts for themselves."""
    if not settings.SIGN_UP:
        raise Refused(_("Accounts here are opened by whoever runs this site. Ask them for one."))


@transaction.atomic
def confirm_sign_up(*, secret: str) -> tuple[User, str]:
    """Open the account that was asked for, for whoever followed the link: it, and where they were going."""
    letter = _used(Letter.Kind.SIGN_UP, secret)
    taken = _("There is an account with this email address by now. Sign in to it.")
    if User.objects.filter(email__iexact=letter.email).exists():
        raise Refused(taken)
    words = letter.words
    user = User(email=letter.email, name=words["name"], password=words["password"])
    user.terms_sha256, user.terms_accepted_at = words["terms"], words["terms_at"]
    user.full_clean()
    save_at_its_address(user, taken)
    _put_away(letter)
    record(Verb.ACCOUNT_OPENED, actor=user, subject=user, details={"roles": []})
    return user, words["to"]


@transaction.atomic
def ask_for_password(*, email: str, origin: str) -> Letter:
    """Ask for a link by which to choose a new password. Does the same whether or not the address has an account."""
    return send(new_letter(Letter.Kind.PASSWORD, to=email.strip(), words={"origin": origin}))


@transaction.atomic
def choose_password(*, secret: str, password: str) -> User:
    """Choose a new password by the link in a mail; signs out everywhere. Raises ValidationError on a weak one."""
    letter = _used(Letter.Kind.PASSWORD, secret)
    account = User.objects.select_for_update(no_key=True).filter(email__iexact=letter.email).first()
    if account is None or not account.is_active:
        raise Refused(over())
    set_new_password(account, password)
    _put_away(letter)
    # Whatever else was sent to them opens nothing any more.
    Letter.objects.filter(kind=Letter.Kind.PASSWORD, email__iexact=letter.email, used_at__isnull=True).delete()
    record(Verb.ACCOUNT_LOCKED, actor=account, subject=account, details={"by": "mail"})
    tell(account, Letter.Kind.PASSWORD_CHANGED, origin=letter.words.get("origin", ""))
    return account


@transaction.atomic
def confirm_address(*, secret: str) -> User:
    """Use the new email address for the account, now that its mail is read there. The old address is told."""
    letter = _used(Letter.Kind.EMAIL, secret)
    if letter.account_id is None:
        raise Refused(over())
    account = User.objects.select_for_update(no_key=True).get(pk=letter.account_id)
    if not account.is_active or User.objects.filter(email__iexact=letter.email).exists():
        raise Refused(over())
    tell(account, Letter.Kind.EMAIL_CHANGED, origin="")
    account.email = letter.email
    account.full_clean()
    save_at_its_address(account, over())
    _put_away(letter)
    # A link to choose a password went to the old address, which is theirs no more.
    Letter.objects.filter(kind__in=[Letter.Kind.PASSWORD, Letter.Kind.EMAIL], account=account, used_at=None).delete()
    record(Verb.ACCOUNT_MOVED, actor=account, subject=account)
    return account


def over() -> str:
    """What is said of a link that does nothing any more, whatever the reason."""
    return _("This link is over: it was used, it is too old, or a newer one was sent. Ask for another.")


def send(letter: Letter) -> Letter:
    """Keep a letter and ask for it to be sent."""
    letter.full_clean()
    letter.save()
    background.ask(SEND, key=f"{SEND}:{letter.pk}", subject_id=letter.pk)
    return letter


def tell(account: User, kind: Any, *, origin: str, words: dict[str, str] | None = None) -> None:
    """Tell someone by mail what happened to their account, at the address that it has now."""
    send(new_letter(kind, to=account.email, account=account, words={"origin": origin, **(words or {})}))


def _used(kind: Letter.Kind, secret: str) -> Letter:
    """The letter of a good link, held: of two who follow it at once the second finds it used."""
    found = good_letter(kind, secret)
    if found:
        Letter.objects.select_for_update(no_key=True).get(pk=found.pk)
        found = good_letter(kind, secret)
    if found is None:
        raise Refused(over())
    return found


def save_at_its_address(account: User, taken: str) -> None:
    """Save an account; of two that take the same address at once the second is refused with a sentence."""
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise Refused(taken) from None


def _put_away(letter: Letter) -> None:
    letter.used_at, letter.words = timezone.now(), {}
    letter.save(update_fields=["used_at", "words"])
