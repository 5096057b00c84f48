"""A world that was put back is the world that was built."""

import pytest
from django.apps import apps
from django.db import transaction

from apps.accounts.models import User
from apps.activity.models import Event
from apps.figures.queries import current_figures
from apps.framework.models import Element
from apps.scores.queries import area_profile
from tests.factories.accounts import UserFactory
from tests.replay import Replay, links_to_people
from tests.world import build_small_world


def rows(person):
    """Every row there is, without its moments and whoever did it, by model; all of it is done by one person."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model is User:
            continue
        people = set(links_to_people(model))
        for row in model._base_manager.order_by("pk").values():
            assert {row[name] for name in people} <= {person.pk, None}
            kept = {name: value for name, value in row.items() if name not in people and not is_moment(name)}
            found.setdefault(model.__name__, []).append(kept)
    return found


def is_moment(name):
    """Whether a column says when something happened, which is another moment each time."""
    return name == "at" or name.endswith("_at")


@pytest.fixture
def empty(db):
    """A way to make the database empty again, as between two tests."""

    def clear():
        for model in apps.get_models(include_auto_created=True):
            if model.__module__.startswith("apps."):
                model._base_manager.all()._raw_delete("default")

    return clear


def test_what_is_put_back_is_what_was_built_and_done_by_someone_of_now(empty):
    replay = Replay(build_small_world)
    first = UserFactory(name="Sam Steward", platform_roles=["steward"])
    replay(first)
    built, scores = rows(first), area_profile(_area("ambleton"), "upper").headlines
    empty()
    UserFactory.create_batch(3)
    second = UserFactory(name="Sam Steward", platform_roles=["steward"])

    put_back = replay(second)

    assert put_back is None
    assert set(Event.objects.exclude(actor=None).values_list("actor", flat=True)) == {second.pk}
    assert rows(second) == built
    assert area_profile(_area("ambleton"), "upper").headlines == scores
    assert len(current_figures()) == 2 * (4 * 10 + 7)


def test_where_something_is_already_it_is_built_anew(small_world, steward):
    replay = Replay(lambda person: Event.objects.create(verb="goal.set", actor=person, subject_id=1))
    first = replay(steward)

    second = replay(steward)

    assert second.pk != first.pk


def test_what_changes_rows_that_were_there_changes_them_again_and_tells_whoever_holds_the_same_role(
    small_world, curator, settings
):
    settings.CANDIDATE_LEAST_AREAS = 3
    world = [row["id"] for row in Element.objects.values("id")]

    def build(person):
        Element.objects.filter(pk__in=world[:2]).update(base_period="2019-01-01/P1Y")
        return Event.objects.create(verb="goal.set", actor=person, subject_id=1, details={"tell": [curator.pk]}).pk

    def left():
        events = Event.objects.filter(verb="goal.set").values_list("actor", "details")
        return list(Element.objects.order_by("pk").values()), list(events)

    replay = Replay(build)
    with transaction.atomic():
        replay(small_world.steward)
        built = left()
        transaction.set_rollback(True)

    with transaction.atomic():
        assert replay(small_world.steward) is None
        assert left() == built
        transaction.set_rollback(True)

    UserFactory(platform_roles=["curator"])
    assert replay(small_world.steward) is not None


def _area(slug):
    return apps.get_model("areas", "Area").objects.get(slug=slug)
