"""The life of a workspace: opened by an organisation's own people, archived, restored."""

from uuid import uuid4

import pytest

from apps.access.checks import OPERATOR, AccessDenied, can
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.conversations.actions import post_comment
from apps.goals.actions import close_goal
from apps.workspaces.actions import (
    add_member,
    archive_workspace,
    change_role,
    mark_seen,
    open_workspace,
    remove_member,
    restore_workspace,
    show_partner,
)
from apps.workspaces.models import Workspace
from apps.workspaces.queries import public_workspaces
from tests.factories.accounts import UserFactory


@pytest.fixture
def archived(partnership):
    partnership.archived = archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")
    return partnership


def organiser_of(organisation):
    person = UserFactory()
    add_to_organisation(by=OPERATOR, organisation=organisation, person=person, role=Role.ORGANISER)
    return person


def open_for(partnership, by, **changes):
    asked = {"name": "Fair Ambleton", "purpose": "To be fair.", "areas": [partnership.world.areas["Ambleton"]]}
    return open_workspace(by=by, organisation=partnership.charity, **(asked | changes))


def test_an_organiser_opens_a_workspace_and_is_its_first_lead(partnership):
    organiser = organiser_of(partnership.charity)

    opened = open_for(partnership, organiser)

    assert [str(partner) for partner in opened.partners.all()] == ["Good Neighbours"]
    assert [(member.person, member.role) for member in opened.members.all()] == [(organiser, "lead")]
    assert opened.is_public is False
    assert Event.objects.filter(verb=Verb.WORKSPACE_OPENED, actor=organiser).count() == 1


def test_nobody_else_opens_a_workspace_for_an_organisation(partnership):
    for person in (partnership.viewer, partnership.lead, organiser_of(partnership.health), UserFactory()):
        with pytest.raises(AccessDenied, match="You may not open a workspace"):
            open_for(partnership, person)
    assert Workspace.objects.count() == 1


def test_a_workspace_is_for_an_area_at_least(partnership):
    with pytest.raises(Refused, match="at least one area"):
        open_for(partnership, organiser_of(partnership.charity), areas=[])


def test_in_the_archive_leads_keep_and_everyone_else_reads(archived):
    workspace = archived.archived

    assert workspace.roles_of(archived.lead) == {Role.KEEPER}
    assert workspace.roles_of(archived.contributor) == workspace.roles_of(archived.viewer) == {Role.VIEWER}
    assert archived.partner_of(archived.health).roles_of(archived.contributor) == {Role.VIEWER}
    for person in (archived.lead, archived.contributor, archived.viewer):
        assert workspace in Workspace.objects.visible_to(person)
        assert can(person, Permission.WORKSPACE_VIEW, on=workspace)


def test_in_the_archive_nothing_is_changed(partnership):
    goal = partnership.goal()
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")
    member = partnership.workspace.members.get(person=partnership.viewer)
    deeds = [
        lambda: close_goal(by=partnership.lead, goal=goal, note="Over."),
        lambda: post_comment(by=partnership.lead, on=goal, text="One more.", key=uuid4()),
        lambda: change_role(by=partnership.lead, member=member, role=Role.LEAD),
        lambda: show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True),
        lambda: partnership.goal("bus-trips"),
        lambda: archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="Again."),
    ]
    before = Event.objects.count()

    for deed in deeds:
        with pytest.raises(AccessDenied):
            deed()
    assert Event.objects.count() == before


def test_in_the_archive_people_still_say_what_they_have_seen_and_leave(archived):
    mark_seen(by=archived.viewer, workspace=archived.workspace)
    remove_member(by=archived.viewer, member=archived.workspace.members.get(person=archived.viewer))

    assert archived.archived.roles_of(archived.viewer) == set()


def test_the_public_does_not_see_what_is_in_the_archive_and_sees_it_again_after(partnership):
    Workspace.objects.update(is_public=True)
    area = partnership.world.areas["Ambleton"]

    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")
    hidden = public_workspaces(area)
    restore_workspace(by=partnership.lead, workspace=partnership.workspace)

    assert hidden == []
    assert [shown.workspace for shown in public_workspaces(area)] == [partnership.workspace]
    told = Event.objects.filter(verb__in=[Verb.WORKSPACE_ARCHIVED, Verb.WORKSPACE_RESTORED])
    assert all(told.values_list("seen_by_public", flat=True))


def test_restored_everyone_is_what_they_were(archived):
    restored = restore_workspace(by=archived.lead, workspace=archived.workspace)

    assert restored.archived_at is None
    assert restored.roles_of(archived.lead) == {Role.LEAD}
    assert restored.roles_of(archived.contributor) == {Role.CONTRIBUTOR}


@pytest.mark.parametrize("who", ["contributor", "viewer"])
def test_only_leads_archive_and_restore(partnership, who):
    person = getattr(partnership, who)

    with pytest.raises(AccessDenied, match="You may not archive"):
        archive_workspace(by=person, workspace=partnership.workspace, reason="Mine.")
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")
    with pytest.raises(AccessDenied, match="You may not restore"):
        restore_workspace(by=person, workspace=partnership.workspace)


def test_what_is_not_in_the_archive_is_not_restored(partnership):
    with pytest.raises(AccessDenied):
        restore_workspace(by=partnership.lead, workspace=partnership.workspace)


def test_whoever_archives_says_why(partnership):
    with pytest.raises(Refused, match="Say in a sentence why"):
        archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason=" ")


def test_nobody_is_added_to_what_is_in_the_archive(archived):
    person = UserFactory()
    add_to_organisation(by=OPERATOR, organisation=archived.council, person=person, role=Role.STAFF)

    with pytest.raises(AccessDenied):
        add_member(
            by=archived.lead,
            workspace=archived.workspace,
            person=person,
            partner=archived.partners["council"],
            role=Role.VIEWER,
        )
