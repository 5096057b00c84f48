"""The way into a workspace."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from apps.access.checks import AccessDenied
from apps.access.permissions import Permission
from apps.workspaces.decorators import workspace_view


@workspace_view(Permission.WORKSPACE_EDIT)
def for_leads(request, workspace, pk):
    return HttpResponse(f"{workspace.name} {pk}")


@pytest.fixture
def enter(rf, partnership):
    """Somebody asks for a page of a workspace: `enter(person)`."""

    def ask(person, slug=partnership.workspace.slug):
        request = rf.get("/w/any/")
        request.user = person
        return for_leads(request, workspace_slug=slug, pk=7)

    return ask


def test_the_view_gets_the_workspace_that_the_address_names_and_nobody_keeps_its_answer(enter, partnership):
    answer = enter(partnership.lead)

    assert answer.content == b"Ambleton together 7"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_member_without_the_permission_is_told_so(enter, partnership):
    with pytest.raises(AccessDenied, match="You may not change what this workspace says of itself"):
        enter(partnership.viewer)


def test_to_whoever_is_outside_it_is_as_if_there_were_none(enter, partnership, other_lead, stranger, steward):
    told = set()

    for person in (other_lead, stranger, steward):
        for slug in (partnership.workspace.slug, "never-was"):
            with pytest.raises(Http404) as nothing:
                enter(person, slug)
            told.add(str(nothing.value))

    assert len(told) == 1


def test_whoever_is_not_signed_in_is_asked_to_whether_it_exists_or_not(enter):
    for slug in ("ambleton-together", "never-was"):
        assert enter(AnonymousUser(), slug).url == "/sign-in/?next=/w/any/"


def test_it_says_whom_it_is_for():
    assert (for_leads.access, for_leads.scope) == (Permission.WORKSPACE_EDIT, "workspace")
