"""What needs attention of an initiative: one line for each kind, four at most, nothing where there is nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.initiatives.actions import add_dependency, move_initiative, raise_risk, write_update
from apps.initiatives.attention import attention_of
from apps.initiatives.course import course_of
from apps.initiatives.models import Initiative
from apps.initiatives.plans import RiskPlan
from tests.records import as_saved
from tests.work.acting import LONG_AGO, log, step


@pytest.fixture
def bins(partnership):
    return log(partnership, title="Bins")


def needs(partnership, initiative):
    initiative = as_saved(initiative)
    found = attention_of(initiative, course_of(initiative, reader=partnership.lead))
    return [(need.section, need.sentence) for need in found]


def block(partnership, initiative, what="No key."):
    raise_risk(by=partnership.lead, initiative=initiative, plan=RiskPlan("blocker", what))


def grow_old(initiative):
    Initiative.objects.filter(pk=initiative.pk).update(confirmed_at=timezone.now() - timedelta(days=91))


def test_nothing_is_said_where_all_is_well(partnership, bins):
    step(partnership, bins)
    raise_risk(by=partnership.lead, initiative=bins, plan=RiskPlan("risk", "It may rain.", 1, 1))
    write_update(by=partnership.lead, initiative=bins, happened="Bins came.", upcoming="More.")

    assert needs(partnership, bins) == []


def test_each_kind_is_said_in_a_line_that_leads_to_its_section(partnership, bins):
    step(partnership, bins, due=LONG_AGO)
    assert needs(partnership, bins) == [("milestones-title", "“Bins bought” was due on 31 March 2020")]
    block(partnership, bins)
    assert needs(partnership, bins)[0] == ("risks-title", "A blocker is open: No key.")
    stopped = log(partnership, title="Depot")
    add_dependency(by=partnership.lead, initiative=bins, on=stopped)
    move_initiative(by=partnership.lead, initiative=stopped, move="stop")
    assert needs(partnership, bins)[2] == (
        "waits-title",
        "It waits for “Depot”. It was stopped. Say what happens without it, or wait for something else.",
    )


def test_an_update_that_asks_for_it_and_old_words_are_said(partnership, bins):
    write_update(by=partnership.lead, initiative=bins, happened="No bins.", upcoming="?", needs_attention=True)
    grow_old(bins)

    assert [section for section, _said in needs(partnership, bins)] == ["updates-title", "about-title"]


def test_several_of_a_kind_are_one_line_and_there_are_four_lines_at_most(partnership, bins):
    for title in ("Bins bought", "Bins given"):
        step(partnership, bins, title=title, due=LONG_AGO)
        block(partnership, bins, title)
    add_dependency(by=partnership.lead, initiative=bins, outside="A lorry", needed_by=LONG_AGO)
    write_update(by=partnership.lead, initiative=bins, happened="No bins.", upcoming="?", needs_attention=True)
    grow_old(bins)

    found = needs(partnership, bins)

    assert found[:2] == [
        ("risks-title", "2 blockers are open"),
        ("milestones-title", "2 milestones are overdue"),
    ]
    assert len(found) == 4


def test_of_what_is_over_nothing_needs_attention(partnership, bins):
    block(partnership, bins)
    move_initiative(by=partnership.lead, initiative=bins, move="stop")

    assert needs(partnership, bins) == []
