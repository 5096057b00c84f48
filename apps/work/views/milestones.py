"""The milestones of a policy or an initiative: added, changed, moved on, reached, and what they were before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.activity.editing import edited
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import actions
from apps.initiatives.models import Initiative, Milestone
from apps.initiatives.states import MILESTONE
from apps.work.forms.course import MilestoneChangeForm, MilestoneForm
from apps.work.forms.initiative_parts import ReachedForm
from apps.work.views.initiative_parts import Part, answered, back_to, initiative_in, part_page
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

may_edit = workspace_view(Permission.INITIATIVE_EDIT)
asks = require_http_methods(["GET", "POST"])


@may_edit
@asks
def milestone_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    form = MilestoneForm(request.POST or None, initiative=initiative)
    part = Part(_("Add a milestone"), _("Add this milestone"), _("The milestone is added."))
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.add_milestone(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@asks
def milestone_change(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    milestone = _milestone(initiative, milestone_pk)
    part = Part(
        _("Change “%(milestone)s”") % {"milestone": milestone},
        _("Save"),
        intro=_("What it was called and when it was due before stays in its history, where everyone here can read it."),
    )
    if request.method == "GET":
        start = {**milestone.words(), "version": milestone.version}
        return part_page(request, initiative, part, MilestoneChangeForm(initial=start, initiative=initiative))
    form = MilestoneChangeForm(request.POST, initiative=initiative)
    changed, overtaking = edited(form, lambda: _change(request, milestone, form))
    if changed is None:
        url = reverse("work:milestone_versions", args=[workspace.slug, pk, milestone.pk])
        return part_page(request, initiative, part, form, {"overtaking": overtaking, "versions_url": url})
    messages.success(request, _("Saved. What stood here before is in the history of the milestone."))
    return redirect_page(request, "work:initiative", workspace.slug, pk)


def _change(request: HttpRequest, milestone: Milestone, form: MilestoneChangeForm) -> Milestone:
    return actions.change_milestone(
        by=request.user,
        milestone=milestone,
        based_on=form.cleaned_data["version"] or 0,
        words=form.words,
        reason=form.cleaned_data["reason"],
    )


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def milestone_versions(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    milestone = _milestone(initiative, milestone_pk)
    context = {
        "workspace": workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": initiative,
        "heading": _("History of “%(milestone)s”") % {"milestone": milestone},
        "lines": version_lines(milestone, versions_of(milestone)),
    }
    return render_page(request, "work/part_versions.html", context)


@may_edit
@require_POST
def milestone_move(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    milestone = _milestone(initiative, milestone_pk)
    name = request.POST.get("move", "")
    move = MILESTONE.moves.get(name)
    if move is None or name in ("reach", "take-back"):
        raise Http404
    said = _("“%(milestone)s” is now “%(state)s”.") % {"milestone": milestone, "state": MILESTONE.states[move.end]}
    return back_to(
        request, initiative, lambda: actions.move_milestone(by=request.user, milestone=milestone, move=name), said
    )


@may_edit
@asks
def milestone_reach(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    milestone = _milestone(initiative, milestone_pk)
    form = ReachedForm(request.POST or None, initial={"on": timezone.localdate()})
    part = Part(
        _("When was “%(milestone)s” reached?") % {"milestone": milestone},
        _("It is reached"),
        _("“%(milestone)s” counts as reached.") % {"milestone": milestone},
    )
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.reach_milestone(by=request.user, milestone=milestone, **form.cleaned_data),
    )


@may_edit
@require_POST
def milestone_undo(request: HttpRequest, workspace: Workspace, pk: int, milestone_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    milestone = _milestone(initiative, milestone_pk)
    said = _("“%(milestone)s” counts as not reached yet.") % {"milestone": milestone}
    return back_to(request, initiative, lambda: actions.take_back_milestone(by=request.user, milestone=milestone), said)


def _milestone(initiative: Initiative, pk: int) -> Milestone:
    return get_object_or_404(initiative.milestones, pk=pk)
