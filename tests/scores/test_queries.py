from dataclasses import replace

import pytest

from apps.access.checks import OPERATOR
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.framework.actions import freeze_edition
from apps.framework.models import Element
from apps.scores.actions import start_run
from apps.scores.queries import area_profile, compare_runs, element_scores, published_run, runs_of
from tests.factories.areas import AreaFactory
from tests.factories.framework import EditionFactory, IndicatorFactory
from tests.world import NEW, OLD, row_of


def profile_of(world, name, tier="upper"):
    return area_profile(world.areas[name], tier)


def test_nothing_is_published_at_first(db):
    assert published_run() is None
    assert area_profile(AreaFactory(), "upper") is None
    assert element_scores("health", "upper") == []


def test_a_page_holds_the_tree_in_published_order(small_world):
    found = profile_of(small_world, "Dunmere")

    assert [headline.code for headline in found.headlines] == ["local-conditions", "sustainability"]
    assert [child.code for child in found.headlines[0].children] == ["health", "place"]
    assert [reading.code for reading in found.indicators()] == [
        "life-expectancy", "smoking", "clean-air", "recycling", "bus-trips",
    ]  # fmt: skip
    assert found.find("smoking").name == "Smoking"
    assert found.find("nowhere") is None
    assert found.edition == small_world.edition
    assert (found.in_group, found.group_name) == (True, "England, upper")


def test_a_score_is_the_mean_of_its_parts_and_has_a_band(small_world):
    found = profile_of(small_world, "Dunmere").find("mortality")

    parts = [child.score for child in found.children]
    assert found.score == pytest.approx(sum(parts) / 2)
    assert found.band.floor <= round(found.score, 2) < found.band.ceiling
    assert (found.coverage, found.reason) == (1, "")


def test_an_indicator_shows_its_figure_its_period_and_where_it_came_from(small_world):
    found = profile_of(small_world, "Ambleton").find("recycling")

    assert found.value == 30.5
    assert (found.period, found.period_label) == (NEW, "2024")
    assert (found.lower, found.absence, found.absence_label) == (None, "", "")
    assert (found.basis, found.basis_label) == ("published", "as published")
    assert (found.source_title, found.vintage, found.licence) == ("Recycling, by area", "2025", "OGL v3.0")


def test_the_mean_of_the_group_is_in_the_indicators_own_unit(small_world):
    figures = {row.area.name: profile_of(small_world, row.area.name) for row in element_scores("recycling", "upper")}
    inside = [found.find("recycling").value for found in figures.values() if found.in_group]

    assert figures["Dunmere"].find("recycling").group_mean == pytest.approx(sum(inside) / len(inside))


def test_a_page_takes_few_queries_however_many_indicators_there_are(small_world, django_assert_max_num_queries):
    area = Area.objects.get(name="Dunmere")

    with django_assert_max_num_queries(8):
        found = area_profile(area, "upper")
        assert len([reading.source_title for reading in found.indicators()]) == 5


def test_an_area_outside_the_group_shows_figures_and_says_why_it_has_no_scores(small_world):
    small_world.bring("recycling", [row_of(small_world.areas["Tiny Isle"].code, NEW, 44)], release="2")
    run = small_world.publish()

    found = area_profile(small_world.areas["Tiny Isle"], "upper", run)

    recycling = found.find("recycling")
    assert not found.in_group
    assert (recycling.value, recycling.score) == (44, None)
    assert recycling.reason == found.find("local-conditions").reason
    assert "Tiny Isle is too small to compare" in recycling.reason


def test_what_is_not_collected_at_a_tier_says_so(small_world):
    found = profile_of(small_world, "Ferndale", "district").find("bus-trips")

    assert (found.score, found.value, found.absence) == (None, None, "not-collected")
    assert found.absence_label == "not collected at this tier"
    assert "upper-tier areas only" in found.reason


def test_an_element_of_which_nothing_is_collected_at_a_tier_says_so(small_world):
    Element.objects.filter(code="bus-trips").update(parent=Element.objects.get(code="happiness"))
    small_world.publish()

    assert "upper-tier areas only" in profile_of(small_world, "Ferndale", "district").find("happiness").reason
    assert profile_of(small_world, "Dunmere", "district").find("happiness").coverage == 0
    assert profile_of(small_world, "Dunmere", "upper").find("happiness").score is not None


def test_an_empty_element_gives_its_own_reason(small_world):
    Element.objects.filter(code="happiness").update(quality_note="No open series was found.")

    found = profile_of(small_world, "Dunmere").find("happiness")

    assert (found.score, found.coverage, found.reason) == (None, 0, "No open series was found.")


