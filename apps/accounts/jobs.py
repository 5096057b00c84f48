"""Sending letters. Only here is it found out whether an address has an account, so that no answer's time tells it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts import mails
from apps.accounts.backends import AccountBackend
from apps.accounts.browsers import browser_in_words
from apps.accounts.letters import SEND, new_secret
from apps.accounts.mails import Mail
from apps.accounts.models import Letter, Session, User
from apps.background.registry import Queue, job
from apps.background.work import Work

_KEPT_AFTER = timedelta(days=1)
#: Letters that tell what happened to a second step, each by its words.
_TOLD: dict[str, Callable[[str], Mail]] = {
    Letter.Kind.STEP_ON: mails.step_on,
    Letter.Kind.STEP_OFF: mails.step_off,
    Letter.Kind.CODES_NEW: mails.codes_new,
    Letter.Kind.PASSKEY_ADDED: mails.passkey_added,
    Letter.Kind.PASSKEY_REMOVED: mails.passkey_removed,
}


@job(SEND, queue=Queue.PROMPT, time_limit=60)
def send_letter(work: Work, letter_id: int | None) -> None:
    """Send one letter with a new secret in its link. Sent twice, the second one's link is the one that works."""
    letter = Letter.objects.select_related("account").filter(pk=letter_id or 0, used_at__isnull=True).first()
    if letter is None or letter.expires_at <= timezone.now():
        return
    secret, secret_sha256 = new_secret()
    with work.writing():
        # What was never followed is forgotten: nobody's address stays who did not come.
        Letter.objects.filter(expires_at__lt=timezone.now() - _KEPT_AFTER).delete()
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
        Letter.objects.filter(pk=letter.pk).update(secret_sha256=secret_sha256)
    if mail := _mail(letter, secret):
        mail.send(letter.email)
    with work.finishing():
        pass


def _mail(letter: Letter, secret: str) -> Mail | None:
    """What to send; None where there is nobody to send it to."""
    holder = User.objects.filter(email__iexact=letter.email).first()
    may_enter = holder is not None and AccountBackend().user_can_authenticate(holder) and not holder.is_demonstration
    match letter.kind:
        case Letter.Kind.SIGN_UP if holder is None:
            return mails.confirm_sign_up(_link(letter, "accounts:sign_up_confirm", secret))
        case Letter.Kind.SIGN_UP if may_enter:
            return mails.account_exists(_link(letter, "accounts:sign_in"), _link(letter, "accounts:password_forgotten"))
        case Letter.Kind.PASSWORD if may_enter:
            return mails.choose_password(_link(letter, "accounts:password_choose", secret))
        case Letter.Kind.PASSWORD_CHANGED:
            return mails.password_changed(_link(letter, "accounts:password_forgotten"))
        case Letter.Kind.EMAIL if holder is None:
            return mails.confirm_address(_link(letter, "accounts:email_confirm", secret))
        case Letter.Kind.EMAIL if may_enter:
            return mails.address_taken(_link(letter, "accounts:sign_in"))
        case Letter.Kind.EMAIL_CHANGED:
            return mails.address_changed()
        case Letter.Kind.NEW_BROWSER:
            return mails.new_browser(*_seen(letter), _link(letter, "accounts:password_forgotten"))
        case kind if kind in _TOLD:
            return _TOLD[kind](_link(letter, "accounts:sessions"))
    return None


def _seen(letter: Letter) -> tuple[str, str]:
    """The browser and the time of a sign-in, in words. What a browser calls itself is never repeated as it stands."""
    at = timezone.localtime(datetime.fromisoformat(letter.words["at"]))
    return browser_in_words(letter.words["browser"]), date_format(at, "j F Y, H:i")


def _link(letter: Letter, name: str, *values: str) -> str:
    return (settings.SITE_ADDRESS or letter.words.get("origin", "")) + reverse(name, args=values)
