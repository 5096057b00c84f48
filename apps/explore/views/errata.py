"""Corrections: how errors are told, every one that was found, and who saw figures before they were out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.access.decorators import public, signed_in
from apps.common.caching import steady
from apps.common.errors import Refused
from apps.common.naming import site_of_settings
from apps.figures.actions.early import look_early
from apps.figures.early import early_lines, early_releases_for, offices_published
from apps.figures.ground import subjects
from apps.figures.models import Erratum, Import
from apps.scores.errata import every_erratum, told
from apps.scores.queries import published_run, published_version

_SECTION = {"section": "registers", "register": "errata"}


@public
@require_safe
@steady(published_version)
def errata(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "explore/errata.html",
        {**_SECTION, "errata": every_erratum(), "contact_email": site_of_settings().email},
    )


@public
@require_safe
@steady(published_version)
def erratum(request: HttpRequest, pk: int) -> HttpResponse:
    found = Erratum.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    (one,) = told([found])
    return render(request, "explore/erratum.html", {**_SECTION, "told": one})


@public
@require_safe
@steady(published_version)
def early_access(request: HttpRequest) -> HttpResponse:
    """In which offices figures were seen before they were out."""
    run = published_run()
    releases = offices_published(run.imports if run else ())
    context = {"section": "registers", "register": "releases", "releases": releases, "names": _names()}
    return render(request, "explore/early_access.html", context)


@signed_in
@require_safe
def early_list(request: HttpRequest) -> HttpResponse:
    """What the reader may see before it is out."""
    context = {"section": "registers", "releases": early_releases_for(request.user), "names": _names()}
    return render(request, "explore/early_list.html", context)


@signed_in
@require_safe
def early(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of one release, for someone on its list; to everyone else it is not there."""
    imported = Import.objects.filter(early_readers__account=request.user.pk, pk=pk).select_related("file").first()
    if imported is None:
        raise Http404
    try:
        rows = look_early(by=request.user, imported=imported)
    except Refused as refusal:
        context = {"section": "registers", "imported": imported, "names": _names(), "why": refusal.sentence}
        return render(request, "explore/early.html", context)
    subject = subjects().get(imported.element_code)
    context = {
        "section": "registers",
        "imported": imported,
        "names": _names(),
        "lines": early_lines(rows, subject.period_type if subject else ""),
        "total": imported.new + imported.revised,
        "unit": subject.unit if subject else "",
    }
    return render(request, "explore/early.html", context)


def _names() -> dict[str, str]:
    """Names of indicators by code, those of context too."""
    return {code: subject.name for code, subject in subjects().items()}
