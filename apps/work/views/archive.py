"""The life of a workspace: opened by an organisation, archived, restored, taken away as one file."""

import io
from typing import IO, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.accounts.decorators import organisation_view
from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.files.pieces import WHOLE
from apps.work import exporting
from apps.work.forms.workspaces import ArchiveForm, OpenForm
from apps.workspaces import actions
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@organisation_view(Permission.WORKSPACE_OPEN)
@require_http_methods(["GET", "POST"])
def workspace_open(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = OpenForm(request.POST if request.method == "POST" else None, offered=_offered(organisation))
    if form.is_bound and (opened := attempted(form, lambda: _open(request, organisation, form))):
        messages.success(request, _("Opened. You are its lead: add the people and the partners to work with."))
        return redirect_page(request, "work:workspace", opened.slug)
    context = {"section": "work", "place": "own", "organisation": organisation, "form": form}
    return render_page(request, "work/workspace_open.html", context, status=422 if form.errors else 200)


def _offered(organisation: Organisation) -> list[Area]:
    """Where it works, which is nearly always what is meant; all areas where it has not said."""
    return list(organisation.areas.in_force().order_by("name") or Area.objects.in_force().order_by("name"))


def _open(request: HttpRequest, organisation: Organisation, form: OpenForm) -> Workspace:
    wrote = form.cleaned_data
    areas = Area.objects.in_force().filter(code__in=wrote["areas"])
    return actions.open_workspace(
        by=request.user, name=wrote["name"], purpose=wrote["purpose"], areas=areas, organisation=organisation
    )


@workspace_view(Permission.WORKSPACE_ARCHIVE)
@require_http_methods(["GET", "POST"])
def workspace_archive(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (_done := attempted(form, lambda: _archive(request, workspace, form))):
        messages.success(request, _("Archived. Its people can read all of it, and its leads can restore it."))
        return redirect_page(request, "work:workspace", workspace.slug)
    context = {"workspace": workspace, "place": "home", "section": "work", "form": form}
    return render_page(request, "work/workspace_archive.html", context, status=422 if form.errors else 200)


def _archive(request: HttpRequest, workspace: Workspace, form: ArchiveForm) -> Workspace:
    return actions.archive_workspace(by=request.user, workspace=workspace, reason=form.cleaned_data["reason"])


@workspace_view(Permission.WORKSPACE_RESTORE)
@require_POST
def workspace_restore(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    return done(
        request,
        lambda: actions.restore_workspace(by=request.user, workspace=workspace),
        _("Restored. Everyone is again what they were."),
        "work:workspace",
        workspace.slug,
    )


@workspace_view(Permission.WORKSPACE_EXPORT)
@require_POST
def workspace_export(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    actions.note_export(by=request.user, workspace=workspace)
    return as_download(exporting.packed(workspace, request.user), workspace.slug)


def as_download(packed: IO[bytes], name: str) -> HttpResponse:
    """A zip archive as a file of a name; a large one is never in memory whole."""
    kind = "application/zip"
    told = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    if packed.seek(0, io.SEEK_END) > WHOLE:
        packed.seek(0)
        return cast(HttpResponse, FileResponse(packed, content_type=kind, headers=told))
    with packed:
        packed.seek(0)
        return HttpResponse(packed.read(), content_type=kind, headers=told)
