"""Figures on their way in: someone brings a file, sees what it would do, and decides."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.common.errors import Refused
from apps.figures.importing import loads_of
from apps.figures.models import Import
from apps.files import actions as files
from apps.framework.models import Edition
from apps.framework.queries import current_edition

_UNDECIDED = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.LOADING)


@transaction.atomic
def start_import(*, by: Any, name: str, content: bytes) -> Import:
    """Take in a file of figures and ask for its check. A file still waiting for a decision is not taken in twice."""
    require(by, Permission.FIGURES_IMPORT)
    if not content.strip():
        raise Refused(_("The file is empty. Choose the file that holds the release."))
    # A form sent twice: the second waits here until the first is committed, and then finds it.
    if edition := current_edition():
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    same = Import.objects.filter(file__sha256=hashlib.sha256(content).hexdigest(), state__in=_UNDECIDED)
    if waiting := same.first():
        return waiting
    stored = files.store(by=by, name=name, media_type="text/csv", content=content)
    imported = Import(file=stored, started_by=_account(by))
    imported.full_clean()
    imported.save()
    record(Verb.IMPORT_STARTED, actor=by, subject=imported, details={"file": stored.name})
    return _ask(imported, "figures.check")


@transaction.atomic
def check_again(*, by: Any, imported: Import) -> Import:
    """Check a file anew, because what it is compared with has changed since."""
    require(by, Permission.FIGURES_IMPORT)
    imported = _locked(imported)
    if imported.state not in (Import.State.CHECKED, Import.State.REFUSED):
        raise Refused(_decided(imported))
    imported.state = Import.State.UPLOADED
    imported.refusal = ""
    imported.save(update_fields=["state", "refusal"])
    record(Verb.IMPORT_STARTED, actor=by, subject=imported, details={"again": True})
    return _ask(imported, "figures.check")


@transaction.atomic
def accept_import(*, by: Any, imported: Import) -> Import:
    """Take a checked file's figures into the index; they come into force together, when all are written."""
    require(by, Permission.FIGURES_IMPORT)
    imported = _locked(imported)
    if imported.state != Import.State.CHECKED:
        raise Refused(_decided(imported))
    if imported.new + imported.revised == 0:
        raise Refused(_("This file changes nothing. Decline it, or upload another."))
    _require_no_other_loading(imported)
    if imported.checked_against != loads_of(imported.element_code):
        raise Refused(_("Other figures of this indicator came into force after this check. Check again, then decide."))
    _decide(imported, Import.State.LOADING, by)
    record(Verb.IMPORT_ACCEPTED, actor=by, subject=imported, details={"new": imported.new, "revised": imported.revised})
    return _ask(imported, "figures.load")


@transaction.atomic
def decline_import(*, by: Any, imported: Import) -> Import:
    """Leave a checked file's figures out; the file and its report are kept."""
    require(by, Permission.FIGURES_IMPORT)
    imported = _locked(imported)
    if imported.state != Import.State.CHECKED:
        raise Refused(_decided(imported))
    _decide(imported, Import.State.DECLINED, by)
    record(Verb.IMPORT_DECLINED, actor=by, subject=imported)
    return imported


@transaction.atomic
def withdraw_import(*, by: Any, imported: Import) -> Import:
    """Take the latest load of an indicator back out; the figures it replaced are in force again."""
    require(by, Permission.FIGURES_IMPORT)
    imported = _locked(imported)
    if imported.state != Import.State.LOADED:
        raise Refused(
            _("Only figures that are loaded can be withdrawn. This file is %s.") % imported.get_state_display()
        )
    _require_no_other_loading(imported)
    later = Import.objects.filter(
        element_code=imported.element_code, state=Import.State.LOADED, sequence__gt=imported.sequence
    )
    if later.exists():
        # Cells a later file repeats unchanged are not written again: they would vanish with this one.
        raise Refused(_("A later file for this indicator is loaded. Withdraw that one first."))
    _decide(imported, Import.State.WITHDRAWN, by)
    record(Verb.IMPORT_WITHDRAWN, actor=by, subject=imported, details={"element": imported.element_code})
    return imported


def _locked(imported: Import) -> Import:
    """The import as it is now. All imports of its indicator are locked, in one order: deciders go one at a time."""
    if imported.element_code:
        list(Import.objects.select_for_update().filter(element_code=imported.element_code).order_by("pk"))
    return Import.objects.select_for_update().get(pk=imported.pk)


def _require_no_other_loading(imported: Import) -> None:
    others = Import.objects.filter(element_code=imported.element_code, state=Import.State.LOADING)
    if other := others.exclude(pk=imported.pk).select_related("decided_by").first():
        raise Refused(
            _("Another file for this indicator, accepted by %(who)s, is being loaded. Wait until it is done.")
            % {"who": _who(other)}
        )


def _decided(imported: Import) -> str:
    """Why a file that is not waiting for a decision cannot be decided on."""
    if imported.state == Import.State.UPLOADED:
        return _("This file is still being checked. Wait until its report is there.")
    if imported.state == Import.State.REFUSED:
        return _("This file could not be read, so there is nothing to decide. Upload another.")
    deed = {
        Import.State.DECLINED: _("%(who)s declined this file on %(when)s."),
        Import.State.WITHDRAWN: _("%(who)s withdrew this file on %(when)s."),
    }.get(Import.State(imported.state), _("%(who)s accepted this file on %(when)s."))
    when = timezone.localtime(imported.decided_at) if imported.decided_at else None
    return deed % {"who": _who(imported), "when": f"{when:%-d %B %Y at %H:%M}" if when else _("an earlier day")}


def _decide(imported: Import, state: Import.State, by: Any) -> None:
    imported.state = state
    imported.decided_by = _account(by)
    imported.decided_at = timezone.now()
    imported.save(update_fields=["state", "decided_by", "decided_at"])


def _ask(imported: Import, kind: str) -> Import:
    imported.job = background.ask(kind, key=f"import-{imported.pk}", subject_id=imported.pk)
    imported.save(update_fields=["job"])
    return imported


def _account(by: Any) -> Any:
    """Whoever works at the command line has no account."""
    return by if by.pk else None


def _who(imported: Import) -> str:
    return str(imported.decided_by or _("The operator, at the command line"))
