"""Several decide on figures at once, on connections of their own."""

from datetime import date

import pytest
from django.db import connection

from apps.access.roles import Role
from apps.areas.models import Reorganisation
from apps.areas.plans import NewAreaPlan
from apps.areas.reorganising import add_new_area, apply_reorganisation, draft_reorganisation
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.figures.actions import accept_delivery, accept_import, decline_import, start_delivery, withdraw_import
from apps.figures.delivered import Choices, Chosen
from apps.figures.layouts import Layout
from apps.figures.models import Import
from tests.access.waiting import overtaken_by
from tests.figures.test_actions import checked
from tests.figures.test_deliveries import FACTS
from tests.figures.test_history import UNITED
from tests.parallel import at_once
from tests.world import build_small_world

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def delivery_of(world, first, second):
    """A table of two indicators, whose imports are made in that order."""
    layout = Layout("mapped", area="area", period="period", value="value", series=("indicator",))
    series = {"a": Chosen(first, whole=False), "b": Chosen(second, whole=False)}
    area = world.areas["Ambleton"].code
    table = f"area,indicator,period,value\n{area},a,2024,{len(first)}\n{area},b,2024,{len(second)}\n".encode()
    choices = Choices(layout=layout, line=1, series=series, facts=FACTS)
    delivery = start_delivery(by=world.steward, name="t.csv", content=table, choices=choices)
    run_waiting()
    return delivery


def test_of_two_who_accept_files_of_the_same_indicators_neither_waits_for_the_other(steward):
    world = build_small_world(steward)
    one, other = delivery_of(world, "recycling", "smoking"), delivery_of(world, "smoking", "recycling")
    assert [each.element_code for each in other.imports.order_by("pk")] == ["smoking", "recycling"]

    results = at_once(
        *(lambda delivery=delivery: accept_delivery(by=steward, delivery=delivery) for delivery in (one, other))
    )

    assert sorted(type(result).__name__ for result in results) == ["Refused", "int"], results


def test_of_two_who_accept_and_decline_one_is_told(steward, someone):
    world = build_small_world(steward)
    second = someone(Role.STEWARD)
    imported = checked(world, {"Ambleton": 55.5})

    results = at_once(
        lambda: accept_import(by=steward, imported=imported), lambda: decline_import(by=second, imported=imported)
    )

    assert sorted(isinstance(result, Refused) for result in results) == [False, True]


def test_whoever_withdraws_while_the_next_is_accepted_is_told(steward):
    world = build_small_world(steward)
    imported = checked(world, {"Ambleton": 55.5})

    told = overtaken_by(
        lambda: accept_import(by=steward, imported=imported),
        lambda: withdraw_import(by=steward, imported=world.imports["recycling"]),
    )

    assert isinstance(told, Refused)
    assert Import.objects.get(pk=imported.pk).state == Import.State.LOADING


def test_of_two_who_bring_one_reorganisation_in_one_is_told(steward):
    world = build_small_world(steward)
    drafted = draft_reorganisation(by=steward, title="A union", takes_effect=date(2025, 4, 1))
    whole = (world.areas["Ambleton"], world.areas["Brackford"])
    add_new_area(by=steward, reorganisation=drafted, plan=NewAreaPlan(UNITED, "United", whole, ()))

    results = at_once(*(lambda: apply_reorganisation(by=steward, reorganisation=drafted) for _ in range(3)))

    assert sorted(type(result).__name__ for result in results) == ["Refused", "Refused", "Reorganisation"], results
    assert Reorganisation.objects.get().state == Reorganisation.State.APPLIED
