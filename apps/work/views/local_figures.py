"""Figures of a local measure: adding one or many, correcting one, taking one out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.htmx import redirect_page
from apps.common.periods import label
from apps.goals import local_actions as actions
from apps.goals.local_queries import leaves_the_public
from apps.goals.models import LocalFigure, LocalMeasure
from apps.work.forms.measures import FigureCorrectForm, FiguresPasteForm, FigureTakeOutForm, LocalFigureForm
from apps.work.views.measures import FormPage, form_page, measure_of
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def figure_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    form = LocalFigureForm(request.POST or None)
    if request.method == "POST":
        added = attempted(form, lambda: _add(request, found, form))
        if added is not None:
            messages.success(request, _("Added. Goals on it were held to it at once.") if added else _already())
            return redirect_page(request, "work:measure", workspace.slug, pk)
    page = FormPage(_("Add a figure"), _("Add it"), _nobody_known(), hides=leaves_the_public(found, request.user))
    return form_page(request, workspace, page, form, measure=found)


def _add(request: HttpRequest, found: LocalMeasure, form: LocalFigureForm) -> int:
    note = form.cleaned_data["note"]
    return actions.add_figures(by=request.user, measure=found, figures=[form.figure], note=note)


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def figures_paste(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    form = FiguresPasteForm(request.POST or None)
    if request.method == "POST":
        added = attempted(form, lambda: _paste(request, found, form))
        if added is not None:
            said = ngettext("%(count)s figure added.", "%(count)s figures added.", added) % {"count": added}
            messages.success(request, said if added else _already())
            return redirect_page(request, "work:measure", workspace.slug, pk)
    intro = _("All of them are added, or none: if a line cannot be read, nothing is saved.") + " " + _nobody_known()
    page = FormPage(_("Paste figures"), _("Add them"), intro, hides=leaves_the_public(found, request.user))
    return form_page(request, workspace, page, form, measure=found)


def _paste(request: HttpRequest, found: LocalMeasure, form: FiguresPasteForm) -> int:
    return actions.add_figures(by=request.user, measure=found, figures=form.cleaned_data["figures"])


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def figure_correct(request: HttpRequest, workspace: Workspace, pk: int, figure_pk: int) -> HttpResponse:
    figure = _figure(workspace, pk, figure_pk)
    start = {"value": figure.value, "lower": figure.lower, "upper": figure.upper, "note": figure.note}
    form = FigureCorrectForm(request.POST or None, initial=start)
    if request.method == "POST" and attempted(form, lambda: _correct(request, figure, form)) is not None:
        messages.success(request, _("Corrected. What it was, and why it changed, stays beside it."))
        return redirect_page(request, "work:measure", workspace.slug, pk)
    heading = _("Correct the figure for %(period)s") % {"period": label(figure.period)}
    page = FormPage(heading, _("Correct it"), hides=leaves_the_public(figure.measure, request.user))
    return form_page(request, workspace, page, form, measure=figure.measure, figure=figure)


def _correct(request: HttpRequest, figure: LocalFigure, form: FigureCorrectForm) -> LocalFigure:
    wrote = form.cleaned_data
    return actions.correct_figure(
        by=request.user, figure=figure, now=form.figure_of(figure), why=wrote["why"], note=wrote["note"]
    )


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def figure_take_out(request: HttpRequest, workspace: Workspace, pk: int, figure_pk: int) -> HttpResponse:
    figure = _figure(workspace, pk, figure_pk)
    form = FigureTakeOutForm(request.POST or None)
    if request.method == "POST" and attempted(form, lambda: _take_out(request, figure, form)) is not None:
        messages.success(request, _("Taken out. It is kept, and counts no longer."))
        return redirect_page(request, "work:measure", workspace.slug, pk)
    heading = _("Take out the figure for %(period)s") % {"period": label(figure.period)}
    intro = _("A goal that started from it cannot be compared any more, until there is a figure for that time again.")
    page = FormPage(heading, _("Take it out"), intro, hides=leaves_the_public(figure.measure, request.user))
    return form_page(request, workspace, page, form, measure=figure.measure)


def _take_out(request: HttpRequest, figure: LocalFigure, form: FigureTakeOutForm) -> LocalFigure:
    return actions.take_out_figure(by=request.user, figure=figure, why=form.cleaned_data["why"])


def _figure(workspace: Workspace, pk: int, figure_pk: int) -> LocalFigure:
    """A figure in force of a measure of the workspace; one that ended has no page."""
    known = LocalFigure.objects.select_related("measure__workspace").filter(measure__workspace=workspace)
    return get_object_or_404(known, pk=figure_pk, measure=pk, ended_at=None)


def _nobody_known() -> str:
    return _("Figures are of groups: leave out a number so small that somebody could be known by it.")


def _already() -> str:
    return _("It was there already: nothing changed.")
