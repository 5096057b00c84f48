"""Areas that the home page points to for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.checks import AccessDenied
from apps.areas.feature_actions import feature_area, take_feature_down
from apps.areas.models import Feature
from apps.common.errors import Refused
from apps.explore.queries import featured, regions
from tests.factories.areas import AreaFactory

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def feature(by, area=None, **changes):
    given = {"words": " A new library opens. ", "ends": timezone.localdate() + 9 * DAY}
    return feature_area(by=by, area=area or AreaFactory(), **(given | changes))


def test_an_administrator_features_up_to_six_areas_in_the_order_of_letters(administrator):
    made = [feature(administrator, AreaFactory(name=name)) for name in ("Zed", "Mid", "Arden", "Bor", "Cam", "Dun")]

    assert [each.name for each in featured(regions())] == ["Arden", "Bor", "Cam", "Dun", "Mid", "Zed"]
    assert made[0].words == "A new library opens."
    with pytest.raises(Refused, match="Six areas are featured already"):
        feature(administrator)
    take_feature_down(by=administrator, feature=made[0])
    assert feature(administrator).pk


def test_one_ends_by_itself_and_is_taken_down_once(administrator):
    made = feature(administrator)
    Feature.objects.update(ends=timezone.localdate() - DAY)
    assert featured(regions()) == []
    with pytest.raises(Refused, match="not featured any more"):
        take_feature_down(by=administrator, feature=made)
    again = take_feature_down(by=administrator, feature=feature(administrator, made.area))
    with pytest.raises(Refused, match="not featured any more"):
        take_feature_down(by=administrator, feature=again)


def test_what_cannot_be_featured_is_said(administrator):
    made = feature(administrator)
    with pytest.raises(Refused, match="is featured already"):
        feature(administrator, made.area)
    with pytest.raises(Refused, match="passed already"):
        feature(administrator, ends=timezone.localdate() - DAY)
    with pytest.raises(Refused, match="ended"):
        feature(administrator, AreaFactory(ended=timezone.localdate()))


def test_only_administrators_feature(administrator, steward, curator, stranger):
    made = feature(administrator)
    for person in (steward, curator, stranger):
        with pytest.raises(AccessDenied):
            feature(person)
        with pytest.raises(AccessDenied):
            take_feature_down(by=person, feature=made)
