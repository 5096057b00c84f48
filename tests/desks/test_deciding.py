"""Deciding on figures at the desk: by two people, for a time to come, with a list of who sees them before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.roles import Role
from apps.background.claim import run_waiting
from apps.figures.models import EarlyReader, Import
from apps.figures.source_actions import register_source
from tests.desks.bringing import read, release, upload

WORDS = {"title": "Of figures", "publisher": "Office of Figures", "licence": "OGL v3.0", "attribution": "Thanks."}


@pytest.fixture
def waiting(small_world, desk):
    """An import that waits for a decision, and its page."""
    found = upload(desk, release(small_world, {"Ambleton": 99}))
    run_waiting()
    return found


def in_a_day():
    return f"{timezone.localtime(timezone.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"


def test_figures_are_accepted_for_a_time_to_come_and_let_go_before(desk, waiting):
    imported, page = waiting
    assert "For a time to come" in read(desk, page)

    desk.post(f"{page}accept/", {"until": in_a_day()})
    shown = read(desk, page)
    assert "Held back until" in shown
    assert "come into force on" in shown

    desk.post(f"{page}release/")
    run_waiting()
    imported.refresh_from_db()
    assert imported.state == Import.State.LOADED


@pytest.mark.parametrize(("until", "sentence"), [("2020-01-01T09:00", "has passed"), ("tomorrow", "no date and time")])
def test_a_time_that_cannot_be_is_refused_and_nothing_is_decided(until, sentence, desk, waiting):
    imported, page = waiting

    desk.post(f"{page}accept/", {"until": until})

    assert sentence in read(desk, page)
    imported.refresh_from_db()
    assert imported.state == Import.State.CHECKED


def test_the_page_says_that_two_people_are_asked_for_and_who_signed(small_world, desk, waiting, signed_in, someone):
    imported, page = waiting
    imported.refresh_from_db()
    register_source(by=small_world.steward, code=imported.header["source"], words={**WORDS, "two_people": True})
    assert "Sign these figures" in read(desk, page)

    desk.post(f"{page}accept/")
    shown = read(desk, page)
    assert "waiting for a second person" in shown
    assert f"{small_world.steward}" in shown
    assert imported.file.name in read(desk, "/desk/")
    desk.post(f"{page}accept/")
    assert "someone else has to" in read(desk, page)

    signed_in(someone(Role.STEWARD)).post(f"{page}accept/")
    run_waiting()
    imported.refresh_from_db()
    assert imported.state == Import.State.LOADED


def test_the_list_of_early_readers_is_kept_on_the_page_of_held_figures(desk, waiting, stranger, signed_in):
    _imported, page = waiting
    desk.post(f"{page}accept/", {"until": in_a_day()})
    desk.post(f"{page}early/", {"email": stranger.email, "office": "Director of public health"})
    assert "Director of public health" in read(desk, page)
    assert "no email address" in read_after(desk, f"{page}early/", {"email": "x", "office": "y"}, page)

    theirs = signed_in(stranger)
    shown = read(theirs, "/early/")
    assert "open until" in shown
    figures = theirs.get(f"/early/{EarlyReader.objects.get().imported_id}/")
    assert "99" in figures.content.decode()
    assert "2024-01-01/P1Y" not in figures.content.decode()
    assert figures.headers["Cache-Control"] == "private, no-store"

    desk.post(f"/desk/imports/early/{EarlyReader.objects.get().pk}/remove/")
    assert "stay on the list" in read(desk, page)


def read_after(desk, address, sent, page):
    desk.post(address, sent)
    return read(desk, page)


def test_nobody_else_finds_figures_that_are_held(desk, waiting, stranger, signed_in):
    imported, page = waiting
    desk.post(f"{page}accept/", {"until": in_a_day()})

    assert signed_in(stranger).get(f"/early/{imported.pk}/").status_code == 404
    assert "There are none at the moment" in read(signed_in(stranger), "/early/")
