"""How it goes: updates, counts of what was done, risks and blockers, and what is waited for."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.activity.models import Event
from apps.activity.queries import events_in
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.initiatives.actions import (
    add_dependency,
    add_evidence,
    add_measure,
    add_milestone,
    change_risk,
    close_risk,
    correct_count,
    count_delivery,
    end_dependency,
    move_initiative,
    raise_risk,
    reopen_risk,
    write_update,
)
from apps.initiatives.course import course_of
from apps.initiatives.models import DeliveryCount, Dependency, Initiative
from apps.initiatives.plans import MeasurePlan, RiskPlan
from apps.initiatives.queries import initiative_lines
from apps.initiatives.sight_actions import give_sight, share_initiative, take_sight
from tests.initiatives.making import log
from tests.kept import keep_draft
from tests.records import as_saved, last_event
from tests.rights import everyone_around, those_who_may

DAY = date(2026, 1, 31)
EDITORS = {"contributor of the business", "contributor", "lead"}


def update(by, initiative, happened="It opened.", upcoming="More come.", **more):
    return write_update(by=by, initiative=initiative, happened=happened, upcoming=upcoming, **more)


@pytest.fixture
def measure(partnership, cafe):
    plan = MeasurePlan("Things mended", "things", intended=Decimal(200), due=date(2027, 12, 31))
    return add_measure(by=partnership.lead, initiative=cafe, plan=plan)


@pytest.fixture
def risk(partnership, cafe):
    return raise_risk(by=partnership.lead, initiative=cafe, plan=RiskPlan("risk", "The lease may end.", 1, 3))


@pytest.fixture
def bakery(partnership):
    return log(partnership, title="Bakery")


def test_who_may_write_of_how_it_goes(partnership, cafe, measure, risk, bakery):
    people = everyone_around(partnership)
    people.pop("operator")
    deeds = (
        lambda by: update(by, cafe),
        lambda by: add_measure(by=by, initiative=cafe, plan=MeasurePlan("Hours", "hours")),
        lambda by: count_delivery(by=by, measure=measure, day=DAY, number=Decimal(3)),
        lambda by: raise_risk(by=by, initiative=cafe, plan=RiskPlan("blocker", "No key.")),
        lambda by: change_risk(by=by, risk=risk, based_on=1, words={"what": "The lease ends."}),
        lambda by: close_risk(by=by, risk=risk, why="It was renewed."),
        lambda by: add_dependency(by=by, initiative=cafe, on=bakery),
    )

    assert [those_who_may(deed, people) for deed in deeds] == [EDITORS] * len(deeds)


def test_an_update_is_a_vouching_too_and_the_latest_stands_in_the_list(partnership, cafe):
    Initiative.objects.filter(pk=cafe.pk).update(confirmed_at=timezone.now() - timedelta(days=200))
    update(partnership.lead, cafe, "It began.")
    key = uuid4()

    twice = {update(partnership.contributor, cafe, "Ten came.", needs_attention=True, key=key).pk for _each in "ab"}

    cafe = as_saved(cafe)
    assert len(twice) == 1
    assert (cafe.confirmed_by, cafe.confirmed_at.date()) == (partnership.contributor, timezone.now().date())
    line = initiative_lines(partnership.workspace, reader=partnership.viewer)[0]
    assert (line.update.happened, line.update.needs_attention, line.is_unconfirmed) == ("Ten came.", True, False)
    assert [each.happened for each in course_of(cafe, reader=partnership.viewer).updates] == ["Ten came.", "It began."]
    assert last_event().details["said"] == "Ten came."


@pytest.mark.parametrize("line", ["", "   ", "w" * 281])
def test_what_is_no_line_is_no_update(line, partnership, cafe):
    with pytest.raises(ValidationError):
        update(partnership.lead, cafe, happened=line)


def test_counts_of_how_much_add_up_and_of_how_well_the_latest_holds(partnership, cafe, measure):
    by = partnership.lead
    well = add_measure(by=by, initiative=cafe, plan=MeasurePlan("Would come again", "%", kind="well"))
    for number in (30, 20):
        count_delivery(by=by, measure=measure, day=DAY, number=Decimal(number))
        count_delivery(by=by, measure=well, day=DAY, number=Decimal(number))

    much, how_well = course_of(cafe, reader=by).measures

    assert (much.number, much.share, much.is_late) == (50, 25, False)
    assert (how_well.number, how_well.share) == (20, None)


@pytest.mark.parametrize(("number", "share"), [("1", 1), ("33.5", 17), ("199.9", 99), ("200", 100), ("300", 100)])
def test_a_share_is_rounded_and_is_all_of_it_only_once_all_is_done(number, share, partnership, cafe, measure):
    count_delivery(by=partnership.lead, measure=measure, day=DAY, number=Decimal(number))

    assert course_of(cafe, reader=partnership.lead).measures[0].share == share


def test_a_correction_keeps_what_it_was(partnership, cafe, measure):
    count = count_delivery(by=partnership.lead, measure=measure, day=DAY, number=Decimal(300))

    right = correct_count(by=partnership.contributor, count=count, day=DAY, number=Decimal(30))
    again = correct_count(by=partnership.contributor, count=count, day=DAY, number=Decimal(30))

    line = course_of(cafe, reader=partnership.lead).measures[0]
    assert (right.corrects, again, line.number, line.counts) == (count, right, 30, (right,))
    assert DeliveryCount.objects.get(pk=count.pk).number == 300
    with pytest.raises(Refused, match="corrected this count already"):
        correct_count(by=partnership.lead, count=count, day=DAY, number=Decimal(31))


def test_a_number_is_meant_by_a_day_and_nothing_is_counted_ahead(partnership, cafe, measure):
    with pytest.raises(ValidationError, match="number that is meant and the day"):
        add_measure(by=partnership.lead, initiative=cafe, plan=MeasurePlan("Hours", "hours", intended=Decimal(3)))
    with pytest.raises(ValidationError, match="still to come"):
        count_delivery(by=partnership.lead, measure=measure, day=date(2099, 1, 1), number=Decimal(3))


def test_a_risk_is_weighed_and_a_blocker_is_not(partnership, cafe):
    for plan in (RiskPlan("risk", "It may rain."), RiskPlan("blocker", "It rains.", 1, 1)):
        with pytest.raises(ValidationError, match="how likely and how serious"):
            raise_risk(by=partnership.lead, initiative=cafe, plan=plan)


def test_a_risk_is_closed_with_a_reason_and_opened_again(partnership, cafe, risk):
    by = partnership.lead
    with pytest.raises(ValidationError, match="why it is closed"):
        close_risk(by=by, risk=risk, why="  ")

    close_risk(by=by, risk=risk, why="It was renewed.")

    course = course_of(cafe, reader=by)
    assert ([line.risk.closing for line in course.closed_risks], course.risks) == (["It was renewed."], ())
    assert (reopen_risk(by=by, risk=risk).state, reopen_risk(by=by, risk=risk).closing) == ("open", "")


def test_of_two_who_change_a_risk_the_second_is_told(partnership, risk):
    change_risk(by=partnership.lead, risk=risk, based_on=1, words={"seriousness": 2})

    with pytest.raises(Overtaken):
        change_risk(by=partnership.contributor, risk=risk, based_on=1, words={"seriousness": 1})


def test_what_it_waits_for_slips_and_the_page_says_so(partnership, cafe, bakery):
    by = partnership.lead
    add_dependency(by=by, initiative=cafe, on=bakery, needed_by=date(2099, 1, 1))
    add_dependency(by=by, initiative=cafe, outside="The grant", needed_by=date(2020, 1, 1))

    def troubles():
        return [line.trouble for line in course_of(cafe, reader=by).waits_for]

    assert troubles() == ["It was needed by 1 January 2020, and is not there yet.", ""]
    add_milestone(by=by, initiative=bakery, title="Oven bought", due=date(2020, 1, 1))
    assert troubles()[1] == "A milestone of it is overdue."
    move_initiative(by=by, initiative=bakery, move="stop")
    assert troubles()[1].startswith("It was stopped.")
    assert [each.initiative for each in course_of(bakery, reader=by).awaited_by] == [cafe]


def test_a_circle_is_refused_kindly_however_long(partnership, cafe, bakery):
    by, third = partnership.lead, log(partnership, title="Third")
    add_dependency(by=by, initiative=cafe, on=bakery)
    first = add_dependency(by=by, initiative=bakery, on=third)

    with pytest.raises(ValidationError, match="each would wait for the other"):
        add_dependency(by=by, initiative=third, on=cafe)
    with pytest.raises(ValidationError, match="cannot wait for itself"):
        add_dependency(by=by, initiative=cafe, on=cafe)
    end_dependency(by=by, dependency=first)
    add_dependency(by=by, initiative=third, on=cafe)


@pytest.mark.parametrize("given", [{}, {"outside": "  "}])
def test_it_waits_for_one_thing(given, partnership, cafe):
    with pytest.raises(ValidationError, match="one of the two"):
        add_dependency(by=partnership.lead, initiative=cafe, **given)


def test_what_waits_for_something_kept_is_seen_by_those_alone_who_see_that(partnership, cafe):
    draft = keep_draft(partnership, partnership.goal()).initiative
    before = Event.objects.filter(subject_kind="initiative", subject_id=cafe.pk).count()

    made = Dependency.objects.filter(on=draft).get()

    assert made.initiative == cafe
    assert list(Dependency.objects.visible_to(partnership.lead)) == []
    assert course_of(cafe, reader=partnership.lead).waits_for == ()
    assert [line.dependency for line in course_of(cafe, reader=partnership.business_member).waits_for] == [made]
    assert Event.objects.filter(subject_kind="initiative", subject_id=cafe.pk).count() == before
    told = Event.objects.filter(verb=Verb.DEPENDENCY_ADDED, subject_id=draft.pk, details__said="Repair cafe").get()
    assert (told.subject_id, told.details["said"]) == (draft.pk, "Repair cafe")
    with pytest.raises(Dependency.DoesNotExist):
        end_dependency(by=partnership.lead, dependency=made)
    with pytest.raises(Initiative.DoesNotExist):
        add_dependency(by=partnership.lead, initiative=cafe, on=draft)


def test_of_two_drafts_the_one_that_fewer_see_says_so_and_sight_that_is_taken_hides_it(partnership, cafe):
    by = partnership.business_member
    draft, other = (
        keep_draft(partnership, partnership.goal()).initiative,
        log(partnership, by=by, title="Second draft", is_kept=True),
    )
    health = partnership.partners["health"]
    give_sight(by=by, initiative=draft, partner=health)
    give_sight(by=by, initiative=other, partner=health)
    made = add_dependency(by=by, initiative=other, on=draft)

    assert list(Dependency.objects.visible_to(partnership.contributor).filter(on=draft, initiative=other)) == [made]
    take_sight(by=by, initiative=draft, partner=health)

    assert not Dependency.objects.visible_to(partnership.contributor).filter(initiative=other).exists()
    assert course_of(other, reader=partnership.contributor).waits_for == ()
    told = Event.objects.filter(verb=Verb.DEPENDENCY_ADDED, subject_kind="initiative", subject_id=other.pk)
    assert not told.exists()


def _two_drafts(partnership):
    by = partnership.business_member
    return [log(partnership, by=by, title=title, is_kept=True) for title in ("First draft", "Second draft")]


@pytest.mark.parametrize("end", [0, 1])
def test_of_two_drafts_one_that_more_see_later_does_not_tell_them_of_the_other(end, partnership):
    by, drafts = partnership.business_member, _two_drafts(partnership)
    made = add_dependency(by=by, initiative=drafts[0], on=drafts[1])

    give_sight(by=by, initiative=drafts[end], partner=partnership.partners["health"])
    before = [line.verb for line in events_in(partnership.workspace, reader=partnership.contributor)]
    share_initiative(by=by, initiative=drafts[end])
    after = [line.verb for line in events_in(partnership.workspace, reader=partnership.viewer)]
    end_dependency(by=by, dependency=made)
    ended = [line.verb for line in events_in(partnership.workspace, reader=partnership.viewer)]

    dependency = {Verb.DEPENDENCY_ADDED, Verb.DEPENDENCY_ENDED}
    assert Verb.INITIATIVE_SHARED in after
    assert not dependency & {*before, *after, *ended}


def test_whoever_sees_which_end_by_now_what_it_waited_for_may_be_ended(partnership):
    by, (first, second) = partnership.business_member, _two_drafts(partnership)
    made = add_dependency(by=by, initiative=first, on=second)
    give_sight(by=by, initiative=first, partner=partnership.partners["health"])
    give_sight(by=by, initiative=second, partner=partnership.partners["council"])

    assert end_dependency(by=by, dependency=made).ended_at
    with pytest.raises(Refused, match="each to other partners"):
        add_dependency(by=by, initiative=first, on=second)


def test_a_circle_through_what_is_kept_is_not_told_to_who_does_not_see_it(partnership, cafe, bakery):
    draft = keep_draft(partnership, partnership.goal()).initiative
    Dependency.objects.all().delete()
    add_dependency(by=partnership.business_member, initiative=cafe, on=draft)
    add_dependency(by=partnership.business_member, initiative=draft, on=bakery)

    add_dependency(by=partnership.lead, initiative=bakery, on=cafe)


def test_the_database_holds_that_a_milestone_is_reached_on_a_day(milestone):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(milestone).objects.filter(pk=milestone.pk).update(state="reached")


def test_evidence_says_its_kind_and_how_strong_it_is_or_neither(partnership, cafe):
    shown = add_evidence(
        by=partnership.lead, initiative=cafe, title="Survey", note="40 of 50.", kind="voices", strength="2"
    )

    assert (shown.get_kind_display(), shown.strength) == ("a survey or interviews", "2")
    with pytest.raises(ValidationError):
        add_evidence(by=partnership.lead, initiative=cafe, title="Survey", note="40 of 50.", strength="6")
