"""What belongs to one policy or initiative: the goals it serves, its milestones, its evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import actions
from apps.initiatives.models import Initiative
from apps.work.forms.initiatives import ContributionForm, EvidenceForm, MilestoneForm, ReachedForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

may_edit = workspace_view(Permission.INITIATIVE_EDIT)
asks = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Part:
    """A page with one form on it, about a part of an initiative."""

    heading: str
    button: str
    said: str
    intro: str = ""


@may_edit
@asks
def contribution_set(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    goal = request.GET.get("goal", "")
    known = next((each for each in initiative.contributions.all() if str(each.goal_id) == goal), None)
    start = {"mechanism": known.mechanism, "effect_from": known.effect_from} if known else {}
    form = ContributionForm(request.POST or None, initial={"goal": goal, **start}, initiative=initiative)
    part = Part(
        _("Which goal is it meant to serve?"),
        _("Save"),
        _("It is noted which goal it is meant to serve, and how."),
        _("Say what you mean to reach by it. Whether the figure moves is told beside it, by the figures."),
    )
    return _answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.serve_goal(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@require_POST
def contribution_remove(request: HttpRequest, workspace: Workspace, pk: int, goal_pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    goal = get_object_or_404(workspace.goals, pk=goal_pk)
    said = _("It is not meant to serve “%(goal)s” any more.") % {"goal": goal}
    return _back(
        request, initiative, lambda: actions.stop_serving(by=request.user, initiative=initiative, goal=goal), said
    )


@may_edit
@asks
def milestone_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    form = MilestoneForm(request.POST or None)
    part = Part(_("Add a milestone"), _("Add this milestone"), _("The milestone is added."))
    return _answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.add_milestone(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@asks
def milestone_reach(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    milestone = get_object_or_404(initiative.milestones, pk=milestone_pk)
    form = ReachedForm(request.POST or None, initial={"on": timezone.localdate()})
    part = Part(
        _("When was “%(milestone)s” reached?") % {"milestone": milestone},
        _("It is reached"),
        _("“%(milestone)s” counts as reached.") % {"milestone": milestone},
    )
    return _answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.reach_milestone(by=request.user, milestone=milestone, **form.cleaned_data),
    )


@may_edit
@require_POST
def milestone_undo(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    milestone = get_object_or_404(initiative.milestones, pk=milestone_pk)
    said = _("“%(milestone)s” counts as not reached yet.") % {"milestone": milestone}
    return _back(request, initiative, lambda: actions.take_back_milestone(by=request.user, milestone=milestone), said)


@may_edit
@asks
def evidence_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    start = {"milestone": request.GET.get("milestone")}
    sent = request.method == "POST"
    form = EvidenceForm(
        request.POST if sent else None, request.FILES if sent else None, initial=start, initiative=initiative
    )
    part = Part(
        _("Add evidence"),
        _("Add this evidence"),
        _("The evidence is added."),
        _("Give a link, a file, or words that say what shows it. One of them will do."),
    )
    return _answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.add_evidence(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@require_POST
def evidence_remove(request: HttpRequest, workspace: Workspace, pk: int, evidence_pk: int) -> HttpResponse:
    initiative = _initiative(workspace, pk)
    evidence = get_object_or_404(initiative.evidence.select_related("initiative__workspace"), pk=evidence_pk)
    said = _("“%(evidence)s” is removed. The activity keeps that it was there.") % {"evidence": evidence}
    return _back(request, initiative, lambda: actions.remove_evidence(by=request.user, evidence=evidence), said)


def _initiative(workspace: Workspace, pk: int) -> Initiative:
    return get_object_or_404(workspace.initiatives.select_related("workspace"), pk=pk)


def _back(request: HttpRequest, initiative: Initiative, deed: Callable[[], Any], said: str) -> HttpResponse:
    return done(request, deed, said, "work:initiative", initiative.workspace.slug, initiative.pk)


def _answered(
    request: HttpRequest, initiative: Initiative, part: Part, form: Form, deed: Callable[[], Any]
) -> HttpResponse:
    """The page with the form; once that has done what it asks for, the page of the initiative."""
    if request.method == "POST" and attempted(form, deed):
        messages.success(request, part.said)
        return redirect_page(request, "work:initiative", initiative.workspace.slug, initiative.pk)
    context = {
        "workspace": initiative.workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": initiative,
        "part": part,
        "form": form,
        "is_multipart": form.is_multipart(),
    }
    return render_page(request, "work/initiative_part.html", context, status=422 if form.errors else 200)
