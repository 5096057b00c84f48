"""Reporting a comment, and deciding on it."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event, Notification
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.conversations.actions import post_comment, withdraw_comment
from apps.conversations.models import Comment, Report
from apps.conversations.report_actions import decide_report, report_comment


@pytest.fixture
def goal(partnership):
    return partnership.goal()


@pytest.fixture
def comment(partnership, goal):
    return post_comment(by=partnership.contributor, on=goal, text="You are all fools.", key=uuid4())


@pytest.fixture
def reported(partnership, goal, comment):
    goal.refresh_from_db()
    return report_comment(by=partnership.viewer, comment=comment, on=goal, reason="It is rude.")


def told(person):
    run_waiting()
    return list(
        Notification.objects.filter(person=person, verb="report.decided").values_list("event__details", flat=True)
    )


@pytest.mark.parametrize(("decision", "is_gone"), [("hidden", True), ("kept", False)])
def test_whoever_reported_is_told_what_was_decided_and_why(decision, is_gone, reported, administrator, partnership):
    decide_report(by=administrator, report=reported, decision=decision, answer="So we agreed.")

    comment = Comment.objects.get()
    assert bool(comment.removed_at) == comment.is_moderated == is_gone
    assert [details["to_you"] for details in told(partnership.viewer)] == [f"{decision.capitalize()}: So we agreed."]
    assert told(partnership.lead) == told(partnership.contributor) == []


def test_who_reported_stands_nowhere_in_the_workspace(reported, administrator, partnership):
    decide_report(by=administrator, report=reported, decision="kept", answer="So we agreed.")

    inside = Event.objects.filter(scope_kind="workspace", scope_id=partnership.workspace.pk)
    assert not inside.filter(verb="comment.reported").exists()
    assert inside.get(verb="report.decided").actor_label == administrator.name


def test_reported_twice_by_one_it_is_one_report_and_both_of_two_are_decided_at_once(
    reported, comment, goal, administrator, partnership
):
    goal.refresh_from_db()
    assert report_comment(by=partnership.viewer, comment=comment, on=goal, reason="Again.") == reported
    other = report_comment(by=partnership.lead, comment=comment, on=goal, reason="Me too.")

    decide_report(by=administrator, report=other, decision="hidden", answer="Rude.")

    assert set(Report.objects.values_list("decision", flat=True)) == {"hidden"}
    assert len(told(partnership.viewer)) == len(told(partnership.lead)) == 1
    with pytest.raises(Refused, match="decided on this meanwhile"):
        decide_report(by=administrator, report=reported, decision="kept", answer="No.")


def test_nobody_reports_what_they_wrote_themselves_or_what_is_gone(comment, goal, partnership):
    goal.refresh_from_db()
    with pytest.raises(Refused, match="You wrote this yourself"):
        report_comment(by=partnership.contributor, comment=comment, on=goal, reason="Oh.")

    withdraw_comment(by=partnership.contributor, comment=comment, on=goal)
    with pytest.raises(Refused, match="gone already"):
        report_comment(by=partnership.viewer, comment=comment, on=goal, reason="Oh.")


def test_whoever_is_outside_reports_nothing(comment, goal, other_lead):
    goal.refresh_from_db()
    with pytest.raises(AccessDenied):
        report_comment(by=other_lead, comment=comment, on=goal, reason="Oh.")


@pytest.mark.parametrize("role", [Role.STEWARD, Role.CURATOR, None])
def test_only_administrators_decide(role, reported, someone):
    with pytest.raises(AccessDenied, match="You may not decide"):
        decide_report(by=someone(*([role] if role else [])), report=reported, decision="kept", answer="No.")


def test_a_lead_does_not_decide(reported, partnership):
    with pytest.raises(AccessDenied):
        decide_report(by=partnership.lead, report=reported, decision="hidden", answer="No.")


@pytest.mark.parametrize(("decision", "answer"), [("burnt", "Why."), ("", "Why."), ("kept", " ")])
def test_a_decision_is_one_of_two_and_has_a_reason(decision, answer, reported, administrator):
    with pytest.raises(ValidationError):
        decide_report(by=administrator, report=reported, decision=decision, answer=answer)


def test_what_was_taken_back_meanwhile_stays_as_its_author_left_it(reported, comment, goal, administrator, partnership):
    goal.refresh_from_db()
    withdraw_comment(by=partnership.contributor, comment=comment, on=goal)

    decide_report(by=administrator, report=reported, decision="hidden", answer="Rude.")

    assert Comment.objects.get().removal == ""
    assert not Comment.objects.get().is_moderated
