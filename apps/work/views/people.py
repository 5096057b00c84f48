"""Who is in a workspace: its partners, its members, and what the public sees of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.checks import grants, require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.queries import organised_by
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.people import ROLES, MemberForm, PartnerForm, RoleForm
from apps.workspaces import actions, queries
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Member, Partner, Workspace

_PLACE = {"section": "work", "place": "people"}


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def people(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    partners = queries.partners_of(workspace)
    # Among those that are shown anyway: asked for by themselves they would be a question more.
    member = next((each for line in partners for each in line.members if each.person_id == request.user.pk), None)
    may_edit = member is not None and not workspace.archived_at and grants({Role(member.role)}, Permission.MEMBER_EDIT)
    invitations = queries.open_invitations(workspace) if may_edit else []
    context = {
        **_PLACE,
        "workspace": workspace,
        "partners": partners,
        "requests": queries.waiting_requests(workspace) if any(line.someone_asks for line in partners) else [],
        "member": member,
        "roles": ROLES,
        "invitations": invitations,
        # Only an organiser of the partner may send one again: to others it is not offered.
        "may_send_again": organised_by(request.user) if invitations else set(),
        "invited": queries.invited_partners(workspace)
        if may_edit and any(line.someone_is_invited for line in partners)
        else [],
    }
    return render_page(request, "work/people.html", context)


@workspace_view(Permission.MEMBER_EDIT)
@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    offered = queries.people_to_add(workspace)
    pairs = [(partner, [(person.pk, person.name) for person in people]) for partner, people in offered if people]
    form = MemberForm(request.POST if request.method == "POST" else None, offered=pairs)
    if form.is_bound and (added := attempted(form, lambda: _add(request, workspace, form))):
        said = _("%(person)s is a member now, and is told so.") % {"person": added.person}
        messages.success(request, said)
        return redirect_page(request, *_back(request, workspace))
    organising = organised_by(request.user)
    context = {
        **_PLACE,
        "workspace": workspace,
        "form": form,
        "is_someone_left": any(people for _, people in offered),
        "organising": [partner.organisation for partner, _ in offered if partner.organisation_id in organising],
    }
    return render_page(request, "work/member_add.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, workspace: Workspace, form: MemberForm) -> Member:
    partner_pk, person_pk = form.chosen()
    partner = get_object_or_404(workspace.partners.select_related("organisation"), pk=partner_pk)
    person = get_object_or_404(partner.organisation.people.select_related("person"), person_id=person_pk).person
    return actions.add_member(
        by=request.user, workspace=workspace, person=person, partner=partner, role=form.cleaned_data["role"]
    )


@workspace_view(Permission.MEMBER_EDIT)
@require_POST
def member_role(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    member = _member(workspace, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the roles listed."))
        return redirect_page(request, "work:people", workspace.slug)
    role = Role(form.cleaned_data["role"])
    try:
        actions.change_role(by=request.user, member=member, role=role)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("%(person)s is a %(role)s now.") % {"person": member.person, "role": role.label})
    return redirect_page(request, *_back(request, workspace))


@workspace_view(Permission.WORKSPACE_VIEW)
@require_http_methods(["GET", "POST"])
def member_remove(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """A lead removes anyone, anyone leaves."""
    member = _member(workspace, pk)
    is_self = member.person_id == request.user.pk
    if not is_self:
        require(request.user, Permission.MEMBER_EDIT, on=workspace)
    if request.method == "GET":
        context = {**_PLACE, "workspace": workspace, "member": member, "is_self": is_self}
        return render_page(request, "work/member_remove.html", context)
    try:
        actions.remove_member(by=request.user, member=member)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect_page(request, "work:people", workspace.slug)
    if is_self:
        messages.success(request, _("You have left %(workspace)s.") % {"workspace": workspace})
        return redirect_page(request, "work:home")
    messages.success(request, _("%(person)s is no member any more.") % {"person": member.person})
    return redirect_page(request, "work:people", workspace.slug)


@workspace_view(Permission.PARTNER_EDIT)
@require_http_methods(["GET", "POST"])
def partner_add(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    offered = queries.organisations_to_add(workspace, request.user)
    form = PartnerForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_bound and (added := attempted(form, lambda: _take_in(request, workspace, form))):
        messages.success(request, _("%(partner)s is a partner now. Add its people next.") % {"partner": added})
        return redirect_page(request, "work:people", workspace.slug)
    context = {**_PLACE, "workspace": workspace, "form": form, "is_any_left": offered.exists()}
    return render_page(request, "work/partner_add.html", context, status=422 if form.errors else 200)


def _take_in(request: HttpRequest, workspace: Workspace, form: PartnerForm) -> Partner:
    return actions.add_partner(by=request.user, workspace=workspace, organisation=form.cleaned_data["organisation"])


@workspace_view(Permission.PARTNER_SHOW)
@require_POST
def partner_show(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    partner = _partner(workspace, pk)
    is_public = request.POST.get("is_public") == "yes"
    said = (
        _("The public may see that %(partner)s takes part.")
        if is_public
        else _("The public does not see that %(partner)s takes part.")
    )
    return done(
        request,
        lambda: actions.show_partner(by=request.user, partner=partner, is_public=is_public),
        said % {"partner": partner},
        "work:people",
        workspace.slug,
    )


@workspace_view(Permission.PARTNER_EDIT)
@require_http_methods(["GET", "POST"])
def partner_remove(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    partner = _partner(workspace, pk)
    if request.method == "GET":
        context = {**_PLACE, "workspace": workspace, "partner": partner, "members": partner.members.count()}
        return render_page(request, "work/partner_remove.html", context)
    return done(
        request,
        lambda: actions.remove_partner(by=request.user, partner=partner),
        _("%(partner)s is no partner any more.") % {"partner": partner},
        "work:people",
        workspace.slug,
    )


def _back(request: HttpRequest, workspace: Workspace) -> tuple[str, ...]:
    """To its people; for a lead who only stayed until there was another, and is none any more, to what is their own."""
    if Workspace.objects.visible_to(request.user).filter(pk=workspace.pk).exists():
        return "work:people", workspace.slug
    messages.info(request, _("You are no member of %(workspace)s any more.") % {"workspace": workspace})
    return ("work:home",)


def _member(workspace: Workspace, pk: int) -> Member:
    return get_object_or_404(workspace.members.select_related("person", "partner__organisation"), pk=pk)


def _partner(workspace: Workspace, pk: int) -> Partner:
    return get_object_or_404(workspace.partners.select_related("organisation"), pk=pk)
