"""What was published stays at its address as it was, says that it is not the newest, and is never joined to another."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.access.checks import OPERATOR
from apps.framework.actions import freeze_edition
from apps.framework.models import Element
from apps.scores.actions import unpublish_run
from tests.factories.framework import EditionFactory, ElementFactory, IndicatorFactory
from tests.world import NEW, row_of


def past(run, rest=""):
    return f"/editions/{run.edition.code}/{run.pk}/areas/upper/ambleton/{rest}"


@pytest.fixture
def two_runs(small_world):
    """The first run of the small world, and the one that followed it with another figure."""
    first = small_world.run
    small_world.bring("clean-air", [row_of(small_world.areas["Ambleton"].code, NEW, 99)], release="2")
    return first, small_world.publish()


def test_a_former_run_stays_as_it_was_and_leads_to_the_current_one(two_runs, visitor):
    first, second = two_runs

    old, new = visitor.get(past(first)), visitor.get(past(second))

    assertContains(old, "Not the current publication.")
    assertContains(old, '<a href="/areas/upper/ambleton/">To the current publication</a>', html=True)
    assertContains(old, '<meta name="robots" content="noindex">', html=True)
    assert old.headers["X-Robots-Tag"] == "noindex"
    assertContains(old, f'href="/areas/upper/ambleton/changes/?since={first.pk}"')
    assertContains(visitor.get(f"/areas/upper/ambleton/changes/?since={first.pk}"), f"(run {first.pk}, computed on")
    assertNotContains(old, "99.0")
    assertContains(new, "the current publication, at an address that stays")
    assertContains(new, '<link rel="canonical" href="/areas/upper/ambleton/">', html=True)
    assertContains(new, "99.0")


def test_an_element_of_a_former_run_shows_the_figures_of_then(two_runs, visitor):
    first, second = two_runs

    assertNotContains(visitor.get(past(first, "clean-air/")), "99.0")
    assertContains(visitor.get(past(second, "clean-air/")), "since revised")
    assertContains(visitor.get(past(first, "health/")), f'href="{past(first, "mortality/")}"')
    assert b"99" not in visitor.get(past(first, "clean-air/data.csv")).content.split(b"period,")[1]


@pytest.mark.parametrize(("rest", "most"), [("", 10), ("health/", 10), ("smoking/", 14), ("data.csv", 10)])
def test_a_former_page_asks_few_questions(rest, most, small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        response = visitor.get(past(small_world.run, rest))

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_the_list_of_editions_says_when_each_run_was_published(two_runs, visitor, django_assert_max_num_queries):
    first, second = two_runs
    with django_assert_max_num_queries(6):
        response = visitor.get("/editions/")

    assertContains(response, f'<a href="/editions/small/{first.pk}/">Run {first.pk}</a>', html=True)
    assertContains(response, "Published now", count=1)
    assertContains(response, "Followed by a later one", count=1)


def test_a_run_says_what_it_stands_on_and_what_came_with_it(two_runs, visitor, django_assert_max_num_queries):
    first, second = two_runs
    with django_assert_max_num_queries(10):
        response = visitor.get(f"/editions/small/{second.pk}/")

    assertContains(response, second.result_sha256)
    assertContains(response, f'Before it readers saw <a href="/editions/small/{first.pk}/">run {first.pk}</a>.')
    assertContains(response, "Figures of 1 indicator came in or were withdrawn between the two")
    assertContains(response, f'href="{past(second)}"')


def test_what_was_taken_back_leaves_a_sentence(two_runs, visitor):
    first, second = two_runs
    unpublish_run(by=OPERATOR, run=second)

    for address in (past(second), past(second, "smoking/"), past(second, "data.csv"), f"/editions/small/{second.pk}/"):
        response = visitor.get(address)
        assert response.status_code == 410
        assertContains(response, "taken back on", status_code=410)
    assertContains(visitor.get(past(first)), "the current publication")


@pytest.mark.parametrize("rest", ["small/99/", "other/1/", "nothing/"])
def test_what_readers_never_saw_is_not_there(rest, small_world, visitor):
    assert visitor.get(f"/editions/{rest}").status_code == 404


def test_two_editions_stand_beside_each_other_as_frameworks_and_their_scores_are_not_compared(small_world, visitor):
    first = small_world.run
    edition = EditionFactory(code="later", name="Later edition")
    top = ElementFactory(edition=edition, code="health", name="Health", level=Element.Level.HEADLINE)
    IndicatorFactory(edition=edition, code="smoking", direction=-1, parent=top, unit="% of adults")
    small_world.edition = freeze_edition(by=OPERATOR, edition=edition)
    second = small_world.publish()

    beside = visitor.get("/editions/later/")
    refused = visitor.get(f"/areas/upper/ambleton/changes/?since={first.pk}")

    assertContains(beside, "Not in it any more")
    assertContains(beside, "Recycling")
    assertContains(beside, "% of adults")
    assertContains(beside, "its scores are of other things")
    assertContains(visitor.get(f"/editions/later/{second.pk}/"), "the two are not compared")
    assertContains(refused, "Another framework is another index")
    assertContains(visitor.get(past(first)), "Small edition")
