"""What could go wrong with a policy or an initiative, what stands in its way, and what it waits for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.activity.editing import edited
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.common.htmx import redirect_page, render_page
from apps.initiatives import actions
from apps.initiatives.models import Dependency, Initiative, Risk
from apps.work.forms.risks import DependencyForm, RiskChangeForm, RiskCloseForm, RiskForm
from apps.work.views.initiative_parts import Part, answered, back_to, initiative_in, part_page
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

may_edit = workspace_view(Permission.INITIATIVE_EDIT)
asks = require_http_methods(["GET", "POST"])


@may_edit
@asks
def risk_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    form = RiskForm(request.POST or None, initiative=initiative)
    part = Part(_("Name a risk or a blocker"), _("Save it"), _("It is noted."))
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.raise_risk(
            by=request.user, initiative=initiative, plan=form.plan, key=form.cleaned_data["key"]
        ),
    )


@may_edit
@asks
def risk_change(request: HttpRequest, workspace: Workspace, pk: int, risk_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    risk = _risk(initiative, risk_pk)
    part = Part(_("Change what is said of this %(kind)s") % {"kind": risk.get_kind_display()}, _("Save"))
    if request.method == "GET":
        start = {**risk.words(), "version": risk.version}
        form = RiskChangeForm(initial=start, initiative=initiative, kind=risk.kind)
        return part_page(request, initiative, part, form)
    form = RiskChangeForm(request.POST, initiative=initiative, kind=risk.kind)
    changed, overtaking = edited(form, lambda: _change(request, risk, form))
    if changed is None:
        url = reverse("work:risk_versions", args=[workspace.slug, pk, risk.pk])
        return part_page(request, initiative, part, form, {"overtaking": overtaking, "versions_url": url})
    messages.success(request, _("Saved. What stood here before is in its history."))
    return redirect_page(request, "work:initiative", workspace.slug, pk)


def _change(request: HttpRequest, risk: Risk, form: RiskChangeForm) -> Risk:
    return actions.change_risk(by=request.user, risk=risk, based_on=form.cleaned_data["version"] or 0, words=form.said)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def risk_versions(request: HttpRequest, workspace: Workspace, pk: int, risk_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    risk = _risk(initiative, risk_pk)
    context = {
        "workspace": workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": initiative,
        "heading": _("History of a %(kind)s") % {"kind": risk.get_kind_display()},
        "lines": version_lines(risk, versions_of(risk)),
    }
    return render_page(request, "work/part_versions.html", context)


@may_edit
@asks
def risk_close(request: HttpRequest, workspace: Workspace, pk: int, risk_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    risk = _risk(initiative, risk_pk)
    form = RiskCloseForm(request.POST or None)
    part = Part(
        _("Close this %(kind)s") % {"kind": risk.get_kind_display()},
        _("Close it"),
        _("Closed. It stays below with the reason."),
        risk.what,
    )
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.close_risk(by=request.user, risk=risk, **form.cleaned_data),
    )


@may_edit
@require_POST
def risk_reopen(request: HttpRequest, workspace: Workspace, pk: int, risk_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    risk = _risk(initiative, risk_pk)
    return back_to(request, initiative, lambda: actions.reopen_risk(by=request.user, risk=risk), _("It is open again."))


@may_edit
@asks
def dependency_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    form = DependencyForm(request.POST or None, initiative=initiative, reader=request.user)
    part = Part(
        _("What does it wait for?"),
        _("Save it"),
        _("It is noted what it waits for."),
        _("When what it waits for slips, the page of this one says so."),
    )
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.add_dependency(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@require_POST
def dependency_end(request: HttpRequest, workspace: Workspace, pk: int, dependency_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    mine = Dependency.objects.visible_to(request.user).filter(initiative=initiative)
    dependency = get_object_or_404(mine.select_related("initiative"), pk=dependency_pk)
    said = _("It does not wait for that any more.")
    return back_to(request, initiative, lambda: actions.end_dependency(by=request.user, dependency=dependency), said)


def _risk(initiative: Initiative, pk: int) -> Risk:
    return get_object_or_404(initiative.risks.select_related("initiative"), pk=pk)