def test_an_element_with_too_little_below_it_counts_its_parts(small_world):
    tiny = small_world.areas["Ambleton"]
    small_world.bring("life-expectancy", [row_of(tiny.code, NEW, None)], release="2")
    small_world.bring("smoking", [row_of(tiny.code, NEW, None)], release="2")
    small_world.publish()

    found = profile_of(small_world, "Ambleton")

    assert found.find("health").reason == "None of its 2 parts has enough figures: at least half are needed."
    assert found.find("local-conditions").coverage == 0.5
    assert found.find("smoking").reason == "The figure for 2024 is missing: suppressed by the publisher."


@pytest.fixture
def walking(small_world):
    """Publishes an indicator of which every area but Ambleton has a figure for 2024, and Ambleton the rows given."""

    def publish(*rows):
        parent = Element.objects.get(code="place")
        element = IndicatorFactory(edition=small_world.edition, code="walking", parent=parent)
        others = [row_of(area.code, NEW, n) for n, area in enumerate(small_world.areas.values()) if n > 0]
        small_world.bring(element.code, [*others, *rows])
        small_world.publish()
        return profile_of(small_world, "Ambleton").find("walking")

    return publish


def test_a_figure_never_published_for_an_area_says_so(walking):
    found = walking()

    assert found.reason == "There is no figure for 2024, the period that is compared."
    assert (found.value, found.absence, found.absence_label) == (None, "", "no figure")


def test_a_figure_that_was_there_for_an_earlier_period_is_late(small_world, walking):
    found = walking(row_of(small_world.areas["Ambleton"].code, OLD, 3))

    assert found.reason == "The figure for 2024 is late: the latest is for 2023."
    assert (found.value, found.absence, found.absence_label) == (None, "late", "late")


@pytest.mark.parametrize(
    ("absence", "reason"),
    [
        ("not-measured", "The figure for 2024 is late, or was not measured here: the latest is for 2023."),
        ("suppressed", "The figure for 2024 is missing: suppressed by the publisher."),
        ("not-comparable", "The figure for 2024 is missing: not comparable."),
        ("withdrawn", "The figure for 2024 is missing: withdrawn by the publisher."),
    ],
)
def test_what_a_release_says_of_a_missing_figure_comes_before_late(small_world, walking, absence, reason):
    code = small_world.areas["Ambleton"].code

    found = walking(row_of(code, OLD, 3), row_of(code, NEW, None, absence))

    assert (found.absence, found.reason) == (absence, reason)


@pytest.mark.parametrize(
    ("period", "figures", "sentence"),
    [
        ("2015-01-01/P1Y", range(10), "for 2015, are more than 5 years old"),
        ("2026-01-01/P1Y", range(10), "about a time after the date of this edition"),
        (NEW, range(3), "Too few areas"),
        (NEW, [7] * 10, "All areas have the same figure for 2024"),
        (None, [], "No figures have been loaded yet"),
    ],
)
def test_an_indicator_that_is_not_used_says_why(small_world, period, figures, sentence):
    element = IndicatorFactory(
        edition=small_world.edition, code="walking", parent=Element.objects.get(code="place"), max_age=5
    )
    if period:
        areas = small_world.areas.values()
        small_world.bring(element.code, [row_of(area.code, period, n) for area, n in zip(areas, figures, strict=False)])
    small_world.publish()

    found = profile_of(small_world, "Ambleton").find("walking")

    assert sentence in found.reason
    assert found.score is None
    assert found.value == (None if period is None else list(figures)[0])


def test_a_figure_worked_out_from_others_says_how(small_world):
    row = row_of(small_world.areas["Dunmere"].code, NEW, 12)
    small_world.bring("recycling", [replace(row, basis="merged")], release="2")
    small_world.publish()

    assert profile_of(small_world, "Dunmere").find("recycling").basis_label == (
        "worked out from the districts that were merged"
    )


def test_strengths_and_challenges_are_the_ends_of_one_list(small_world):
    found = profile_of(small_world, "Dunmere")

    scores = sorted(reading.score for reading in found.indicators() if reading.score is not None)
    assert [reading.score for reading in found.challenges(2)] == scores[:2]
    assert [reading.score for reading in found.strengths(2)] == scores[:-3:-1]
    assert profile_of(small_world, "Tiny Isle").strengths(3) == []


def test_an_area_is_not_known_at_a_tier_it_does_not_belong_to(small_world):
    assert profile_of(small_world, "Ferndale", "upper") is None
    assert profile_of(small_world, "Northshire", "district") is None


def test_a_run_that_is_not_done_has_no_pages(small_world):
    waiting = start_run(by=small_world.steward, edition=small_world.edition)

    assert area_profile(small_world.areas["Dunmere"], "upper", waiting) is None
    assert element_scores("health", "upper", waiting) == []


