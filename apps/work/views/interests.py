"""Interests of partners and of their people in policies and initiatives: declared, taken back, and their register."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.checks import AccessDenied
from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.initiatives.interest_actions import declare_interest, withdraw_interest
from apps.initiatives.models import Initiative, Interest
from apps.initiatives.queries import initiatives_in, interests_in, may_withdraw
from apps.work.forms.interests import InterestForm, WithdrawalForm
from apps.work.views.initiative_parts import Part, part_page
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

_PER_PAGE = 50


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def interests(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    page = Paginator(interests_in(workspace, reader=request.user), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"workspace": workspace, "section": "work", "place": "initiatives", "page": page}
    return render_page(request, "work/interests.html", context)


@workspace_view(Permission.INTEREST_DECLARE)
@require_http_methods(["GET", "POST"])
def interest_declare(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    form = InterestForm(request.POST if request.method == "POST" else None)
    declared = (
        attempted(form, lambda: declare_interest(by=request.user, initiative=initiative, **form.cleaned_data))
        if form.is_bound
        else None
    )
    if declared:
        messages.success(request, _("Declared. It stands below, and in the register of interests."))
        return redirect_page(request, "work:initiative", workspace.slug, pk)
    part = Part(
        _("Declare an interest"),
        _("Declare it"),
        intro=_(
            "Whoever could gain by this, or is close to someone who could, says so here. "
            "Everyone who sees this reads it, with your name. Taken back, it stays there with the day."
        ),
    )
    return part_page(request, initiative, part, form)


@workspace_view(Permission.INTEREST_DECLARE)
@require_http_methods(["GET", "POST"])
def interest_withdraw(request: HttpRequest, workspace: Workspace, pk: int, interest_pk: int) -> HttpResponse:
    initiative = _initiative(request, workspace, pk)
    found: Interest = get_object_or_404(initiative.interests.select_related("organisation"), pk=interest_pk)
    member = member_of(workspace, request.user)
    if member is None or not may_withdraw(found, member):
        raise AccessDenied(_("You may not take back an interest that is not yours or of your organisation."))
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    taken = (
        attempted(form, lambda: withdraw_interest(by=request.user, interest=found, **form.cleaned_data))
        if form.is_bound
        else None
    )
    if taken:
        messages.success(request, _("Taken back. It stays there with the day."))
        return redirect_page(request, "work:initiative", workspace.slug, pk)
    part = Part(_("Take back an interest"), _("It is no interest any more"), intro=found.words)
    return part_page(request, initiative, part, form)


def _initiative(request: HttpRequest, workspace: Workspace, pk: int) -> Initiative:
    return get_object_or_404(initiatives_in(workspace, request.user).select_related("workspace"), pk=pk)
