import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from apps.access.checks import AccessDenied
from apps.access.decorators import public, requires
from apps.access.permissions import Permission


def page(request):
    """The page."""
    return HttpResponse("the page")


def request_by(user):
    request = RequestFactory().get("/desk/")
    request.user = user
    return request


def test_a_public_view_opens_to_anyone_and_says_so():
    view = public(page)

    assert view(request_by(AnonymousUser())).content == b"the page"
    assert view.access == "public"
    assert view.__doc__ == "The page."


def test_a_guarded_view_opens_to_who_may_and_is_never_kept(steward):
    view = requires(Permission.DESK_VIEW)(page)

    response = view(request_by(steward))

    assert response.content == b"the page"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert view.access == Permission.DESK_VIEW


def test_a_guarded_view_sends_who_is_not_signed_in_to_sign_in():
    response = requires(Permission.DESK_VIEW)(page)(request_by(AnonymousUser()))

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/desk/")


def test_a_guarded_view_refuses_who_may_not(stranger):
    with pytest.raises(AccessDenied, match="You may not open the steward's desk"):
        requires(Permission.DESK_VIEW)(page)(request_by(stranger))


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/w/ambleton/goals/3/?page=2", "/w/ambleton/goals/3/"),
        ("http://elsewhere.example/w/ambleton/goals/3/", "/work/enter/"),
        ("http://testserver.elsewhere.example/", "/work/enter/"),
        ("http://testserver//elsewhere.example/", "/work/enter/"),
        ("javascript:alert(1)", "/work/enter/"),
        ("", "/work/enter/"),
    ],
)
def test_whoever_was_signed_out_while_they_wrote_is_told_and_led_back_to_where_they_wrote(referer, back):
    request = RequestFactory().post("/w/ambleton/goals/3/comment/", headers={"Referer": referer} if referer else {})
    request.user = AnonymousUser()

    response = requires(Permission.DESK_VIEW)(page)(request)

    assert (response.status_code, response.url) == (302, f"/sign-in/?next={back}&unsaved=yes")
