"""What is decided of an import: accepted by one person or by two, now or at a time to come; declined; withdrawn."""

from datetime import datetime
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
from apps.figures.arrivals import expect_again
from apps.figures.importing import is_overtaken
from apps.figures.models import Import
from apps.figures.registered import needs_two

#: Whoever decides on several holds those of one indicator after those of another, as everyone does: else two would wait
#: for each other.
IN_TURN = ("element_code", "pk")


@transaction.atomic
def check_again(*, by: Any, imported: Import) -> Import:
    """Check a file anew, because what it is compared with has changed since; who signed it has to do so again."""
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(imported)
    if imported.state not in (*Import.TO_DECIDE, Import.State.HELD, Import.State.REFUSED):
        raise Refused(_decided(imported))
    imported.state = Import.State.UPLOADED
    imported.refusal = ""
    imported.forget_signature()
    imported.save(update_fields=["state", "refusal", "signed_by", "signed_at", "held_until"])
    record(Verb.IMPORT_STARTED, actor=by, subject=imported, details={"again": True})
    return ask_for(imported, "figures.check")


@transaction.atomic
def accept_import(*, by: Any, imported: Import, until: datetime | None = None) -> Import:
    """Take a checked file's figures into the index; they come into force together, when all are written.

    Where the source asks for two people, the first signs and the second accepts. `until`: held back until then; the
    second confirms the time that the first gave.
    """
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(imported)
    if imported.state not in Import.TO_DECIDE:
        raise Refused(_decided(imported))
    if imported.new + imported.revised == 0:
        raise Refused(_("This file changes nothing. Decline it, or upload another."))
    _require_still_true(imported)
    if until and until <= timezone.now():
        raise Refused(_("That time has passed already. Choose a time to come, or none to accept the figures now."))
    if imported.state == Import.State.CHECKED:
        imported.held_until = until
        if needs_two(imported):
            return _sign(imported, by)
    elif _account(by) == imported.signed_by:
        raise Refused(
            _("Figures of this source are signed off by two people. You have signed; now someone else has to.")
        )
    details = {"new": imported.new, "revised": imported.revised}
    if imported.held_until and imported.held_until > timezone.now():
        return _hold(imported, by, details)
    _require_no_other_loading(imported)
    _decide(imported, Import.State.LOADING, by)
    record(Verb.IMPORT_ACCEPTED, actor=by, subject=imported, details=details)
    return ask_for(imported, "figures.load")


@transaction.atomic
def release_import(*, by: Any, imported: Import) -> Import:
    """Bring figures into force before the time until which they were held; that time is dropped."""
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(imported)
    if imported.state != Import.State.HELD:
        raise Refused(_decided(imported))
    if needs_two(imported) and _account(by) == imported.decided_by:
        raise Refused(_("You set the time together with someone else. Ask them, or another steward, to drop it."))
    _require_still_true(imported)
    _require_no_other_loading(imported)
    imported.held_until = None
    imported.save(update_fields=["held_until"])
    _decide(imported, Import.State.LOADING, by)
    record(Verb.IMPORT_RELEASED, actor=by, subject=imported)
    return ask_for(imported, "figures.load")


@transaction.atomic
def decline_import(*, by: Any, imported: Import) -> Import:
    """Leave a checked file's figures out, signed or held ones too; the file and its report are kept."""
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(imported)
    if imported.state not in (*Import.TO_DECIDE, Import.State.HELD):
        raise Refused(_decided(imported))
    set_aside(imported, by)
    record(Verb.IMPORT_DECLINED, actor=by, subject=imported)
    return imported


@transaction.atomic
def withdraw_import(*, by: Any, imported: Import) -> Import:
    """Take the latest load of an indicator back out; the figures it replaced are in force again."""
    require(by, Permission.FIGURES_IMPORT)
    imported = locked(imported)
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
    expect_again(imported)
    return imported


def locked(imported: Import) -> Import:
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
        Import.State.CHECKED: _("This file waits to be accepted or declined."),
        Import.State.SIGNED: _("This file waits for a second person."),
    }.get(Import.State(imported.state), _("%(who)s accepted this file on %(when)s."))
    when = timezone.localtime(imported.decided_at) if imported.decided_at else None
    return deed % {"who": _who(imported), "when": f"{when:%-d %B %Y at %H:%M}" if when else _("an earlier day")}


def _decide(imported: Import, state: Import.State, by: Any) -> None:
    imported.state = state
    imported.decided_by = _account(by)
    imported.decided_at = timezone.now()
    imported.save(update_fields=["state", "decided_by", "decided_at"])


def set_aside(imported: Import, by: Any) -> None:
    """Decide that figures are left out."""
    _decide(imported, Import.State.DECLINED, by)


def ask_for(imported: Import, kind: str) -> Import:
    """Have something done with an import."""
    imported.job = background.ask(kind, key=f"import-{imported.pk}", subject_id=imported.pk)
    imported.save(update_fields=["job"])
    return imported


def _sign(imported: Import, by: Any) -> Import:
    imported.state, imported.signed_by, imported.signed_at = Import.State.SIGNED, _account(by), timezone.now()
    imported.save(update_fields=["state", "signed_by", "signed_at", "held_until"])
    record(Verb.IMPORT_SIGNED, actor=by, subject=imported, details=_time_of(imported))
    return imported


def _hold(imported: Import, by: Any, details: dict[str, Any]) -> Import:
    imported.save(update_fields=["held_until"])
    _decide(imported, Import.State.HELD, by)
    record(Verb.IMPORT_HELD, actor=by, subject=imported, details=details | _time_of(imported))
    background.ask("figures.release", key=f"import-{imported.pk}", subject_id=imported.pk, due=imported.held_until)
    return imported


def _time_of(imported: Import) -> dict[str, Any]:
    return {"until": imported.held_until.isoformat()} if imported.held_until else {}


def _require_still_true(imported: Import) -> None:
    if is_overtaken(imported):
        raise Refused(_("Other figures of this indicator came into force after this check. Check again, then decide."))


def _account(by: Any) -> Any:
    """Whoever works at the command line has no account."""
    return by if by.pk else None


def _who(imported: Import) -> str:
    if imported.derivation_id and not imported.decided_by:
        return _("The platform, as its declaration says,")
    return str(imported.decided_by or _("The operator, at the command line"))
