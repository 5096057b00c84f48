"""The pages of how it goes: updates, counts, milestones, risks and what is waited for."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.initiatives.actions import add_measure, change_milestone, count_delivery, raise_risk
from apps.initiatives.models import DeliveryCount, Dependency, InitiativeUpdate, Milestone, Risk
from apps.initiatives.plans import MeasurePlan, RiskPlan
from tests.work.acting import LONG_AGO, log, step
from tests.work.reading import said


@pytest.fixture
def initiative(partnership):
    return log(partnership)


def address(name, initiative, *more):
    return reverse(f"work:{name}", args=[initiative.workspace.slug, initiative.pk, *more])


def page(browser, initiative):
    return said(browser.get(address("initiative", initiative)))


def test_an_update_is_written_and_read_by_everyone_in_the_workspace(lead, viewer, initiative):
    form = {"happened": "The bins came.", "upcoming": "We hand them out.", "needs_attention": "on"}

    answer = lead.post(address("update_write", initiative), form)

    assert answer.status_code == 302
    assert InitiativeUpdate.objects.get().needs_attention
    words = page(viewer, initiative)
    assert "The bins came." in words
    assert "Needs attention." in words
    listed = said(viewer.get(reverse("work:initiatives", args=[initiative.workspace.slug])))
    assert "The bins came." in listed
    assert "The bins came." in said(viewer.get(address("initiative_updates", initiative)))


def test_a_half_update_comes_back_with_what_was_typed(lead, initiative):
    answer = lead.post(address("update_write", initiative), {"happened": "The bins came."})

    assert answer.status_code == 422
    assert "The bins came." in answer.content.decode()
    assert "what comes next" in said(answer)


def test_what_is_done_is_counted_and_corrected_and_stands_apart_from_the_goals(lead, initiative):
    lead.post(
        address("delivery_measure_add", initiative),
        {"title": "Bins given out", "kind": "much", "unit": "bins", "intended": "200", "due": "2027-12-31"},
    )
    measure = initiative.measures.get()
    lead.post(address("delivery_count", initiative, measure.pk), {"day": "2026-01-31", "number": "500"})
    count = DeliveryCount.objects.get()

    answer = lead.post(
        address("delivery_correct", initiative, measure.pk, count.pk), {"day": "2026-01-31", "number": "50"}
    )

    assert answer.status_code == 302
    words = page(lead, initiative)
    assert "What was done" in words
    assert "corrected: was 500" in words
    assert "25% of what is meant" in words
    assert "corrected: was 500" in said(lead.get(address("delivery_measure", initiative, measure.pk)))


def test_the_first_count_is_written_with_what_is_counted(lead, initiative):
    key = "6d1f0c0e-3a55-4f3a-9d6e-0a4a58f2b9c1"
    form = {"title": "Bins", "kind": "much", "unit": "bins", "intended": "12", "due": "2099-12-31", "key": key}

    for _twice in "ab":
        assert lead.post(address("delivery_measure_add", initiative), {**form, "so_far": "2"}).status_code == 302

    assert [(each.number, each.day) for each in DeliveryCount.objects.all()] == [(2, timezone.localdate())]
    assert "17% of what is meant" in page(lead, initiative)


def test_so_far_may_be_nothing_yet_and_never_less(lead, initiative):
    form = {"title": "Bins", "kind": "much", "unit": "bins"}

    less = lead.post(address("delivery_measure_add", initiative), {**form, "so_far": "-1"})
    lead.post(address("delivery_measure_add", initiative), {**form, "so_far": ""})
    lead.post(address("delivery_measure_add", initiative), {**form, "title": "Lids", "so_far": "0"})

    assert "not less than nothing" in said(less)
    assert [(each.measure.title, each.number) for each in DeliveryCount.objects.all()] == [("Lids", 0)]


def test_what_needs_attention_stands_first_and_leads_to_its_section(partnership, lead, viewer, initiative):
    assert "What needs attention" not in page(viewer, initiative)
    step(partnership, initiative, due=LONG_AGO)

    content = viewer.get(address("initiative", initiative)).content.decode()

    assert '<a href="#milestones-title">“Bins bought” was due on 31 March 2020</a>' in content
    assert content.index("attention-title") < content.index(initiative.summary)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"day": "2099-01-31", "number": "5"}, "still to come"),
        ({"day": "2026-01-31", "number": "-5"}, "not less than nothing"),
        ({"day": "2026-01-31", "number": "many"}, "Write a number"),
    ],
)
def test_a_wrong_count_says_what_is_wrong(form, sentence, partnership, lead, initiative):
    measure = add_measure(by=partnership.lead, initiative=initiative, plan=MeasurePlan("Bins", "bins"))

    answer = lead.post(address("delivery_count", initiative, measure.pk), form)

    assert answer.status_code == 422
    assert sentence in said(answer)


def test_a_milestone_gets_an_owner_and_another_day_and_the_day_before_is_seen(partnership, lead, viewer, initiative):
    milestone = step(partnership, initiative, due=date(2027, 3, 31))
    form = {"version": "1", "title": milestone.title, "due": "2027-09-30", "owner": partnership.contributor.pk}

    answer = lead.post(address("milestone_change", initiative, milestone.pk), {**form, "reason": "No bins yet."})

    assert answer.status_code == 302
    words = page(viewer, initiative)
    assert "due on 30 September 2027" in words
    assert "Was due before on 31 March 2027" in words
    assert "Looked after by Harper Health" in words
    assert "No bins yet." in said(viewer.get(address("milestone_versions", initiative, milestone.pk)))


def test_who_changes_a_milestone_that_someone_changed_reads_both(partnership, lead, initiative):
    milestone = step(partnership, initiative)
    words = {"title": "All bins bought"}
    change_milestone(by=partnership.contributor, milestone=milestone, based_on=1, words=words)

    answer = lead.post(
        address("milestone_change", initiative, milestone.pk),
        {"version": "1", "title": "Bins bought and paid", "due": milestone.due.isoformat()},
    )

    assert answer.status_code == 409
    assert "All bins bought" in said(answer)
    assert "Bins bought and paid" in answer.content.decode()


def test_a_milestone_is_moved_on_and_dropped(partnership, lead, initiative):
    milestone = step(partnership, initiative)

    lead.post(address("milestone_move", initiative, milestone.pk), {"move": "drop"})

    assert Milestone.objects.get(pk=milestone.pk).state == "dropped"
    assert "dropped; it was due on" in page(lead, initiative)
    assert lead.post(address("milestone_move", initiative, milestone.pk), {"move": "reach"}).status_code == 404


def test_a_risk_is_named_weighed_changed_closed_and_opened_again(partnership, lead, initiative):
    add, wrong = address("risk_add", initiative), {"kind": "risk", "what": "Prices may rise."}
    assert "a guess will do" in said(lead.post(add, wrong))

    lead.post(add, {**wrong, "likelihood": "2", "seriousness": "3"})
    risk = Risk.objects.get()
    lead.post(
        address("risk_change", initiative, risk.pk),
        {"version": "1", "what": "Prices rise.", "likelihood": "3", "seriousness": "3", "response": "We buy early."},
    )
    words = page(lead, initiative)
    assert "Prices rise." in words
    assert "We buy early." in words
    assert "Prices may rise." in said(lead.get(address("risk_versions", initiative, risk.pk)))
    lead.post(address("risk_close", initiative, risk.pk), {"why": "They fell."})
    assert "They fell." in page(lead, initiative)
    lead.post(address("risk_reopen", initiative, risk.pk))

    assert Risk.objects.get().state == "open"


def test_a_blocker_needs_no_guess(lead, initiative):
    form = {"kind": "blocker", "what": "The depot is shut.", "likelihood": "2"}

    lead.post(address("risk_add", initiative), form)

    assert Risk.objects.get().likelihood is None


def test_what_it_waits_for_is_noted_said_on_both_pages_and_ended(partnership, lead, initiative):
    depot = log(partnership, title="A new depot")

    lead.post(address("dependency_add", initiative), {"on": depot.pk, "needed_by": "2020-01-01"})

    assert "It was needed by 1 January 2020" in page(lead, initiative)
    assert "These wait for it: Kerbside food waste" in page(lead, depot)
    answer = lead.post(address("dependency_add", depot), {"on": initiative.pk})
    assert "each would wait for the other" in said(answer)
    lead.post(address("dependency_end", initiative, Dependency.objects.get().pk))
    assert "These wait for it" not in page(lead, depot)


@pytest.mark.parametrize("form", [{"outside": ""}, {"outside": "The grant", "on": "one"}])
def test_it_waits_for_one_thing_at_a_time(form, partnership, lead, initiative):
    depot = log(partnership, title="A new depot")
    form = {name: depot.pk if value == "one" else value for name, value in form.items()}

    assert "one of the two" in said(lead.post(address("dependency_add", initiative), form))


def test_a_viewer_reads_and_is_offered_nothing(partnership, viewer, initiative):
    measure = add_measure(by=partnership.lead, initiative=initiative, plan=MeasurePlan("Bins", "bins"))
    count_delivery(by=partnership.lead, measure=measure, day=date(2026, 1, 31), number=Decimal(5))
    raise_risk(by=partnership.lead, initiative=initiative, plan=RiskPlan("blocker", "The depot is shut."))

    words = viewer.get(address("initiative", initiative)).content.decode()

    assert "The depot is shut." in words
    for offered in ("updates/write", "measures/add", "/correct/", "risks/add", "waits/add"):
        assert offered not in words


def test_evidence_says_how_strong_it_is(lead, initiative):
    form = {"title": "Survey", "note": "40 of 50.", "kind": "voices", "strength": "2"}

    lead.post(address("evidence_add", initiative), form)

    words = page(lead, initiative)
    assert "A survey or interviews." in words
    assert "Strength 2 of 5" in words


def test_the_page_asks_as_much_however_much_there_is(partnership, lead, initiative, django_assert_max_num_queries):
    def fill(many):
        for number in range(many):
            plan = MeasurePlan(f"Bins {number}", "bins")
            measure = add_measure(by=partnership.lead, initiative=initiative, plan=plan)
            count_delivery(by=partnership.lead, measure=measure, day=date(2026, 1, 31), number=Decimal(5))
            raise_risk(by=partnership.lead, initiative=initiative, plan=RiskPlan("blocker", f"Shut {number}."))
            milestone = step(partnership, initiative, title=f"Step {number}")
            words = {"due": date(2099, 1, 1)}
            change_milestone(by=partnership.lead, milestone=milestone, based_on=1, words=words)

    fill(1)
    lead.get(address("initiative", initiative))
    with django_assert_max_num_queries(60) as few:
        lead.get(address("initiative", initiative))
    fill(5)
    with django_assert_max_num_queries(len(few)):
        lead.get(address("initiative", initiative))
