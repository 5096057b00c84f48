"""The one guarded way out for files that people brought."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.files.models import StoredFile


@requires(Permission.FILES_READ)
@require_safe
def download(request: HttpRequest, file_id: int) -> HttpResponse:
    stored = get_object_or_404(StoredFile, pk=file_id)
    # Never the type that came with it: a browser is to save what a stranger wrote, not to show it on our address.
    response = HttpResponse(bytes(stored.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
