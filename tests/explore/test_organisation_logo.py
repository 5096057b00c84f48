"""Logos come from our own address, to whoever sees the organisation."""

import pytest
from django.urls import reverse

from apps.access.checks import OPERATOR
from apps.accounts.logo_actions import remove_logo, set_logo
from apps.accounts.organisation_actions import unverify_organisation
from tests.accounts.pictures import picture


@pytest.fixture
def council(partnership):
    """The council, with a logo."""
    return set_logo(by=OPERATOR, organisation=partnership.council, name="a.png", content=picture())


def address(council, digest=""):
    return reverse("explore:organisation_logo", args=[council.slug, digest or council.logo_sha256])


def test_it_is_given_out_as_what_it_is_and_may_be_kept_for_it_never_changes(council, visitor):
    found = visitor.get(address(council))

    assert found.content.startswith(b"\x89PNG")
    assert found.headers["Content-Type"] == "image/png"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_profile_shows_it_with_nothing_to_read_aloud_as_the_name_stands_beside_it(council, visitor):
    page = visitor.get(reverse("explore:organisation", args=[council.slug])).content.decode()

    assert f'<img class="logo" src="{address(council)}" alt="">' in page


def test_a_picture_that_it_has_no_more_is_not_there(council, visitor):
    before = address(council)
    remove_logo(by=OPERATOR, organisation=council)

    assert visitor.get(before).status_code == 404
    assert visitor.get(address(council, "0" * 64)).status_code == 404


def test_one_that_is_not_verified_shows_it_to_its_partners_only(
    council, partnership, visitor, stranger, other_lead, organiser, administrator, signed_in
):
    unverify_organisation(by=administrator, organisation=council, reason="Who is it?")

    assert [visitor.get(address(council)).status_code] == [404]
    assert [signed_in(each).get(address(council)).status_code for each in (stranger, other_lead)] == [404, 404]
    for each in (organiser, partnership.viewer):
        found = signed_in(each).get(address(council))
        assert (found.status_code, found.headers["Cache-Control"]) == (200, "private, no-store")


def test_the_home_of_the_workspace_and_its_people_show_it(council, partnership, signed_in):
    for name in ("workspace", "people"):
        page = signed_in(partnership.viewer).get(reverse(f"work:{name}", args=[partnership.workspace.slug]))

        assert address(council) in page.content.decode()
