"""Derived indicators: declare how one is made of others, see what follows, change it, end it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import events_about
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.desks import derivations as reports
from apps.desks.deliveries import indicators_offered
from apps.desks.derivation_forms import DerivationForm, EndForm
from apps.desks.queries import import_lines
from apps.desks.views.answers import done, moving
from apps.figures.derivation import actions
from apps.figures.ground import subjects
from apps.figures.models import Derivation

_SECTION = {"section": "desk", "place": "derivations"}
_IMPORTS_SHOWN = 20


@requires(Permission.DESK_VIEW)
@require_GET
def derivation_list(request: HttpRequest) -> HttpResponse:
    rows = Derivation.objects.select_related("job", "declared_by", "ended_by")
    context = {
        **_SECTION,
        "lines": reports.derivation_lines(rows.filter(ended_at__isnull=True)),
        "ended": reports.derivation_lines(rows.filter(ended_at__isnull=False, replaced_by__isnull=True)),
        "kinds": reports.KINDS,
    }
    return render_page(request, "desks/derivation_list.html", context)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def derivation_start(request: HttpRequest, kind: str) -> HttpResponse:
    """Declare how an indicator is made; first see what would come of it."""
    _known_kind(kind)
    typed = request.POST if request.method == "POST" else None
    form = DerivationForm(typed, kind=kind, subjects=indicators_offered())
    if _wants_preview(request):
        return _form_page(request, form, kind)
    declared = attempted(form, lambda: actions.declare_derivation(by=request.user, plan=form.plan()))
    if declared is None:
        return _form_page(request, form, kind)
    messages.success(request, _("Declared. Its figures are being worked out; they follow whenever an input changes."))
    return redirect_page(request, "desks:derivation_detail", declared.pk)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def derivation_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say otherwise how an indicator is made: a new version."""
    derivation = get_object_or_404(Derivation, pk=pk)
    kind = request.POST.get("kind") or request.GET.get("kind", derivation.kind)
    _known_kind(kind)
    typed = request.POST if request.method == "POST" else None
    form = DerivationForm(
        typed,
        kind=kind,
        subjects=indicators_offered(),
        fixed=derivation.code,
        initial=DerivationForm.initial_of(derivation),
    )
    if _wants_preview(request):
        return _form_page(request, form, kind, derivation)
    changed = attempted(
        form, lambda: actions.change_derivation(by=request.user, derivation=derivation, plan=form.plan())
    )
    if changed is None:
        return _form_page(request, form, kind, derivation)
    messages.success(request, _("Changed. The version before is kept; the figures are being worked out anew."))
    return redirect_page(request, "desks:derivation_detail", changed.pk)


@requires(Permission.DESK_VIEW)
@require_GET
def derivation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _derivation(pk), EndForm())


@requires(Permission.DESK_VIEW)
@require_GET
def derivation_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a derivation's page that moves."""
    return moving(request, "desks/derivation_progress.html", _moving(_derivation(pk)))


@requires(Permission.FIGURES_IMPORT)
@require_POST
def derivation_end(request: HttpRequest, pk: int) -> HttpResponse:
    derivation = _derivation(pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, derivation, form, status=422)
    return done(
        request,
        lambda: actions.end_derivation(by=request.user, derivation=derivation, why=form.cleaned_data["why"]),
        _("Ended. Figures that are in force stay so until they are withdrawn."),
        "desks:derivation_detail",
        pk,
    )


def _known_kind(kind: str) -> None:
    if kind not in Derivation.Kind.values:
        raise Http404


def _wants_preview(request: HttpRequest) -> bool:
    return request.method == "GET" or request.POST.get("step") == "preview"


def _form_page(
    request: HttpRequest, form: DerivationForm, kind: str, derivation: Derivation | None = None
) -> HttpResponse:
    """The form; with a first look at what would follow where it is filled in as it can be."""
    look = attempted(form, lambda: _look(form)) if form.is_bound and not form.errors else None
    name, use = reports.kind_named(kind)
    context: dict[str, Any] = {
        **_SECTION,
        "form": form,
        "kind": kind,
        "kind_name": name,
        "kind_use": use,
        "kinds": reports.KINDS,
        "preview": look,
        "derivation": derivation,
        "indicators": indicators_offered(),
    }
    return render_page(request, "desks/derivation_form.html", context, status=422 if form.errors else 200)


def _look(form: DerivationForm) -> reports.Preview:
    actions.insist_possible(form.plan())
    return reports.preview(form.plan().drafted())


def _page(request: HttpRequest, derivation: Derivation, form: EndForm, status: int = 200) -> HttpResponse:
    known = subjects()
    (line,) = reports.derivation_lines([derivation])
    imports = derivation.imports.select_related("file", "started_by", "job").defer("file__content")
    context = {
        **_moving(derivation),
        "line": line,
        "subject": known.get(derivation.code),
        "inputs": reports.input_lines(derivation, known),
        "versions": reports.derivation_lines(
            Derivation.objects.filter(code=derivation.code).select_related("job", "declared_by")
        ),
        "imports": import_lines(imports[:_IMPORTS_SHOWN]),
        "form": form,
        "events": events_about(derivation),
    }
    return render_page(request, "desks/derivation_detail.html", context, status=status)


def _moving(derivation: Derivation) -> dict[str, Any]:
    return {**_SECTION, "derivation": derivation, "moving": reports.moving_derivation(derivation)}


def _derivation(pk: int) -> Derivation:
    known = Derivation.objects.select_related("job", "declared_by", "ended_by", "replaced_by")
    return get_object_or_404(known, pk=pk)
