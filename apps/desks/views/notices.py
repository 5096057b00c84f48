"""Who sees figures early, and errors in figures that readers saw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.areas.models import Area
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.common.periods import label
from apps.desks.decision_forms import EarlyReaderForm, ErratumForm
from apps.desks.views.answers import done
from apps.figures.actions.early import keep_out, let_in_early
from apps.figures.actions.errata import publish_erratum, withdraw_erratum
from apps.figures.models import EarlyReader, Erratum, Import
from apps.framework.queries import current_edition, indicators_by_code
from apps.scores.errata import every_erratum

_SECTION = {"section": "desk", "place": "imports"}


@requires(Permission.FIGURES_IMPORT)
@require_POST
def early_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put someone on the list of who sees held figures early."""
    imported = get_object_or_404(Import, pk=pk)
    form = EarlyReaderForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(str(sentence) for found in form.errors.values() for sentence in found))
        return redirect_page(request, "desks:import_detail", pk)
    return done(
        request,
        lambda: let_in_early(by=request.user, imported=imported, **form.cleaned_data),
        _("They are on the list. They find the figures under “Figures you may see early”."),
        "desks:import_detail",
        pk,
    )


@requires(Permission.FIGURES_IMPORT)
@require_POST
def early_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take someone off that list."""
    reader = get_object_or_404(EarlyReader.objects.select_related("imported"), pk=pk)
    return done(
        request,
        lambda: keep_out(by=request.user, reader=reader),
        _("They are off the list."),
        "desks:import_detail",
        reader.imported_id,
    )


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def erratum_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell readers of an error in the figures of an import."""
    imported = get_object_or_404(Import.objects.defer("revisions"), pk=pk)
    edition = current_edition()
    indicator = indicators_by_code(edition).get(imported.element_code) if edition else None
    figures = imported.figures.filter(element_code=imported.element_code)
    periods = sorted(set(figures.values_list("period", flat=True)))
    areas = Area.objects.filter(pk__in=figures.values("area")).order_by("name").values_list("code", "name")
    form = ErratumForm(
        request.POST if request.method == "POST" else None,
        areas=list(areas),
        periods=[(period, label(period, indicator.period_type if indicator else "")) for period in periods],
    )
    if form.is_valid():
        try:
            publish_erratum(by=request.user, imported=imported, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Readers are told, wherever these figures stand."))
            return redirect_page(request, "desks:errata")
    context = {**_SECTION, "form": form, "imported": imported, "indicator": indicator}
    return render_page(request, "desks/erratum_add.html", context, status=422 if form.errors else 200)


@requires(Permission.DESK_VIEW)
@require_GET
def errata(request: HttpRequest) -> HttpResponse:
    """Every error that readers were told of."""
    return render_page(request, "desks/errata.html", {**_SECTION, "place": "errata", "errata": every_erratum()})


@requires(Permission.FIGURES_IMPORT)
@require_POST
def erratum_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an erratum that was itself mistaken."""
    erratum = get_object_or_404(Erratum, pk=pk)
    because = request.POST.get("because", "")
    return done(
        request,
        lambda: withdraw_erratum(by=request.user, erratum=erratum, because=because),
        _("It is taken back; it stays in the register with the reason."),
        "desks:errata",
    )
