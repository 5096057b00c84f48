"""The pages on which members name who stands in, and leads set quiet periods."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.access.roles import Role
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.workspaces.actions import show_workspace
from apps.workspaces.models import Deputy, QuietPeriod
from tests.work.reading import at, beside, buttons, offered, said

TODAY = timezone.localdate
LATER = timedelta(days=9)


@pytest.fixture
def pia(partnership):
    return partnership.someone(Role.VIEWER, "council", name="Pia Proxy")


def member(partnership, person):
    return partnership.workspace.members.get(person=person)


def name(partnership, browser, pia, **changes):
    sent = {"stand_in": member(partnership, pia).pk, "starts": TODAY().isoformat(), "ends": TODAY() + LATER}
    address = at(partnership, "member_deputy", member(partnership, partnership.lead).pk)
    return browser.post(address, sent | changes, follow=True)


def test_a_lead_names_who_stands_in_and_everyone_reads_it(partnership, pia, lead, viewer):
    assert at(partnership, "member_deputy", member(partnership, partnership.lead).pk) in offered(
        lead.get(at(partnership, "people"))
    )

    page = name(partnership, lead, pia)

    assert "Pia Proxy is told that they stand in." in said(page)
    assert "Pia Proxy stands in" in said(viewer.get(at(partnership, "people")))
    ended = Deputy.objects.get()
    lead.post(at(partnership, "member_deputy_end", ended.member_id, ended.pk))
    assert "stands in" not in said(viewer.get(at(partnership, "people")))


def test_whoever_stands_in_finds_what_needs_the_absent_and_whom_to_ask(partnership, pia, lead, signed_in):
    partnership.goal()
    name(partnership, lead, pia)
    scope = partnership.workspace
    record(Verb.PARTNER_ASKED, actor=None, subject=scope, scope=scope, tell=[partnership.lead.pk])
    run_waiting()

    home = said(signed_in(pia).get(at(partnership, "workspace")))
    told = said(signed_in(pia).get("/work/notifications/"))

    assert "You stand in for Olive Officer, who is away until" in home
    assert "you are a viewer." in home
    assert "ask: Olive Officer." in home
    assert "for Olive Officer, away until" in home
    assert "for Olive Officer, away until" in told
    assert "asked you to stand in for someone in Ambleton together" in told


def test_what_is_wrong_with_the_days_is_said(partnership, pia, lead):
    assert "Write a day as year" in beside(name(partnership, lead, pia, starts="soon"), "starts")
    assert "Choose one of those listed." in beside(
        name(partnership, lead, pia, stand_in=member(partnership, partnership.viewer).pk), "stand_in"
    )


def test_only_a_lead_names_one_for_somebody_else(partnership, contributor, lead, viewer):
    theirs = member(partnership, partnership.business_member).pk

    assert contributor.get(at(partnership, "member_deputy", theirs)).status_code == 403
    assert lead.get(at(partnership, "member_deputy", theirs)).status_code == 200
    own = member(partnership, partnership.viewer).pk
    assert viewer.get(at(partnership, "member_deputy", own)).status_code == 403
    assert "Nobody else speaks for Ambleton Health here." in said(
        contributor.get(at(partnership, "member_deputy", member(partnership, partnership.contributor).pk))
    )


def test_in_a_quiet_period_buttons_say_why_not_and_pages_say_so(partnership, lead, visitor):
    goal = partnership.goal()
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    assert "Let the public see it" in buttons(lead.get(at(partnership, "goal", goal.pk)))
    sent = {"starts": TODAY(), "ends": TODAY() + LATER, "words": "Elections are on 6 May."}

    page = lead.post(at(partnership, "workspace_quiet"), sent, follow=True)

    assert "Set. It ends by itself after its last day." in said(page)
    shown = lead.get(at(partnership, "goal", goal.pk))
    assert "Let the public see it" not in buttons(shown)
    assert "It can be shown once the quiet period is over" in said(shown)
    assert "A quiet period is on until" in said(shown)
    assert "Let the public see that we take part" not in buttons(lead.get(at(partnership, "people")))
    assertContains(visitor.get("/workspaces/ambleton-together/"), "Elections are on 6 May.")
    refused = lead.post(at(partnership, "goal_show", goal.pk), {"is_public": "yes"}, follow=True)
    assert "nothing becomes public newly" in said(refused)
    lead.post(at(partnership, "workspace_quiet_end", QuietPeriod.objects.get().pk))
    assertNotContains(visitor.get("/workspaces/ambleton-together/"), "Elections are on 6 May.")
    assert "Let the public see it" in buttons(lead.get(at(partnership, "goal", goal.pk)))


def test_an_administrator_sets_one_for_a_region(partnership, administrator, signed_in, lead):
    browser, region = signed_in(administrator), partnership.world.areas["Ambleton"].region
    sent = {"region": region, "starts": TODAY(), "ends": TODAY() + LATER, "words": "Elections are on 6 May."}

    assert browser.post("/desk/admin/quiet/", sent | {"region": "Nowhere"}).status_code == 422
    page = browser.post("/desk/admin/quiet/", sent, follow=True)

    assert f"{region}: Elections are on 6 May." in said(page)
    assert "A quiet period is on until" in said(lead.get(at(partnership, "workspace")))
    browser.post(f"/desk/admin/quiet/{QuietPeriod.objects.get().pk}/end/")
    assert "A quiet period is on until" not in said(lead.get(at(partnership, "workspace")))
