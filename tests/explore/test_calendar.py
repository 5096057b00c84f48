"""The release calendar as readers see it, and as calendars subscribe to it."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from apps.common.icalendar import escaped, folded
from apps.figures.calendar_actions import call_off_release, move_release
from tests.figures.test_calendar_actions import SOON, expected


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_with_nothing_announced_the_page_says_so(small_world, visitor):
    assert "No release has been announced here." in visitor.get(reverse("explore:release_calendar")).text
    assert "not announced" in visitor.get(reverse("explore:indicator", args=["smoking"])).text


def test_readers_see_what_is_expected_and_former_dates_with_the_reason(small_world, visitor):
    release = expected(small_world, precision="month", on=date(2031, 5, 1))
    words = {"on": date(2031, 8, 1)}
    move_release(by=small_world.steward, expected=release, based_on=1, words=words, reason="The survey ran late.")

    page = visitor.get(reverse("explore:release_calendar")).text

    assert "Expected August 2031 (provisional)." in page
    assert "Before, it was expected May 2031. The survey ran late." in page


def test_what_is_not_yet_here_is_said_kindly(small_world, visitor):
    expected(small_world, precision="month", on=timezone.localdate() - timedelta(days=70))

    assert "not yet here" in visitor.get(reverse("explore:release_calendar")).text
    assert "not yet here" in visitor.get(reverse("explore:indicator", args=["smoking"])).text


def test_the_page_of_an_indicator_and_the_api_say_when_its_next_release_is_expected(small_world, visitor):
    expected(small_world, precision="quarter", on=date(2031, 5, 1))

    assert (
        "expected April to June 2031 (provisional)" in visitor.get(reverse("explore:indicator", args=["smoking"])).text
    )
    told = visitor.get(reverse("api:element", args=["smoking"])).json()["element"]["next_release"]
    assert told == {
        "expected": "2031-04-01",
        "precision": "quarter",
        "last_day": "2031-06-30",
        "standing": "provisional",
        "note": None,
    }


def test_the_file_is_a_calendar_with_every_property_that_the_standard_asks_for(small_world, visitor):
    release = expected(small_world, precision="month", on=date(2031, 12, 1), note="New; method, see\nthe page")

    response = visitor.get(reverse("explore:release_calendar_file"))
    lines = unfolded(response.content)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert {"VERSION:2.0", f"UID:{release.uid}", "SEQUENCE:0", "STATUS:TENTATIVE"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20311201", "DTEND;VALUE=DATE:20320101"} <= set(lines)
    assert f"DTSTAMP:{release.changed_at:%Y%m%dT%H%M%SZ}" in lines
    assert any(line.startswith("DESCRIPTION:") and "New\\; method\\, see\\nthe page" in line for line in lines)


def test_no_line_of_the_file_is_longer_than_allowed_and_each_ends_as_it_should(small_world, visitor):
    expected(small_world, note="Ŵ" * 400)

    content = visitor.get(reverse("explore:release_calendar_file")).content

    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert "Ŵ" * 400 in "".join(unfolded(content))


def test_a_date_that_moved_keeps_its_uid_and_counts_up(small_world, visitor):
    release = expected(small_world)
    move_release(
        by=small_world.steward,
        expected=release,
        based_on=1,
        words={"on": SOON + timedelta(days=1), "standing": "confirmed"},
        reason="Said anew.",
    )

    lines = unfolded(visitor.get(reverse("explore:release_calendar_file")).content)

    assert {f"UID:{release.uid}", "SEQUENCE:1", "STATUS:CONFIRMED"} <= set(lines)


def test_what_is_called_off_is_cancelled_in_the_calendars_that_hold_it(small_world, visitor):
    call_off_release(by=small_world.steward, expected=expected(small_world), reason="It has ended.")

    assert "STATUS:CANCELLED" in unfolded(visitor.get(reverse("explore:release_calendar_file")).content)


def test_a_text_cannot_begin_a_property_of_its_own():
    assert escaped("a\r\nATTENDEE:b\x00") == "a\\nATTENDEE:b"


def test_a_line_is_folded_between_letters():
    assert [len(piece.encode()) for piece in folded("é" * 60).split("\r\n")] == [74, 47]
