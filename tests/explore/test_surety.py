from dataclasses import replace

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.background.claim import run_waiting
from apps.scores.models import Study
from apps.scores.queries import area_profile
from apps.scores.studies import begin_studies
from tests.world import row_of

ADDRESS = "/areas/upper/ambleton/"


def test_every_headline_and_domain_of_an_area_is_shown_with_its_range(small_world, visitor):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    response = visitor.get(ADDRESS)

    for code in ("local-conditions", "health", "mortality"):
        reading = profile.find(code)
        assertContains(response, f"between {reading.low:.1f} and {reading.high:.1f}")
    assertContains(response, "“Between” is the least range: it counts the published limits of 0 of 5 indicators")


def test_an_element_says_how_sure_its_score_is_and_what_that_counts(small_world, visitor):
    reading = area_profile(small_world.areas["Ambleton"], "upper").find("health")

    response = visitor.get(ADDRESS + "health/")

    assertContains(response, "How sure is it?")
    assertContains(response, f"<b>{reading.low:.2f}</b> and\n      <b>{reading.high:.2f}</b>".replace("\n     ", ""))
    assertContains(response, "No figure beneath it is published with limits")
    assertContains(response, "0 of the 5 scored indicators have them")
    assertContains(response, "Of the 5 other areas of its group")


def test_figures_with_limits_have_a_range_of_their_own(studied, small_world, visitor):
    rows = [
        replace(row, lower=f"{float(row.value) - 1:g}", upper=f"{float(row.value) + 1:g}") if row.value else row
        for row in small_world.rows("smoking")
    ]
    small_world.bring("smoking", rows, release="2")
    small_world.publish()
    low, high = area_profile(small_world.areas["Ambleton"], "upper").find("health").range.figures

    response = visitor.get(ADDRESS + "health/")

    assertContains(response, f"As the figures alone are uncertain, between {low:.2f} and {high:.2f}.")
    assertContains(response, "1 of the 5 scored indicators has them".replace("has", "have"))
    assertContains(visitor.get(ADDRESS + "smoking/"), "How sure is it?")


def test_two_areas_that_differ_in_everything_are_clearly_different(studied, small_world, visitor):
    codes = {name: area.code for name, area in small_world.areas.items() if name != "Tiny Isle"}
    for code in ("life-expectancy", "smoking"):
        # Fewer smoke, and they live longer, the later an area comes in the list.
        rows = [
            row_of(area, "2025-01-01/P1Y", (70 + 2 * at) if code == "life-expectancy" else (30 - at))
            for at, area in enumerate(codes.values())
        ]
        small_world.bring(code, rows, release="2")
    small_world.publish()

    far = visitor.get(ADDRESS + "health/?with=eastwick")
    again = visitor.get("/areas/upper/eastwick/health/?with=Ambleton")

    assertContains(far, "Clearly different: Eastwick scores higher than Ambleton in 100 of 100 draws.")
    assertContains(far, 'href="/areas/upper/eastwick/health/"')
    assertContains(again, "Clearly different: Eastwick scores higher than Ambleton in 100 of 100 draws.")


@pytest.mark.parametrize(
    ("sought", "said"),
    [
        ("ambleton", "That is Ambleton itself. Name another area."),
        ("nowhere", "No area of this kind is called “nowhere”. Check the spelling."),
        ("ferndale", "No area of this kind is called “ferndale”. Check the spelling."),
        ("tiny isle", "One of Ambleton and Tiny Isle has no score for this, so they cannot be compared."),
        ("<b>x</b>", "No area of this kind is called “&lt;b&gt;x&lt;/b&gt;”. Check the spelling."),
    ],
)
def test_what_cannot_be_compared_is_said_kindly(sought, said, small_world, visitor):
    assertContains(visitor.get(ADDRESS + "health/", {"with": sought}), said)


def test_nothing_is_said_of_ranges_while_they_are_not_worked_out(small_world, visitor):
    Study.objects.all().delete()

    area, element = visitor.get(ADDRESS), visitor.get(ADDRESS + "health/")

    assertNotContains(area, "“Between”")
    assertNotContains(element, "How sure is it?")


def test_a_page_that_was_kept_is_fetched_again_once_ranges_are_there(small_world, visitor):
    Study.objects.all().delete()
    begin_studies(small_world.run)
    held = visitor.get(ADDRESS).headers["ETag"]
    run_waiting()

    response = visitor.get(ADDRESS, headers={"If-None-Match": held})

    assert response.status_code == 200
    assertContains(response, "“Between”")


def test_an_area_outside_the_group_has_no_range_to_show(small_world, visitor):
    response = visitor.get("/areas/upper/tiny-isle/health/")

    assertNotContains(response, "How sure is it?")
