"""Which areas the home page points to for a time."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas.models import Area, Feature
from apps.common.errors import Refused

#: So many at once; more would be a list, and a list is soon read as a ranking.
MOST = 6


@transaction.atomic
def feature_area(*, by: Any, area: Area, words: str, ends: date) -> Feature:
    """Point to an area until a day, with a sentence why. One that is featured already is not featured twice."""
    # Held one after the other, in the same order by all: of two who feature the seventh at once one is told.
    now = list(Feature.objects.in_force(timezone.localdate()).select_for_update(of=("self",)))
    area = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    require(by, Permission.FEATURE_SET)
    if area.ended:
        raise Refused(_("%(area)s ended. Choose an area that is in force.") % {"area": area.name})
    if ends < timezone.localdate():
        raise Refused(_("That last day has passed already. Choose a day to come."))
    if any(each.area_id == area.pk for each in now):
        raise Refused(_("%(area)s is featured already. Take it down first.") % {"area": area.name})
    if len(now) >= MOST:
        raise Refused(_("Six areas are featured already. Take one down first."))
    feature = Feature(area=area, words=words.strip(), ends=ends, made_by_id=by.pk)
    feature.full_clean()
    feature.save()
    record(Verb.FEATURE_SET, actor=by, subject=area, details={"said": feature.words})
    return feature


@transaction.atomic
def take_feature_down(*, by: Any, feature: Feature) -> Feature:
    """Point to it no more, before its last day."""
    feature = Feature.objects.select_for_update(of=("self",)).get(pk=feature.pk)
    require(by, Permission.FEATURE_SET)
    if feature.taken_down_at or feature.ends < timezone.localdate():
        raise Refused(_("It is not featured any more."))
    feature.taken_down_at = timezone.now()
    feature.save(update_fields=["taken_down_at"])
    record(Verb.FEATURE_ENDED, actor=by, subject=feature.area)
    return feature
