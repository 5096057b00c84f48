"""What an assessment says by the figures of a run, and what of it is news."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.activity.models import Version
from apps.background.claim import run_waiting
from apps.framework.models import Element
from apps.goals.actions import revise_goal
from apps.goals.lineage import lineage_of
from apps.goals.models import Assessment
from apps.goals.queries import goal_detail
from apps.scores.progress import progress_of
from tests.goals.editions import next_edition
from tests.world import NEW, OLD, row_of

FURTHER = "2025-01-01/P1Y"


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
    assert goal_detail(goal).sentence == "It is measured in another unit now, so it cannot be compared any more."


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


def test_one_query_finds_what_every_element_is_by_now(partnership):
    with CaptureQueriesContext(connection) as captured:
        lineage = lineage_of(partnership.world.run)

    assert len(captured) == 1
    assert [lineage.now(element.code) for element in partnership.world.edition.elements.all()] == list(
        partnership.world.edition.elements.all()
    )
    assert lineage.now("never-was") is None


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


def test_a_progress_score_that_is_a_slip_of_the_keyboard_is_no_target(partnership):
    world = partnership.world
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    year_of_figures(world, 2024)
    year_of_figures(world, 2025)
    world.publish()

    with pytest.raises(ValidationError, match="No true value lies above 20"):
        partnership.goal("sustainability", measure="progress", baseline_period=NEW, target=90.0)


# A progress score is followed by the indicators that it rested on when the goal was set


@pytest.fixture
def followed(partnership):
    """A goal on sustainability from 2024, when its score rested on recycling and bus trips with figures to 2025."""
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year in (2024, 2025):
        year_of_figures(partnership.world, year)
    partnership.world.publish()
    return partnership.goal("sustainability", measure="progress", baseline_period=NEW, target=9.0)


def test_a_later_release_of_one_indicator_leaves_the_baselines_score_and_its_set_as_they_were(followed, partnership):
    before = goal_detail(followed).series
    bring(partnership, "recycling", {"2026-01-01/P1Y": 39.0}, "2026")

    publish(partnership)

    free = progress_of(followed.area, "upper", followed.element, partnership.world.run)
    assert [element.code for element in free.used] == ["recycling"]
    latest, series = followed.assessments.first(), goal_detail(followed).series
    assert followed.basis == ["recycling", "bus-trips"] == list(series.basis)
    assert (latest.baseline_now, latest.changes) == (followed.baseline, [{"what": "nothing-new"}])
    assert series.points == before.points


def test_a_revised_figure_of_its_basis_is_told_as_one(followed, partnership):
    bring(partnership, "recycling", {NEW: 50.0}, "revision")

    publish(partnership)

    reasons = goal_detail(followed).history[0].reasons
    assert any(reason.startswith("The figures that its start (2024) rests on were revised") for reason in reasons)


def test_other_weights_of_another_edition_are_not_told_as_a_revision(followed, partnership):
    bring(partnership, "recycling", {"2026-01-01/P1Y": 39.0}, "2026")
    next_edition(partnership.world, "bus-trips", weight=9)

    publish(partnership)

    changed = {change["what"] for change in followed.assessments.first().changes}
    assert changed & {"recast", "baseline-recast"}
    assert not changed & {"revised", "baseline-revised"}


def test_an_indicator_of_its_basis_that_is_gone_is_named(followed, partnership):
    Element.objects.filter(code="bus-trips").update(name="Trips by bus")
    next_edition(partnership.world, "bus-trips", code="tram-trips", name="Trips by tram")

    publish(partnership)

    latest = followed.assessments.first()
    assert (latest.standing, latest.lost, latest.lost_names) == ("not-comparable", "indicator", ["Trips by bus"])
    assert "rests on “Trips by bus”, which cannot be followed any more" in goal_detail(followed).sentence


def test_an_indicator_of_its_basis_is_followed_to_what_supersedes_it(followed, partnership):
    next_edition(partnership.world, "bus-trips", code="trips", supersedes="bus-trips")
    areas = enumerate(partnership.world.areas.values())
    rows = [
        row_of(area.code, f"{year}-01-01/P1Y", 20.0 + position % 7 + (year - 2023) * 2)
        for position, area in areas
        for year in (2023, 2024, 2025)
    ]
    partnership.world.bring("trips", rows)

    publish(partnership)

    assert followed.assessments.first().standing != Assessment.Standing.NOT_COMPARABLE
    assert list(goal_detail(followed).series.basis) == ["recycling", "trips"]


# Across a break


def test_a_figure_that_was_reached_in_another_way_than_the_baseline_is_not_held_against_it(partnership):
    goal = partnership.goal()
    area = partnership.world.areas["Ambleton"].code
    partnership.world.bring("recycling", [replace(row_of(area, FURTHER, 36.0), basis="computed")], "2")

    publish(partnership)

    latest = goal.assessments.first()
    assert (latest.standing, latest.lost, latest.period) == ("not-comparable", "counting", "")
    with pytest.raises(ValidationError, match="reached in another way than the latest one"):
        partnership.goal(title="From 2023")


def test_a_former_code_is_the_same_way_of_counting(partnership):
    goal = partnership.goal()
    area = partnership.world.areas["Ambleton"].code
    partnership.world.bring("recycling", [replace(row_of(area, FURTHER, 36.0), basis="recoded")], "2")

    publish(partnership)

    assert goal.assessments.first().standing == Assessment.Standing.ON_COURSE


def test_no_goal_starts_from_before_a_break(partnership):
    Element.objects.filter(code="recycling").update(base_period=NEW)

    with pytest.raises(ValidationError, match="Figures from before 2024 cannot be compared with later ones"):
        partnership.goal()
    partnership.goal(baseline_period=NEW)


def test_a_break_that_is_declared_later_ends_the_comparison(partnership):
    goal = partnership.goal()
    next_edition(partnership.world, "recycling", base_period=NEW)

    publish(partnership)

    latest = goal.assessments.first()
    assert (latest.standing, latest.lost) == ("not-comparable", "break")


@pytest.mark.parametrize(
    ("changes", "lost"),
    [({"unit": "kilograms"}, "unit"), ({"direction": -1}, "direction"), ({"code": "waste"}, "element")],
)
def test_why_it_cannot_be_compared_is_kept(changes, lost, partnership):
    goal = partnership.goal()
    next_edition(partnership.world, "recycling", **changes)

    publish(partnership)

    assert goal.assessments.first().lost == lost


def test_earlier_assessments_are_given_the_aim_of_the_version_that_was_held_to_the_figures(partnership):
    goal = partnership.goal()
    reason = "We can do more."
    revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"target": 50.0}, reason=reason)
    kept = list(Assessment.objects.order_by("pk").values_list("target", "due"))
    Assessment.objects.update(target=None, due=None)

    for _ in range(2):
        import_module("apps.goals.migrations.0003_fill_aim_of_assessments").fill(apps, None)

    assert list(Assessment.objects.order_by("pk").values_list("target", "due")) == kept
    assert [target for target, _due in kept] == [45.0, 50.0]


def test_an_assessment_whose_version_nobody_kept_stays_without_an_aim_of_its_own(partnership):
    goal = partnership.goal()
    Assessment.objects.update(target=None, due=None)
    Version.objects.all().delete()

    import_module("apps.goals.migrations.0003_fill_aim_of_assessments").fill(apps, None)

    assert goal.assessments.get().target is None
    assert goal_detail(goal).sentence == "30.5 in 2024; the road expected 32.7 by then: behind."