def test_all_areas_on_one_element_come_by_name_and_agree_with_their_pages(small_world):
    found = element_scores("health", "district")

    assert [row.area.name for row in found] == sorted(
        area.name for area in small_world.areas.values() if area.in_district
    )
    for area, score, coverage in found:
        page = area_profile(area, "district").find("health")
        assert (page.score, page.coverage) == (score, coverage)


def test_an_element_that_does_not_exist_has_no_scores(small_world):
    assert element_scores("nowhere", "upper") == []


def test_runs_come_newest_first_with_what_a_list_shows(small_world, django_assert_num_queries):
    newer = start_run(by=small_world.steward, edition=small_world.edition)

    with django_assert_num_queries(1):
        found = runs_of(small_world.edition)
        shown = [(run.job.state, str(run.started_by), run.cause) for run in found]

    assert found == [newer, small_world.run]
    assert shown[0] == ("asked", "Sam Steward", None)


def test_two_runs_of_the_same_figures_do_not_differ(small_world):
    old, new = small_world.run, small_world.publish()

    found = compare_runs(new, old)

    assert found.identical
    assert (found.same_edition, found.same_method, found.figures) == (True, True, ())
    assert [(tier.tier, tier.areas_changed, tier.largest, tier.uses) for tier in found.tiers] == [
        ("upper", 0, (), ()),
        ("district", 0, (), ()),
    ]


def test_a_comparison_says_what_moved_and_which_figures_did_it(small_world):
    old, area = small_world.run, small_world.areas["Dunmere"]
    small_world.bring("recycling", [row_of(area.code, NEW, 1), row_of(area.code, "2025-01-01/P1Y", 91)], release="2")
    new = small_world.publish()

    found = compare_runs(new, old)

    assert not found.identical
    assert [(change.code, change.new, change.revised, change.gone) for change in found.figures] == [
        ("recycling", 1, 1, 0)
    ]
    upper = found.tiers[0]
    changes = {change.code: change for change in upper.elements}
    assert (changes["recycling"].compared, changes["health"].changed, changes["recycling"].lost) == (6, 0, 0)
    assert upper.areas_changed == changes["sustainability"].changed > 0
    assert [change.code for change in upper.headlines] == ["local-conditions", "sustainability"]
    largest = upper.largest[0]
    assert (largest.area_name, largest.element_code) == ("Dunmere", "sustainability")
    assert largest.change == pytest.approx(largest.after - largest.before, abs=0.005)
    assert abs(largest.change) == max(abs(move.change) for move in upper.largest)


def test_a_comparison_names_indicators_that_changed_their_period(small_world):
    old, later = small_world.run, "2025-01-01/P1Y"
    rows = [row_of(area.code, later, n * n % 7) for n, area in enumerate(small_world.areas.values())]
    small_world.bring("recycling", rows, release="2")

    found = compare_runs(small_world.publish(), old)

    assert [(use.code, use.before, use.after) for use in found.tiers[0].uses] == [("recycling", "2024", "2025")]


def test_a_comparison_counts_scores_gained_and_lost_and_names_them_first(small_world):
    old, area = small_world.run, small_world.areas["Dunmere"]
    for code in ("recycling", "bus-trips"):
        small_world.bring(code, [row_of(area.code, NEW, None)], release="2")

    found = compare_runs(small_world.publish(), old)

    upper = found.tiers[0]
    changes = {change.code: change for change in upper.elements}
    assert (changes["sustainability"].lost, changes["sustainability"].gained) == (1, 0)
    assert (upper.largest[0].area_name, upper.largest[0].after, upper.largest[0].change) == ("Dunmere", None, None)
    assert [(change.code, change.gone) for change in found.figures] == [("recycling", 1), ("bus-trips", 1)]


def test_a_comparison_warns_of_what_is_still_skewed(small_world):
    rows = [row_of(area.code, NEW, 1000 if n == 2 else n / 10) for n, area in enumerate(small_world.areas.values())]
    old = small_world.run
    small_world.bring("recycling", rows, release="2")

    found = compare_runs(small_world.publish(), old)

    assert "Recycling is still very skewed after its transform (skewness 2.8)" in found.tiers[1].warnings[0]


def test_runs_of_two_editions_are_compared_on_the_elements_of_the_newer(small_world):
    old, edition = small_world.run, EditionFactory(code="next", as_at="2027-06-30")
    small_world.edition.elements.update(edition=edition)
    edition.refresh_from_db()
    new = start_run(by=small_world.steward, edition=freeze_edition(by=OPERATOR, edition=edition))
    run_waiting()
    new.refresh_from_db()

    found = compare_runs(new, old)

    assert not found.same_edition
    assert {change.code for change in found.tiers[0].headlines} == {"local-conditions", "sustainability"}
