"""Bringing in figures by a program: a file, what became of it, and the decision; by the actions that the desk uses."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from apps.access.permissions import Permission
from apps.api.endpoints import PAGING
from apps.api.errors import TooLarge, Unasked
from apps.api.parameters import Parameter, Query, Unclear, read_query, words
from apps.api.tokens import Answer, by_token, insist_still_good
from apps.common.fields import insist_visible
from apps.figures import actions
from apps.figures.models import Delivery, Import
from apps.figures.registered import registered_words

_IMPORTS = Permission.FIGURES_IMPORT
#: What may be said of the source of a table; a release file says it itself.
_FACTS = ("source", "title", "publisher", "vintage", "licence", "attribution", "release")
_LONGEST = {"vintage": 60, "release": 60, "licence": 60, "source": 55}
_BRINGING = {
    "name": Parameter("the name of the file, where it is the body itself", words, ""),
    **{fact: Parameter(f"the {fact} of a table, as in a release file", lambda _name, value: " ".join(value.split()), "")
       for fact in _FACTS},
}  # fmt: skip


@by_token("POST", permission=_IMPORTS)
def import_bring(request: Request) -> Answer:
    query = _query(request, _BRINGING)
    name, content = _file(request._request, query)
    insist_still_good(request)
    brought = actions.bring_file(by=request.user, name=name, content=content, facts=_facts(query))
    if isinstance(brought, Import):
        return 201, {"import": _told(brought)}
    return 201, {"delivery": _delivery_told(brought)}


@by_token("GET", permission=_IMPORTS)
def import_detail(request: Request, pk: int) -> Answer:
    imported = _import(pk)
    return 200, {"import": _told(imported), "problems": _problems(request, imported)}


@by_token("POST", permission=_IMPORTS)
def import_accept(request: Request, pk: int) -> Answer:
    return 200, {"import": _told(actions.accept_import(by=request.user, imported=_import(pk)))}


@by_token("POST", permission=_IMPORTS)
def import_decline(request: Request, pk: int) -> Answer:
    return 200, {"import": _told(actions.decline_import(by=request.user, imported=_import(pk)))}


@by_token("GET", permission=_IMPORTS)
def delivery_detail(request: Request, pk: int) -> Answer:
    delivery = _delivery(pk)
    return 200, {"delivery": _delivery_told(delivery), "problems": _problems(request, delivery)}


@by_token("POST", permission=_IMPORTS)
def delivery_accept(request: Request, pk: int) -> Answer:
    count = actions.accept_delivery(by=request.user, delivery=_delivery(pk))
    return 200, {"accepted": count, "delivery": _delivery_told(_delivery(pk))}


@by_token("POST", permission=_IMPORTS)
def delivery_decline(request: Request, pk: int) -> Answer:
    count = actions.decline_delivery(by=request.user, delivery=_delivery(pk))
    return 200, {"declined": count, "delivery": _delivery_told(_delivery(pk))}


def _file(request: HttpRequest, query: Query) -> tuple[str, bytes]:
    """The name and the bytes of what was sent: the one file of a form, or the body itself."""
    most = settings.UPLOAD_MAX_BYTES
    if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
        # What is sent piece by piece looks empty here.
        raise Unasked(_("Say with it how long it is (Content-Length), and send it whole."))
    if request.content_type == "multipart/form-data":
        files = [file for _name, sent in request.FILES.lists() for file in sent]
        if len(files) != 1:
            raise Unasked(_("Send one file with it, in a field of any name."))
        name, content = str(query["name"] or files[0].name), files[0].read(most + 1)
    else:
        if not query["name"]:
            raise Unasked(_("Name the file: ?name=lait.csv. The body is the file itself."))
        name, content = query["name"], request.read(most + 1)
    if len(content) > most:
        limit = {"limit": filesizeformat(most)}
        raise TooLarge(_("The file is larger than %(limit)s. Split it, and send the parts in turn.") % limit)
    return name, content


def _facts(query: Query) -> dict[str, str]:
    """What is said of the source; what a registered source is called need not be said again."""
    said = {fact: query[fact] for fact in _FACTS if query[fact]}
    for fact, value in said.items():
        if len(value) > _LONGEST.get(fact, 300):
            raise Unasked(_("“%(fact)s” is too long. Shorten it.") % {"fact": fact})
        try:
            insist_visible(value)
        except ValidationError as error:
            raise Unasked(f"“{fact}”: {' '.join(error.messages)}") from None
    if "release" in said:
        said.setdefault("vintage", said["release"])
    return registered_words([said.get("source", "")]).get(said.get("source", ""), {}) | said


def _told(imported: Import) -> dict[str, Any]:
    return {
        "id": imported.pk,
        "state": imported.state,
        "refusal": imported.refusal or None,
        "indicator": imported.element_code or None,
        "source": imported.header.get("source"),
        "release": imported.release or None,
        "counts": {
            "rows": imported.rows,
            "new": imported.new,
            "revised": imported.revised,
            "unchanged": imported.unchanged,
            "refused": imported.refused,
        },
        "delivery": imported.delivery_id,
        "links": _links("import", imported.pk),
    }


def _delivery_told(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "state": delivery.state,
        "refusal": delivery.refusal or None,
        "counts": delivery.fates,
        "notes": delivery.table.get("notes", []),
        "imports": [_told(imported) for imported in delivery.imports.order_by("pk")],
        "links": _links("delivery", delivery.pk),
    }


def _links(kind: str, pk: int) -> dict[str, str]:
    return {
        "self": reverse(f"api:{kind}_detail", args=[pk]),
        "accept": reverse(f"api:{kind}_accept", args=[pk]),
        "decline": reverse(f"api:{kind}_decline", args=[pk]),
        "page": reverse(f"desks:{kind}_detail", args=[pk]),
    }


def _problems(request: Request, thing: Import | Delivery) -> dict[str, Any]:
    query = _query(request, PAGING)
    pages = Paginator(thing.problems.all(), query["per_page"])
    if query["page"] > pages.num_pages:
        last = {"page": query["page"], "last": pages.num_pages}
        raise Http404(_("There is no page %(page)d: the last one is %(last)d.") % last)
    items = [
        {"line": each.line, "column": each.column or None, "severity": each.severity, "sentence": each.sentence}
        for each in pages.page(query["page"])
    ]
    paging = {"page": query["page"], "pages": pages.num_pages, "per_page": query["per_page"], "total": pages.count}
    return {"paging": paging, "items": items}


def _query(request: Request, known: Any) -> Query:
    try:
        return read_query(request.query_params.lists(), known)
    except Unclear as unclear:
        raise Unasked(str(unclear)) from None


def _import(pk: int) -> Import:
    found = Import.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no import of this number."))
    return found


def _delivery(pk: int) -> Delivery:
    found = Delivery.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no delivery of this number."))
    return found
