"""The leads of a workspace invite an organisation to take part; its organisers answer."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.accounts.queries import people_of
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.workspaces import PartnerInviteForm, PartnershipForm
from apps.work.invitation_mail import mail_partner_invitation
from apps.workspaces import partnering_actions as actions
from apps.workspaces import queries
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Partner, PartnerInvitation, Workspace

#: So many names are offered while one types, and so many are named that a name may mean.
_OFFERED, _NAMED = 300, 5


@workspace_view(Permission.PARTNER_EDIT)
@require_http_methods(["GET", "POST"])
def partner_invite(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    form = PartnerInviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (invited := attempted(form, lambda: _invite(request, workspace, form))):
        whom = invited.organisation or invited.email
        if mail_partner_invitation(request, invited):
            messages.success(request, _("%(whom)s is invited, and told by mail.") % {"whom": whom})
        else:
            said = _("%(whom)s is invited, but the mail could not be sent. Tell them: the invitation waits for them.")
            messages.warning(request, said % {"whom": whom})
        return redirect_page(request, "work:people", workspace.slug)
    names = queries.organisations_to_invite(workspace).values_list("name", flat=True)[:_OFFERED]
    context = {"section": "work", "place": "people", "workspace": workspace, "form": form, "names": names}
    return render_page(request, "work/partner_invite.html", context, status=422 if form.errors else 200)


def _invite(request: HttpRequest, workspace: Workspace, form: PartnerInviteForm) -> PartnerInvitation:
    wrote = form.cleaned_data
    to = wrote["email"] or _called(workspace, wrote["name"])
    return actions.invite_organisation(
        by=request.user, workspace=workspace, to=to, words=wrote["words"], role=wrote["role"]
    )


def _called(workspace: Workspace, name: str) -> Organisation:
    """The one organisation that a name means. Raises Refused where it means none or several."""
    found = queries.organisations_called(workspace, name)
    if not found:
        raise Refused(
            _("No organisation is called so that is no partner here. Write its whole name, or invite by address.")
        )
    if len(found) > 1:
        names = ", ".join(each.name for each in found[:_NAMED])
        raise Refused(
            ngettext("Write the whole name: there is %s.", "Write the whole name: there are %s.", len(found)) % names
        )
    return found[0]


@workspace_view(Permission.PARTNER_EDIT)
@require_POST
def partner_invitation_revoke(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    invited = get_object_or_404(workspace.partner_invitations.select_related("workspace"), pk=pk)
    return done(
        request,
        lambda: actions.withdraw_invitation(by=request.user, invited=invited),
        _("Taken back. Nobody can accept it any more."),
        "work:people",
        workspace.slug,
    )


@organisation_view(Permission.PARTNER_ASK)
@require_http_methods(["GET", "POST"])
def partnership_answer(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """What an organisation is invited to; sent with an answer, it is accepted or declined."""
    invited = get_object_or_404(queries.partnerships_to_answer(organisation, request.user), pk=pk)
    if request.POST.get("answer") == "decline":
        words = request.POST.get("words", "")[:1000]
        decline = partial(
            actions.decline_partnership, by=request.user, invited=invited, organisation=organisation, answer=words
        )
        return done(request, decline, _("Declined. The leads read your words."), "work:organisation", organisation.slug)
    people = {each.person_id: each.person for each in people_of(organisation)}
    form = PartnershipForm(
        request.POST if request.method == "POST" else None,
        people=people.values(),
        user=request.user,
        roles=actions.roles_offered(invited),
    )
    if form.is_bound and (partner := attempted(form, lambda: _accept(request, invited, organisation, form))):
        return _taken_in(request, partner)
    context = {
        "section": "work",
        "place": "own",
        "organisation": organisation,
        "invited": invited,
        "areas": invited.workspace.areas.order_by("name"),
        "form": form,
    }
    return render_page(request, "work/partnership_answer.html", context, status=422 if form.errors else 200)


def _accept(
    request: HttpRequest, invited: PartnerInvitation, organisation: Organisation, form: PartnershipForm
) -> Partner:
    speaker = get_object_or_404(organisation.people.select_related("person"), person_id=form.cleaned_data["speaker"])
    return actions.accept_partnership(
        by=request.user,
        invited=invited,
        organisation=organisation,
        speaker=speaker.person,
        role=form.cleaned_data["role"],
    )


def _taken_in(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Into the workspace for whoever is a member of it now; else back to the organisation."""
    told = {"organisation": partner.organisation, "workspace": partner.workspace}
    messages.success(request, _("%(organisation)s takes part in %(workspace)s now.") % told)
    if Workspace.objects.visible_to(request.user).filter(pk=partner.workspace_id).exists():
        return redirect_page(request, "work:workspace", partner.workspace.slug)
    return redirect_page(request, "work:organisation", partner.organisation.slug)
