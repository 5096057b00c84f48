"""What belongs to one policy or initiative: the goals it serves, its evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, after_overtaken, edited
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import actions
from apps.initiatives.models import Initiative
from apps.initiatives.queries import initiatives_in, leaves_the_public, served_before
from apps.work.forms.initiative_parts import ContributionForm, EvidenceForm
from apps.work.views.initiatives import and_hidden
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

may_edit = workspace_view(Permission.INITIATIVE_EDIT)
asks = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Part:
    """A page with one form on it, about a part of an initiative."""

    heading: str
    button: str
    said: str = ""
    intro: str = ""


@may_edit
@asks
def contribution_set(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    form = ContributionForm(request.POST or None, initial=_said_of_a_goal(request, initiative), initiative=initiative)
    if request.method == "GET":
        return _contribution_page(request, initiative, form)
    served, overtaking = edited(
        form, lambda: actions.serve_goal(by=request.user, initiative=initiative, **form.service)
    )
    if served and not served.is_meant:
        # Word for word what was typed, and yet someone said meanwhile that it is not meant any more.
        overtaking = after_overtaken(form, served)
    if served is None or overtaking:
        return _contribution_page(request, initiative, form, overtaking)
    said = _("It is noted which goal it is meant to serve, and how.")
    is_hidden = initiative.is_public and not served.initiative.is_public
    messages.success(request, and_hidden(said, initiative, is_hidden))
    return redirect_page(request, "work:initiative", workspace.slug, pk)


def _said_of_a_goal(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """What the form begins with: what is, or was before, said of the goal in the address."""
    goal = request.GET.get("goal", "")
    known = next((each for each in initiative.contributions.all() if str(each.goal_id) == goal), None)
    return {"goal": goal, **({**known.words(), "opened": goal, "version": known.version} if known else {})}


def _contribution_page(
    request: HttpRequest, initiative: Initiative, form: ContributionForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    more: dict[str, Any] = {
        "served_before": served_before(initiative),
        "leaves_public": leaves_the_public(initiative, request.user),
    }
    if overtaking:
        goal = form.cleaned_data["goal"]
        form.has_read(goal)
        more["overtaking"] = overtaking
        more["versions_url"] = reverse("work:initiative_versions", args=[initiative.workspace.slug, initiative.pk])
        more["is_stopped"] = goal in more["served_before"]
    part = Part(
        _("Which goal is it meant to serve?"),
        _("Save"),
        intro=_("Say what you mean to reach by it. Whether the figure moves is told beside it, by the figures."),
    )
    return part_page(request, initiative, part, form, more)


@may_edit
@require_POST
def contribution_remove(request: HttpRequest, workspace: Workspace, pk: int, goal_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    goal = get_object_or_404(workspace.goals, pk=goal_pk)
    said = _("It is not meant to serve “%(goal)s” any more. What was said of it is kept.") % {"goal": goal}
    return back_to(
        request,
        initiative,
        lambda: actions.stop_serving(by=request.user, initiative=initiative, goal=goal),
        and_hidden(said, initiative, leaves_the_public(initiative, request.user)),
    )


@may_edit
@asks
def evidence_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
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
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.add_evidence(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@require_POST
def evidence_remove(request: HttpRequest, workspace: Workspace, pk: int, evidence_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    evidence = get_object_or_404(initiative.evidence.select_related("initiative__workspace"), pk=evidence_pk)
    said = _("“%(evidence)s” is removed. The activity keeps that it was there.") % {"evidence": evidence}
    return back_to(request, initiative, lambda: actions.remove_evidence(by=request.user, evidence=evidence), said)


def initiative_in(request: HttpRequest, workspace: Workspace, pk: int) -> Initiative:
    return get_object_or_404(initiatives_in(workspace, request.user).select_related("workspace"), pk=pk)


def back_to(request: HttpRequest, initiative: Initiative, deed: Callable[[], Any], said: str) -> HttpResponse:
    return done(request, deed, said, "work:initiative", initiative.workspace.slug, initiative.pk)


def answered(
    request: HttpRequest, initiative: Initiative, part: Part, form: Form, deed: Callable[[], Any]
) -> HttpResponse:
    """The page with the form; once that has done what it asks for, the page of the initiative."""
    if request.method == "POST" and attempted(form, deed):
        messages.success(request, part.said)
        return redirect_page(request, "work:initiative", initiative.workspace.slug, initiative.pk)
    return part_page(request, initiative, part, form)


def part_page(
    request: HttpRequest, initiative: Initiative, part: Part, form: Form, more: dict[str, Any] | None = None
) -> HttpResponse:
    """A page with one form about a part of an initiative."""
    context = {
        "workspace": initiative.workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": initiative,
        "part": part,
        "form": form,
        "is_multipart": form.is_multipart(),
        **(more or {}),
    }
    status = 409 if context.get("overtaking") else 422 if form.errors else 200
    return render_page(request, "work/initiative_part.html", context, status=status)
