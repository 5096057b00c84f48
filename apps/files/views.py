"""The one guarded way out for files that people brought."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from apps.access.checks import can
from apps.access.decorators import signed_in
from apps.access.permissions import Permission
from apps.common import kinds
from apps.files.models import StoredFile
from apps.files.pieces import WHOLE
from apps.files.queries import chunks_of, content_of


@signed_in
@require_safe
def download(request: HttpRequest, file_id: int) -> HttpResponse:
    """A file for the people of its scope, one without a scope for stewards; nobody else learns that it exists."""
    stored = get_object_or_404(StoredFile.objects.defer("content"), pk=file_id)
    if not _may_read(request.user, stored):
        raise Http404
    # Never the type that came with it: a browser is to save what a stranger wrote, not to show it on our address.
    kind = "application/octet-stream"
    if stored.size > WHOLE:
        response = cast(HttpResponse, StreamingHttpResponse(chunks_of(stored), content_type=kind))
    else:
        response = HttpResponse(content_of(stored), content_type=kind)
    response.headers["Content-Length"] = str(stored.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _may_read(user: Any, stored: StoredFile) -> bool:
    if not stored.scope_kind:
        return can(user, Permission.FILES_READ)
    place = (stored.scope_kind, stored.scope_id or 0)
    scope = kinds.resolve([place]).get(place)
    return scope is not None and can(user, Permission.WORKSPACE_VIEW, on=scope)
