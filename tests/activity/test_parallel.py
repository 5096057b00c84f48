"""People come and go while others are told of what happened."""

import pytest
from django.db import connection

from apps.access.checks import OPERATOR
from apps.accounts.actions import remove_from_organisation
from apps.activity.actions import record
from apps.activity.models import Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.workspaces.actions import remove_member
from tests.access.waiting import overtaken_by

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def test_whoever_is_let_go_while_others_are_told_is_not_told(partnership):
    run_waiting()
    goal = partnership.goal()
    member = partnership.workspace.members.get(person=partnership.viewer)

    overtaken_by(lambda: remove_member(by=partnership.lead, member=member), run_waiting)

    told = Notification.objects.filter(event__verb=Verb.GOAL_SET, event__subject_id=goal.pk)
    assert set(told.values_list("person__name", flat=True)) == {"Harper Health", "Bo Business"}
    assert not Notification.objects.filter(person=partnership.viewer).exists()


def test_whoever_leaves_an_organisation_while_its_people_are_told_is_not_told(partnership, organiser):
    run_waiting()
    event = record(Verb.GOAL_SET, actor=None, subject=partnership.council, scope=partnership.council)
    leaver = partnership.lead

    overtaken_by(
        lambda: remove_from_organisation(by=OPERATOR, organisation=partnership.council, person=leaver), run_waiting
    )

    assert [each.person for each in event.notifications.all()] == [organiser]
