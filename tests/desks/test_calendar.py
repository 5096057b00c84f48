"""The desk's page of the release calendar."""

from django.urls import reverse

from apps.figures.models import ExpectedRelease
from tests.figures.test_calendar_actions import expected
from tests.figures.test_source_actions import registered

SAID = {"precision": "month", "on": "2031-05-14", "standing": "provisional", "note": ""}


def test_a_release_is_put_in_from_the_form(desk, small_world):
    source = registered(small_world)

    response = desk.post(
        reverse("desks:expected_new"), {"source": source.code, "element_code": "smoking", **SAID}, follow=True
    )

    assert "May 2031" in response.text
    assert ExpectedRelease.objects.get().element_code == "smoking"


def test_what_is_missing_is_said_beside_its_field(desk, small_world):
    response = desk.post(reverse("desks:expected_new"), {})

    assert response.status_code == 422
    assert "Choose the source." in response.text
    assert "Say when it is expected." in response.text


def test_a_date_is_moved_with_a_reason_and_not_without(desk, small_world):
    release = expected(small_world)
    address = reverse("desks:expected_edit", args=[release.pk])

    refused = desk.post(address, {**SAID, "version": 1})
    moved = desk.post(address, {**SAID, "version": 1, "reason": "Said anew."}, follow=True)

    assert refused.status_code == 422
    assert "Say why it is expected at another time." in refused.text
    assert "Expected before" in moved.text


def test_of_two_who_move_it_the_second_sees_both(desk, small_world):
    release = expected(small_world)
    address = reverse("desks:expected_edit", args=[release.pk])
    desk.post(address, {**SAID, "version": 1, "reason": "Said anew."})

    response = desk.post(address, {**SAID, "on": "2031-09-01", "version": 1, "reason": "Mine."})

    assert response.status_code == 409


def test_it_is_called_off_with_a_reason_only(desk, small_world):
    release = expected(small_world)
    address = reverse("desks:expected_call_off", args=[release.pk])

    assert "Say why it was called off." in desk.post(address, follow=True).text
    assert "The survey has ended." in desk.post(address, {"reason": "The survey has ended."}, follow=True).text
    assert ExpectedRelease.objects.get().state == "called-off"

    again = desk.post(reverse("desks:expected_again", args=[release.pk]), follow=True)

    assert "Expected again." in again.text
    assert ExpectedRelease.objects.get().state == "expected"


def test_the_empty_calendar_says_what_to_do(desk):
    assert "Nothing is expected" in desk.get(reverse("desks:calendar")).text
