"""The board packs of a workspace: the list, one pack, its files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.files.queries import content_of
from apps.reports import actions, quarters
from apps.reports.forms import PackForm
from apps.reports.models import Pack
from apps.reports.queries import making_of, packs_of, schedules_of
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

_SECTION = {"section": "work", "place": "packs"}
_PER_PAGE = 25


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def pack_list(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    page = Paginator(packs_of(workspace), _PER_PAGE).get_page(request.GET.get("page"))
    context = {**_SECTION, "workspace": workspace, "page": page, "schedules": schedules_of(workspace)}
    return render_page(request, "reports/packs.html", context)


@workspace_view(Permission.PACK_MAKE)
@require_http_methods(["GET", "POST"])
def pack_new(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    begins, ends = quarters.last_whole(timezone.localdate())
    start = {"title": _("For the board of %(workspace)s") % {"workspace": workspace}, "begins": begins, "ends": ends}
    form = PackForm(request.POST or None, initial=start, workspace=workspace)
    if request.method == "POST" and (made := attempted(form, lambda: _ask(request, workspace, form))):
        messages.success(request, _("The pack is being made. You may leave this page: you are told when it is done."))
        return redirect_page(request, "reports:pack", workspace.slug, made.pk)
    context = {**_SECTION, "workspace": workspace, "form": form}
    return render_page(request, "reports/pack_new.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, workspace: Workspace, form: PackForm) -> Pack:
    with transaction.atomic():
        if form.cleaned_data["every_quarter"]:
            actions.schedule_packs(by=request.user, workspace=workspace, plan=form.plan)
        return actions.ask_pack(by=request.user, workspace=workspace, plan=form.plan)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def pack(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    return _pack_page(request, workspace, pk, "reports/pack.html")


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def pack_progress(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    return _pack_page(request, workspace, pk, "reports/pack_progress.html")


def _pack_page(request: HttpRequest, workspace: Workspace, pk: int, template: str) -> HttpResponse:
    found = get_object_or_404(workspace.packs.select_related("asked_by", "schedule"), pk=pk)
    context = {**_SECTION, "workspace": workspace, "pack": found, "shown": found.shown, "making": making_of(found)}
    return render_page(request, template, context)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def pack_file(request: HttpRequest, workspace: Workspace, pk: int, sort: str) -> HttpResponse:
    found = get_object_or_404(workspace.packs.select_related("document", "slides", "workbook"), pk=pk)
    kept = found.files[sort]
    if kept is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{kept.name}"'}
    return HttpResponse(content_of(kept), content_type=kept.media_type, headers=headers)


@workspace_view(Permission.PACK_MAKE)
@require_POST
def schedule_end(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    schedule = get_object_or_404(workspace.pack_schedules, pk=pk)
    return done(
        request,
        lambda: actions.end_schedule(by=request.user, schedule=schedule),
        _("Ended. What was made stays."),
        "reports:packs",
        workspace.slug,
    )
