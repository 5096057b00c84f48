"""Beginning something of one's own from what others show to the public, with credit."""

from uuid import uuid4

import pytest
from django.urls import reverse

from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.goals.actions import show_goal
from apps.initiatives.actions import move_initiative, show_initiative
from apps.initiatives.borrowing_actions import borrow_initiative
from apps.initiatives.models import Borrowing, Initiative
from apps.initiatives.plans import InitiativePlan
from apps.workspaces.actions import show_partner, show_workspace
from tests.asking import questions
from tests.partnership import build_partnership
from tests.work.acting import log
from tests.work.reading import at, offered, said


@pytest.fixture
def apart(partnership):
    return build_partnership(partnership.world, "Brackford apart")


@pytest.fixture
def source(apart):
    """What the council of another workspace shows to the public."""
    return shown(apart, log(apart, title="Library of things", summary="People lend each other tools."))


def shown(apart, initiative):
    organisation = apart.council
    organisation.verified_at = organisation.opened_at
    organisation.save()
    show_workspace(by=apart.lead, workspace=apart.workspace, is_public=True)
    show_partner(by=apart.lead, partner=apart.partners["council"], is_public=True)
    return show_initiative(by=apart.lead, initiative=initiative, is_public=True)


def borrowed(partnership, source, **changes):
    plan = {"kind": "initiative", "title": "Tools for all", "summary": "We lend tools.", "lead": partnership.health}
    return borrow_initiative(
        by=partnership.contributor,
        workspace=partnership.workspace,
        plan=InitiativePlan(**(plan | changes)),
        source=source,
    )


def test_the_list_shows_what_others_show_and_leads_to_a_form_that_is_filled_in(partnership, apart, source, lead):
    log(apart, title="Not shown")

    page = lead.get(at(partnership, "initiatives_borrow"))
    form = lead.get(at(partnership, "initiative_log", source=source.pk))

    assert "Library of things" in said(page)
    assert "Not shown" not in said(page)
    assert f"{at(partnership, 'initiative_log')}?source={source.pk}" in page.content.decode()
    assert 'value="Library of things"' in form.content.decode()
    assert "People lend each other tools." in said(form)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "lend tools"}, True),
        ({"words": "council LIBRARY"}, True),
        ({"words": "swimming"}, False),
        ({"kind": "policy"}, False),
        ({"kind": "initiative"}, True),
        ({"element": "nonsense"}, True),
    ],
)
def test_the_list_is_narrowed_by_words_and_kind(asked, found, partnership, source, lead):
    page = lead.get(at(partnership, "initiatives_borrow", **asked))

    assert ("Library of things" in said(page)) is found


def test_the_list_is_narrowed_by_the_elements_of_goals_that_the_public_sees(partnership, apart, lead):
    goal, hidden = apart.goal(), apart.goal("smoking")
    shown(apart, log(apart, goal, hidden, title="Library of things"))
    show_goal(by=apart.lead, goal=goal, is_public=True)

    page = lead.get(at(partnership, "initiatives_borrow", element="recycling"))

    assert "Library of things" in said(page)
    assert 'value="recycling"' in page.content.decode()
    assert 'value="smoking"' not in page.content.decode()


def test_what_is_logged_names_where_it_came_from_and_keeps_that_when_the_source_is_hidden(
    partnership, apart, source, lead
):
    sent = {
        "key": uuid4(),
        "source": source.pk,
        "kind": "initiative",
        "title": "Tools for all",
        "summary": "We lend tools.",
        "lead": partnership.council.pk,
        "status": "proposed",
    }
    lead.post(at(partnership, "initiative_log"), sent)
    lead.post(at(partnership, "initiative_log"), sent)
    initiative = Initiative.objects.get(title="Tools for all")
    public = reverse("explore:workspace", args=[apart.workspace.slug])

    page = lead.get(at(partnership, "initiative", initiative.pk))
    assert "from “Library of things” of Ambleton Council, as shown then by Brackford apart." in said(page)
    assert public in offered(page)

    show_workspace(by=apart.lead, workspace=apart.workspace, is_public=False)
    page = lead.get(at(partnership, "initiative", initiative.pk))
    assert "from “Library of things” of Ambleton Council, as shown then by Brackford apart." in said(page)
    assert public not in offered(page)
    assert Borrowing.objects.count() == 1


def test_nothing_is_taken_from_what_the_public_does_not_see_or_was_stopped_or_is_ones_own(
    partnership, apart, source, lead
):
    own = shown(partnership, log(partnership, title="Of our own"))
    hidden = log(apart, title="Not shown")
    move_initiative(by=apart.lead, initiative=source, move="stop")

    for each in (own, hidden, source):
        page = lead.get(at(partnership, "initiative_log", source=each.pk))
        assert f'value="{each.title}"' not in page.content.decode()
        borrowed(partnership, each)

    assert not Borrowing.objects.exists()
    assert not Event.objects.filter(verb=Verb.INITIATIVE_BORROWED).exists()


def test_those_who_lead_the_source_are_told_without_a_word_that_is_not_public(partnership, apart, source, signed_in):
    borrowed(partnership, source)
    run_waiting()

    told = Notification.objects.filter(verb=Verb.INITIATIVE_BORROWED)
    assert {each.person_id for each in told} == {apart.lead.pk}
    page = said(signed_in(apart.lead).get(reverse("work:notifications")))
    assert "tells that partners elsewhere began something of their own from Library of things" in page
    assert "Harper" not in page
    assert "Ambleton together" not in page


def test_they_are_told_by_whom_where_the_public_sees_that(partnership, apart, source):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    health = partnership.health
    health.verified_at = health.opened_at
    health.save()
    show_partner(by=partnership.contributor, partner=partnership.partners["health"], is_public=True)

    borrowed(partnership, source)

    assert Event.objects.get(verb=Verb.INITIATIVE_BORROWED).details["said"] == "Ambleton Health, Ambleton together"


def test_what_is_kept_is_not_told_of_by_name(partnership, source):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)

    borrowed(partnership, source, is_kept=True)

    assert Event.objects.get(verb=Verb.INITIATIVE_BORROWED).details["said"] == ""


def test_the_public_page_leads_to_the_choice_of_ones_own_workspaces(partnership, apart, source, lead, visitor):
    public = visitor.get(reverse("explore:workspace", args=[apart.workspace.slug]))
    address = reverse("work:borrow", args=[source.pk])
    assert address in offered(public)

    page = lead.get(address)

    assert at(partnership, "initiative_log") + f"?source={source.pk}" in page.content.decode()
    assert visitor.get(address).status_code == 302


def test_a_viewer_is_offered_no_workspace_and_told_what_to_do(partnership, source, viewer):
    page = viewer.get(reverse("work:borrow", args=[source.pk]))

    assert "Ask a lead of yours to let you contribute" in said(page)
    assert at(partnership, "initiative_log") not in offered(page)


def test_the_list_asks_the_same_however_much_is_shown(partnership, apart, source, lead):
    few = questions(lead, at(partnership, "initiatives_borrow"))
    for number in range(6):
        show_initiative(by=apart.lead, initiative=log(apart, title=f"Another {number}"), is_public=True)

    assert questions(lead, at(partnership, "initiatives_borrow")) <= few


def test_they_are_told_once_of_a_workspace_however_much_it_begins(partnership, source):
    for title in ("Tools for all", "Toys for all"):
        borrowed(partnership, source, title=title)

    assert Borrowing.objects.filter(source=source).count() == 2
    assert Event.objects.filter(verb=Verb.INITIATIVE_BORROWED).count() == 1
