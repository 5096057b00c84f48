"""The steward's first page, and the samples."""

import pytest
from django.urls import reverse

from apps.background.claim import run_waiting
from apps.figures import starter_set
from tests.desks.bringing import read, release, upload
from tests.world import NEW, row_of

SAMPLES = {"desks:sample": starter_set.newer_release, "desks:practice": starter_set.faulty_practice}


def test_nothing_waits_in_a_quiet_world(small_world, desk):
    page = read(desk, reverse("desks:home"))

    assert "Nothing waits for you." in page
    assert reverse("desks:run_detail", args=[small_world.run.pk]) in page


def test_what_waits_for_the_steward_is_named(small_world, desk):
    _, page = upload(desk, release(small_world, {"Ambleton": 99}))
    run_waiting()
    small_world.bring("clean-air", [row_of(small_world.areas["Ambleton"].code, NEW, 60)], release="2")

    home = read(desk, reverse("desks:home"))

    assert page in home
    assert "is done and not published" in home


def test_events_name_the_indicator_or_the_file_while_that_is_not_known(small_world, desk):
    upload(desk, release(small_world, {"Ambleton": 99}), name="fresh.csv")

    before = read(desk, reverse("desks:home"))
    run_waiting()
    after = read(desk, reverse("desks:home"))

    assert ">fresh.csv</a>" in before
    assert ">Recycling, 2</a>" in after
    assert ">Recycling, 1</a>" in after


def test_before_anything_is_published_the_page_says_what_to_do(steward, signed_in):
    assert "No run is published yet" in read(signed_in(steward), reverse("desks:home"))


def test_the_page_asks_the_database_little(small_world, desk, django_assert_max_num_queries):
    upload(desk, release(small_world, {"Ambleton": 99}))
    run_waiting()

    with django_assert_max_num_queries(14):
        read(desk, reverse("desks:home"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_demonstration_offers_its_samples(name, desk, settings):
    settings.DEMONSTRATION = True

    response = desk.get(reverse(name))

    assert response.content == SAMPLES[name]().read_bytes()
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert reverse(name) in read(desk, reverse("desks:home"))


@pytest.mark.parametrize("name", SAMPLES)
def test_other_sites_offer_none(name, desk, settings):
    settings.DEMONSTRATION = False

    assert desk.get(reverse(name)).status_code == 404
    assert reverse(name) not in read(desk, reverse("desks:home"))


def test_jobs_are_listed_in_words(small_world, desk):
    run_waiting()

    assert "Nothing waits" in read(desk, reverse("desks:jobs"))
    listed = read(desk, f"{reverse('desks:jobs')}?show=all")

    assert "Check a file of figures" in listed
    assert "Work out the scores" in listed
    assert reverse("desks:run_detail", args=[small_world.run.pk]) in listed
