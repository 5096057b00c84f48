"""Telling people of what happened."""

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import open_organisation
from apps.activity.actions import mark_read, record
from apps.activity.models import Notification
from apps.activity.verbs import TELL, Verb
from apps.background import actions as background
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.workspaces.actions import remove_member


def happened(partnership, actor=None, **given):
    run_waiting()
    return record(
        Verb.GOAL_SET,
        actor=actor,
        subject=partnership.workspace,
        scope=given.pop("scope", partnership.workspace),
        **given,
    )


def told_of(event):
    run_waiting()
    return {each.person.name for each in event.notifications.select_related("person")}


def test_all_members_are_told_but_whoever_did_it(partnership, other_lead, organiser):
    event = happened(partnership, partnership.lead)

    assert told_of(event) == {"Harper Health", "Bo Business", "Vi Viewer"}


def test_of_what_nobody_did_everyone_is_told(partnership):
    assert told_of(happened(partnership)) == {"Olive Officer", "Harper Health", "Bo Business", "Vi Viewer"}
    assert told_of(happened(partnership, OPERATOR)) == {"Olive Officer", "Harper Health", "Bo Business", "Vi Viewer"}


def test_only_those_are_told_who_are_named_and_are_inside(partnership, stranger):
    tell = [partnership.viewer.pk, partnership.lead.pk, stranger.pk, 987654]

    assert told_of(happened(partnership, partnership.lead, tell=tell)) == {"Vi Viewer"}
    assert told_of(happened(partnership, tell=[])) == set()


def test_whoever_left_before_they_were_told_is_not_told(partnership):
    event = happened(partnership, partnership.lead)

    remove_member(by=partnership.viewer, member=partnership.workspace.members.get(person=partnership.viewer))

    assert told_of(event) == {"Harper Health", "Bo Business"}


def test_whoever_came_before_they_were_told_is_told(partnership):
    event = happened(partnership, partnership.lead)

    partnership.someone(Role.VIEWER, name="Nia Newcomer")

    assert "Nia Newcomer" in told_of(event)


def test_each_is_told_once_however_often_the_job_is_done_and_what_was_read_stays_read(partnership):
    event = happened(partnership, partnership.lead)
    told_of(event)
    mark_read(by=partnership.viewer)

    again = background.ask(TELL, key="delivered again", subject_id=event.pk)

    assert len(told_of(event)) == event.notifications.count() == 3
    again.refresh_from_db()
    assert again.state == Job.State.DONE
    assert event.notifications.get(person=partnership.viewer).read_at


def test_of_an_event_that_there_is_not_nobody_is_told(db):
    for subject in (None, 987654):
        job = background.ask(TELL, key=f"about {subject}", subject_id=subject)
        run_waiting()

        job.refresh_from_db()
        assert job.state == Job.State.DONE

    assert not Notification.objects.exists()


def test_the_people_of_an_organisation_are_told_of_what_happens_in_it(partnership, organiser):
    opened = open_organisation(by=OPERATOR, name="Empty", sector="other")

    assert told_of(happened(partnership, scope=partnership.council)) == {"Olive Officer", "Orla Organiser"}
    assert told_of(happened(partnership, scope=opened)) == set()
