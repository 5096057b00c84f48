"""Tables on their way in: what was found in a file, how it is read, and its imports decided together."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import events_about
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.desks.decision_forms import AcceptForm, EncodingForm
from apps.desks.deliveries import indicators_offered, moving_delivery, report_on_delivery
from apps.desks.forms import ContextIndicatorForm
from apps.desks.mapping_forms import MappingForm
from apps.desks.views.answers import done, moving
from apps.desks.views.previews import show_preview
from apps.figures import actions
from apps.figures.delivering import choices_of
from apps.figures.marked import marked_table
from apps.figures.models import Delivery, Problem
from apps.figures.sheets import UnreadableSheet
from apps.figures.template import template_workbook

_SECTION = {"section": "desk", "place": "imports"}
_PROBLEMS_PER_PAGE = 50
_TEXT = (".csv", ".txt", ".tsv")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.DESK_VIEW)
@require_GET
def delivery_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _delivery(pk))


@requires(Permission.DESK_VIEW)
@require_GET
def delivery_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a delivery's page that moves."""
    delivery = _delivery(pk)
    context = {**_SECTION, "delivery": delivery, "moving": moving_delivery(delivery)}
    return moving(request, "desks/delivery_progress.html", context)


@requires(Permission.FIGURES_IMPORT)
@require_POST
def delivery_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the table is to be read; it is then read anew."""
    delivery = _delivery(pk)
    if _is_unread_text(delivery):
        return _read_in(request, delivery)
    form = MappingForm(request.POST, delivery=delivery, subjects=indicators_offered())
    if not form.is_valid():
        return _page(request, delivery, form, status=422)
    choices = form.choices()
    if choices.layout:
        said = _("The file is being read as you said. A file with the same columns will be read in the same way.")
    else:
        said = _("The file is being read as you said. Look then whether its columns are right.")
    return done(
        request,
        lambda: actions.map_delivery(by=request.user, delivery=delivery, choices=choices),
        said,
        "desks:delivery_detail",
        pk,
    )


def _read_in(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Read a text file anew, in the encoding that was chosen."""
    form = EncodingForm(request.POST)
    if not form.is_valid():
        return _page(request, delivery, encoding_form=form, status=422)
    return done(
        request,
        lambda: actions.map_delivery(by=request.user, delivery=delivery, choices=form.choices(choices_of(delivery))),
        _("The file is being read as you said."),
        "desks:delivery_detail",
        delivery.pk,
    )


@requires(Permission.FIGURES_IMPORT)
@require_POST
def delivery_accept(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery, pk=pk)
    form = AcceptForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(" ".join(map(str, form.errors["until"])))
        count = actions.accept_delivery(by=request.user, delivery=delivery, until=form.cleaned_data["until"])
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        said = ngettext(
            "Accepted: the figures of %(count)d indicator. Where each stands is said beside it.",
            "Accepted: the figures of %(count)d indicators. Where each stands is said beside it.",
            count,
        )
        messages.success(request, said % {"count": count})
    return redirect_page(request, "desks:delivery_detail", pk)


@requires(Permission.FIGURES_IMPORT)
@require_POST
def delivery_decline(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery, pk=pk)
    return done(
        request,
        lambda: actions.decline_delivery(by=request.user, delivery=delivery),
        _("Declined. The file and what was found in it are kept; its figures are not used."),
        "desks:delivery_detail",
        pk,
    )


@requires(Permission.DESK_VIEW)
@require_GET
def delivery_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What accepting all of it would do to the scores."""
    delivery = _delivery(pk)
    imports = list(delivery.imports.select_related("file"))
    return show_preview(request, imports, str(delivery), reverse("desks:delivery_detail", args=[pk]))


@requires(Permission.DESK_VIEW)
@require_GET
def delivery_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as it came, its problems marked: for whoever has to correct it."""
    read = Delivery.objects.filter(state__in=[Delivery.State.READ, Delivery.State.UNMAPPED])
    delivery = get_object_or_404(read.select_related("file"), pk=pk)
    try:
        marked = marked_table(delivery)
    except UnreadableSheet as error:
        # Of a table that nobody knows only the first lines were looked at.
        messages.warning(request, str(error))
        return redirect_page(request, "desks:delivery_detail", pk)
    response = HttpResponse(marked, content_type=_WORKBOOK)
    name = delivery.file.name.rpartition(".")[0] or delivery.file.name
    response.headers["Content-Disposition"] = f'attachment; filename="{_ascii(name)}-marked.xlsx"'
    return response


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def indicator_add(request: HttpRequest) -> HttpResponse:
    """Keep figures of something that no edition scores."""
    form = ContextIndicatorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = actions.add_context_indicator(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            messages.success(request, _("“%(name)s” can now be chosen for a series.") % {"name": added.name})
            return redirect_page(request, "desks:imports")
    status = 422 if form.errors else 200
    return render_page(request, "desks/indicator_add.html", {**_SECTION, "form": form}, status=status)


@requires(Permission.DESK_VIEW)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty table of our own form, with the areas filled in."""
    response = HttpResponse(template_workbook(), content_type=_WORKBOOK)
    response.headers["Content-Disposition"] = 'attachment; filename="figures.xlsx"'
    return response


def _is_unread_text(delivery: Delivery) -> bool:
    """Whether a text file could not be read; another encoding may help it."""
    is_text = delivery.file.name.casefold().endswith(_TEXT)
    return delivery.state == Delivery.State.REFUSED and is_text and not delivery.table.get("columns")


def _page(
    request: HttpRequest,
    delivery: Delivery,
    form: MappingForm | None = None,
    encoding_form: EncodingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = delivery.problems.all()
    severity = request.GET.get("show", "")
    if severity in Problem.Severity.values:
        problems = problems.filter(severity=severity)
    offered = indicators_offered()
    if form is None and delivery.table.get("columns"):
        form = MappingForm(delivery=delivery, subjects=offered)
    context: dict[str, Any] = {
        **_SECTION,
        "delivery": delivery,
        "moving": moving_delivery(delivery),
        "report": report_on_delivery(delivery),
        "page": Paginator(problems, _PROBLEMS_PER_PAGE).get_page(request.GET.get("page")),
        "show": severity,
        "form": form,
        "encoding_form": encoding_form or (EncodingForm() if _is_unread_text(delivery) else None),
        "indicators": offered,
        "events": events_about(delivery),
        "accept_form": AcceptForm(),
    }
    return render_page(request, "desks/delivery_detail.html", context, status=status)


def _delivery(pk: int) -> Delivery:
    known = Delivery.objects.select_related("file", "job", "started_by").defer("file__content")
    return get_object_or_404(known, pk=pk)


def _ascii(name: str) -> str:
    """A file's name that every browser takes."""
    return "".join(each if each.isascii() and (each.isalnum() or each in "-_. ") else "-" for each in name)[:100]
