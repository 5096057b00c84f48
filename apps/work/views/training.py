"""A workspace for training: opened by an organisation, set back to its beginning by its lead."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import training_actions as actions
from apps.work.forms.workspaces import ResetForm, TrainingForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@organisation_view(Permission.WORKSPACE_OPEN)
@require_http_methods(["GET", "POST"])
def training_open(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    offered = organisation.areas.in_force().order_by("name") or Area.objects.in_force().order_by("name")
    form = TrainingForm(request.POST if request.method == "POST" else None, offered=list(offered))
    if form.is_bound and (opened := attempted(form, lambda: _open(request, organisation, form))):
        messages.success(request, _("Opened, with an example to practise on. Nobody outside ever sees it."))
        return redirect_page(request, "work:workspace", opened.slug)
    context = {"section": "work", "place": "own", "organisation": organisation, "form": form}
    return render_page(request, "work/training_open.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, organisation: Organisation, form: TrainingForm) -> Workspace:
    area = get_object_or_404(Area.objects.in_force(), code=form.cleaned_data["area"])
    return actions.open_training_workspace(
        by=request.user, organisation=organisation, name=form.cleaned_data["name"], area=area
    )


@workspace_view(Permission.WORKSPACE_EDIT)
@require_http_methods(["GET", "POST"])
def training_reset(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Of one for training only: of others there is nothing to set back."""
    if not workspace.is_training:
        raise Http404
    form = ResetForm(request.POST if request.method == "POST" else None)
    if form.is_bound and attempted(form, lambda: _reset(request, workspace, form)) is not None:
        messages.success(request, _("Set back: the example stands here as at the beginning."))
        return redirect_page(request, "work:workspace", workspace.slug)
    context = {"section": "work", "place": "home", "workspace": workspace, "form": form}
    return render_page(request, "work/training_reset.html", context, status=422 if form.errors else 200)


def _reset(request: HttpRequest, workspace: Workspace, form: ResetForm) -> Workspace:
    return actions.reset_training_workspace(by=request.user, workspace=workspace, name=form.cleaned_data["name"])
