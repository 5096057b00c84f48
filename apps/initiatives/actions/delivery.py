"""Counting what was done, and correcting a count."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.actions.telling import require_dates, tell
from apps.initiatives.holding import opened
from apps.initiatives.models import DeliveryCount, DeliveryMeasure, Initiative
from apps.initiatives.plans import MeasurePlan

#: So many things are counted of one initiative at most: what nobody can survey is not counted well.
MOST_MEASURES = 12


@transaction.atomic
def add_measure(*, by: Any, initiative: Initiative, plan: MeasurePlan, key: UUID | None = None) -> DeliveryMeasure:
    """Say what is counted of what is done, and its first count if there is one; under one `key` only once."""
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.measures.filter(key=key).first():
        return added
    if initiative.measures.count() >= MOST_MEASURES:
        raise Refused(_("Twelve things are counted here already. Go on with one of them."))
    require_dates(due=plan.due)
    measure = DeliveryMeasure(
        initiative=initiative,
        title=plan.title.strip(),
        kind=plan.kind,
        unit=plan.unit.strip(),
        intended=plan.intended,
        due=plan.due,
        added_by_id=by.pk,
        key=key,
    )
    measure.full_clean(exclude=["added_by"])
    measure.save()
    tell(Verb.DELIVERY_ADDED, by, initiative, said=measure.title, measure=measure.pk)
    if plan.so_far is not None:
        _count(by, initiative, DeliveryCount(measure=measure, day=timezone.localdate(), number=plan.so_far, key=key))
    return measure


@transaction.atomic
def count_delivery(
    *, by: Any, measure: DeliveryMeasure, day: date, number: Decimal, note: str = "", key: UUID | None = None
) -> DeliveryCount:
    """Say what was counted on a day that has come; under one `key` only once."""
    initiative, measure = _held(by, measure)
    key = key or uuid4()
    if counted := measure.counts.filter(key=key).first():
        return counted
    return _count(by, initiative, DeliveryCount(measure=measure, day=day, number=number, note=note.strip(), key=key))


@transaction.atomic
def correct_count(*, by: Any, count: DeliveryCount, day: date, number: Decimal, note: str = "") -> DeliveryCount:
    """Say what should have been counted; what was stays beside it. Of two who correct it the second is told."""
    initiative, measure = _held(by, count.measure)
    count = measure.counts.select_for_update(of=("self",), no_key=True).get(pk=count.pk)
    if later := DeliveryCount.objects.filter(corrects=count).first():
        if (later.day, later.number, later.note) == (day, number, note.strip()):
            return later
        raise Refused(_("Someone corrected this count already. Correct what stands there now."))
    right = DeliveryCount(measure=measure, day=day, number=number, note=note.strip(), corrects=count)
    if (count.day, count.number, count.note) == (right.day, right.number, right.note):
        return count
    _counted(by, right)
    tell(Verb.DELIVERY_CORRECTED, by, initiative, said=_said(right), measure=measure.pk, count=right.pk)
    return right


def _held(by: Any, measure: DeliveryMeasure) -> tuple[Initiative, DeliveryMeasure]:
    initiative = opened(by, measure.initiative)
    return initiative, initiative.measures.get(pk=measure.pk)


def _count(by: Any, initiative: Initiative, count: DeliveryCount) -> DeliveryCount:
    """Keep a new count, and tell of it."""
    count = _counted(by, count)
    tell(Verb.DELIVERY_COUNTED, by, initiative, said=_said(count), measure=count.measure_id, count=count.pk)
    return count


def _counted(by: Any, count: DeliveryCount) -> DeliveryCount:
    if count.day > timezone.localdate():
        raise ValidationError({"day": _("This day is still to come. Give the day on which it was counted.")})
    require_dates(day=count.day)
    count.counted_by_id = by.pk
    count.full_clean(exclude=["counted_by"])
    count.save()
    return count


def _said(count: DeliveryCount) -> str:
    return f"{count.measure.title}: {count.number.normalize():f} {count.measure.unit}"
