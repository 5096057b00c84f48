"""The policies and initiatives of a workspace: the list, logging one, its page, changing it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.checks import can, grants, roles_held
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.areas.models import Area
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.goals.queries import goal_lines
from apps.initiatives import actions
from apps.initiatives.attention import attention_of
from apps.initiatives.borrowing import credit_of
from apps.initiatives.course import course_of
from apps.initiatives.description import description_of
from apps.initiatives.models import Initiative, Interest
from apps.initiatives.queries import (
    InitiativeDetail,
    contribution_versions,
    initiative_detail,
    initiatives_in,
    initiatives_wanted,
    interests_of,
    leaves_the_public,
    left_to_nobody,
    lines_of,
    may_decide_sight,
    may_withdraw,
)
from apps.initiatives.states import INITIATIVE
from apps.initiatives.tags import touched_in
from apps.work.forms.initiatives import InitiativeEditForm, InitiativeFilter, InitiativeLogForm
from apps.work.forms.talk import CommentForm
from apps.work.touching import links_to
from apps.work.views.borrowing import log_or_borrow, source_of, words_to_begin_with
from apps.work.views.talk import answer_comment, talk_about
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

_PER_PAGE = 25


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def initiative_list(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    elements = touched_in(initiatives_in(workspace, request.user))
    form = InitiativeFilter(request.GET, workspace=workspace, elements=elements)
    wanted = form.wanted
    rows = initiatives_wanted(workspace, wanted, reader=request.user)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    member = member_of(workspace, request.user)
    may_take_up = member and can(request.user, Permission.PARTNER_SHOW, on=member.partner)
    context = {
        **_place(request, workspace),
        "left": left_to_nobody(member.partner).count() if member and may_take_up else 0,
        "form": form,
        "page": page,
        "lines": lines_of(page.object_list),
        "query": query.urlencode(),
        "is_filtered": any(vars(wanted).values()),
    }
    return render_page(request, "work/initiatives.html", context)


@workspace_view(Permission.INITIATIVE_EDIT)
@require_http_methods(["GET", "POST"])
def initiative_log(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    source = source_of(request, workspace)
    start = {"goal": request.GET.get("goal"), "kind": request.GET.get("kind"), "lead": _speaks_for(request, workspace)}
    start |= words_to_begin_with(source)
    form = InitiativeLogForm(request.POST or None, initial=start, workspace=workspace)
    if request.method == "POST":
        logged = attempted(form, lambda: log_or_borrow(request, workspace, form.plan, form.cleaned_data["key"], source))
        if logged:
            messages.success(request, _("Logged. Add milestones and evidence below as they come."))
            return redirect_page(request, "work:initiative", workspace.slug, logged.pk)
    context = {**_place(request, workspace), "form": form, "source": source}
    return render_page(request, "work/initiative_log.html", context, status=422 if form.errors else 200)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def initiative(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    return _initiative_page(request, workspace, _initiative(request, workspace, pk))


def _initiative_page(
    request: HttpRequest, workspace: Workspace, found: Initiative, failed: CommentForm | None = None
) -> HttpResponse:
    detail, interests = initiative_detail(found), interests_of(found)
    roles = roles_held(request.user, on=workspace)
    may_declare = grants(roles, Permission.INTEREST_DECLARE)
    course = course_of(found, reader=request.user, milestones=detail.milestones)
    served = [each.goal_id for each in detail.contributions]
    lines = {line.goal.pk: line for line in goal_lines(workspace, only=served)} if served else {}
    comment_url = reverse("work:initiative_comment", args=[workspace.slug, found.pk])
    context = {
        **_place(request, workspace, roles),
        "initiative": found,
        "detail": detail,
        **_described(workspace, detail),
        "serves": [(contribution, lines[contribution.goal_id]) for contribution in detail.contributions],
        "may_show": detail.partner is not None and can(request.user, Permission.PARTNER_SHOW, on=detail.partner),
        "may_declare": may_declare,
        "interests": interests,
        "course": course,
        "attention": attention_of(found, course),
        "may_withdraw": _may_withdraw(request, workspace, interests) if may_declare else set(),
        "may_decide_sight": found.is_kept and may_decide_sight(found, request.user),
        "visibility": _visibility(workspace, detail),
        "shown_in": _shown_in(workspace, detail),
        "leaves_public": leaves_the_public(found, request.user),
        "borrowing": credit_of(found),
        **talk_about(request, workspace, found, comment_url, failed),
    }
    return render_page(request, "work/initiative.html", context, status=422 if failed else 200)


@workspace_view(Permission.INITIATIVE_EDIT)
@require_http_methods(["GET", "POST"])
def initiative_edit(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _initiative(request, workspace, pk)
    if request.method == "GET":
        form = InitiativeEditForm(initial={**found.words(), "version": found.version}, initiative=found)
        return _edit_page(request, workspace, found, form)
    form = InitiativeEditForm(request.POST, initiative=found)
    changed, overtaking = edited(form, lambda: _change(request, found, form))
    if changed is None:
        return _edit_page(request, workspace, found, form, overtaking)
    said = _("Saved. What stood here before is among the versions.")
    messages.success(request, and_hidden(said, changed, found.is_public and not changed.is_public))
    return redirect_page(request, "work:initiative", workspace.slug, pk)


def _change(request: HttpRequest, found: Initiative, form: InitiativeEditForm) -> Initiative:
    return actions.change_initiative(
        by=request.user,
        initiative=found,
        based_on=form.cleaned_data["version"] or 0,
        words=form.words,
        reason=form.cleaned_data["reason"],
    )


def _edit_page(
    request: HttpRequest,
    workspace: Workspace,
    found: Initiative,
    form: InitiativeEditForm,
    overtaking: Overtaking | None = None,
) -> HttpResponse:
    context = {
        **_place(request, workspace),
        "initiative": found,
        "form": form,
        "overtaking": overtaking,
        "leaves_public": leaves_the_public(found, request.user),
        "versions_url": reverse("work:initiative_versions", args=[workspace.slug, found.pk]),
    }
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "work/initiative_edit.html", context, status=status)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def initiative_versions(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = get_object_or_404(initiatives_in(workspace, request.user), pk=pk)
    context = {
        **_place(request, workspace),
        "initiative": found,
        "lines": version_lines(found, versions_of(found)),
        "said_of_goals": [
            (each.contribution.goal, version_lines(each.contribution, each.versions))
            for each in contribution_versions(found)
        ],
    }
    return render_page(request, "work/initiative_versions.html", context)


@workspace_view(Permission.INITIATIVE_EDIT)
@require_POST
def initiative_move(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = get_object_or_404(initiatives_in(workspace, request.user), pk=pk)
    move = INITIATIVE.moves.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    said = _("Its status is now “%(status)s”.") % {"status": INITIATIVE.states[move.end]}
    return done(
        request,
        lambda: actions.move_initiative(by=request.user, initiative=found, move=request.POST["move"]),
        and_hidden(said, found, leaves_the_public(found, request.user)),
        "work:initiative",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.INITIATIVE_EDIT)
@require_POST
def initiative_confirm(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = get_object_or_404(initiatives_in(workspace, request.user), pk=pk)
    return done(
        request,
        lambda: actions.confirm_initiative(by=request.user, initiative=found),
        _("Thank you. It is noted that all of this is still correct."),
        "work:initiative",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.PARTNER_SHOW)
@require_POST
def initiative_show(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = get_object_or_404(initiatives_in(workspace, request.user), pk=pk)
    is_public = request.POST.get("is_public") == "yes"
    said = _("You chose that the public may see it.") if is_public else _("The public does not see it now.")
    return done(
        request,
        lambda: actions.show_initiative(by=request.user, initiative=found, is_public=is_public),
        said,
        "work:initiative",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.COMMENT_WRITE)
@require_POST
def initiative_comment(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _initiative(request, workspace, pk)
    return answer_comment(request, workspace, found, lambda failed: _initiative_page(request, workspace, found, failed))


def and_hidden(said: str, found: Initiative, is_hidden: bool) -> str:
    """What is said once something is done, and that the initiative is not shown any more for it, where it is so."""
    if not is_hidden:
        return said
    hidden = _("It is not shown to the public any more, until the people of %(lead)s show it again.") % {
        "lead": found.lead
    }
    return f"{said} {hidden}"


def _initiative(request: HttpRequest, workspace: Workspace, pk: int) -> Initiative:
    known = initiatives_in(workspace, request.user).select_related(
        "lead", "logged_by", "confirmed_by", "looked_after_by", "workspace", "thread"
    )
    return get_object_or_404(known, pk=pk)


def _place(request: HttpRequest, workspace: Workspace, roles: set[Role] | None = None) -> dict[str, Any]:
    """Where one is, and whether to offer what changes something; `roles` where what one is there is known already."""
    may_edit = grants(roles or roles_held(request.user, on=workspace), Permission.INITIATIVE_EDIT)
    return {"workspace": workspace, "section": "work", "place": "initiatives", "may_edit": may_edit}


def _may_withdraw(request: HttpRequest, workspace: Workspace, interests: Iterable[Interest]) -> set[int]:
    """The numbers of the interests that whoever asks can take back."""
    standing = [each for each in interests if each.withdrawn_at is None]
    member = member_of(workspace, request.user) if standing else None
    if member is None:
        return set()
    return {each.pk for each in standing if may_withdraw(each, member)}


def _speaks_for(request: HttpRequest, workspace: Workspace) -> int | None:
    """The organisation that whoever asks speaks for: most log what their own people do."""
    mine = workspace.members.filter(person_id=request.user.pk).values_list("partner__organisation_id", flat=True)
    return mine.first()


def _shown_in(workspace: Workspace, detail: InitiativeDetail) -> list[Area]:
    """The areas on whose pages the public sees it."""
    partner = detail.partner
    is_shown = detail.initiative.is_public and partner is not None and partner.is_public and workspace.is_public
    if not is_shown or detail.initiative.status == Initiative.Status.STOPPED:
        return []
    return list(detail.areas or workspace.areas.order_by("name"))


def _described(workspace: Workspace, detail: InitiativeDetail) -> dict[str, Any]:
    """What it says of itself besides; the elements that it touches are shown in an area that it is for."""
    described = description_of(detail.initiative)
    if not described.touched:
        return {"described": described}
    areas = detail.areas or tuple(workspace.areas.order_by("name"))
    area = next((each for each in areas if each.ended is None), None)
    return {"described": described, "touches": links_to(described.touched, area)}


def _visibility(workspace: Workspace, detail: InitiativeDetail) -> str:
    """What the public sees of it, and what else would have to be chosen first."""
    if detail.initiative.is_kept:
        return _("The public does not see it, nor can it be shown while it is kept.")
    if not detail.initiative.is_public:
        return _("The public does not see it.")
    if detail.initiative.status == Initiative.Status.STOPPED:
        return _("The public does not see it since it was stopped.")
    if detail.partner is None or not detail.partner.is_public:
        return _("It is chosen to be seen, and the public will see it once %(partner)s shows that it takes part.") % {
            "partner": detail.initiative.lead
        }
    if not workspace.is_public:
        return _("It is chosen to be seen, and the public will see it once this workspace is shown.")
    return _("The public sees it on the pages of its areas:")
