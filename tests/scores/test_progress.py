import pytest

from apps.framework.models import Element
from apps.scores.progress import bar_over_time, progress_of, trackable
from tests.world import NEW, OLD, row_of

FURTHER = "2025-01-01/P1Y"


def element(world, code):
    return Element.objects.get(edition=world.edition, code=code)


def bring_year(world, code, year, add, leave_out=()):
    rows = [
        row_of(area.code, f"{year}-01-01/P1Y", 20.0 + position + add)
        for position, area in enumerate(world.areas.values())
        if area.name not in leave_out
    ]
    world.bring(code, rows, release=str(year))


@pytest.fixture
def tracked_world(small_world):
    """Recycling and bus trips have a base in 2023, and figures of two years after it."""
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year, add in ((2023, 0), (2024, 1), (2025, 3)):
        for code in ("recycling", "bus-trips"):
            bring_year(small_world, code, year, add)
    small_world.publish()
    return small_world


def progress(world, code="sustainability", area="Ambleton", tier="upper"):
    return progress_of(world.areas[area], tier, element(world, code), world.run)


def test_an_element_moves_against_the_base_periods_of_its_indicators(tracked_world):
    # Six areas of the group have 20, 21, 22, 23, 24 and 25 in 2023: mean 22.5, standard deviation √(35/12) = 1.707825.
    found = progress(tracked_world)

    assert found.reason == ""
    assert [point.period for point in found.points] == [NEW, FURTHER]
    assert [point.score for point in found.points] == pytest.approx(
        [5 + 5 / 3 * (21 - 22.5) / 1.707825, 5 + 5 / 3 * (23 - 22.5) / 1.707825], abs=1e-5
    )
    assert [point.group for point in found.points] == pytest.approx(
        [5 + 5 / 3 * 1 / 1.707825, 5 + 5 / 3 * 3 / 1.707825], abs=1e-5
    )
    assert [each.code for each in found.used] == ["recycling", "bus-trips"]
    assert (found.left_out, found.share) == ((), 1.0)
    # Both moved by two and have half of the weight each.
    assert dict(found.parts) == pytest.approx(
        {"recycling": 5 / 6 * 2 / 1.707825, "bus-trips": 5 / 6 * 2 / 1.707825}, abs=1e-5
    )


def test_what_each_indicator_did_adds_up_to_the_whole_movement(tracked_world):
    bring_year(tracked_world, "bus-trips", 2025, -4)
    tracked_world.publish()

    found = progress(tracked_world)

    parts = dict(found.parts)
    assert parts["recycling"] > 0 > parts["bus-trips"]
    assert sum(parts.values()) == pytest.approx(found.points[-1].score - found.points[0].score, abs=1e-5)


def test_the_same_figures_give_the_same_score_to_the_last_digit(tracked_world):
    first = progress(tracked_world)
    tracked_world.publish()

    assert progress(tracked_world).points == first.points


def test_an_indicator_without_a_base_is_left_out_and_says_why(tracked_world):
    Element.objects.filter(code="bus-trips").update(base_period="")

    found = progress(tracked_world)

    assert [each.code for each in found.used] == ["recycling"]
    assert found.share == 0.5
    assert [(each.code, "no base period" in each.reason) for each in found.left_out] == [("bus-trips", True)]


def test_an_area_without_a_figure_in_the_last_year_is_followed_by_the_others(small_world):
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year in (2023, 2024, 2025):
        bring_year(small_world, "recycling", year, year - 2023)
        bring_year(small_world, "bus-trips", year, 0, leave_out=["Ambleton"] if year > 2024 else [])
    small_world.publish()

    found = progress(small_world)

    assert [each.code for each in found.used] == ["recycling"]
    assert "no figure for this area" in found.left_out[0].reason


def test_too_little_is_told_with_its_numbers(small_world):
    found = progress(small_world)

    assert found.points == ()
    assert found.reason == (
        "It cannot be tracked yet: 0 of 2 indicators, with 0% of its weight, have figures both in their base period "
        "and in a same later year; 50% of the weight is needed."
    )
    assert [each.code for each in found.left_out] == ["recycling", "bus-trips"]


def test_a_single_later_year_is_told_from_too_little(small_world):
    Element.objects.filter(code="recycling").update(base_period=OLD)

    assert "1 of 2 indicators, with 50% of its weight" in progress(small_world).reason
    assert "not in 2 that do not overlap" in progress(small_world).reason


