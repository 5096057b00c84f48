"""Figures on their way in: someone brings a file, sees what it would do, and decides."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.common.errors import Refused
from apps.figures.delivered import Choices
from apps.figures.delivering import signature
from apps.figures.ground import subjects
from apps.figures.importing import loads_of
from apps.figures.models import ContextIndicator, Delivery, Import
from apps.figures.models import Mapping as Remembered
from apps.figures.release import is_release
from apps.files import actions as files
from apps.files.pieces import Content, digest_of, is_blank, start_of
from apps.framework.models import Edition
from apps.framework.queries import current_edition

_UNDECIDED = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.LOADING)
_UNREAD = (Delivery.State.UPLOADED, Delivery.State.UNMAPPED)


@transaction.atomic
def start_import(*, by: Any, name: str, content: Content) -> Import:
    """Take in a file of figures and ask for its check. A file still waiting for a decision is not taken in twice."""
    require(by, Permission.FIGURES_IMPORT)
    if is_blank(content):
        raise Refused(_("The file is empty. Choose the file that holds the release."))
    # A form sent twice: the second waits here until the first is committed, and then finds it.
    if edition := current_edition():
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    same = Import.objects.filter(file__sha256=digest_of(content), state__in=_UNDECIDED)
    if waiting := same.first():
        return waiting
    stored = files.store(by=by, name=name, media_type="text/csv", content=content, most=settings.FIGURES_MAX_BYTES)
    imported = Import(file=stored, started_by=_account(by))
    imported.full_clean()
    imported.save()
    record(Verb.IMPORT_STARTED, actor=by, subject=imported, details={"file": stored.name})
    return _ask(imported, "figures.check")


def bring_file(*, by: Any, name: str, content: Content, facts: Mapping[str, str] | None = None) -> Import | Delivery:
    """Take in whatever file of figures: a release of our own form, or a table of a publisher or a council.

    `facts`: what is said of its source, by the keys of a release's header.
    """
    if is_release(start_of(content)):
        return start_import(by=by, name=name, content=content)
    return start_delivery(by=by, name=name, content=content, choices=Choices(facts=facts or {}))


@transaction.atomic
def start_delivery(*, by: Any, name: str, content: Content, choices: Choices) -> Delivery:
    """Take in a table of figures and ask for its reading. One that waits for a decision is not taken in twice."""
    require(by, Permission.FIGURES_IMPORT)
    if is_blank(content):
        raise Refused(_("The file is empty. Choose the file that holds the figures."))
    if edition := current_edition():
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    same = Delivery.objects.filter(file__sha256=digest_of(content))
    undecided = Q(state__in=_UNREAD) | Q(imports__state__in=_UNDECIDED)
    if waiting := same.filter(undecided).first():
        return waiting
    stored = files.store(by=by, name=name, media_type="application/octet-stream", content=content)
    delivery = Delivery(file=stored, started_by=_account(by), choices=choices.to_json())
    delivery.full_clean()
    delivery.save()
    record(Verb.DELIVERY_STARTED, actor=by, subject=delivery, details={"file": stored.name})
    return _ask_reading(delivery)


@transaction.atomic
def map_delivery(*, by: Any, delivery: Delivery, choices: Choices) -> Delivery:
    """Say how a table is to be read, and read it anew; what was chosen is remembered for tables of the same shape."""
    require(by, Permission.FIGURES_IMPORT)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == Delivery.State.UPLOADED:
        raise Refused(_("This file is still being read. Wait until it is done."))
    taken = (Import.State.LOADING, Import.State.LOADED)
    if delivery.imports.select_for_update().filter(state__in=taken).exists():
        raise Refused(_("Figures of this file are in force already. Withdraw them, or upload the file once more."))
    strange = sorted({each.code for each in choices.series.values()} - subjects().keys())
    if strange:
        raise Refused(_("There is no indicator “%(code)s”. Choose one, or add it first.") % {"code": strange[0]})
    for imported in delivery.imports.filter(state__in=_UNDECIDED):
        _decide(imported, Import.State.DECLINED, by)
    delivery.choices, delivery.state, delivery.refusal = choices.to_json(), Delivery.State.UPLOADED, ""
    delivery.save(update_fields=["choices", "state", "refusal"])
    columns = delivery.table.get("columns")
    if columns and choices.layout:
        Remembered.objects.update_or_create(signature=signature(columns), defaults={"choices": choices.to_json()})
    record(Verb.DELIVERY_MAPPED, actor=by, subject=delivery, details={"series": len(choices.series)})
    return _ask_reading(delivery)


@transaction.atomic
def accept_delivery(*, by: Any, delivery: Delivery) -> int:
    """Accept every import of a delivery that changes something; how many. One that cannot be accepted stops all."""
    require(by, Permission.FIGURES_IMPORT)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    waiting = [
        imported
        for imported in delivery.imports.filter(state=Import.State.CHECKED).order_by("pk")
        if imported.new + imported.revised
    ]
    if not waiting:
        raise Refused(_("Nothing of this file is waiting to be accepted."))
    for imported in waiting:
        accept_import(by=by, imported=imported)
    return len(waiting)


@transaction.atomic
def decline_delivery(*, by: Any, delivery: Delivery) -> int:
    """Leave out every import of a delivery that still waits to be decided; how many. The file is kept."""
    require(by, Permission.FIGURES_IMPORT)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    waiting = list(delivery.imports.filter(state=Import.State.CHECKED).order_by("pk"))
    if not waiting:
        raise Refused(_("Nothing of this file is waiting to be decided."))
    for imported in waiting:
        decline_import(by=by, imported=imported)
    return len(waiting)


@transaction.atomic
def add_context_indicator(*, by: Any, code: str, name: str, unit: str, upper_only: bool = False) -> ContextIndicator:
    """Keep figures of something that no edition scores. Its code is no element's."""
    require(by, Permission.FIGURES_IMPORT)
    if code in subjects():
        raise Refused(_("There is an indicator “%(code)s” already. Choose another code.") % {"code": code})
    indicator = ContextIndicator(code=code, name=name, unit=unit, upper_only=upper_only)
    try:
        indicator.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    indicator.save()
    record(Verb.INDICATOR_ADDED, actor=by, subject=indicator)
    return indicator


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


def _ask_reading(delivery: Delivery) -> Delivery:
    delivery.job = background.ask("figures.read", key=f"delivery-{delivery.pk}", subject_id=delivery.pk)
    delivery.save(update_fields=["job"])
    return delivery


def _account(by: Any) -> Any:
    """Whoever works at the command line has no account."""
    return by if by.pk else None


def _who(imported: Import) -> str:
    return str(imported.decided_by or _("The operator, at the command line"))
