"""Figures coming in: upload, see what the file would do, decide."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import events_about
from apps.common.decorators import takes_up_to
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.desks import queries
from apps.desks.decision_forms import AcceptForm, EarlyReaderForm
from apps.desks.deliveries import waiting_deliveries
from apps.desks.forms import ImportFilter, UploadForm
from apps.desks.views.answers import done, moving
from apps.desks.views.previews import show_preview
from apps.figures import actions
from apps.figures.early import early_readers_of
from apps.figures.models import Delivery, Import, Problem

_SECTION = {"section": "desk", "place": "imports"}
_PER_PAGE = 25
_PROBLEMS_PER_PAGE = 50


@requires(Permission.DESK_VIEW)
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    form = ImportFilter(request.GET)
    chosen = queries.imports(**form.cleaned_data) if form.is_valid() else queries.imports()
    page = Paginator(chosen, _PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.import_lines(page)
    context = {
        **_SECTION,
        "form": form,
        "page": page,
        "lines": lines,
        "query": _without_page(request),
        "deliveries": list(waiting_deliveries()),
    }
    return render_page(request, "desks/import_list.html", context)


@requires(Permission.FIGURES_IMPORT)
@takes_up_to("FIGURES_MAX_BYTES")
@require_http_methods(["GET", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file, release = form.cleaned_data["file"], form.cleaned_data["release"]
        facts = {"release": release, "vintage": release} if release else {}
        try:
            brought = actions.bring_file(by=request.user, name=file.name, content=file, facts=facts)
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            if brought.was_here:
                messages.info(request, _here_already(brought, release))
            page = "desks:import_detail" if isinstance(brought, Import) else "desks:delivery_detail"
            return redirect_page(request, page, brought.pk)
    status = 422 if form.errors else 200
    return render_page(request, "desks/import_start.html", {**_SECTION, "form": form}, status=status)


def _here_already(brought: Import | Delivery, release: str) -> str:
    """What is said of a file that waits here already, when it is brought again."""
    said = _("This very file is here already, and nothing was taken in twice. This is where it stands.")
    before = brought.choices.get("facts", {}).get("release", "") if isinstance(brought, Delivery) else release
    if release == before:
        return said
    more = _(
        "It is still said to have been published “%(before)s”, not “%(now)s”: to change that, say so under “How to "
        "read it”."
    )
    return f"{said} {more % {'before': before or _('not said'), 'now': release or _('not said')}}"


@requires(Permission.DESK_VIEW)
@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    imported = _import(pk)
    run = queries.run_after(imported)
    problems = imported.problems.all()
    severity = request.GET.get("show", "")
    if severity in Problem.Severity.values:
        problems = problems.filter(severity=severity)
    context = {
        **_moving(imported),
        "report": queries.report_on(imported),
        "page": Paginator(problems, _PROBLEMS_PER_PAGE).get_page(request.GET.get("page")),
        "query": _without_page(request),
        "show": severity,
        "run": run,
        "readers_see_run": queries.readers_see(run),
        "events": events_about(imported),
        "accept_form": AcceptForm(initial={"until": imported.held_until}),
        "early": early_readers_of(imported) if imported.has_early else [],
        "early_form": EarlyReaderForm(),
        "two_people": imported.asks_two,
    }
    return render_page(request, "desks/import_detail.html", context)


@requires(Permission.DESK_VIEW)
@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of an import's page that moves."""
    return moving(request, "desks/import_progress.html", _moving(_import(pk)))


@requires(Permission.DESK_VIEW)
@require_GET
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What accepting the file would do to the scores."""
    imported = _import(pk)
    return show_preview(request, [imported], str(imported), reverse("desks:import_detail", args=[pk]))


@requires(Permission.FIGURES_IMPORT)
@require_POST
def import_accept(request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors["until"])))
        return redirect_page(request, "desks:import_detail", pk)
    try:
        accepted = actions.accept_import(by=request.user, imported=imported, until=form.cleaned_data["until"])
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _accepted(accepted))
    return redirect_page(request, "desks:import_detail", pk)


def _accepted(imported: Import) -> str:
    """What became of figures that someone accepted."""
    if imported.state == Import.State.SIGNED:
        return _("Signed. Two people sign off figures of this source: someone else has to accept them now.")
    if imported.state == Import.State.HELD and imported.held_until:
        until = timezone.localtime(imported.held_until)
        return _("Accepted. The figures come into force on %(until)s, and not before.") % {
            "until": f"{until:%-d %B %Y at %H:%M}"
        }
    return _("Accepted. The figures are being loaded; nothing that readers see changes before a run is published.")


@requires(Permission.FIGURES_IMPORT)
@require_POST
def import_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring held figures into force before their time."""
    imported = get_object_or_404(Import, pk=pk)
    return done(
        request,
        lambda: actions.release_import(by=request.user, imported=imported),
        _("The figures are being loaded now, before the time that was set."),
        "desks:import_detail",
        pk,
    )


@requires(Permission.FIGURES_IMPORT)
@require_POST
def import_decline(request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    return done(
        request,
        lambda: actions.decline_import(by=request.user, imported=imported),
        _("Declined. The file and its report are kept; its figures are not used."),
        "desks:import_detail",
        pk,
    )


@requires(Permission.FIGURES_IMPORT)
@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    return done(
        request,
        lambda: actions.check_again(by=request.user, imported=imported),
        _("The file is being checked again."),
        "desks:import_detail",
        pk,
    )


@requires(Permission.FIGURES_IMPORT)
@require_POST
def import_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    return done(
        request,
        lambda: actions.withdraw_import(by=request.user, imported=imported),
        _("Withdrawn. The figures that these had replaced are in force again."),
        "desks:import_detail",
        pk,
    )


def _import(pk: int) -> Any:
    known = Import.objects.select_related(
        "file", "source", "job", "started_by", "decided_by", "signed_by", "delivery__file"
    ).defer("file__content", "delivery__file__content")
    return get_object_or_404(queries.with_people(known), pk=pk)


def _moving(imported: Import) -> dict[str, Any]:
    return {**_SECTION, "imported": imported, "moving": queries.moving_of(imported)}


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
