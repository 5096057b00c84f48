"""Files that hang on an initiative: kept for whoever sees it, and gone with what they hang on."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from apps.access.permissions import Permission
from apps.common.kinds import kind_of
from apps.files import actions as files
from apps.files.models import StoredFile
from apps.initiatives.models import Initiative


def attached(by: Any, initiative: Initiative, upload: "UploadedFile[Any] | None") -> StoredFile | None:
    """Keep a file for whoever may see the workspace, of what is kept for whoever sees that; None where there is none.

    The initiative is held.
    """
    if not upload:
        return None
    return files.attach(
        by=by,
        scope=initiative if initiative.is_kept else initiative.workspace,
        permission=Permission.INITIATIVE_EDIT,
        name=upload.name or "",
        content=upload.read(),
    )


def discarded(by: Any, initiative: Initiative, stored: StoredFile | None) -> None:
    """Delete a file that hung on it, once nothing points to it any more."""
    if stored:
        # What came while it was kept is still filed under it, also where it is shared by now.
        scope = initiative if stored.scope_kind == kind_of(initiative).name else initiative.workspace
        files.discard(by=by, scope=scope, permission=Permission.INITIATIVE_EDIT, stored=stored)
