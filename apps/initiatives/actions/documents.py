"""The documents of an initiative: added, and taken away."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.files.actions import recorded_if_harmful
from apps.initiatives.actions.attaching import attached, discarded
from apps.initiatives.actions.telling import tell
from apps.initiatives.holding import opened
from apps.initiatives.models import Document, Initiative

#: Of one initiative; its page shows them all.
MOST_DOCUMENTS = 50


@recorded_if_harmful
@transaction.atomic
def add_document(
    *,
    by: Any,
    initiative: Initiative,
    title: str,
    link: str = "",
    upload: "UploadedFile[Any] | None" = None,
    key: UUID | None = None,
) -> Document:
    """Add a document that belongs to it: a link or a file; under one `key` only once."""
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.documents.filter(key=key).first():
        return added
    if initiative.documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("It has as many documents as it may have. Remove one that nobody needs any more first."))
    document = Document(initiative=initiative, title=title.strip(), link=link.strip(), key=key, added_by_id=by.pk)
    document.file = attached(by, initiative, upload)
    document.full_clean(exclude=["added_by"])
    document.save()
    tell(Verb.DOCUMENT_ADDED, by, initiative, said=document.title)
    return document


@transaction.atomic
def remove_document(*, by: Any, document: Document) -> Initiative:
    """Take a document away, and its file with it; that there was one stays in the activity."""
    initiative = opened(by, document.initiative)
    found = initiative.documents.select_related("file").defer("file__content").filter(pk=document.pk).first()
    if found is None:
        raise Refused(_("This document is gone already."))
    title, stored = found.title, found.file
    found.delete()
    discarded(by, initiative, stored)
    return tell(Verb.DOCUMENT_REMOVED, by, initiative, said=title)
