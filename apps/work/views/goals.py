"""The goals of a workspace: the list, one goal, what was written of it before, and talk."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.goals import actions
from apps.goals.carrying import ways_to_carry
from apps.goals.drawing import goal_road
from apps.goals.models import Goal
from apps.goals.precedent_queries import precedents_of
from apps.goals.queries import expected_by, figure_lines, goal_counts, goal_detail, goal_lines, goals_in, mark_lines
from apps.goals.target_wording import target_source_of
from apps.goals.wording import aim_of
from apps.initiatives.queries import initiatives_for
from apps.scores.queries import published_run
from apps.work.forms.goals import GoalEditForm, GoalFilter, NoteForm
from apps.work.forms.talk import CommentForm
from apps.work.goal_facts import pace
from apps.work.goal_help import coming_to
from apps.work.goal_successes import successes_of
from apps.work.views.talk import answer_comment, talk_about
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Partner, Workspace

#: How many goals a page lists.
_PER_PAGE = 40
_SECTION = {"section": "work", "place": "goals"}


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def goal_list(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    form = GoalFilter(request.GET, workspace=workspace)
    wanted = form.wanted
    goals = goals_in(workspace, **wanted)
    page = Paginator(goals, _PER_PAGE).get_page(request.GET.get("page"))
    lines, counts = goal_lines(workspace, only=[goal.pk for goal in page]), goal_counts(goals)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **_SECTION,
        "workspace": workspace,
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "open": counts[Goal.State.OPEN],
        "closed": counts[Goal.State.CLOSED],
        "open_lines": [line for line in lines if line.goal.state == Goal.State.OPEN],
        "closed_lines": [line for line in lines if line.goal.state == Goal.State.CLOSED],
        "is_filtered": bool(wanted),
    }
    return render_page(request, "work/goals.html", context)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def goal(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    return _goal_page(request, workspace, _goal(workspace, pk))


def _goal_page(
    request: HttpRequest, workspace: Workspace, found: Goal, failed: CommentForm | None = None
) -> HttpResponse:
    detail, run = goal_detail(found), published_run()
    ways = ways_to_carry(found, run)
    partner = Partner.objects.filter(workspace=workspace, organisation=found.lead).first()
    context = {
        **_SECTION,
        "workspace": workspace,
        "goal": found,
        "detail": detail,
        "ways": ways,
        "can_be_carried": any(not way.refusal for way in ways),
        "aim": aim_of(found),
        "target_source": target_source_of(found),
        "road": goal_road(found, detail.series.points, detail.latest if found.state == Goal.State.OPEN else None),
        "pace": pace(detail.series.points, found),
        "precedents": precedents_of(found, run) if found.state == Goal.State.OPEN else (),
        "figures": figure_lines(found, detail.series.points),
        "marks": mark_lines(found, detail.series.points),
        "contributors": list(found.contributors.order_by("name")),
        "coming": coming_to(found, run, detail.series.points),
        "successes": successes_of(found),
        "expected": expected_by(found, date(timezone.localdate().year, 12, 31)),
        "goal_key": str(found.pk),
        "serving": initiatives_for(found, reader=request.user),
        "lead_is_partner": partner is not None,
        "lead_is_public": partner is not None and partner.is_public,
        "has_limits": any(point.lower is not None for point in detail.series.points),
        "today": timezone.localdate(),
        **talk_about(request, workspace, found, reverse("work:goal_comment", args=[workspace.slug, found.pk]), failed),
    }
    return render_page(request, "work/goal.html", context, status=422 if failed else 200)


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _goal(workspace, pk)
    if request.method == "GET" and found.state == Goal.State.CLOSED:
        return _back_from_closed(request, found)
    if request.method == "GET":
        as_it_is = {**found.words(), "version": found.version}
        form = GoalEditForm(initial=as_it_is, goal=found)
        return _edit_page(request, workspace, found, form)
    form = GoalEditForm(request.POST, goal=found)
    revised, overtaking = edited(form, lambda: _revise(request, found, form))
    if revised is None:
        return _edit_page(request, workspace, found, form, overtaking)
    messages.success(request, _("Saved. What stood here before is among the versions."))
    return redirect_page(request, "work:goal", workspace.slug, pk)


def _revise(request: HttpRequest, found: Goal, form: GoalEditForm) -> Goal:
    wrote = form.cleaned_data
    return actions.revise_goal(
        by=request.user, goal=found, based_on=wrote["version"], words=form.wrote, reason=wrote["reason"]
    )


def _edit_page(
    request: HttpRequest, workspace: Workspace, found: Goal, form: GoalEditForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    context = {
        **_SECTION,
        "workspace": workspace,
        "goal": found,
        "aim": aim_of(found),
        "form": form,
        "overtaking": overtaking,
        "versions_url": reverse("work:goal_versions", args=[workspace.slug, found.pk]),
    }
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "work/goal_edit.html", context, status=status)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def goal_versions(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _goal(workspace, pk)
    context = {**_SECTION, "workspace": workspace, "goal": found, "lines": version_lines(found, versions_of(found))}
    return render_page(request, "work/goal_versions.html", context)


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def goal_close(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _goal(workspace, pk)
    if request.method == "GET" and found.state == Goal.State.CLOSED:
        return _back_from_closed(request, found)
    form = NoteForm(request.POST or None)
    closed = attempted(form, lambda: _close(request, found, form)) if request.method == "POST" else None
    if closed:
        messages.success(request, _("Closed. It can be opened again."))
        return redirect_page(request, "work:goal", workspace.slug, pk)
    context = {**_SECTION, "workspace": workspace, "goal": found, "form": form}
    return render_page(request, "work/goal_close.html", context, status=422 if form.errors else 200)


def _back_from_closed(request: HttpRequest, found: Goal) -> HttpResponse:
    messages.warning(request, _("This goal is closed. Open it again before you change it."))
    return redirect_page(request, "work:goal", found.workspace.slug, found.pk)


def _close(request: HttpRequest, found: Goal, form: NoteForm) -> Goal:
    return actions.close_goal(by=request.user, goal=found, note=form.cleaned_data["note"])


@workspace_view(Permission.GOAL_EDIT)
@require_POST
def goal_reopen(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _goal(workspace, pk)
    return done(
        request,
        lambda: actions.reopen_goal(by=request.user, goal=found),
        _("Open again."),
        "work:goal",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.GOAL_SHOW)
@require_POST
def goal_show(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _goal(workspace, pk)
    is_public = request.POST.get("is_public") == "yes"
    return done(
        request,
        lambda: actions.show_goal(by=request.user, goal=found, is_public=is_public),
        _("You chose that the public may see it.") if is_public else _("The public does not see it now."),
        "work:goal",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.COMMENT_WRITE)
@require_POST
def goal_comment(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = _goal(workspace, pk)
    return answer_comment(request, workspace, found, lambda failed: _goal_page(request, workspace, found, failed))


def _goal(workspace: Workspace, pk: int) -> Goal:
    known = workspace.goals.select_related(
        "workspace",
        "area",
        "element",
        "local_measure__workspace",
        "lead",
        "baseline_run",
        "thread",
        "set_by",
        "looked_after_by",
        "carried_from",
    )
    return get_object_or_404(known, pk=pk)
