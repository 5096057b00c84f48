"""Who is in a workspace, as what, and how much of it they have seen."""

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation
from apps.activity.models import Notification
from apps.activity.queries import latest_event_in
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.workspaces import actions
from apps.workspaces.models import Member, Workspace
from tests.partnership import build_partnership
from tests.records import as_saved, last_event, on_record


def member_of(partnership, person):
    return partnership.workspace.members.get(person=person)


@pytest.fixture
def newcomer(partnership, someone):
    """One of the council's people, who is no member."""
    person = someone(name="Nia Newcomer")
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=person, role=Role.STAFF)
    return person


def take_in(partnership, person, partner="council", role=Role.CONTRIBUTOR):
    return actions.add_member(
        by=partnership.lead,
        workspace=partnership.workspace,
        person=person,
        partner=partnership.partners[partner],
        role=role,
    )


def test_a_person_is_taken_in_and_speaks_for_a_partner(partnership, newcomer):
    member = as_saved(take_in(partnership, newcomer))

    assert (member.person, member.partner, member.role) == (newcomer, partnership.partners["council"], "contributor")
    assert (member.workspace, member.seen_up_to) == (partnership.workspace, 0)
    assert partnership.workspace.roles_of(newcomer) == {Role.CONTRIBUTOR}
    event = last_event()
    assert (event.verb, event.subject_id) == (Verb.MEMBER_ADDED, partnership.workspace.pk)
    assert event.details["said"] == "Nia Newcomer, contributor"


def test_whoever_is_taken_in_is_told_and_nobody_else(partnership, newcomer):
    take_in(partnership, newcomer)
    event = last_event()

    run_waiting()

    assert [each.person for each in event.notifications.all()] == [newcomer]


@pytest.mark.parametrize("role", [Role.STEWARD, Role.STAFF, Role.VISITOR, Role.OPERATOR])
def test_a_member_has_a_role_of_a_workspace(role, partnership, newcomer):
    with pytest.raises(ValidationError) as wrong:
        take_in(partnership, newcomer, role=role)
    with pytest.raises(ValidationError):
        actions.change_role(by=partnership.lead, member=member_of(partnership, partnership.viewer), role=role)

    assert list(wrong.value.message_dict) == ["role"]
    assert not partnership.workspace.members.filter(person=newcomer).exists()
    assert member_of(partnership, partnership.viewer).role == Role.VIEWER


def test_nobody_speaks_for_those_they_do_not_belong_to(partnership, newcomer, stranger):
    with pytest.raises(Refused, match="Nia Newcomer does not belong to Loom Ltd"):
        take_in(partnership, newcomer, "business")
    with pytest.raises(Refused, match="Alex Stranger does not belong to Ambleton Council"):
        take_in(partnership, stranger)


def test_a_person_is_a_member_once(partnership, newcomer):
    take_in(partnership, newcomer)
    add_to_organisation(by=OPERATOR, organisation=partnership.business, person=newcomer, role=Role.STAFF)

    with pytest.raises(Refused, match="Nia Newcomer is a member of this workspace already"):
        take_in(partnership, newcomer, "business")

    assert member_of(partnership, newcomer).partner == partnership.partners["council"]


def test_a_member_speaks_for_a_partner_of_that_very_workspace(partnership, newcomer):
    apart = build_partnership(partnership.world, "Brackford apart")

    with pytest.raises(Refused, match="Ambleton Council is no partner of this workspace"):
        actions.add_member(
            by=apart.lead,
            workspace=apart.workspace,
            person=newcomer,
            partner=partnership.partners["council"],
            role=Role.VIEWER,
        )

    assert not newcomer.memberships.exists()


def test_a_member_gets_another_role(partnership):
    member = member_of(partnership, partnership.viewer)

    actions.change_role(by=partnership.lead, member=member, role="lead")

    assert partnership.workspace.roles_of(partnership.viewer) == {Role.LEAD}
    assert (last_event().verb, last_event().details) == (Verb.MEMBER_CHANGED, {"said": "Vi Viewer, lead"})


def test_the_role_that_someone_has_already_is_no_change(partnership):
    before = on_record()

    actions.change_role(by=partnership.lead, member=member_of(partnership, partnership.viewer), role="viewer")

    assert on_record() == before


