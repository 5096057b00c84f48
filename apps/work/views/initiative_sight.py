"""Who sees a policy or an initiative that is kept: for those to decide who speak for its lead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.checks import AccessDenied
from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import sight_actions
from apps.initiatives.models import Initiative
from apps.initiatives.queries import initiatives_in, interests_in, may_decide_sight, seen_by_partners
from apps.work.forms.sight import SightForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of


@workspace_view(Permission.PARTNER_SHOW)
@require_http_methods(["GET", "POST"])
def initiative_sight(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _initiative(request, workspace, pk)
    if not may_decide_sight(found, request.user):
        sentence = _("You may not decide who sees it: only the people of %(lead)s do.")
        raise AccessDenied(sentence % {"lead": found.lead})
    if request.method == "GET" and not found.is_kept:
        messages.info(request, _("Everyone in this workspace sees it."))
        return redirect_page(request, "work:initiative", workspace.slug, pk)
    form = SightForm(request.POST if request.method == "POST" else None, initiative=found)
    given = attempted(form, lambda: _give(request, found, form)) if form.is_bound else None
    if given:
        said = _("The people of %(partner)s see it from now on, and are told.")
        messages.success(request, said % {"partner": form.cleaned_data["partner"]})
        return redirect_page(request, "work:initiative_sight", workspace.slug, pk)
    context = {
        "workspace": workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": found,
        "form": form,
        "partners": seen_by_partners(found),
        "interests": interests_in(workspace, reader=request.user).standing().order_by("organisation__name", "-pk"),
    }
    return render_page(request, "work/initiative_sight.html", context, status=422 if form.errors else 200)


def _give(request: HttpRequest, found: Initiative, form: SightForm) -> Initiative:
    return sight_actions.give_sight(by=request.user, initiative=found, partner=form.cleaned_data["partner"])


@workspace_view(Permission.PARTNER_SHOW)
@require_POST
def sight_take(request: HttpRequest, workspace: Workspace, pk: int, partner_pk: int) -> HttpResponse:
    found = _initiative(request, workspace, pk)
    partner = get_object_or_404(workspace.partners.select_related("organisation"), pk=partner_pk)
    return done(
        request,
        lambda: sight_actions.take_sight(by=request.user, initiative=found, partner=partner),
        _("The people of %(partner)s do not see it any more.") % {"partner": partner},
        "work:initiative_sight",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.PARTNER_SHOW)
@require_POST
def initiative_share(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _initiative(request, workspace, pk)
    return done(
        request,
        lambda: sight_actions.share_initiative(by=request.user, initiative=found),
        _("Shared. Everyone in this workspace sees it from now on."),
        "work:initiative",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.PARTNER_SHOW)
@require_POST
def initiatives_take_up(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    member = member_of(workspace, request.user)
    many = sight_actions.take_up_kept(by=request.user, partner=member.partner) if member else 0
    said = ngettext("You see %(count)d more now.", "You see %(count)d more now.", many) % {"count": many}
    messages.success(request, said)
    return redirect_page(request, "work:initiatives", workspace.slug)


def _initiative(request: HttpRequest, workspace: Workspace, pk: int) -> Initiative:
    return get_object_or_404(initiatives_in(workspace, request.user).select_related("workspace", "lead"), pk=pk)
