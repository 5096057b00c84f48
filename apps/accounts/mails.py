"""What our mails say. Nothing that a stranger typed stands in them: whoever gets one may not have asked for it."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Mail:
    """A mail in plain text; who it is from and how it begins and ends is the same for all."""

    subject: str
    paragraphs: tuple[str, ...]

    def send(self, to: str) -> None:
        """Send it to one address. Raises what the mail server's library raises."""
        greeting = _("This is %(site)s.") % {"site": settings.SITE_NAME}
        text = "\n\n".join([greeting, *self.paragraphs]) + "\n"
        send_mail(f"{settings.SITE_NAME}: {self.subject}", text, None, [to])


def _unasked() -> str:
    return _("If you did not ask for this, do nothing: without the link nothing happens.")


def confirm_sign_up(link: str) -> Mail:
    asked = _("Someone, we hope you, asked for an account with this email address. To open it, follow this link:")
    once = _("It works once, for three days. Afterwards sign in with the password that you chose.")
    return Mail(_("confirm your email address"), (asked, link, once, _unasked()))


def account_exists(sign_in: str, forgotten: str) -> Mail:
    asked = _("Someone, we hope you, asked for an account with this email address. You have one already.")
    how = _("Sign in here:")
    lost = _("If you do not know the password any more, choose another here:")
    return Mail(_("you have an account already"), (asked, how, sign_in, lost, forgotten))


def choose_password(link: str) -> Mail:
    asked = _("To choose a new password for your account, follow this link:")
    once = _("It works once, for an hour. You are then signed out wherever you are signed in.")
    return Mail(_("choose a new password"), (asked, link, once, _unasked()))


def password_changed(forgotten: str) -> Mail:
    told = _("The password of your account was changed, and other browsers were signed out.")
    return Mail(_("your password was changed"), (told, _("If that was not you, choose another at once:"), forgotten))


def step_on(sessions: str) -> Mail:
    told = _("A second step is asked for from now on when someone signs in to your account.")
    return Mail(_("a second step was set up"), (told, *_not_you(sessions)))


def step_off(sessions: str) -> Mail:
    told = _("The second step of your account was taken away: the password alone is enough to sign in.")
    return Mail(_("your second step was taken away"), (told, *_not_you(sessions)))


def codes_new(sessions: str) -> Mail:
    told = _("New recovery codes were made for your account. Those of before open nothing any more.")
    return Mail(_("new recovery codes were made"), (told, *_not_you(sessions)))


def passkey_added(sessions: str) -> Mail:
    told = _("A passkey was added to your account. Whoever has it can sign in with it.")
    return Mail(_("a passkey was added"), (told, *_not_you(sessions)))


def passkey_removed(sessions: str) -> Mail:
    told = _("A passkey was removed from your account. It opens nothing here any more.")
    return Mail(_("a passkey was removed"), (told, *_not_you(sessions)))


def new_browser(browser: str, at: str, forgotten: str) -> Mail:
    told = _("Someone signed in to your account with a browser that was not used for it before: %(browser)s, %(at)s.")
    was_you = _("If that was you, do nothing. If it was not, choose another password at once:")
    return Mail(_("a sign-in with a new browser"), (told % {"browser": browser, "at": at}, was_you, forgotten))


def _not_you(sessions: str) -> tuple[str, str]:
    return _("If that was not you, change your password and sign out other browsers at once:"), sessions


def confirm_address(link: str) -> Mail:
    asked = _("To use this email address for your account, follow this link:")
    once = _("It works once, for three days. Until then your account keeps the address that it has.")
    return Mail(_("confirm your new email address"), (asked, link, once, _unasked()))


def address_taken(sign_in: str) -> Mail:
    told = _("Someone asked to use this email address for their account. You have an account with it already.")
    return Mail(_("you have an account already"), (told, _("If that was you, sign in to it here:"), sign_in))


def address_changed() -> Mail:
    told = _("Your account has another email address now, so that you sign in with that one.")
    wrong = _("If that was not you, write at once to whoever runs this site: %(contact)s")
    contact = settings.CONTACT_EMAIL or _("the page of contact says how to reach them.")
    return Mail(_("your email address was changed"), (told, wrong % {"contact": contact}))
