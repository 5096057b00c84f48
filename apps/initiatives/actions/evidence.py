"""What shows that something was done or came of it."""

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
from apps.initiatives.models import Evidence, Initiative, Milestone


@recorded_if_harmful
@transaction.atomic
def add_evidence(
    *,
    by: Any,
    initiative: Initiative,
    title: str,
    note: str = "",
    link: str = "",
    upload: "UploadedFile[Any] | None" = None,
    milestone: Milestone | None = None,
    kind: str = "",
    strength: str = "",
    key: UUID | None = None,
) -> Evidence:
    """Keep what shows that something was done or came of it: words, a link, a file; under one `key` only once.

    The file is for whoever may see the workspace, of what is kept for whoever sees that. Raises Milestone.DoesNotExist
    for one of another initiative.
    """
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.evidence.filter(key=key).first():
        return added
    evidence = Evidence(initiative=initiative, title=title.strip(), note=note.strip(), link=link.strip(), key=key)
    evidence.milestone = initiative.milestones.get(pk=milestone.pk) if milestone else None
    evidence.kind, evidence.strength, evidence.added_by_id = kind, strength, by.pk
    evidence.file = attached(by, initiative, upload)
    evidence.full_clean(exclude=["added_by"])
    evidence.save()
    tell(Verb.EVIDENCE_ADDED, by, initiative, evidence=evidence.title)
    return evidence


@transaction.atomic
def remove_evidence(*, by: Any, evidence: Evidence) -> Initiative:
    """Take evidence away, and its file with it; that there was some stays in the activity."""
    initiative = opened(by, evidence.initiative)
    found = initiative.evidence.select_related("file").defer("file__content").filter(pk=evidence.pk).first()
    if found is None:
        raise Refused(_("This evidence is gone already."))
    title, stored = found.title, found.file
    found.delete()
    discarded(by, initiative, stored)
    return tell(Verb.EVIDENCE_REMOVED, by, initiative, evidence=title)
