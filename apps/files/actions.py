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
from apps.files.models import StoredFile

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,49}/[\w.+-]{1,50}", re.ASCII)


@transaction.atomic
def store(*, by: Any, name: str, media_type: str, content: bytes) -> StoredFile:
    """Keep a file as it came. What it was brought for is the event, so whoever asked for it records that."""
    require(by, Permission.FILES_STORE)
    name = _plain(name)
    if not content:
        raise Refused(
            _("The file “%(name)s” is empty. Choose the file again, or save it again first.") % {"name": name}
        )
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            _("The file “%(name)s” is larger than %(limit)s. Split it, or leave out what is not needed.")
            % {"name": name, "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        )
    stored = StoredFile(
        name=name,
        media_type=media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        stored_by_id=by.pk,
    )
    stored.full_clean(exclude=["stored_by"])
    stored.save()
    return stored


def _plain(name: str) -> str:
    # Some browsers send a whole path; only what follows the last slash of either kind is the name.
    last = re.split(r"[\\/]", _CONTROLS.sub("", name))[-1].strip()
    return last[-255:] or _("unnamed file")
