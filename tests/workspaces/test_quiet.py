"""In a quiet period nothing becomes public newly, and what is public stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.common.errors import Refused
from apps.goals.actions import show_goal
from apps.initiatives.actions import show_initiative
from apps.workspaces.actions import archive_workspace, restore_workspace, show_partner, show_workspace
from apps.workspaces.models import QuietPeriod
from apps.workspaces.quiet_actions import end_quiet_period, set_quiet_period
from tests.records import as_saved
from tests.work.acting import log

DAY = timedelta(days=1)


def quiet(partnership, **changes):
    today = timezone.localdate()
    given = {"by": partnership.lead, "workspace": partnership.workspace, "starts": today, "ends": today + 9 * DAY}
    return set_quiet_period(**(given | {"words": "There are elections."} | changes))


def shows(partnership):
    """What there is to show, each by those who may."""
    goal, initiative, by = partnership.goal(), log(partnership), {"by": partnership.lead, "is_public": True}
    return [
        lambda: show_workspace(workspace=partnership.workspace, **by),
        lambda: show_partner(partner=partnership.partners["council"], **by),
        lambda: show_goal(goal=goal, **by),
        lambda: show_initiative(initiative=initiative, **by),
    ]


def test_nothing_becomes_public_newly_and_it_is_said_until_when(partnership):
    deeds = shows(partnership)
    period = quiet(partnership)

    for deed in deeds:
        with pytest.raises(Refused, match="A quiet period is on until"):
            deed()
    end_quiet_period(by=partnership.lead, period=period)
    assert [deed().is_public for deed in deeds] == [True] * 4


def test_what_is_public_stays_and_may_be_hidden(partnership):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    quiet(partnership)

    assert as_saved(partnership.workspace).is_public
    assert not show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=False).is_public


@pytest.mark.parametrize("days", [(-9, -1), (1, 9)])
def test_it_begins_and_ends_by_itself(days, partnership):
    today = timezone.localdate()
    starts, ends = (today + day * DAY for day in days)
    QuietPeriod.objects.create(workspace=partnership.workspace, starts=starts, ends=ends, words="Elections.")

    assert [deed().is_public for deed in shows(partnership)] == [True] * 4


def test_one_of_a_region_or_of_all_is_for_administrators_and_holds_where_it_is_for(partnership, administrator):
    region = partnership.world.areas["Ambleton"].region
    with pytest.raises(AccessDenied, match="set a quiet period for all"):
        quiet(partnership, workspace=None)
    with pytest.raises(Refused, match="no such region"):
        quiet(partnership, by=administrator, workspace=None, region="Nowhere")
    with pytest.raises(AccessDenied):
        quiet(partnership, by=administrator)

    for where in (region, ""):
        period = quiet(partnership, by=administrator, workspace=None, region=where)
        with pytest.raises(Refused, match="A quiet period is on"):
            show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
        end_quiet_period(by=administrator, period=period)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)


def test_that_of_another_region_or_workspace_changes_nothing_here(partnership):
    today = timezone.localdate()
    QuietPeriod.objects.create(region="Elsewhere", starts=today, ends=today, words="Elections.")

    assert [deed().is_public for deed in shows(partnership)] == [True] * 4


def test_restored_meanwhile_it_stays_hidden(partnership):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")
    quiet(partnership, by=OPERATOR)

    assert not restore_workspace(by=partnership.lead, workspace=partnership.workspace).is_public


def test_its_days_are_in_order_and_it_is_set_and_ended_once(partnership):
    today = timezone.localdate()
    with pytest.raises(Refused, match="passed already"):
        quiet(partnership, starts=today - 3 * DAY, ends=today - DAY)
    with pytest.raises(ValidationError, match="before the first"):
        quiet(partnership, starts=today + 5 * DAY, ends=today + DAY)
    period = quiet(partnership)
    assert quiet(partnership) == period
    end_quiet_period(by=partnership.lead, period=period)
    with pytest.raises(Refused, match="over already"):
        end_quiet_period(by=partnership.lead, period=period)
    for person in (partnership.contributor, partnership.viewer):
        with pytest.raises(AccessDenied):
            quiet(partnership, by=person)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("ends", {"ends": date.max}),
        ("ends", {"ends": date(2101, 1, 1)}),
        ("starts", {"starts": date.min}),
        ("starts", {"starts": date(1989, 12, 31)}),
    ],
)
@pytest.mark.parametrize("of_all", [False, True])
def test_a_day_that_is_a_slip_of_the_finger_is_refused(of_all, name, days, partnership, administrator):
    where = {"workspace": None, "by": administrator} if of_all else {}

    with pytest.raises(ValidationError) as wrong:
        quiet(partnership, **where, **days)

    assert wrong.value.message_dict == {name: ["Check the year."]}
