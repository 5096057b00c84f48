"""Inviting people to an organisation or to a workspace; sending an invitation again, and taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import InviteForm, WorkspaceInviteForm
from apps.work.invitation_mail import mail_invitation
from apps.workspaces import invitation_actions as actions
from apps.workspaces.decorators import workspace_view
from apps.workspaces.invitation_actions import Sent
from apps.workspaces.models import Workspace
from apps.workspaces.queries import partners_to_invite_to


@organisation_view(Permission.ORGANISATION_PEOPLE)
@require_http_methods(["GET", "POST"])
def organisation_invite(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (
        sent := attempted(form, lambda: actions.invite(by=request.user, organisation=organisation, **form.cleaned_data))
    ):
        return _sent(request, sent, "work:organisation", organisation.slug)
    context = {"section": "work", "place": "own", "organisation": organisation, "form": form}
    return render_page(request, "work/organisation_invite.html", context, status=422 if form.errors else 200)


@organisation_view(Permission.ORGANISATION_PEOPLE)
@require_POST
def organisation_invitation_again(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    return _again(
        request,
        lambda: actions.send_again(by=request.user, invitation=invitation),
        "work:organisation",
        organisation.slug,
    )


@organisation_view(Permission.ORGANISATION_PEOPLE)
@require_POST
def organisation_invitation_revoke(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    return done(
        request,
        lambda: actions.revoke_invitation(by=request.user, invitation=invitation),
        _("Taken back. Its link opens nothing any more."),
        "work:organisation",
        organisation.slug,
    )


@workspace_view(Permission.MEMBER_EDIT)
@require_http_methods(["GET", "POST"])
def workspace_invite(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    offered = partners_to_invite_to(workspace, request.user)
    form = WorkspaceInviteForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_bound and (sent := attempted(form, lambda: _invite(request, workspace, form))):
        return _sent(request, sent, "work:people", workspace.slug)
    context = {"section": "work", "place": "people", "workspace": workspace, "form": form, "offered": offered}
    return render_page(request, "work/workspace_invite.html", context, status=422 if form.errors else 200)


def _invite(request: HttpRequest, workspace: Workspace, form: WorkspaceInviteForm) -> Sent:
    wrote = form.cleaned_data
    partner = get_object_or_404(workspace.partners.select_related("organisation"), organisation__slug=wrote["partner"])
    return actions.invite(
        by=request.user,
        email=wrote["email"],
        organisation=partner.organisation,
        role=Role.STAFF,
        workspace=workspace,
        workspace_role=wrote["role"],
    )


@workspace_view(Permission.MEMBER_EDIT)
@require_POST
def workspace_invitation_again(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    invitation = get_object_or_404(workspace.invitations, pk=pk)
    return _again(
        request, lambda: actions.send_again(by=request.user, invitation=invitation), "work:people", workspace.slug
    )


@workspace_view(Permission.MEMBER_EDIT)
@require_POST
def workspace_invitation_revoke(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    invitation = get_object_or_404(workspace.invitations, pk=pk)
    return done(
        request,
        lambda: actions.revoke_invitation(by=request.user, invitation=invitation),
        _("Taken back. Its link opens nothing any more."),
        "work:people",
        workspace.slug,
    )


def _again(request: HttpRequest, deed: Callable[[], Sent], to: str, *args: Any) -> HttpResponse:
    try:
        sent = deed()
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect_page(request, to, *args)
    return _sent(request, sent, to, *args)


def _sent(request: HttpRequest, sent: Sent, to: str, *args: Any) -> HttpResponse:
    """Mail it, and tell whoever invited the code, which is shown this once."""
    told = {"email": sent.invitation.email, "code": sent.code}
    if mail_invitation(request, sent):
        messages.success(request, _("%(email)s is invited. If no mail comes, read them the code %(code)s.") % told)
    else:
        said = _("The mail to %(email)s could not be sent. Read them the code %(code)s, or send it again later.")
        messages.warning(request, said % told)
    return redirect_page(request, to, *args)
