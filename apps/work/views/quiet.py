"""The quiet periods of a workspace, as before elections."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.work.forms.workspaces import QuietForm
from apps.workspaces import quiet_actions as actions
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import QuietPeriod, Workspace
from apps.workspaces.queries import quiet_periods


@workspace_view(Permission.WORKSPACE_EDIT)
@require_http_methods(["GET", "POST"])
def workspace_quiet(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    form = QuietForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (_period := attempted(form, lambda: _set(request, workspace, form))):
        messages.success(request, _("Set. It ends by itself after its last day."))
        return redirect_page(request, "work:workspace_quiet", workspace.slug)
    context = {
        "section": "work",
        "place": "home",
        "workspace": workspace,
        "form": form,
        "periods": quiet_periods(workspace),
        "today": timezone.localdate(),
    }
    return render_page(request, "work/workspace_quiet.html", context, status=422 if form.errors else 200)


def _set(request: HttpRequest, workspace: Workspace, form: QuietForm) -> QuietPeriod:
    return actions.set_quiet_period(by=request.user, workspace=workspace, **form.cleaned_data)


@workspace_view(Permission.WORKSPACE_EDIT)
@require_POST
def workspace_quiet_end(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    period = get_object_or_404(workspace.quiet_periods.select_related("workspace"), pk=pk)
    return done(
        request,
        lambda: actions.end_quiet_period(by=request.user, period=period),
        _("Ended. What is chosen to be shown becomes public again."),
        "work:workspace_quiet",
        workspace.slug,
    )
