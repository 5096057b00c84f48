"""Beginning something of one's own from what other partnerships show to the public."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from apps.access.decorators import signed_in
from apps.access.permissions import Permission
from apps.access.roles import roles_granting
from apps.common.htmx import render_page
from apps.initiatives.actions import log_initiative
from apps.initiatives.borrowing import borrowable, borrowable_elsewhere
from apps.initiatives.borrowing_actions import borrow_initiative
from apps.initiatives.models import Initiative
from apps.initiatives.plans import InitiativePlan
from apps.work.forms.borrowing import BorrowFilter
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

_PER_PAGE = 20
#: No number of a row has more digits.
_DIGITS = 18


@workspace_view(Permission.INITIATIVE_EDIT)
@require_GET
def initiatives_borrow(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    form = BorrowFilter(request.GET, workspace=workspace)
    sought = form.sought
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "section": "work",
        "place": "initiatives",
        "workspace": workspace,
        "form": form,
        "page": Paginator(borrowable_elsewhere(workspace, sought), _PER_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "is_filtered": any(vars(sought).values()),
    }
    return render_page(request, "work/initiatives_borrow.html", context)


@signed_in
@require_GET
def borrow(request: HttpRequest, pk: int) -> HttpResponse:
    """From a public page: in which of one's own workspaces to begin."""
    source = get_object_or_404(borrowable(), pk=pk)
    mine = Workspace.objects.visible_to(request.user).filter(
        archived_at__isnull=True,
        members__person=request.user.pk,
        members__role__in=roles_granting(Permission.INITIATIVE_EDIT),
    )
    others = mine.exclude(pk=source.workspace_id).distinct().order_by("name")
    return render_page(request, "work/borrow.html", {"section": "work", "source": source, "workspaces": others})


def source_of(request: HttpRequest, workspace: Workspace) -> Initiative | None:
    """What a form is begun from, as far as the public sees it elsewhere."""
    number = request.POST.get("source") or request.GET.get("source") or ""
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return None
    return borrowable().exclude(workspace=workspace).filter(pk=int(number)).first()


def words_to_begin_with(source: Initiative | None) -> dict[str, Any]:
    """What is taken over from the source: what it is, its title and what it does."""
    return {} if source is None else {name: getattr(source, name) for name in ("kind", "title", "summary")}


def log_or_borrow(
    request: HttpRequest, workspace: Workspace, plan: InitiativePlan, key: UUID, source: Initiative | None
) -> Initiative:
    """Log it, with credit where it was begun from something."""
    if source is None:
        return log_initiative(by=request.user, workspace=workspace, plan=plan, key=key)
    return borrow_initiative(by=request.user, workspace=workspace, plan=plan, source=source, key=key)
