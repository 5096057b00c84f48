"""The pages of a workspace for training."""

from pytest_django.asserts import assertRedirects

from apps.workspaces.models import Workspace
from tests.work.reading import at, offered, said

TRAIN = "/work/organisations/ambleton-council/workspaces/train/"


def test_an_organiser_opens_one_and_sets_it_back(partnership, organiser, signed_in):
    browser = signed_in(organiser)
    assert TRAIN in offered(browser.get("/work/organisations/ambleton-council/workspaces/open/"))
    sent = {"name": "Try it out", "area": partnership.world.areas["Ambleton"].code}

    opened = browser.post(TRAIN, sent)

    assertRedirects(opened, "/w/try-it-out/")
    for page in ("/w/try-it-out/", "/w/try-it-out/goals/", "/work/"):
        assert "For training" in said(browser.get(page))
    edit = browser.get("/w/try-it-out/edit/")
    assert "It is for training, so the public never sees it." in said(edit)
    assert "/w/try-it-out/reset/" in offered(edit)
    goal = Workspace.objects.get(slug="try-it-out").goals.get()
    wrong = browser.post("/w/try-it-out/reset/", {"name": "Try"})
    assert wrong.status_code == 422
    assert Workspace.objects.get(slug="try-it-out").goals.get() == goal
    assertRedirects(browser.post("/w/try-it-out/reset/", {"name": "Try it out"}), "/w/try-it-out/")
    assert Workspace.objects.get(slug="try-it-out").goals.get() != goal


def test_what_is_missing_is_said_and_others_are_not_set_back(partnership, organiser, signed_in, lead):
    assert signed_in(organiser).post(TRAIN, {"name": ""}).status_code == 422
    assert lead.get(at(partnership, "training_reset")).status_code == 404
