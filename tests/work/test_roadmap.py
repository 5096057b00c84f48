"""The roadmap: goals as roads, what serves them below, what is missing beside."""

from datetime import date

from apps.initiatives.actions import move_initiative
from apps.work.roadmap import roadmap_of
from tests.work import acting
from tests.work.reading import at, headings, offered, said


def test_goals_stand_by_element_with_what_serves_them_and_their_standing(partnership, lead):
    goal = partnership.goal(title="Waste less")
    acting.log(partnership, goal, title="Bins", starts=date(2026, 1, 1), ends=date(2027, 6, 30))

    page = lead.get(at(partnership, "roadmap"))

    shown = said(page)
    assert "2027 2028 Recycling Waste less Behind" in shown
    assert "Ambleton, from 30.0 (2023) to 45.0 by 31 December 2028" in shown
    assert "Bins Ambleton Council (local government), proposed" in shown
    rows = page.context["roadmap"].stretches[0].roads[0]
    assert rows.span.during == 2 * (2028 - 2023) + 1
    assert [work.span.during for work in rows.served_by] == [3]


def test_what_is_missing_is_named(partnership):
    served = partnership.goal(title="Waste less")
    idle = partnership.goal("bus-trips", title="Ride more")
    acting.log(partnership, served, title="Bins")
    acting.log(partnership, title="A fair")

    found = roadmap_of(partnership.workspace, partnership.lead)

    assert [line.goal for line in found.idle] == [idle]
    assert [work.line.initiative.title for work in found.aimless] == ["A fair"]
    assert all(each.reading.band.step <= 2 for each in found.weak)


def test_what_was_stopped_is_no_part_of_it_and_what_is_finished_is(partnership):
    goal = partnership.goal()
    acting.log(partnership, goal, title="Given up", status="under-way")
    stopped = acting.log(partnership, goal, title="Stopped")
    move_initiative(by=partnership.lead, initiative=stopped, move="stop")

    found = roadmap_of(partnership.workspace, partnership.lead)

    assert [work.line.initiative.title for work in found.stretches[0].roads[0].served_by] == ["Given up"]


def test_which_sectors_work_on_what_is_told_on_one_page_that_it_leads_to(partnership, lead):
    acting.log(partnership, partnership.goal(), title="Bins")

    page = lead.get(at(partnership, "roadmap"))

    assert (2, "Which sectors work on what") in headings(page)
    assert at(partnership, "sectors") in offered(page)


def test_what_is_kept_from_someone_is_not_on_their_roadmap(partnership, lead, signed_in):
    goal = partnership.goal()
    acting.log(partnership, goal, title="Secret tender", is_kept=True)

    assert "Secret tender" in said(lead.get(at(partnership, "roadmap")))
    others = signed_in(partnership.business_member).get(at(partnership, "roadmap"))
    assert "Secret tender" not in said(others)
    assert "Goals that nothing serves yet" in said(others)


def test_a_workspace_without_goals_is_led_to_its_first(partnership, lead):
    shown = said(lead.get(at(partnership, "roadmap")))

    assert "No goals yet" in shown
    assert "Set a goal" in shown


def test_it_asks_the_same_however_much_is_on_it(partnership, lead, django_assert_max_num_queries):
    goal = partnership.goal()
    for number in range(6):
        acting.log(partnership, goal, title=f"Initiative {number}")
    lead.get(at(partnership, "roadmap"))

    with django_assert_max_num_queries(20):
        lead.get(at(partnership, "roadmap"))


def test_of_very_many_goals_those_in_one_domain_are_drawn_and_what_is_missing_is_told_of_all(
    partnership, lead, monkeypatch
):
    monkeypatch.setattr("apps.work.roadmap._READ_AT_ONCE", 1)
    partnership.goal(title="Waste less")
    partnership.goal("smoking", title="Smoke less")

    first = lead.get(at(partnership, "roadmap")).context["roadmap"]
    codes = [element.code for element in first.domains]
    other = lead.get(at(partnership, "roadmap"), {"domain": codes[1]}).context["roadmap"]
    strange = lead.get(at(partnership, "roadmap"), {"domain": "never-was"}).context["roadmap"]

    assert len(codes) == 2
    assert [[road.line.goal.title for road in found.stretches[0].roads] for found in (first, other)] == (
        [["Smoke less"], ["Waste less"]] if codes[0] == "health" else [["Waste less"], ["Smoke less"]]
    )
    assert strange.drawn == first.drawn
    assert {line.goal.title for line in first.idle} == {"Waste less", "Smoke less"}