def test_a_workspace_keeps_a_lead(partnership):
    lead = member_of(partnership, partnership.lead)

    for deed in (
        lambda: actions.change_role(by=partnership.lead, member=lead, role="viewer"),
        lambda: actions.remove_member(by=partnership.lead, member=lead),
    ):
        with pytest.raises(Refused, match="needs at least one lead"):
            deed()

    assert as_saved(lead).role == Role.LEAD


def test_with_a_second_lead_the_first_may_step_back_or_leave(partnership):
    second, lead = partnership.someone(Role.LEAD, "health"), member_of(partnership, partnership.lead)

    actions.change_role(by=partnership.lead, member=lead, role="contributor")
    with pytest.raises(Refused, match="needs at least one lead"):
        actions.remove_member(by=second, member=member_of(partnership, second))
    actions.remove_member(by=partnership.lead, member=lead)

    assert not partnership.workspace.roles_of(partnership.lead)


@pytest.mark.parametrize("who", ["viewer", "contributor"])
def test_anyone_may_leave(who, partnership):
    person = getattr(partnership, who)
    name = person.name

    actions.remove_member(by=person, member=member_of(partnership, person))

    assert not Workspace.objects.visible_to(person).exists()
    event = last_event()
    assert (event.verb, event.actor, event.details) == (Verb.MEMBER_REMOVED, person, {"said": name})


def test_a_lead_removes_anyone_and_others_nobody_but_themselves(partnership):
    viewer = member_of(partnership, partnership.viewer)

    with pytest.raises(AccessDenied, match="You may not add, change or remove members"):
        actions.remove_member(by=partnership.contributor, member=viewer)
    actions.remove_member(by=partnership.lead, member=viewer)

    assert not Member.objects.filter(pk=viewer.pk).exists()


def test_whoever_leaves_takes_along_what_they_were_told_of_this_workspace_only(partnership):
    apart = build_partnership(partnership.world, "Brackford apart")
    apart.partners["charity"] = actions.add_partner(
        by=OPERATOR, workspace=apart.workspace, organisation=partnership.charity
    )
    actions.add_member(
        by=apart.lead,
        workspace=apart.workspace,
        person=partnership.viewer,
        partner=apart.partners["charity"],
        role=Role.VIEWER,
    )
    partnership.goal()
    run_waiting()
    others = Notification.objects.exclude(person=partnership.viewer).count()

    actions.remove_member(by=partnership.viewer, member=member_of(partnership, partnership.viewer))

    kept = Notification.objects.filter(person=partnership.viewer)
    assert [each.event.scope_id for each in kept] == [apart.workspace.pk]
    assert Notification.objects.exclude(person=partnership.viewer).count() == others > 0


def test_a_member_who_is_gone_already_is_refused_kindly(partnership):
    viewer = member_of(partnership, partnership.viewer)
    actions.remove_member(by=partnership.lead, member=as_saved(viewer))
    before = on_record()

    for deed in (
        lambda: actions.remove_member(by=partnership.lead, member=viewer),
        lambda: actions.change_role(by=partnership.lead, member=viewer, role="lead"),
    ):
        with pytest.raises(Refused, match="no member of this workspace any more"):
            deed()

    assert on_record() == before


def seen_by(partnership, person):
    return member_of(partnership, person).seen_up_to


def test_a_member_says_that_they_have_seen_all_so_far(partnership):
    actions.mark_seen(by=partnership.viewer, workspace=partnership.workspace)

    assert seen_by(partnership, partnership.viewer) == latest_event_in(partnership.workspace) > 0
    assert seen_by(partnership, partnership.lead) == 0


def test_what_happened_after_the_page_was_read_is_not_seen(partnership):
    read = latest_event_in(partnership.workspace)
    partnership.goal()

    actions.mark_seen(by=partnership.viewer, workspace=partnership.workspace, up_to=read)

    assert seen_by(partnership, partnership.viewer) == read


def test_what_was_seen_stays_seen_and_what_is_to_come_is_not(partnership):
    latest = latest_event_in(partnership.workspace)

    actions.mark_seen(by=partnership.viewer, workspace=partnership.workspace, up_to=latest + 1000)
    actions.mark_seen(by=partnership.viewer, workspace=partnership.workspace, up_to=1)

    assert seen_by(partnership, partnership.viewer) == latest
