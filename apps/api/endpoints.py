"""What every endpoint has in common: it only reads, it knows its parameters, and it says what it is answering from."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from rest_framework.decorators import api_view
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from apps.access.decorators import View, public
from apps.api.errata import as_item, errata_in, noted
from apps.api.errors import Unasked
from apps.api.parameters import Parameter, Query, Unclear, number, read_query
from apps.api.tables import Cell, as_csv
from apps.scores.models import Run
from apps.scores.queries import published_run

#: Part of every ETag: raise it when the shape of an answer changes.
SHAPE = "3"
MOST_PER_PAGE = 1000
PAGING: Mapping[str, Parameter] = {
    "page": Parameter("which page, from 1", number(100_000), 1),
    "per_page": Parameter(f"how many on a page, {MOST_PER_PAGE} at most", number(MOST_PER_PAGE), 200),
}
Answering = Callable[..., "HttpResponse | dict[str, Any]"]


@dataclass(frozen=True)
class About:
    """What an answer stands on, and what may be concluded from it."""

    run: int | None
    edition: str | None
    note: str
    licence: str


def about(run: Run | None) -> About:
    """The words that go with every answer."""
    return About(
        run=run.pk if run else None,
        edition=run.edition.code if run else None,
        note=_(
            "A rebuilt index on open data. Scores are relative to the areas of the same tier in the same edition. "
            "They are not the published scores of the Thriving Places Index."
        ),
        licence=_(
            "Figures: each under the licence of its publisher, named with it. "
            "Scores: free to use, naming %(site)s and the publishers of the figures."
        )
        % {"site": settings.SITE_NAME},
    )


def endpoint(**known: Parameter) -> Callable[[Answering], View]:
    """Opens a function of (run, query, **path) to the public as a read endpoint.

    A dictionary comes back as JSON with what it stands on; an `HttpResponse` (CSV) goes out as it is.
    """

    def decorate(answering: Answering) -> View:
        @public
        @api_view(["GET", "HEAD"])
        @wraps(answering)
        def opened(request: Request, **path: Any) -> HttpResponse:
            query = _query_of(request, known)
            run = published_run()
            answer = answering(run, query, **path)
            errata = errata_in(run, query | {"element": query.get("element") or path.get("code")} if path else query)
            if isinstance(answer, dict):
                words = asdict(about(run)) | {"errata": [as_item(erratum) for erratum in errata]}
                answer = _as_json({"about": words, **answer})
            elif errata:
                answer = noted(answer, errata)
            return _cacheable(request, run, answer)

        return opened

    return decorate


def page_of(items: Sequence[Any], query: Query) -> dict[str, Any]:
    """One page of `items`, and where it stands in the whole."""
    first = (query["page"] - 1) * query["per_page"]
    pages = max(1, -(-len(items) // query["per_page"]))
    if query["page"] > pages:
        raise Http404(
            _("There is no page %(page)d: the last one is %(last)d.") % {"page": query["page"], "last": pages}
        )
    paging = {"page": query["page"], "pages": pages, "per_page": query["per_page"], "total": len(items)}
    return {"paging": paging, "items": items[first : first + query["per_page"]]}


def csv_answer(run: Run | None, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> HttpResponse:
    """A table to keep: what it stands on comes first, behind “#”."""
    words = about(run)
    notes = [f"run: {words.run}", f"edition: {words.edition}", f"note: {words.note}", f"licence: {words.licence}"]
    response = HttpResponse(as_csv(notes, header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def insist(run: Run | None) -> Run:
    """The published run; raises Http404 before the first publication."""
    if run is None:
        raise Http404(_("Nothing has been published yet."))
    return run


def _query_of(request: Request, known: Mapping[str, Parameter]) -> Query:
    try:
        return read_query(request.query_params.lists(), known)
    except Unclear as unclear:
        raise Unasked(str(unclear)) from None


def _as_json(answer: dict[str, Any]) -> HttpResponse:
    return HttpResponse(JSONRenderer().render(answer), content_type="application/json")


def _cacheable(request: Request, run: Run | None, answer: HttpResponse) -> HttpResponse:
    """Known by its content: the same run and figures give the same bytes on every machine."""
    stands_on = f"{SHAPE}:{run.result_sha256 if run else ''}:".encode()
    etag = quote_etag(hashlib.sha256(stands_on + answer.content).hexdigest()[:32])
    answer.headers["ETag"] = etag
    # A minute old at most: after a publication nobody reads the old scores for longer.
    answer.headers["Cache-Control"] = "public, max-age=60"
    # Open to pages of other sites: everything here is public, and no cookie or token is ever looked at.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag"
    unchanged = get_conditional_response(request._request, etag=etag)
    return _with_headers_of(answer, unchanged) if unchanged else answer


def _with_headers_of(answer: HttpResponse, unchanged: HttpResponse) -> HttpResponse:
    for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
        unchanged.headers[name] = answer.headers[name]
    return unchanged