def test_an_empty_element_says_that_nothing_is_measured(small_world):
    assert progress(small_world, "happiness").reason == ("It cannot be tracked yet: nothing below it is measured.")


def test_an_indicator_speaks_for_itself(small_world):
    assert progress(small_world, "recycling").reason == "An indicator’s own figures say how it moves."


def test_an_area_that_the_run_does_not_know_has_none(small_world):
    found = progress_of(small_world.areas["Ferndale"], "nowhere", element(small_world, "health"), small_world.run)

    assert found.reason == "There are no published figures for this area."


def test_what_is_collected_for_the_upper_tier_counts_for_nothing_in_a_district(tracked_world):
    found = progress(tracked_world, area="Ferndale", tier="district")

    assert [each.code for each in found.used] == ["recycling"]
    assert found.share == 1.0


def test_empty_branches_keep_their_share(tracked_world):
    Element.objects.filter(code="clean-air").update(base_period=OLD)
    for year in (2023, 2024, 2025):
        bring_year(tracked_world, "clean-air", year, 0)
    tracked_world.publish()

    # Place is one of two domains of local conditions; health, with nothing to track, is the other.
    assert progress(tracked_world, "local-conditions").share == 0.5


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"base_period": ""}, "no base period"),
        ({"unit": "pounds a week, not adjusted for prices"}, "prices have not been taken out"),
        ({"goal_bar": "Gaps grow where groups are small."}, "Gaps grow where groups are small."),
        ({}, ""),
    ],
)
def test_why_an_indicator_takes_no_part(fields, told):
    indicator = Element(**({"base_period": OLD, "unit": "per cent"} | fields))

    assert told in bar_over_time(indicator) if told else bar_over_time(indicator) == ""


def test_an_extreme_base_is_drawn_in_where_the_indicator_says_so(tracked_world):
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(transform="winsorise")
    same = progress(tracked_world)
    extreme = [row_of(tracked_world.areas["Eastwick"].code, OLD, 2000.0)]
    for code in ("recycling", "bus-trips"):
        tracked_world.bring(code, extreme, release="extreme")
    tracked_world.publish()

    # One figure of 2000 among six makes them skewed; drawn in, the base is nearly what it was.
    assert progress(tracked_world).points[0].score == pytest.approx(same.points[0].score, abs=0.5)


def test_it_asks_few_questions(tracked_world, django_assert_max_num_queries):
    sustainability, ambleton = element(tracked_world, "sustainability"), tracked_world.areas["Ambleton"]
    tracked_world.run.refresh_from_db()

    with django_assert_max_num_queries(5):
        progress_of(ambleton, "upper", sustainability, tracked_world.run)


def test_what_can_be_followed_is_told_for_all_elements_at_once_as_for_each(tracked_world):
    for name, tier in (("Ambleton", "upper"), ("Ferndale", "district"), ("Tiny Isle", "upper")):
        area, run = tracked_world.areas[name], tracked_world.run
        run.refresh_from_db()

        found = trackable(area, tier, run)

        each_by_itself = {
            code: not progress_of(area, tier, element(tracked_world, code), run).reason for code in found.reasons
        }
        assert {code: not reason for code, reason in found.reasons.items()} == each_by_itself
        assert set(each_by_itself) == {
            "local-conditions",
            "health",
            "mortality",
            "happiness",
            "place",
            "sustainability",
        }


def test_few_words_say_why_an_element_cannot_be_followed(tracked_world):
    found = trackable(tracked_world.areas["Ambleton"], "upper", tracked_world.run)

    assert found.reasons["sustainability"] == ""
    assert found.reasons["happiness"] == "nothing below it is measured"
    assert found.reasons["place"] == "no progress score yet: 0% of its weight can be followed, and 50% is needed"


def test_what_has_a_figure_at_all_is_measured(small_world):
    assert trackable(small_world.areas["Tiny Isle"], "upper", small_world.run).measured == frozenset()
    assert trackable(small_world.areas["Ambleton"], "upper", small_world.run).measured == {
        "life-expectancy",
        "smoking",
        "clean-air",
        "recycling",
        "bus-trips",
    }


def test_for_all_elements_no_more_is_asked_than_for_one(tracked_world, django_assert_max_num_queries):
    tracked_world.run.refresh_from_db()

    with django_assert_max_num_queries(5):
        trackable(tracked_world.areas["Ambleton"], "upper", tracked_world.run)
