"""What readers see of areas that a reorganisation made or ended."""

import pytest
from django.urls import reverse

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.figures.history_actions import accept_history, undo_with_history
from tests.figures.test_history import join
from tests.work.reading import said


@pytest.fixture
def united(small_world):
    done = join(small_world, "Ambleton", "Brackford")
    accept_history(by=small_world.steward, reorganisation=done)
    run_waiting()
    return done


def area(visitor, slug, tier="upper"):
    return visitor.get(reverse("explore:area", args=[tier, slug]))


def test_before_the_next_publication_the_new_area_says_that_its_scores_come(united, visitor):
    page = said(area(visitor, "united"))

    assert "Its scores come with the next publication" in page
    assert "Made on 1 April 2025 from Ambleton and Brackford; earlier figures are worked out from theirs" in page


def test_an_area_that_ended_says_so_at_its_old_address_beside_the_scores_that_are_published(united, visitor):
    page = said(area(visitor, "ambleton"))

    assert "Ambleton ended on 1 April 2025" in page
    assert "This area stands in its place: United." in page
    assert "out of 10" in page


def test_once_published_the_new_area_has_scores_and_the_old_one_none(united, small_world, visitor):
    small_world.publish()

    new, old = said(area(visitor, "united")), said(area(visitor, "ambleton"))

    assert "out of 10" in new
    assert "It is in none of the scores that are published now." in old
    assert "out of 10" not in old


def test_each_figure_says_that_it_was_worked_out_and_from_what_source(united, small_world, visitor):
    small_world.publish()

    page = said(visitor.get(reverse("explore:element", args=["upper", "united", "smoking"])))

    assert "Worked out from the districts that were merged: " in page
    assert "worked out for United (the mean weighted by people)" in page


def test_links_to_what_was_told_of_an_area_that_ended_lead_to_its_page(united, small_world, visitor):
    small_world.publish()

    for name, *rest in (("element", "smoking"), ("changes",), ("what_if",)):
        page = visitor.get(reverse(f"explore:{name}", args=["upper", "ambleton", *rest]))

        assert page.headers["Location"] == reverse("explore:area", args=["upper", "ambleton"])


def test_old_names_find_the_area_that_follows(united, visitor):
    page = said(visitor.get(reverse("explore:areas"), {"q": "ambleton"}))

    assert "United" in page
    assert "became part of United in 2025" in page


def test_the_list_of_areas_changes_at_once_and_back(united, small_world, visitor):
    listed = reverse("explore:areas")
    before = said(visitor.get(listed))

    undo_with_history(by=small_world.steward, reorganisation=united)
    after = said(visitor.get(listed))

    assert "United" in before
    assert "United" not in after
    assert "Ambleton" not in before
    assert "Ambleton" in after


def test_an_area_whose_making_was_undone_has_no_page(united, small_world, visitor):
    undo_with_history(by=small_world.steward, reorganisation=united)

    assert area(visitor, "united").status_code == 404


def test_changes_are_listed_with_their_law_and_the_rule_of_each_indicator(small_world, visitor):
    load_areas(by=OPERATOR)

    page = visitor.get(reverse("explore:reorganisations"))

    assert "Cumberland, made from Allerdale, Carlisle, Copeland, Cumbria (in part)." in said(page)
    assert 'href="https://www.legislation.gov.uk/uksi/2022/331"' in page.content.decode()
    assert "Smoking" in said(page)


def test_a_real_area_says_of_what_it_was_made(small_world, visitor):
    load_areas(by=OPERATOR)

    page = said(area(visitor, "somerset"))

    assert "Made on 1 April 2023 from Mendip, Sedgemoor, Somerset West and Taunton and South Somerset;" in page
    assert Area.objects.get(slug="somerset").began.year == 2023


def test_the_list_asks_little_of_the_database_however_long_it_is(visitor, django_assert_max_num_queries, db):
    load_areas(by=OPERATOR)

    with django_assert_max_num_queries(12):
        visitor.get(reverse("explore:reorganisations"))


def test_the_api_gives_areas_in_force_and_tells_what_follows_one_that_ended(united, small_world, visitor):
    code = small_world.areas["Ambleton"].code

    listed = visitor.get("/api/v1/areas/").json()
    gone = visitor.get(f"/api/v1/areas/{code}/")

    assert code not in {item["code"] for item in listed["items"]}
    assert gone.status_code == 404
    assert "no longer in force. Ask for United" in gone.content.decode()
