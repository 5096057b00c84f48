"""Figures on their way in: someone brings a file, sees what it would do, and decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.common.errors import Refused
from apps.figures.actions.deciding import (
    IN_TURN,
    accept_import,
    ask_for,
    check_again,
    decline_import,
    release_import,
    set_aside,
    withdraw_import,
)
from apps.figures.delivered import Choices
from apps.figures.delivering import signature
from apps.figures.ground import subjects
from apps.figures.headings import MOST_HEADING_LINES
from apps.figures.models import ContextIndicator, Delivery, Import
from apps.figures.models import Mapping as Remembered
from apps.figures.release import is_release
from apps.files import actions as files
from apps.files.pieces import Content, digest_of, is_blank, start_of
from apps.framework.models import Edition
from apps.framework.queries import current_edition

_UNDECIDED = (Import.State.UPLOADED, *Import.TO_DECIDE, Import.State.HELD, Import.State.LOADING)

__all__ = [
    "accept_delivery",
    "accept_import",
    "add_context_indicator",
    "bring_file",
    "check_again",
    "decline_delivery",
    "decline_import",
    "map_delivery",
    "release_import",
    "start_delivery",
    "start_import",
    "withdraw_import",
]

_UNREAD = (Delivery.State.UPLOADED, Delivery.State.UNMAPPED)


@files.recorded_if_harmful
@files.whole_or_refused
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
        waiting.was_here = True
        return waiting
    stored = files.store(by=by, name=name, media_type="text/csv", content=content, most=settings.FIGURES_MAX_BYTES)
    imported = Import(file=stored, started_by=_account(by))
    imported.full_clean()
    imported.save()
    record(Verb.IMPORT_STARTED, actor=by, subject=imported, details={"file": stored.name})
    return ask_for(imported, "figures.check")


def bring_file(*, by: Any, name: str, content: Content, facts: Mapping[str, str] | None = None) -> Import | Delivery:
    """Take in whatever file of figures: a release of our own form, or a table of a publisher or a council.

    `facts`: what is said of its source, by the keys of a release's header.
    """
    if is_release(start_of(content)):
        return start_import(by=by, name=name, content=content)
    return start_delivery(by=by, name=name, content=content, choices=Choices(facts=facts or {}))


@files.recorded_if_harmful
@files.whole_or_refused
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
        waiting.was_here = True
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
    # All of them, so that none is accepted between the question and the answer.
    imports = list(delivery.imports.select_for_update().order_by(*IN_TURN))
    if any(imported.state in (Import.State.HELD, Import.State.LOADING, Import.State.LOADED) for imported in imports):
        raise Refused(_("Figures of this file are accepted already. Withdraw them, or upload the file once more."))
    if not 1 <= choices.heading_lines <= MOST_HEADING_LINES:
        raise Refused(_("Headings take one, two or three lines. Choose one of these."))
    strange = sorted({each.code for each in choices.series.values()} - subjects().keys())
    if strange:
        raise Refused(_("There is no indicator “%(code)s”. Choose one, or add it first.") % {"code": strange[0]})
    for imported in imports:
        if imported.state in _UNDECIDED:
            set_aside(imported, by)
    delivery.choices, delivery.state, delivery.refusal = choices.to_json(), Delivery.State.UPLOADED, ""
    delivery.save(update_fields=["choices", "state", "refusal"])
    columns = delivery.table.get("columns")
    if columns and choices.layout:
        known_by = delivery.table.get("signature") or signature(columns)
        Remembered.objects.update_or_create(signature=known_by, defaults={"choices": choices.to_json()})
    record(Verb.DELIVERY_MAPPED, actor=by, subject=delivery, details={"series": len(choices.series)})
    return _ask_reading(delivery)


@transaction.atomic
def accept_delivery(*, by: Any, delivery: Delivery, until: datetime | None = None) -> int:
    """Accept every import of a delivery that changes something; how many. One that cannot be accepted stops all."""
    require(by, Permission.FIGURES_IMPORT)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    waiting = [
        imported
        for imported in delivery.imports.filter(state__in=Import.TO_DECIDE).order_by(*IN_TURN)
        if imported.new + imported.revised
    ]
    if not waiting:
        raise Refused(_("Nothing of this file is waiting to be accepted."))
    for imported in waiting:
        accept_import(by=by, imported=imported, until=until)
    return len(waiting)


@transaction.atomic
def decline_delivery(*, by: Any, delivery: Delivery) -> int:
    """Leave out every import of a delivery that still waits to be decided; how many. The file is kept."""
    require(by, Permission.FIGURES_IMPORT)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    waiting = list(delivery.imports.filter(state__in=Import.TO_DECIDE).order_by(*IN_TURN))
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


def _account(by: Any) -> Any:
    """Whoever works at the command line has no account."""
    return by if by.pk else None


def _ask_reading(delivery: Delivery) -> Delivery:
    delivery.job = background.ask("figures.read", key=f"delivery-{delivery.pk}", subject_id=delivery.pk)
    delivery.save(update_fields=["job"])
    return delivery
