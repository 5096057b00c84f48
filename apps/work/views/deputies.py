"""Who stands in for a member of a workspace while they are away."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.workspaces import DeputyForm
from apps.workspaces import deputy_actions as actions
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Deputy, Member, Workspace
from apps.workspaces.queries import deputies_of


@workspace_view(Permission.WORKSPACE_VIEW)
@require_http_methods(["GET", "POST"])
def member_deputy(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """One's own, for whoever may set goals; anyone's for a lead."""
    member = get_object_or_404(workspace.members.select_related("person", "partner__organisation"), pk=pk)
    is_self = member.person_id == request.user.pk
    require(request.user, Permission.GOAL_EDIT if is_self else Permission.MEMBER_EDIT, on=workspace)
    others = list(member.partner.members.exclude(pk=member.pk).select_related("person").order_by("person__name"))
    form = DeputyForm(request.POST if request.method == "POST" else None, others=others)
    if form.is_bound and (named := attempted(form, lambda: _name(request, member, form))):
        messages.success(request, _("%(who)s is told that they stand in.") % {"who": named.stand_in.person})
        return redirect_page(request, "work:member_deputy", workspace.slug, member.pk)
    context = {
        "section": "work",
        "place": "people",
        "workspace": workspace,
        "member": member,
        "is_self": is_self,
        "others": others,
        "deputies": deputies_of(member),
        "form": form,
    }
    return render_page(request, "work/member_deputy.html", context, status=422 if form.errors else 200)


def _name(request: HttpRequest, member: Member, form: DeputyForm) -> Deputy:
    wrote = form.cleaned_data
    stand_in = get_object_or_404(member.partner.members.select_related("person"), pk=wrote["stand_in"])
    return actions.name_deputy(
        by=request.user, member=member, stand_in=stand_in, starts=wrote["starts"], ends=wrote["ends"]
    )


@workspace_view(Permission.WORKSPACE_VIEW)
@require_POST
def member_deputy_end(request: HttpRequest, workspace: Workspace, pk: int, deputy_pk: int) -> HttpResponse:
    deputies = Deputy.objects.filter(member__workspace=workspace, member=pk)
    deputy = get_object_or_404(deputies.select_related("member__person", "stand_in"), pk=deputy_pk)
    end = partial(actions.end_deputy, by=request.user, deputy=deputy)
    return done(request, end, _("Ended. Nobody stands in any more."), "work:people", workspace.slug)
