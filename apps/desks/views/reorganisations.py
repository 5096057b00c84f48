"""Reorganisations of local government: draft one, see what it would do, bring it in, undo it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import events_about
from apps.areas import reorganising
from apps.areas.models import NewArea, Reorganisation
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.desks import reorganisations as shown
from apps.desks.reorganisation_forms import HistoryRuleForm, NewAreaForm, ReorganisationForm
from apps.desks.views.answers import done
from apps.figures import history_actions
from apps.figures.history import rules_in_force
from apps.figures.models import Import
from apps.goals.following import undo_reorganisation

_SECTION = {"section": "desk", "place": "reorganisations"}


@requires(Permission.DESK_VIEW)
@require_GET
def reorganisation_list(request: HttpRequest) -> HttpResponse:
    rows = Reorganisation.objects.prefetch_related("new_areas").order_by("shipped", "-pk")
    return render_page(request, "desks/reorganisations.html", {**_SECTION, "rows": list(rows)})


@requires(Permission.AREAS_REORGANISE)
@require_http_methods(["GET", "POST"])
def reorganisation_new(request: HttpRequest) -> HttpResponse:
    form = ReorganisationForm(request.POST if request.method == "POST" else None)
    drafted = attempted(form, lambda: reorganising.draft_reorganisation(by=request.user, **form.cleaned_data))
    if drafted:
        return redirect_page(request, "desks:reorganisation", drafted.pk)
    context = {**_SECTION, "form": form}
    return render_page(request, "desks/reorganisation_edit.html", context, status=422 if form.errors else 200)


@requires(Permission.DESK_VIEW)
@require_GET
def reorganisation(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reorganisation.objects.select_related("drafted_by", "decided_by"), pk=pk)
    counted = "figures" in request.GET and not found.shipped and found.state == Reorganisation.State.DRAFTED
    context = {
        **_SECTION,
        "reorganisation": found,
        "new_areas": shown.new_areas_of(found),
        "effect": None if found.shipped else shown.effect_of(found),
        "counted": shown.figures_of_effect(found) if counted else None,
        "imports": shown.imports_by_state(found),
        "waiting": found.imports.filter(state=Import.State.CHECKED).exists(),
        "moving": shown.is_moving(found),
        "events": events_about(found),
    }
    return render_page(request, "desks/reorganisation.html", context)


@requires(Permission.AREAS_REORGANISE)
@require_http_methods(["GET", "POST"])
def reorganisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reorganisation, pk=pk)
    form = ReorganisationForm.of(found, request.POST if request.method == "POST" else None)
    saved = attempted(
        form,
        lambda: reorganising.change_reorganisation(by=request.user, reorganisation=found, words=form.cleaned_data),
    )
    if saved:
        return redirect_page(request, "desks:reorganisation", pk)
    context = {**_SECTION, "form": form, "reorganisation": found}
    return render_page(request, "desks/reorganisation_edit.html", context, status=422 if form.errors else 200)


@requires(Permission.AREAS_REORGANISE)
@require_http_methods(["GET", "POST"])
def reorganisation_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a new area to a draft."""
    found = get_object_or_404(Reorganisation, pk=pk)
    form = NewAreaForm(request.POST if request.method == "POST" else None)
    added = attempted(form, lambda: reorganising.add_new_area(by=request.user, reorganisation=found, plan=form.plan))
    if added:
        messages.success(request, _("%(name)s was added to the draft.") % {"name": added.name})
        return redirect_page(request, "desks:reorganisation", pk)
    context = {**_SECTION, "form": form, "reorganisation": found}
    return render_page(request, "desks/reorganisation_area.html", context, status=422 if form.errors else 200)


@requires(Permission.AREAS_REORGANISE)
@require_POST
def reorganisation_area_remove(request: HttpRequest, pk: int) -> HttpResponse:
    new = get_object_or_404(NewArea, pk=pk)
    return _done(
        request,
        new.reorganisation_id,
        lambda: reorganising.remove_new_area(by=request.user, new_area=new),
        _("Taken out."),
    )


@requires(Permission.AREAS_REORGANISE)
@require_POST
def reorganisation_apply(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reorganisation, pk=pk)
    said = _("Brought in. Earlier figures of its areas are being worked out; look at them, then accept them here.")
    return _done(request, pk, lambda: reorganising.apply_reorganisation(by=request.user, reorganisation=found), said)


@requires(Permission.AREAS_REORGANISE)
@require_POST
def reorganisation_undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reorganisation, pk=pk)
    said = _("Undone. The areas of before are in force again, and what was worked out is withdrawn.")
    return _done(request, pk, lambda: undo_reorganisation(by=request.user, reorganisation=found), said)


@requires(Permission.AREAS_REORGANISE)
@require_POST
def reorganisation_redraft(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reorganisation, pk=pk)
    deed = lambda: reorganising.redraft_reorganisation(by=request.user, reorganisation=found)  # noqa: E731
    return _done(request, pk, deed, _("It is a draft again."))


@requires(Permission.AREAS_REORGANISE)
@require_POST
def reorganisation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all earlier figures that were worked out and wait."""
    found = get_object_or_404(Reorganisation, pk=pk)
    said = _("Accepted. The figures are being loaded; readers see them with the next run that is published.")
    return _done(request, pk, lambda: history_actions.accept_history(by=request.user, reorganisation=found), said)


@requires(Permission.AREAS_REORGANISE)
@require_POST
def reorganisation_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Work earlier figures out once more."""
    found = get_object_or_404(Reorganisation, pk=pk)
    said = _("They are being worked out again. What had waited was declined.")
    return _done(request, pk, lambda: history_actions.work_out_history(by=request.user, reorganisation=found), said)


@requires(Permission.DESK_VIEW)
@require_GET
def history_rules(request: HttpRequest) -> HttpResponse:
    lines = sorted(rules_in_force().values(), key=lambda line: line.subject.name)
    return render_page(request, "desks/history_rules.html", {**_SECTION, "lines": lines})


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def history_rule(request: HttpRequest, code: str) -> HttpResponse:
    line = rules_in_force().get(code)
    if line is None:
        raise Http404
    initial = {"rule": line.kind, "weight": line.weight, "why": line.why}
    form = HistoryRuleForm(request.POST if request.method == "POST" else None, code=code, initial=initial)
    chosen = attempted(
        form,
        lambda: history_actions.set_history_rule(by=request.user, element_code=code, **form.cleaned_data),
    )
    if chosen:
        messages.success(request, _("Saved. It holds for what is worked out from now on; what is loaded stays."))
        return redirect_page(request, "desks:history_rules")
    context = {**_SECTION, "form": form, "line": line}
    return render_page(request, "desks/history_rule.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, pk: int, deed: Callable[[], Any], said: str) -> HttpResponse:
    return done(request, deed, said, "desks:reorganisation", pk)
