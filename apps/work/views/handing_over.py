"""Handing over what someone looked after in a workspace to a member of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.initiatives.handover_actions import hand_over
from apps.initiatives.queries import cared_for
from apps.work.forms.workspaces import HandoverForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.MEMBER_EDIT)
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Who looks after what, those who left first; and to whom it goes."""
    cared = cared_for(workspace)
    members = list(workspace.members.select_related("person").order_by("person__name"))
    form = HandoverForm(request.POST if request.method == "POST" else None, cared=cared, members=members)
    if form.is_bound and (many := attempted(form, lambda: _hand_over(request, workspace, form))):
        said = ngettext("Handed over: %(count)d thing.", "Handed over: %(count)d things.", many)
        messages.success(request, said % {"count": many})
        return redirect_page(request, "work:handover", workspace.slug)
    context = {"section": "work", "place": "people", "workspace": workspace, "cared": cared, "form": form}
    return render_page(request, "work/handover.html", context, status=422 if form.errors else 200)


def _hand_over(request: HttpRequest, workspace: Workspace, form: HandoverForm) -> int:
    return hand_over(by=request.user, workspace=workspace, person=form.person(), to=form.to())
