"""The curator's pages: the largest changes relative to peers, and the case studies that are written about them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import events_about, recent_events, versions_of
from apps.activity.versions import version_lines
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page
from apps.common.tiers import Tier
from apps.desks.forms import CandidateFilter, CaseFilter, CaseForm, CaseStartForm, PublishForm
from apps.practice import actions, evidence, queries
from apps.practice.models import Candidate, CaseStudy
from apps.scores.queries import published_run

_CANDIDATES = {"section": "desk", "place": "candidates"}
_CASES = {"section": "desk", "place": "cases"}
_PER_PAGE = 25


@requires(Permission.CURATION_VIEW)
@require_GET
def candidate_list(request: HttpRequest) -> HttpResponse:
    run = published_run()
    tier = Tier(request.GET["tier"]) if request.GET.get("tier") in Tier.values else Tier.UPPER
    found = queries.candidates(run, tier) if run else Candidate.objects.none()
    form = CandidateFilter({**request.GET.dict(), "tier": tier}, found=found)
    wanted = form.wanted()
    asked = {"element__code": wanted.get("element"), "area__slug": wanted.get("area")}
    chosen = found.filter(**{name: value for name, value in asked.items() if value})
    page = Paginator(chosen, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_CANDIDATES,
        "run": run,
        "tier": tier,
        "form": form,
        "is_filtered": bool(wanted),
        "page": page,
        "lines": queries.candidate_lines(page),
        "query": urlencode({"tier": tier.value, **wanted}),
        "searched": queries.searched_for(run, tier) if run else None,
        "most": evidence.MOST,
        "most_of_one": evidence.MOST_OF_ONE,
    }
    return render_page(request, "desks/candidates.html", context)


@requires(Permission.CASE_EDIT)
@require_POST
def candidates_search(request: HttpRequest) -> HttpResponse:
    """Search a run that was published before anyone searched."""
    if actions.search_published(by=request.user):
        messages.success(request, _("The published figures are being searched. Look again in a moment."))
    return redirect_page(request, "desks:candidates")


@requires(Permission.CASE_EDIT)
@require_POST
def case_start(request: HttpRequest, pk: int) -> HttpResponse:
    # Only its number: a newer list may have taken its place since the page was opened, and the action says so.
    try:
        case = actions.draft_from(by=request.user, candidate=Candidate(pk=pk))
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect_page(request, "desks:candidates")
    messages.success(request, _("Begun. What the figures said is kept with it; now write what was done."))
    return redirect_page(request, "desks:case_edit", case.pk)


@requires(Permission.CURATION_VIEW)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    form = CaseFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = Paginator(queries.cases(state=state), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_CASES,
        "form": form,
        "page": page,
        "query": f"state={state}" if state else "",
        "events": recent_events(limit=12, kinds=[queries.KIND]),
    }
    return render_page(request, "desks/cases.html", context)


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    run = published_run()
    form = CaseStartForm(request.POST if request.method == "POST" else None, run=run)
    case = attempted(form, lambda: actions.draft_case(by=request.user, **form.cleaned_data)) if form.is_bound else None
    if case:
        messages.success(request, _("Begun. Now write what was done and what was seen."))
        return redirect_page(request, "desks:case_edit", case.pk)
    context = {**_CASES, "run": run, "form": form}
    return render_page(request, "desks/case_new.html", context, status=422 if form.errors else 200)


@requires(Permission.CURATION_VIEW)
@require_GET
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    context = {**_CASES, "case": case, "line": queries.case_line(case), "events": events_about(case)}
    return render_page(request, "desks/case_detail.html", context)


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    if request.method == "GET":
        return _edit_page(request, case, CaseForm(initial={**case.words(), "version": case.version}))
    form = CaseForm(request.POST)
    changed, overtaking = edited(form, lambda: _change(request, case, form))
    if changed is None:
        return _edit_page(request, case, form, overtaking)
    messages.success(request, _("Saved. What stood here before is among the versions."))
    return redirect_page(request, "desks:case_detail", pk)


@requires(Permission.CURATION_VIEW)
@require_GET
def case_versions(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    context = {**_CASES, "case": case, "lines": version_lines(case, versions_of(case))}
    return render_page(request, "desks/case_versions.html", context)


@requires(Permission.CASE_EDIT)
@require_POST
def case_submit(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    said = _("Submitted. It can be published now, by you or by another curator.")
    return done(request, lambda: actions.submit_case(by=request.user, case=case), said, "desks:case_detail", pk)


@requires(Permission.CASE_PUBLISH)
@require_POST
def case_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    said = _("Sent back. It is a draft again.")
    return done(request, lambda: actions.send_back_case(by=request.user, case=case), said, "desks:case_detail", pk)


@requires(Permission.CASE_PUBLISH)
@require_POST
def case_publish(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    form = PublishForm(request.POST)
    # A form that does not say which version was read has read none.
    based_on = form.cleaned_data["version"] if form.is_valid() else 0
    said = _("Published. Readers find it under practice, and on the pages of its area and element.")
    return done(
        request,
        lambda: actions.publish_case(by=request.user, case=case, based_on=based_on),
        said,
        "desks:case_detail",
        pk,
    )


@requires(Permission.CASE_PUBLISH)
@require_POST
def case_retire(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    said = _("Retired. Whoever comes to its address reads that it is.")
    return done(request, lambda: actions.retire_case(by=request.user, case=case), said, "desks:case_detail", pk)


def _case(pk: int) -> CaseStudy:
    known = CaseStudy.objects.select_related("area", "element", "candidate", "drafted_by", "published_by")
    return get_object_or_404(known, pk=pk)


def _change(request: HttpRequest, case: CaseStudy, form: CaseForm) -> CaseStudy:
    wrote = form.cleaned_data
    words = {name: wrote[name] for name in CaseStudy.WORDS}
    return actions.change_case(
        by=request.user, case=case, based_on=wrote["version"], words=words, reason=wrote["reason"]
    )


def _edit_page(
    request: HttpRequest, case: CaseStudy, form: CaseForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **_CASES,
        "case": case,
        "line": queries.case_line(case),
        "form": form,
        "overtaking": overtaking,
        "versions_url": reverse("desks:case_versions", args=[case.pk]),
    }
    status = 409 if overtaking else 422 if form.is_bound else 200
    return render_page(request, "desks/case_edit.html", context, status=status)
