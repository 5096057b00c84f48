"""The desk of featured areas, and the home page that shows them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.areas.models import Feature
from tests.work.reading import beside, said

DESK = "/desk/admin/features/"


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


def test_an_administrator_features_an_area_and_readers_find_it_until_it_is_taken_down(small_world, browser, visitor):
    assertNotContains(visitor.get("/"), "Areas to look at now")
    ends = timezone.localdate() + timedelta(days=9)

    page = browser.post(DESK, {"area": "ambleton", "words": "A new library opens.", "ends": ends}, follow=True)

    assert "Ambleton is featured on the home page now." in said(page)
    home = visitor.get("/")
    assert "Areas to look at now Ambleton A new library opens." in said(home)
    assertContains(home, "not by score")
    browser.post(f"{DESK}{Feature.objects.get().pk}/end/")
    assertNotContains(visitor.get("/"), "A new library opens.")


def test_what_is_missing_is_said_and_only_administrators_come(small_world, browser, steward, signed_in):
    page = browser.post(DESK, {})

    assert "Choose an area." in beside(page, "area")
    assert "Say which day." in beside(page, "ends")
    assert signed_in(steward).get(DESK).status_code == 403
