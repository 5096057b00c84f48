"""Runs of the scores: start one, see what it would change, publish it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.queries import events_about
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.desks import queries
from apps.desks.studies import study_lines
from apps.desks.views.answers import done, moving
from apps.framework.queries import current_edition
from apps.scores import actions
from apps.scores.models import Publication, Run

_SECTION = {"section": "desk", "place": "runs"}
_PER_PAGE = 25


@requires(Permission.DESK_VIEW)
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    runs = Run.objects.select_related("edition", "cause", "started_by", "job")
    page = Paginator(runs, _PER_PAGE).get_page(request.GET.get("page"))
    context = {**_SECTION, "page": page, "lines": queries.run_lines(page), "edition": current_edition()}
    return render_page(request, "desks/run_list.html", context)


@requires(Permission.RUN_START)
@require_POST
def run_start(request: HttpRequest) -> HttpResponse:
    edition = current_edition()
    if edition is None:
        raise Refused(_("There is no edition of the framework in force. Freeze one, then start a run."))
    run = actions.start_run(by=request.user, edition=edition)
    return redirect_page(request, "desks:run_detail", run.pk)


@requires(Permission.DESK_VIEW)
@require_GET
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(pk)
    publication = Publication.objects.select_related("run__edition", "run__snapshot", "published_by").first()
    published = publication.run if publication else None
    others = queries.comparable_runs(run) if run.state == Run.State.DONE else []
    other = _chosen(request, run) or (published if published != run else None)
    context = {
        **_moving(run),
        "publication": publication,
        "is_published": published == run,
        "others": others,
        "other": other,
        "comparison": queries.report_on_run(run, other) if others and other else None,
        "tiers_taken_over": [tier for tier in run.tiers.order_by("pk") if tier.taken_over_id],
        "overtaken": published is not None and run.pk < published.pk,
        "cause": queries.cause_of(run),
        "events": events_about(run),
        **(study_lines(run) if run.state == Run.State.DONE else {}),
    }
    return render_page(request, "desks/run_detail.html", context)


@requires(Permission.DESK_VIEW)
@require_GET
def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a run's page that moves."""
    return moving(request, "desks/run_progress.html", _moving(_run(pk)))


@requires(Permission.RUN_PUBLISH)
@require_POST
def run_publish(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run, pk=pk)
    return done(
        request,
        lambda: actions.publish_run(by=request.user, run=run),
        _("Published. Readers see this run from now on."),
        "desks:run_detail",
        pk,
    )


@requires(Permission.RUN_PUBLISH)
@require_POST
def run_unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run, pk=pk)
    return done(
        request,
        lambda: actions.unpublish_run(by=request.user, run=run),
        _("Taken back. Readers do not see this run any more."),
        "desks:run_detail",
        pk,
    )


def _chosen(request: HttpRequest, run: Run) -> Run | None:
    """The finished run that the address asks to compare with; None where it asks for none."""
    number = request.GET.get("with", "")
    if not number:
        return None
    finished = Run.objects.filter(state=Run.State.DONE).exclude(pk=run.pk).select_related("edition", "snapshot")
    return get_object_or_404(finished, pk=number if number.isdecimal() and len(number) < 10 else 0)


def _run(pk: int) -> Run:
    return get_object_or_404(Run.objects.select_related("edition", "cause", "started_by", "job", "snapshot"), pk=pk)


def _moving(run: Run) -> dict[str, Any]:
    return {**_SECTION, "run": run, "moving": queries.moving_run(run)}
