from django.template import Context, Template
from django.test import RequestFactory

SOURCE = '{% load access %}{% can "desk.view" as may %}{{ may }}'


def shown_to(user):
    request = RequestFactory().get("/")
    request.user = user
    return Template(SOURCE).render(Context({"request": request}))


def test_what_is_offered_follows_what_is_allowed(steward, stranger):
    assert shown_to(steward) == "True"
    assert shown_to(stranger) == "False"


def test_a_page_rendered_for_nobody_offers_what_a_visitor_may():
    assert Template(SOURCE).render(Context({})) == "False"
