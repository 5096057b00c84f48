"""What an assessment says by the figures of a run, and what of it is news."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.access.checks import OPERATOR
from apps.background.claim import run_waiting
from apps.framework.actions import freeze_edition
from apps.framework.models import Edition, Element
from apps.goals.assessing import elements_now
from apps.goals.models import Assessment
from apps.goals.queries import goal_detail
from tests.world import NEW, OLD, row_of

FURTHER = "2025-01-01/P1Y"


def next_edition(world, indicator, /, **changes):
    """The edition again, frozen under another name, with changes to one of its indicators."""
    old, twins = world.edition, {}
    edition = Edition.objects.get(pk=old.pk)
    edition.pk, edition.code, edition.name, edition.frozen_at = None, f"{old.code}-next", "Next edition", None
    edition.save()
    for element in old.elements.select_related("parent").order_by("position"):
        before = element.pk
        element.pk, element.edition, element.parent = None, edition, twins.get(element.parent_id)
        for name, value in (changes if element.code == indicator else {}).items():
            setattr(element, name, value)
        element.save()
        twins[before] = element
    world.edition = freeze_edition(by=OPERATOR, edition=edition)


def bring(partnership, code, values, release):
    """Figures of Ambleton, by period."""
    area = partnership.world.areas["Ambleton"].code
    partnership.world.bring(code, [row_of(area, period, value) for period, value in values.items()], release)


def publish(partnership):
    partnership.world.publish()
    run_waiting()


def test_a_goal_follows_its_element_by_code_into_the_next_edition(partnership):
    goal = partnership.goal()
    next_edition(partnership.world, "smoking", name="Smoking among adults")

    publish(partnership)

    latest = goal.assessments.first()
    assert latest.run.edition.name == "Next edition"
    assert latest.changes == [{"what": "nothing-new"}]


def test_a_goal_follows_its_element_to_what_supersedes_it_through_two_editions(partnership):
    goal = partnership.goal()
    next_edition(partnership.world, "recycling", code="recycling-rate", supersedes="recycling")
    next_edition(partnership.world, "recycling-rate", code="waste-recycled", supersedes="recycling-rate")
    bring(partnership, "waste-recycled", {OLD: 30.0, NEW: 30.5, FURTHER: 36.0}, "1")

    publish(partnership)

    latest = goal.assessments.first()
    assert (latest.period, latest.value, latest.standing) == (FURTHER, 36.0, Assessment.Standing.ON_COURSE)
    assert [point.value for point in goal_detail(goal).series.points] == [30.0, 30.5, 36.0]


def test_what_was_split_among_several_is_not_followed(partnership):
    goal = partnership.goal()
    next_edition(partnership.world, "recycling", code="recycling-homes", supersedes="recycling")
    next_edition(partnership.world, "smoking", code="recycling-firms", supersedes="recycling")
    edition = partnership.world.edition

    publish(partnership)

    assert edition.elements.filter(supersedes="recycling").count() == 2
    assert goal.assessments.first().standing == Assessment.Standing.NOT_COMPARABLE


def test_an_element_that_is_gone_or_measured_in_another_unit_cannot_be_compared(partnership):
    goal = partnership.goal()
    next_edition(partnership.world, "recycling", unit="kilograms")

    publish(partnership)

    assert goal.assessments.first().standing == Assessment.Standing.NOT_COMPARABLE
    assert goal_detail(goal).sentence == (
        "The figure it started from (2023) is no longer published, so it cannot be compared any more."
    )


def test_a_revised_baseline_is_told_and_moves_no_road(partnership):
    goal = partnership.goal()
    expected = goal.assessments.get().expected
    bring(partnership, "recycling", {OLD: 33.0}, "2")

    publish(partnership)

    latest = goal.assessments.first()
    goal.refresh_from_db()
    assert (goal.baseline, latest.baseline_now, latest.expected) == (30.0, 33.0, expected)
    assert goal_detail(goal).history[0].reasons == (
        "The figure it started from (2023) was revised from 30.0 to 33.0; the road stays as it was agreed.",
    )


def test_a_revision_that_does_not_show_is_no_news(partnership):
    goal = partnership.goal()
    bring(partnership, "recycling", {NEW: 30.5004}, "2")

    publish(partnership)

    assert goal.assessments.first().value == 30.5004
    assert goal.assessments.first().changes == [{"what": "nothing-new"}]


def test_a_baseline_that_was_withdrawn_cannot_be_compared(partnership):
    goal = partnership.goal()
    bring(partnership, "recycling", {OLD: None}, "2")

    publish(partnership)

    latest = goal.assessments.first()
    assert (latest.standing, latest.period) == (Assessment.Standing.NOT_COMPARABLE, "")
    assert {"what": "standing", "from": "behind", "to": "not-comparable"} in latest.changes


def test_however_many_elements_are_followed_two_queries_find_them(partnership):
    elements = list(Element.objects.filter(edition=partnership.world.edition))

    with CaptureQueriesContext(connection) as captured:
        found = elements_now(partnership.world.run, elements)

    assert found == {element.pk: element for element in elements}
    assert len(captured) == 2


def year_of_figures(world, year):
    """Figures of one year for all areas, on both indicators of sustainability."""
    for code in ("recycling", "bus-trips"):
        rows = [
            row_of(area.code, f"{year}-01-01/P1Y", 20.0 + position % 7 + (year - 2023) * 2)
            for position, area in enumerate(world.areas.values())
        ]
        world.bring(code, rows, str(year))


def test_a_goal_on_an_element_above_indicators_is_held_to_its_progress_score(partnership):
    world = partnership.world
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    year_of_figures(world, 2024)
    year_of_figures(world, 2025)
    world.publish()
    goal = partnership.goal("sustainability", measure="progress", baseline_period=NEW, target=9.0)
    year_of_figures(world, 2026)

    publish(partnership)

    first, latest = goal.assessments.last(), goal.assessments.first()
    assert (first.period, latest.period) == (FURTHER, "2026-01-01/P1Y")
    assert latest.value > first.value > goal.baseline
    assert goal_detail(goal).history[0].reasons[0].startswith("A new figure came out: ")
    assert elements_now(world.run, [goal.element]) == {goal.element_id: goal.element}


def test_a_progress_score_that_is_a_slip_of_the_keyboard_is_no_target(partnership):
    world = partnership.world
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    year_of_figures(world, 2024)
    year_of_figures(world, 2025)
    world.publish()

    with pytest.raises(ValidationError, match="No true value lies above 20"):
        partnership.goal("sustainability", measure="progress", baseline_period=NEW, target=90.0)
