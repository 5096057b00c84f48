"""Someone stands in for a member who is away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import AccessDenied, can
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.activity.actions import record
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.workspaces.actions import archive_workspace, remove_member
from apps.workspaces.deputy_actions import end_deputy, name_deputy
from apps.workspaces.models import Deputy
from tests.factories.accounts import UserFactory

DAY = timedelta(days=1)


@pytest.fixture
def pia(partnership):
    """A contributor of the council, as is the lead."""
    return partnership.someone(Role.CONTRIBUTOR, "council", name="Pia Proxy")


def member(partnership, person):
    return partnership.workspace.members.select_related("person", "workspace").get(person=person)


def name(partnership, pia, **changes):
    today = timezone.localdate()
    given = {
        "by": partnership.lead,
        "member": member(partnership, partnership.lead),
        "stand_in": member(partnership, pia),
        "starts": today,
        "ends": today + 9 * DAY,
    }
    return name_deputy(**(given | changes))


def told_of(verb):
    return {each.person.name for each in Notification.objects.filter(verb=verb).select_related("person")}


def test_whoever_stands_in_is_told_so_and_told_what_the_absent_is_told(partnership, pia):
    name(partnership, pia)
    scope = partnership.workspace
    record(Verb.PARTNER_ASKED, actor=None, subject=scope, scope=scope, tell=[partnership.lead.pk])
    run_waiting()

    assert told_of(Verb.DEPUTY_NAMED) == {"Pia Proxy"}
    assert told_of(Verb.PARTNER_ASKED) == {"Olive Officer", "Pia Proxy"}


@pytest.mark.parametrize("days", [(-9, -1), (1, 9)])
def test_before_the_first_day_and_after_the_last_nobody_is_told_instead(days, partnership, pia):
    today = timezone.localdate()
    Deputy.objects.create(
        member=member(partnership, partnership.lead),
        stand_in=member(partnership, pia),
        starts=today + days[0] * DAY,
        ends=today + days[1] * DAY,
    )

    assert partnership.workspace.stand_ins({partnership.lead.pk}) == set()


def test_rights_stay_ones_own(partnership, pia):
    name(partnership, pia)

    assert not can(pia, Permission.PARTNER_EDIT, on=partnership.workspace)
    assert not can(pia, Permission.GOAL_SHOW, on=partnership.workspace)


def test_only_another_who_speaks_for_the_same_partner_stands_in(partnership, pia):
    for other in (partnership.contributor, partnership.lead):
        with pytest.raises(Refused, match="speaks for the same partner"):
            name(partnership, pia, stand_in=member(partnership, other))


def test_days_must_be_in_order_to_come_and_free(partnership, pia):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="before the first"):
        name(partnership, pia, starts=today + 5 * DAY, ends=today + DAY)
    with pytest.raises(Refused, match="passed already"):
        name(partnership, pia, starts=today - 5 * DAY, ends=today - DAY)
    name(partnership, pia)
    with pytest.raises(Refused, match="stands in on some of these days"):
        name(partnership, pia, starts=today + 9 * DAY, ends=today + 12 * DAY)


def test_one_names_ones_own_and_a_lead_names_for_anyone(partnership, pia):
    health = partnership.someone(Role.VIEWER, "health")
    own = {"member": member(partnership, partnership.contributor), "stand_in": member(partnership, health)}
    for person in (pia, health, UserFactory()):
        with pytest.raises(AccessDenied):
            name(partnership, pia, by=person, **own)
    made = name(partnership, pia, by=partnership.contributor, **own)
    with pytest.raises(AccessDenied):
        end_deputy(by=pia, deputy=made)
    end_deputy(by=health, deputy=made)

    assert name(partnership, pia, by=partnership.lead, **own)


def test_it_is_ended_once_and_goes_with_whoever_leaves(partnership, pia):
    made = name(partnership, pia)
    end_deputy(by=partnership.lead, deputy=made)
    with pytest.raises(Refused, match="ended already"):
        end_deputy(by=partnership.lead, deputy=made)
    name(partnership, pia)

    remove_member(by=partnership.lead, member=member(partnership, pia))

    assert Deputy.objects.count() == 0
    assert Event.objects.filter(verb=Verb.DEPUTY_ENDED).count() == 1


def test_in_the_archive_nobody_is_named(partnership, pia):
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")

    with pytest.raises(Refused, match="in the archive"):
        name(partnership, pia)
