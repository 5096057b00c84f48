"""Pages that are no one room's: health, about, method, gallery, and what to say when something is wrong."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from apps.access.checks import AccessDenied
from apps.access.decorators import public
from apps.common.bands import BANDS
from apps.common.caching import steady
from apps.common.naming import site_of_settings
from apps.common.uploads import NoRoom
from apps.goals import trajectory
from apps.goals.models import Assessment
from apps.pages import health as parts
from apps.pages import queries, specimens
from apps.pages.choices import choices_of
from apps.pages.forms import SpecimenForm
from apps.scores import bundles
from apps.scores.queries import published_run, published_version


def always() -> str:
    """The version of a page that changes only when the site itself does."""
    return "written"


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    found = parts.examine()
    response = JsonResponse(asdict(found), status=200 if found.serves else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@require_safe
@steady(published_version)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", {"section": "about", "run": queries.method_in_force().run})


@public
@require_safe
@steady(always)
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/contact.html", {"section": "about", "site": site_of_settings()})


@public
@require_safe
@steady(always)
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html", {"section": "about", "site": site_of_settings()})


@public
@require_safe
@steady(published_version)
def method(request: HttpRequest) -> HttpResponse:
    rules = {"enough": trajectory.ENOUGH, "late": trajectory.LATE}
    context = {"section": "method", "in_force": queries.method_in_force(), "goals": rules}
    return render(request, "pages/method.html", context)


@public
@require_safe
@steady(published_version)
def choices(request: HttpRequest) -> HttpResponse:
    context = {"section": "method", "choices": choices_of(published_run())}
    return render(request, "pages/choices.html", context)


@public
@require_safe
@steady(published_version)
def bundle(request: HttpRequest, run_id: int, tier: str) -> HttpResponse:
    found = queries.published_tier(run_id, tier)
    if found is None:
        raise Http404
    response = HttpResponse(bundles.bundle(found.run, found), content_type="application/zip")
    name = f"{found.run.edition.code}-run-{run_id}-{tier}.zip"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@public
@require_safe
@steady(always)
def gallery(request: HttpRequest) -> HttpResponse:
    drawn = {name: _drawn(svg) for name, svg in asdict(specimens.drawings()).items()}
    form = SpecimenForm({"email": "not an address", "areas": ["example"]})
    form.is_valid()
    context: dict[str, Any] = {
        "bands": BANDS,
        "form": form,
        "drawn": drawn,
        "working": specimens.Working(),
        "overtaking": specimens.Overtaking(),
        "standings": Assessment.Standing.choices,
        "page": Paginator(range(50), 10).page(2),
        "day": specimens.AN_EXAMPLE_DAY,
    }
    return render(request, "pages/gallery.html", context | specimens.tables())


def _drawn(svg: Any) -> Any:
    # The words in a drawing were escaped where it was drawn.
    return [_drawn(each) for each in svg] if isinstance(svg, tuple | list) else mark_safe(svg)  # noqa: S308


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, NoRoom):
        return render(request, "pages/refused.html", {"sentence": exception.sentence}, status=507)
    return render(request, "pages/bad_request.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only our own refusals are sentences fit for the screen.
    sentence = str(exception) if isinstance(exception, AccessDenied) else ""
    # Within a workspace only its members are refused: to anyone else it does not exist.
    match = request.resolver_match
    workspace = match.kwargs.get("workspace_slug", "") if match else ""
    context = {"sentence": sentence, "workspace": workspace, "section": "work" if workspace else ""}
    return render(request, "pages/not_allowed.html", context, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django shows when a form's token does not fit: most often the page was open for too long."""
    return render(request, "pages/stale_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    # Without the request: neither the session nor the database may be asked for anything here.
    return HttpResponse(render_to_string("pages/broken.html"), status=500)
