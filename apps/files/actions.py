"""Taking in a file that someone brought."""

import re
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import OperationalError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.common.kinds import kind_of
from apps.files.attachments import fault_of, sort_of
from apps.files.models import FilePart, StoredFile
from apps.files.pieces import WHOLE, Content, all_of, digest_of, pieces_of, size_of
from apps.files.scanning import Harmful, insist_harmless

Asked = ParamSpec("Asked")
Made = TypeVar("Made")

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,49}/[\w.+-]{1,50}", re.ASCII)


def whole_or_refused(action: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Say it in a sentence when the database cannot take a file, be it while it is written or at the commit.

    Outside the transaction, which takes back what is there by then. Of actions that are given a file by `name`.
    """

    @wraps(action)
    def kept(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        try:
            return action(*args, **kwargs)
        except OperationalError as error:
            # Such as a full disk, or a database that went away.
            raise Refused(
                _(
                    "The file “%(name)s” could not be kept: the database did not take it; perhaps its disk is full. "
                    "Nothing of it is there. Tell whoever looks after this site, then bring it again."
                )
                % {"name": _plain(str(kwargs.get("name", "")))}
            ) from error

    return kept


def recorded_if_harmful(action: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Record when an action was refused since something harmful is in the file that it was given.

    Outside the transaction, which takes back what is there by then. Of actions that are told `by` whom.
    """

    @wraps(action)
    def told(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        try:
            return action(*args, **kwargs)
        except Harmful as harmful:
            _record(harmful, kwargs.get("by"))
            raise

    return told


def _record(harmful: Harmful, by: Any) -> None:
    # What stewards bring is for nobody's people: then it is told of whoever brought it.
    subject = harmful.scope or by
    if getattr(subject, "pk", None) is None:
        return
    scope = getattr(subject, "scope", subject) if harmful.scope else None
    details = {"said": f"{harmful.name} ({harmful.found})", "file": harmful.name, "found": harmful.found}
    record(Verb.FILE_REFUSED, actor=by, subject=subject, scope=scope, details=details)


@whole_or_refused
@transaction.atomic
def store(*, by: Any, name: str, media_type: str, content: Content, most: int | None = None) -> StoredFile:
    """Keep a file as it came. What it was brought for is the event, so whoever asked for it records that.

    `most`: how many bytes it may have, where that is not UPLOAD_MAX_BYTES. A file on disk is never in memory whole.
    """
    require(by, Permission.FILES_STORE)
    known = media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"
    stored = StoredFile(name=_plain(name), media_type=known, stored_by_id=by.pk)
    _insist_on_size(stored.name, size_of(content), settings.UPLOAD_MAX_BYTES if most is None else most)
    insist_harmless(stored.name, content)
    return _keep(stored, content)


@whole_or_refused
def keep_made(*, name: str, media_type: str, content: Content) -> StoredFile:
    """Keep a file that the software made out of one that was brought. In the caller's transaction."""
    return _keep(StoredFile(name=_plain(name), media_type=media_type), content)


@whole_or_refused
@transaction.atomic
def attach(*, by: Any, scope: Any, permission: Permission, name: str, content: bytes) -> StoredFile:
    """Keep a file for the people of `scope`, for something there that `permission` lets one change.

    Only sorts that apps/files/attachments.py knows, and only if they are what their name says.
    """
    require(by, permission, on=scope)
    name = _plain(name)
    sort = sort_of(name)
    stored = StoredFile(name=name, media_type=sort.media_type if sort else "", stored_by_id=by.pk)
    stored.scope_kind, stored.scope_id = kind_of(scope).name, scope.pk
    if content and (fault := fault_of(name, content)):
        raise Refused(fault)
    _insist_on_size(name, len(content), settings.ATTACHMENT_MAX_BYTES)
    insist_harmless(name, content, scope=scope)
    return _keep(stored, content)


@transaction.atomic
def discard(*, by: Any, scope: Any, permission: Permission, stored: StoredFile) -> None:
    """Delete a file of `scope` that nothing needs any more."""
    require(by, permission, on=scope)
    # Django reads what it deletes, and a file need not be read for that.
    theirs = StoredFile.objects.defer("content").filter(scope_kind=kind_of(scope).name, scope_id=scope.pk)
    theirs.filter(pk=stored.pk).delete()


def _insist_on_size(name: str, size: int, limit: int) -> None:
    if not size:
        raise Refused(
            _("The file “%(name)s” is empty. Choose the file again, or save it again first.") % {"name": name}
        )
    if size > limit:
        raise Refused(
            _("The file “%(name)s” is larger than %(limit)s. Split it, or leave out what is not needed.")
            % {"name": name, "limit": filesizeformat(limit)}
        )


def _keep(stored: StoredFile, content: Content) -> StoredFile:
    """Write a file and, where it is large, its parts. In the caller's transaction: all of it is there, or nothing."""
    stored.size, stored.sha256 = size_of(content), digest_of(content)
    whole = stored.size <= WHOLE
    stored.content = all_of(content) if whole else b""
    stored.full_clean(exclude=["stored_by"])
    stored.save()
    if not whole:
        for number, piece in zip(count(), pieces_of(content), strict=False):
            FilePart.objects.create(file=stored, number=number, content=piece)
    return stored


def _plain(name: str) -> str:
    # Some browsers send a whole path; only what follows the last slash of either kind is the name.
    last = re.split(r"[\\/]", _CONTROLS.sub("", name))[-1].strip()
    return last[-255:] or _("unnamed file")
