"""What people do with their own account: its name, address and password, and where it is signed in."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.actions import set_new_password
from apps.accounts.letter_actions import send, tell
from apps.accounts.letters import new_letter
from apps.accounts.models import Letter, Session, User
from apps.accounts.terms import terms_version
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused


@transaction.atomic
def change_name(*, by: Any, name: str) -> User:
    """Be called otherwise from now on. What was done and written stays under the name of then."""
    account = held(by)
    if account.name == name.strip():
        return account
    account.name = name.strip()
    account.full_clean()
    account.save(update_fields=["name"])
    record(Verb.ACCOUNT_CHANGED, actor=account, subject=account)
    return account


@transaction.atomic
def accept_terms(*, by: Any, terms: str) -> User:
    """Accept the terms that one was shown, by their hash. Which ones were accepted before stays in what happened."""
    account = held(by)
    if terms != terms_version():
        raise Refused(_("The terms changed just now. Read them once more, then accept them."))
    if account.terms_sha256 != terms:
        before_at = account.terms_accepted_at.isoformat() if account.terms_accepted_at else ""
        details = {"terms": terms, "before": account.terms_sha256, "before_at": before_at}
        account.terms_sha256, account.terms_accepted_at = terms, timezone.now()
        account.save(update_fields=["terms_sha256", "terms_accepted_at"])
        record(Verb.TERMS_ACCEPTED, actor=account, subject=account, details=details)
    return account


@transaction.atomic
def ask_to_move(*, by: Any, email: str, present: str, origin: str) -> Letter:
    """Ask to use another email address; it counts once its mail is read. Whether it has an account does not show."""
    account = held(by)
    insist_password(account, present)
    email = User.objects.normalize_email(email.strip())
    if email.casefold() == account.email.casefold():
        raise ValidationError({"email": _("This is the address that your account has.")})
    # Of several that were asked for only the last one counts.
    account.letters.filter(kind=Letter.Kind.EMAIL, used_at__isnull=True).delete()
    return send(new_letter(Letter.Kind.EMAIL, to=email, account=account, words={"origin": origin}))


@transaction.atomic
def change_password(*, by: Any, present: str, password: str, origin: str) -> User:
    """Choose another password, knowing the present one. Whoever is signed in to the account elsewhere is signed out."""
    account = held(by)
    insist_password(account, present)
    set_new_password(account, password)
    account.letters.filter(kind=Letter.Kind.EMAIL, used_at__isnull=True).delete()
    record(Verb.ACCOUNT_LOCKED, actor=account, subject=account, details={"by": "password"})
    tell(account, Letter.Kind.PASSWORD_CHANGED, origin=origin)
    return account


@transaction.atomic
def end_session(*, by: Any, number: int) -> int:
    """Sign out one browser of one's own; how many there were."""
    return _ended(by, [each.pk for each in Session.objects.filter(account_id=by.pk) if each.number == number])


@transaction.atomic
def end_other_sessions(*, by: Any, but: str | None) -> int:
    """Sign out all browsers of one's own but one; how many there were."""
    others = Session.objects.filter(account_id=by.pk).exclude(pk=but or "")
    return _ended(by, list(others.values_list("pk", flat=True)))


def insist_password(account: User, present: str) -> None:
    """Insist that whoever does this knows the account's password. Raises ValidationError."""
    if not account.has_usable_password():
        lacking = _(
            "Your account has no password. Choose one first, by “Forgotten password” on the page for signing in."
        )
        raise ValidationError({"present": lacking})
    if not check_password(present, account.password):
        raise ValidationError({"present": _("That is not your password. Check it and try again.")})


def held(by: Any) -> User:
    """One's own account, held until the end of the transaction. Raises Refused on one that many people share."""
    account = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if account.is_demonstration:
        raise Refused(_("Everyone who tries the demonstration shares this account, so it stays as it is."))
    return account


def _ended(by: Any, keys: list[str]) -> int:
    account = held(by)
    ended, _each = Session.objects.filter(pk__in=keys).delete()
    if ended:
        record(Verb.ACCOUNT_SESSIONS_ENDED, actor=account, subject=account, details={"how_many": ended})
    return ended
