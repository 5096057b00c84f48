"""Policies and initiatives as a spreadsheet: taken out, changed there, brought in again, looked over, saved."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.checks import can, require
from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.initiatives.models import BroughtSheet
from apps.initiatives.queries import initiatives_in
from apps.initiatives.sheet_actions import bring_sheet, save_sheet
from apps.initiatives.sheet_columns import COLUMNS
from apps.initiatives.sheet_planning import planned, rows_for
from apps.work.forms.spreadsheet import SpreadsheetForm
from apps.work.spreadsheet_file import as_csv, as_xlsx
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

_PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@workspace_view(Permission.WORKSPACE_VIEW)
@require_http_methods(["GET", "POST"])
def spreadsheet(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    form = SpreadsheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound:
        require(request.user, Permission.INITIATIVE_EDIT, on=workspace)
        if brought := attempted(form, lambda: _bring(request, workspace, form)):
            return redirect_page(request, "work:spreadsheet_brought", workspace.slug, brought.pk)
    may_edit = can(request.user, Permission.INITIATIVE_EDIT, on=workspace)
    context = {**_place(workspace), "form": form, "may_edit": may_edit, "columns": COLUMNS}
    return render_page(request, "work/spreadsheet.html", context, status=422 if form.errors else 200)


def _bring(request: HttpRequest, workspace: Workspace, form: SpreadsheetForm) -> BroughtSheet:
    file = form.cleaned_data["file"]
    return bring_sheet(by=request.user, workspace=workspace, name=file.name or "", content=file.read())


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def spreadsheet_csv(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """All that one sees, or with the next three: as a workbook, and the headings alone."""
    return _file(workspace, "initiatives.csv", as_csv(rows_for(workspace, request.user)))


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def spreadsheet_xlsx(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    return _file(workspace, "initiatives.xlsx", as_xlsx(rows_for(workspace, request.user)))


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def spreadsheet_empty_csv(_request: HttpRequest, workspace: Workspace) -> HttpResponse:
    return _file(workspace, "empty.csv", as_csv([]))


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def spreadsheet_empty_xlsx(_request: HttpRequest, workspace: Workspace) -> HttpResponse:
    return _file(workspace, "empty.xlsx", as_xlsx([]))


@workspace_view(Permission.INITIATIVE_EDIT)
@require_http_methods(["GET", "POST"])
def spreadsheet_brought(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """What each row would do; sent, it is done, and what came of each row stands here.

    That of someone else, or of elsewhere, is none; one that is gone leads to where it can be brought again.
    """
    sheet = _mine(request, workspace, pk)
    if sheet is None:
        messages.warning(request, _("This table is not kept any more. Bring it again."))
        return redirect_page(request, "work:spreadsheet", workspace.slug)
    if request.method == "POST":
        deed, said = lambda: save_sheet(by=request.user, sheet=sheet), _("Saved. What came of each row stands below.")
        return done(request, deed, said, "work:spreadsheet_brought", workspace.slug, pk)
    rows = _outcome(request, sheet) if sheet.saved_at else planned(workspace, request.user, sheet.rows)
    counts = Counter(_does(row) for row in rows)
    context = {
        **_place(workspace),
        "sheet": sheet,
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "counts": {name: counts[name] for name in ("new", "changed", "unchanged", "refused")},
        "to_save": counts["new"] + counts["changed"],
    }
    return render_page(request, "work/spreadsheet_brought.html", context)


def _mine(request: HttpRequest, workspace: Workspace, pk: int) -> BroughtSheet | None:
    """A table that one brought here, or None where there is none of its number at all."""
    sheet = BroughtSheet.objects.select_related("workspace").filter(pk=pk).first()
    if sheet and (sheet.workspace_id, sheet.brought_by_id) != (workspace.pk, request.user.pk):
        raise Http404
    return sheet


def _does(row: Any) -> str:
    return str(row["does"] if isinstance(row, dict) else row.does)


def _outcome(request: HttpRequest, sheet: BroughtSheet) -> list[dict[str, Any]]:
    """What came of each row, under the titles that whoever reads sees now."""
    numbers = {row["of"] for row in sheet.outcome if row["of"]}
    titles = dict(initiatives_in(sheet.workspace, request.user).filter(pk__in=numbers).values_list("pk", "title"))
    return [{**row, "title": titles.get(row["of"], ""), "is_seen": row["of"] in titles} for row in sheet.outcome]


def _file(workspace: Workspace, name: str, content: bytes) -> HttpResponse:
    kind = "text/csv; charset=utf-8" if name.endswith(".csv") else _XLSX
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, f"{workspace.slug}-{name}") or "attachment"
    )
    return response


def _place(workspace: Workspace) -> dict[str, Any]:
    return {"workspace": workspace, "section": "work", "place": "initiatives"}
