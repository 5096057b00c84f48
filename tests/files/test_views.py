"""The one guarded way out."""

import pytest
from django.urls import reverse

from apps.access.permissions import Permission
from apps.files.actions import attach, store
from apps.workspaces.actions import remove_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(steward):
    return store(by=steward, name="Ynys “Môn”.html", media_type="text/html", content=b"<script>alert(1)</script>")


def address(stored):
    return reverse("files:download", args=[stored.pk])


def test_a_steward_gets_the_file_as_it_came_to_save_and_never_to_show(stored, steward, signed_in):
    response = signed_in(steward).get(address(stored))

    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Ynys%20")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_to_a_stranger_there_is_no_file(stored, stranger, signed_in):
    there, nowhere = (signed_in(stranger).get(reverse("files:download", args=[pk])) for pk in (stored.pk, 987))

    assert (there.status_code, there.content) == (404, nowhere.content)


def test_a_visitor_is_asked_to_sign_in_whether_the_file_exists_or_not(stored, visitor):
    for file_id in (stored.pk, 404):
        response = visitor.get(reverse("files:download", args=[file_id]))
        assert response.status_code == 302
        assert response.url.startswith("/sign-in/")


def test_a_file_that_does_not_exist_is_not_found(steward, signed_in):
    assert signed_in(steward).get(reverse("files:download", args=[404])).status_code == 404


def test_a_download_changes_nothing(stored, steward, signed_in):
    assert signed_in(steward).post(address(stored)).status_code == 405


@pytest.fixture
def attached(partnership):
    """A file for the people of a workspace."""
    given = {"scope": partnership.workspace, "permission": Permission.INITIATIVE_EDIT}
    return attach(by=partnership.lead, name="tonnes.csv", content=b"month,tonnes\n", **given)


def test_every_member_of_its_workspace_gets_a_file(attached, partnership, signed_in):
    for person in (partnership.viewer, partnership.contributor, partnership.lead):
        response = signed_in(person).get(address(attached))

        assert (response.status_code, response.content) == (200, b"month,tonnes\n")
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"] == 'attachment; filename="tonnes.csv"'


def test_to_whoever_is_outside_a_file_of_a_workspace_is_as_if_there_were_none(
    attached, other_lead, organiser, stranger, steward, signed_in
):
    for person in (other_lead, organiser, stranger, steward):
        browser = signed_in(person)
        there, nowhere = browser.get(address(attached)), browser.get(reverse("files:download", args=[987654]))

        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.content == nowhere.content


def test_whoever_leaves_gets_no_file_any_more(attached, partnership, signed_in):
    browser, member = signed_in(partnership.viewer), partnership.workspace.members.get(person=partnership.viewer)

    remove_member(by=partnership.viewer, member=member)

    assert browser.get(address(attached)).status_code == 404


def test_a_visitor_learns_nothing_of_a_file_of_a_workspace(attached, visitor):
    response = visitor.get(address(attached))

    assert (response.status_code, response.url) == (302, f"/sign-in/?next={address(attached)}")


def test_a_large_file_is_given_out_part_by_part_as_it_came(steward, signed_in):
    content = bytes(range(256)) * 20_000
    stored = store(by=steward, name="large.csv", media_type="text/csv", content=content)

    response = signed_in(steward).get(address(stored))

    assert response.streaming
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Length"] == str(len(content))
    assert response.headers["Content-Disposition"].startswith("attachment")
