"""The mail that carries an invitation. Its link is known only while the invitation is made, so no job can send it."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.leading import origin_of
from apps.workspaces.invitation_actions import Sent
from apps.workspaces.models import Invitation


def mail_invitation(request: HttpRequest, sent: Sent) -> bool:
    """Send it to the address that is invited, in the same words whether or not there is an account; whether it went."""
    link = origin_of(request) + reverse("work:invitation", args=[sent.token])
    invitation = sent.invitation
    subject = _("You are invited to %(organisation)s") % {"organisation": _line(invitation.organisation)}
    try:
        return bool(send_mail(subject, _words(invitation, link), None, [invitation.email]))
    except (SMTPException, OSError):
        return False


def _words(invitation: Invitation, link: str) -> str:
    named = {
        "inviter": _line(invitation.invited_by),
        "organisation": _line(invitation.organisation),
        "workspace": _line(invitation.workspace),
        "site": settings.SITE_NAME,
        "day": date_format(invitation.expires_at, "j F Y"),
    }
    said = [_("%(inviter)s invites you to %(organisation)s on %(site)s.") % named]
    if not invitation.organisation.is_verified:
        said.append(_("Whoever runs the site has not verified this organisation yet."))
    if invitation.workspace:
        said.append(_("You would also speak for it in the workspace %(workspace)s.") % named)
    return "\n\n".join(
        [
            " ".join(said),
            _("Open this address to answer:"),
            link,
            _("It is good until %(day)s, for this email address only.") % named,
            _("If you do not know who this is, ignore it: nothing happens."),
        ]
    )


def _line(named: object) -> str:
    """A name that others wrote, in one line: nobody writes lines of the mail by it."""
    return " ".join(str(named).split())
