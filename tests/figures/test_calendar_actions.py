"""What is expected when: put in, moved with a reason, called off, and marked when it comes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import AccessDenied
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.figures.actions import withdraw_import
from apps.figures.calendar_actions import call_off_release, expect_release, expect_release_again, move_release
from apps.figures.expected import calendar, date_words, expectation_of, next_release
from apps.figures.models import ExpectedRelease
from tests.figures.test_source_actions import changed, registered

SOON = timezone.localdate() + timedelta(days=200)


def expected(world, *, element_code="smoking", **words):
    said = {"precision": "day", "on": SOON, "standing": "provisional", "note": ""} | words
    return expect_release(by=world.steward, source=registered(world), element_code=element_code, words=said)


def test_a_date_is_kept_as_exactly_as_it_was_announced(small_world):
    month = expected(small_world, precision="month", on=date(2031, 5, 17))
    quarter = expected(small_world, precision="quarter", on=date(2031, 12, 31))

    assert (month.on, quarter.on) == (date(2031, 5, 1), date(2031, 10, 1))
    assert expectation_of(month).told == "May 2031"
    assert expectation_of(quarter).told == "October to December 2031"
    assert expectation_of(quarter).end == date(2031, 12, 31)


def test_a_day_is_said_as_a_day():
    assert date_words(date(2026, 10, 14), "day") == "14 October 2026"


def test_a_form_sent_twice_puts_one_release_in(small_world):
    assert expected(small_world) == expected(small_world)
    assert Event.objects.filter(verb=Verb.RELEASE_EXPECTED).count() == 1


def test_an_indicator_that_there_is_not_is_refused(small_world):
    with pytest.raises(ValidationError):
        expected(small_world, element_code="nothing")


@pytest.mark.parametrize("on", [date(9999, 12, 31), date(226, 10, 14)])
def test_a_year_that_cannot_be_meant_is_refused_and_the_calendar_stays_readable(on, small_world):
    known = expected(small_world)

    with pytest.raises(ValidationError):
        expected(small_world, on=on)
    with pytest.raises(ValidationError):
        move_release(by=small_world.steward, expected=known, based_on=1, words={"on": on}, reason="A slip.")

    assert [each.release for each in calendar()] == [known]


def test_whoever_may_not_import_keeps_no_calendar(small_world, curator):
    with pytest.raises(AccessDenied):
        expect_release(by=curator, source=registered(small_world), words={"precision": "day", "on": SOON})


def test_another_date_needs_a_reason(small_world):
    release = expected(small_world)

    with pytest.raises(ValidationError) as wrong:
        move_release(
            by=small_world.steward, expected=release, based_on=1, words={"on": SOON + timedelta(days=9)}, reason=" "
        )
    assert "reason" in wrong.value.message_dict


def test_confirming_the_same_date_needs_none(small_world):
    release = move_release(
        by=small_world.steward, expected=expected(small_world), based_on=1, words={"standing": "confirmed"}, reason=""
    )

    assert release.standing == "confirmed"
    assert expectation_of(release).former == ()


def test_former_dates_stay_with_their_reasons(small_world):
    release = expected(small_world, precision="month", on=date(2031, 5, 1))

    words = {"on": date(2031, 8, 20), "precision": "month"}
    release = move_release(
        by=small_world.steward, expected=release, based_on=1, words=words, reason="The survey ran late."
    )

    (former,) = expectation_of(release).former
    assert (former.told, former.reason) == ("May 2031", "The survey ran late.")
    assert expectation_of(release).told == "August 2031"


def test_whoever_moves_it_second_is_told(small_world):
    release = expected(small_world)
    move_release(by=small_world.steward, expected=release, based_on=1, words={"note": "New method"}, reason="")

    with pytest.raises(Overtaken):
        move_release(by=small_world.steward, expected=release, based_on=1, words={"note": "Mine"}, reason="")


def test_what_is_called_off_says_why_and_is_not_moved_any_more(small_world):
    release = expected(small_world)
    with pytest.raises(ValidationError):
        call_off_release(by=small_world.steward, expected=release, reason="")

    release = call_off_release(by=small_world.steward, expected=release, reason="The survey has ended.")

    assert expectation_of(release).reason == "The survey has ended."
    with pytest.raises(Refused):
        move_release(by=small_world.steward, expected=release, based_on=2, words={"note": "x"}, reason="")
    with pytest.raises(Refused):
        call_off_release(by=small_world.steward, expected=release, reason="Again.")


@pytest.mark.parametrize(
    ("element_code", "days", "state"),
    [("smoking", -30, "came"), ("", -30, "came"), ("recycling", -30, "expected"), ("smoking", 30, "expected")],
)
def test_a_load_marks_what_was_expected_by_now_of_its_source_and_indicator(small_world, element_code, days, state):
    release = expected(small_world, element_code=element_code, on=timezone.localdate() + timedelta(days=days))

    imported = small_world.bring("smoking", changed(small_world), release="2")

    release.refresh_from_db()
    assert release.state == state
    assert (release.came_with == imported) is (state == "came")


def test_a_month_that_has_begun_counts_as_by_now(small_world):
    release = expected(small_world, precision="month", on=timezone.localdate())

    small_world.bring("smoking", changed(small_world), release="2")

    release.refresh_from_db()
    assert release.state == ExpectedRelease.State.CAME


def test_what_is_withdrawn_is_expected_again(small_world):
    release = expected(small_world, on=timezone.localdate())
    imported = small_world.bring("smoking", changed(small_world), release="2")

    withdraw_import(by=small_world.steward, imported=imported)

    release.refresh_from_db()
    assert (release.state, release.came_with, release.ended_on) == ("expected", None, None)


def test_what_is_not_here_when_its_month_is_over_is_said_so_and_not_before(small_world):
    expected(small_world, precision="month", on=date(2031, 5, 1))

    assert [each.is_over for each in calendar(date(2031, 5, 31))] == [False]
    assert [each.is_over for each in calendar(date(2031, 6, 1))] == [True]


def test_the_next_release_of_an_indicator_is_the_earliest_of_its_own_or_of_its_source(small_world):
    expected(small_world, on=SOON + timedelta(days=40))
    whole = expected(small_world, element_code="", on=SOON)

    assert next_release("smoking", ["smoking-source"]).release == whole
    assert next_release("recycling", ["recycling-source"]) is None


def test_what_ended_long_ago_leaves_the_calendar(small_world):
    release = call_off_release(by=small_world.steward, expected=expected(small_world), reason="It has ended.")

    assert [each.release for each in calendar(timezone.localdate() + timedelta(days=365))] == [release]
    assert calendar(timezone.localdate() + timedelta(days=366)) == []


def test_a_row_with_another_value_is_what_a_load_brings(small_world):
    assert changed(small_world)[0] == replace(small_world.rows("smoking")[0], value="15")


def test_what_was_called_off_by_mistake_is_expected_again_as_before(small_world):
    release = expected(small_world)
    release = call_off_release(by=small_world.steward, expected=release, reason="By mistake.")

    release = expect_release_again(by=small_world.steward, expected=release)

    assert (release.state, release.ended_on, release.on) == ("expected", None, SOON)
    with pytest.raises(Refused):
        expect_release_again(by=small_world.steward, expected=release)


def test_what_was_added_anew_meanwhile_is_not_expected_twice(small_world):
    release = call_off_release(by=small_world.steward, expected=expected(small_world), reason="By mistake.")
    expected(small_world)

    with pytest.raises(Refused):
        expect_release_again(by=small_world.steward, expected=release)
