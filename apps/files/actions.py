"""Taking in a file that someone brought."""

import hashlib
import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.common.errors import Refused
from apps.common.kinds import kind_of
from apps.files.attachments import fault_of, sort_of
from apps.files.models import StoredFile

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,49}/[\w.+-]{1,50}", re.ASCII)


@transaction.atomic
def store(*, by: Any, name: str, media_type: str, content: bytes) -> StoredFile:
    """Keep a file as it came. What it was brought for is the event, so whoever asked for it records that."""
    require(by, Permission.FILES_STORE)
    known = media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"
    return _keep(by, StoredFile(name=_plain(name), media_type=known, content=content), settings.UPLOAD_MAX_BYTES)


def keep_made(*, name: str, media_type: str, content: bytes) -> StoredFile:
    """Keep a file that the software made out of one that was brought. In the caller's transaction."""
    stored = StoredFile(name=_plain(name), media_type=media_type, content=content)
    stored.size, stored.sha256 = len(content), hashlib.sha256(content).hexdigest()
    stored.full_clean(exclude=["stored_by"])
    stored.save()
    return stored


@transaction.atomic
def attach(*, by: Any, scope: Any, permission: Permission, name: str, content: bytes) -> StoredFile:
    """Keep a file for the people of `scope`, for something there that `permission` lets one change.

    Only sorts that apps/files/attachments.py knows, and only if they are what their name says.
    """
    require(by, permission, on=scope)
    name = _plain(name)
    sort = sort_of(name)
    stored = StoredFile(name=name, media_type=sort.media_type if sort else "", content=content)
    stored.scope_kind, stored.scope_id = kind_of(scope).name, scope.pk
    if content and (fault := fault_of(name, content)):
        raise Refused(fault)
    return _keep(by, stored, settings.ATTACHMENT_MAX_BYTES)


@transaction.atomic
def discard(*, by: Any, scope: Any, permission: Permission, stored: StoredFile) -> None:
    """Delete a file of `scope` that nothing needs any more."""
    require(by, permission, on=scope)
    # Django reads what it deletes, and a file need not be read for that.
    theirs = StoredFile.objects.defer("content").filter(scope_kind=kind_of(scope).name, scope_id=scope.pk)
    theirs.filter(pk=stored.pk).delete()


def _keep(by: Any, stored: StoredFile, limit: int) -> StoredFile:
    if not stored.content:
        raise Refused(
            _("The file “%(name)s” is empty. Choose the file again, or save it again first.") % {"name": stored.name}
        )
    if len(stored.content) > limit:
        raise Refused(
            _("The file “%(name)s” is larger than %(limit)s. Split it, or leave out what is not needed.")
            % {"name": stored.name, "limit": filesizeformat(limit)}
        )
    stored.size = len(stored.content)
    stored.sha256 = hashlib.sha256(stored.content).hexdigest()
    stored.stored_by_id = by.pk
    stored.full_clean(exclude=["stored_by"])
    stored.save()
    return stored


def _plain(name: str) -> str:
    # Some browsers send a whole path; only what follows the last slash of either kind is the name.
    last = re.split(r"[\\/]", _CONTROLS.sub("", name))[-1].strip()
    return last[-255:] or _("unnamed file")
