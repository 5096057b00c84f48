"""Several people change one initiative at the same time."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.files.models import StoredFile
from apps.initiatives.actions import (
    add_evidence,
    add_milestone,
    change_initiative,
    confirm_initiative,
    log_initiative,
    move_initiative,
    reach_milestone,
    remove_evidence,
    serve_goal,
    show_initiative,
)
from apps.initiatives.models import Contribution, Evidence, Initiative, Milestone
from apps.initiatives.plans import InitiativePlan
from apps.workspaces.actions import change_role, remove_member
from tests.access.waiting import overtaken_by
from tests.initiatives.making import log, upload
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def test_nobody_is_lost_when_who_leads_changes_meanwhile(partnership):
    plan = InitiativePlan("initiative", "Repair cafe", "Mend what is broken.", partnership.business)
    made = log_initiative(by=partnership.lead, workspace=partnership.workspace, plan=plan)

    def hand_on(lead):
        while True:
            now = Initiative.objects.get(pk=made.pk)
            try:
                words = {"lead": lead, "summary": f"{now.summary} Led by {lead.pk}."}
                return change_initiative(by=partnership.lead, initiative=now, based_on=now.version, words=words)
            except Overtaken:
                continue

    leads = [partnership.health, partnership.council, partnership.business, partnership.charity] * 3
    results = at_once(*(lambda lead=lead: hand_on(lead) for lead in leads))

    assert [type(result) for result in results] == [Initiative] * len(leads), results
    assert Initiative.objects.get().summary.count("Led by") == len(leads)
    assert Version.objects.filter(subject_kind="initiative").count() == len(leads) + 1


def test_a_form_that_is_sent_several_times_at_once_logs_one(partnership):
    results = at_once(*[partial(log, partnership, key=uuid4())] * 5)

    assert [type(result) for result in results] == [Initiative] * 5, results
    assert Initiative.objects.count() == Event.objects.filter(verb=Verb.INITIATIVE_LOGGED).count() == 1


def test_parts_that_are_sent_several_times_at_once_are_added_once(partnership, cafe):
    given = {"by": partnership.lead, "initiative": cafe, "key": uuid4()}
    step = partial(add_milestone, **given, title="Doors open", due=date(2027, 3, 31))
    # A file of its own for each, since it is read to its end.
    shows = [partial(add_evidence, **given, title="Tonnes", upload=upload()) for _ in range(5)]

    results = at_once(*[step] * 5, *shows)

    assert [type(result) for result in results] == [Milestone] * 5 + [Evidence] * 5, results
    assert (Milestone.objects.count(), Evidence.objects.count()) == (1, 1)
    assert StoredFile.objects.exclude(scope_kind="").count() == 1


def test_of_two_who_remove_the_same_evidence_one_is_told_that_it_is_gone(partnership, evidence):
    results = at_once(*[partial(remove_evidence, by=partnership.lead, evidence=evidence)] * 2)

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
    assert Event.objects.filter(verb=Verb.EVIDENCE_REMOVED).count() == 1


LET_GO = {
    "removed": lambda p, member: remove_member(by=p.lead, member=member),
    "a viewer": lambda p, member: change_role(by=p.lead, member=member, role=Role.VIEWER),
}


@pytest.fixture
def writing(partnership, cafe, evidence):
    """What the business's contributor may do, by name."""
    by, goal = partnership.business_member, partnership.goal()
    step = add_milestone(by=by, initiative=cafe, title="Ten repairs", due=date(2027, 3, 31))
    return {
        "log": partial(log, partnership, by=by),
        "change": partial(change_initiative, by=by, initiative=cafe, based_on=1, words={"title": "Repair shop"}),
        "move": partial(move_initiative, by=by, initiative=cafe, move="start"),
        "confirm": partial(confirm_initiative, by=by, initiative=cafe),
        "show": partial(show_initiative, by=by, initiative=cafe, is_public=True),
        "serve": partial(serve_goal, by=by, initiative=cafe, goal=goal, mechanism="By mending."),
        "reach": partial(reach_milestone, by=by, milestone=step, on=date(2026, 1, 1)),
        "remove": partial(remove_evidence, by=by, evidence=evidence),
    }


@pytest.mark.parametrize("lost", LET_GO.values(), ids=LET_GO)
@pytest.mark.parametrize("deed", ["log", "change", "move", "confirm", "show", "serve", "reach", "remove"])
def test_whoever_may_no_longer_write_once_their_turn_comes_writes_nothing(deed, lost, partnership, writing):
    member = partnership.workspace.members.get(person=partnership.business_member)
    before = Event.objects.latest("pk").pk

    result = overtaken_by(lambda: lost(partnership, member), writing[deed])

    assert type(result) is AccessDenied, result
    assert not Event.objects.filter(actor=partnership.business_member, pk__gt=before).exists()


def test_whoever_writes_first_is_let_go_after_it(partnership, cafe):
    member = partnership.workspace.members.get(person=partnership.business_member)
    move = partial(move_initiative, by=partnership.business_member, initiative=cafe, move="start")

    overtaken_by(move, lambda: remove_member(by=partnership.lead, member=member))

    events = Event.objects.filter(verb__in=[Verb.INITIATIVE_MOVED, Verb.MEMBER_REMOVED]).order_by("pk")
    assert [event.verb for event in events] == [Verb.INITIATIVE_MOVED, Verb.MEMBER_REMOVED]


def test_of_several_who_write_of_one_goal_at_once_nobody_loses_a_word(partnership, cafe):
    goal = partnership.goal()

    def write(words):
        while True:
            known = cafe.contributions.filter(goal=goal).first()
            mechanism, version = (known.mechanism, known.version) if known else ("", 0)
            given = {"by": partnership.lead, "initiative": cafe, "goal": goal, "based_on": version}
            try:
                return serve_goal(**given, mechanism=f"{mechanism} {words}")
            except Overtaken:
                continue

    results = at_once(*(partial(write, f"word{number}") for number in range(8)))

    assert [type(result) for result in results] == [Contribution] * 8, results
    assert sorted(Contribution.objects.get().mechanism.split()) == [f"word{number}" for number in range(8)]
    assert Version.objects.filter(subject_kind="contribution").count() == 8
