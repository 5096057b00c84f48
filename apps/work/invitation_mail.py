"""The mail that carries an invitation. Its link is known only while the invitation is made, so no job can send it."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.leading import origin_of
from apps.accounts.models import User
from apps.common.kinds import page_of
from apps.workspaces.invitation_actions import Sent
from apps.workspaces.models import Invitation, PartnerInvitation
from apps.workspaces.partnering_actions import organisers_of


def mail_invitation(request: HttpRequest, sent: Sent) -> bool:
    """Send it to the address that is invited, in the same words whether or not there is an account; whether it went."""
    link = origin_of(request) + reverse("work:invitation", args=[sent.token])
    invitation = sent.invitation
    subject = _("You are invited to %(organisation)s") % {"organisation": _line(invitation.organisation)}
    try:
        return bool(send_mail(subject, _words(invitation, link), None, [invitation.email]))
    except (SMTPException, OSError):
        return False


def mail_partner_invitation(request: HttpRequest, invited: PartnerInvitation) -> bool:
    """Send it to the organisers of the organisation, or to the address that is invited; whether all went."""
    link = origin_of(request) + page_of(invited)
    subject = _("You are invited to work together in %(workspace)s") % {"workspace": _line(invited.workspace)}
    words, went = _partner_words(invited, link), True
    for address in _addresses(invited):
        try:
            went = bool(send_mail(subject, words, None, [address])) and went
        except (SMTPException, OSError):
            went = False
    return went


def _addresses(invited: PartnerInvitation) -> list[str]:
    if invited.organisation is None:
        return [invited.email]
    organisers = User.objects.filter(pk__in=organisers_of(invited.organisation), is_active=True)
    return list(organisers.filter(is_demonstration=False).order_by("pk").values_list("email", flat=True))


def _partner_words(invited: PartnerInvitation, link: str) -> str:
    named = {
        "inviter": _line(invited.invited_by),
        "workspace": _line(invited.workspace),
        "organisation": _line(invited.organisation or ""),
        "areas": ", ".join(area.name for area in invited.workspace.areas.order_by("name")),
        "site": settings.SITE_NAME,
        "day": date_format(invited.expires_at, "j F Y"),
    }
    if invited.organisation:
        asked = _("%(inviter)s invites %(organisation)s to take part in the workspace %(workspace)s on %(site)s.")
        how = _("As one of its organisers you accept or decline here:")
    else:
        asked = _("%(inviter)s invites your organisation to take part in the workspace %(workspace)s on %(site)s.")
        how = _(
            "Sign in with this email address, or open an account with it, then open your organisation. The "
            "invitation, with what was written to you, waits for you here:"
        )
    said = [
        asked % named,
        _("A workspace is where organisations set goals for their areas and log what they do. This one is for: ")
        + named["areas"],
        how,
        link,
        _("It is good until %(day)s. Nobody takes part without your yes.") % named,
        _("If you do not know who this is, ignore it: nothing happens."),
    ]
    return "\n\n".join(said)


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
