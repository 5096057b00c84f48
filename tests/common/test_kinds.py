import pytest

from apps.areas.models import Area, ReferenceGroup
from apps.common import kinds
from tests.factories.areas import AreaFactory, ReferenceGroupFactory


def test_a_thing_is_of_the_kind_that_its_model_registered(db):
    assert kinds.kind_of(AreaFactory()).name == "area"


def test_a_thing_of_no_kind_is_refused_with_the_place_to_register_it():
    with pytest.raises(LookupError, match=r"str is not registered in apps/common/kinds\.py"):
        kinds.kind_of("a word")


def test_a_name_is_given_to_one_model_only():
    with pytest.raises(ValueError, match="'area' is already Area"):
        kinds.register("area")(ReferenceGroup)

    assert kinds.register("area", url=None)(Area) is Area


def test_things_come_back_by_kind_and_number_in_one_query_per_kind(db, django_assert_num_queries):
    one, other, group = AreaFactory(), AreaFactory(), ReferenceGroupFactory()
    wanted = [("area", one.pk), ("area", other.pk), ("reference-group", group.pk)]

    with django_assert_num_queries(2):
        found = kinds.resolve([*wanted, ("area", 0), ("no-such-kind", 1)])

    assert found == dict(zip(wanted, (one, other, group), strict=True))


def test_a_thing_that_is_held_is_the_thing_and_one_that_is_gone_is_none(db):
    area = AreaFactory()

    assert kinds.held("area", area.pk) == area
    assert kinds.held("area", 0) is None
    assert kinds.held("no-such-kind", area.pk) is None
