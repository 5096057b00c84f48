"""The pages of a workspace's goals: the list, one goal, its versions, changing and closing it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import open_organisation
from apps.activity.models import Version
from apps.background.claim import run_waiting
from apps.framework.models import Element
from apps.goals.actions import close_goal, revise_goal, show_goal
from apps.goals.models import Goal
from apps.initiatives.models import Initiative
from apps.workspaces.actions import remove_member, remove_partner, show_partner, show_workspace
from tests.work import acting
from tests.work.reading import at, beside, first_step, headings, offered, said
from tests.world import NEW, OLD, row_of

NEXT = "2025-01-01/P1Y"
OF_WORDS = "30.5 in 2024; the road expected 32.7 by then: behind."


def publish_next_year(partnership, value=35.5):
    world = partnership.world
    world.bring("recycling", [row_of(area.code, NEXT, value) for area in world.areas.values()], release="2")
    world.publish()
    run_waiting()


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def words_of(goal, **changes):
    """What the form that changes a goal sends when nothing was touched, but for some changes."""
    words = {
        "title": goal.title,
        "why": goal.why,
        "aim": goal.aim,
        "against": goal.against or "peers",
        "moves": goal.moves,
        "target": f"{goal.target:g}",
        "due": goal.due.isoformat(),
        "shape": goal.shape,
        "marks": goal.marks,
        "success": goal.success,
        "lead": goal.lead_id,
        "version": goal.version,
        "reason": "",
    }
    return words | changes


# The list


def test_the_list_says_of_each_goal_what_it_is_and_where_it_stands_by_the_day_it_falls_due(partnership, viewer):
    partnership.goal(title="Waste less")
    partnership.goal("smoking", title="Smoke less", due=date(2027, 12, 31), lead=partnership.health)
    closed = partnership.goal("clean-air", title="Breathe freely")
    close_goal(by=partnership.lead, goal=closed, note="Given up: nobody measures it here.")

    page = viewer.get(at(partnership, "goals"))

    assertTemplateUsed(page, "work/goals.html")
    assert headings(page) == [
        (1, "Goals"),
        (2, "Open"),
        (3, "Smoke less"),
        (3, "Waste less"),
        (2, "Closed"),
        (3, "Breathe freely"),
    ]
    assert "2 open goals, 1 closed." in said(page)
    aim = "From 30.0 (2023) to 45.0 by 31 December 2028."
    about = "Recycling in Ambleton, led by Ambleton Council"
    assert f"Waste less Behind {OF_WORDS} {aim} {about}" in said(page)
    assert "Given up: nobody measures it here." in said(page)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, {"Here", "There", "Past"}),
        ({"state": "open"}, {"Here", "There"}),
        ({"state": "closed"}, {"Past"}),
        ({"area": "brackford"}, {"There"}),
        ({"state": "closed", "area": "brackford"}, set()),
        ({"state": "ajar", "area": "brackford"}, {"There"}),
        ({"state": "\x00", "area": "dunmere"}, {"Here", "There", "Past"}),
    ],
)
def test_the_list_is_narrowed_by_state_and_area(asked, titles, partnership, viewer):
    partnership.goal(title="Here")
    partnership.goal(title="There", area=partnership.world.areas["Brackford"], target=60.0)
    close_goal(by=partnership.lead, goal=partnership.goal("smoking", title="Past"), note="Done.")

    page = viewer.get(at(partnership, "goals", **asked))

    assert {words for level, words in headings(page) if level == 3} == titles
    assert ("None fits. Choose less narrowly." in said(page)) == (not titles)


def test_without_a_goal_the_list_says_what_one_is_and_offers_it_to_those_who_may_set_one(partnership, viewer, lead):
    address, choosing = at(partnership, "goals"), at(partnership, "goal_choose")

    read, may_set = viewer.get(address), lead.get(address)

    assert headings(read) == [(1, "Goals"), (2, "No goals yet")]
    assert (first_step(read), first_step(may_set)) == ([], [choosing])
    assert choosing not in offered(read)


def test_the_list_asks_the_same_for_ten_times_as_many_goals(partnership, viewer):
    for number in range(2):
        partnership.goal(title=f"Goal {number}")
    few = queries_of(viewer, at(partnership, "goals"))
    for number in range(2, 20):
        partnership.goal(title=f"Goal {number}")

    assert queries_of(viewer, at(partnership, "goals")) == few <= 12


# One goal


def test_a_goals_page_says_from_what_to_what_and_how_fast_it_moves(partnership, viewer):
    goal = partnership.goal(title="Waste less", why="Because the tip is full.\n\nAnd it smells.")

    page = viewer.get(at(partnership, "goal", goal.pk))

    assertTemplateUsed(page, "work/goal.html")
    shown = said(page)
    assert f"Behind {OF_WORDS}" in shown
    assert "From 30.0 (2023) to 45.0 by 31 December 2028. Per cent; higher is better." in shown
    assert "Since its baseline (2023) it moved by +0.50 percentage points a year, for the better." in shown
    assert "The road needs +2.73 percentage points a year, for the better." in shown
    assert "There is one figure so far" not in shown
    assert "Because the tip is full. And it smells." in shown
    assert "Led by Ambleton Council Due 31 December 2028" in shown
    assert f"As published in run {partnership.world.run.pk} on the day the goal was set" in shown
    assert ", Olive Officer Versions 1 version" in shown
    assert (
        "Every figure, newest first Period Figure Expected by the road 95% limits 2024 30.5 32.7 – 2023 30.0 – –"
        in shown
    )
    assert at(partnership, "goal_versions", goal.pk) in offered(page)
    assert "/areas/upper/ambleton/recycling/" in offered(page)


def test_the_road_is_drawn_beside_the_past_and_told_to_those_who_cannot_see_it(partnership, viewer):
    page = viewer.get(at(partnership, "goal", partnership.goal().pk)).content.decode()

    assert '<svg class="history road"' in page
    assert "Recycling in Ambleton: the past, and the road to the target.</title>" in page
    assert "The road leads from 30.0 (2023) to 45.0 by 31 December 2028." in page
    assert page.count('class="history-dot"') == 2
    assert ">target 45.0</text>" in page


def test_headings_go_one_step_down_at_a_time(partnership, viewer):
    goal = partnership.goal(why="So.")
    acting.log(partnership, goal)
    acting.comment(partnership, goal)

    levels = [level for level, _ in headings(viewer.get(at(partnership, "goal", goal.pk)))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_goals_history_is_told_newest_first_with_what_changed_each_time(partnership, viewer):
    goal = partnership.goal()
    words = {"target": 50.0}
    revise_goal(by=partnership.lead, goal=goal, based_on=1, words=words, reason="We can do more.")
    publish_next_year(partnership)

    shown = said(viewer.get(at(partnership, "goal", goal.pk)))

    history = shown[shown.index("How it came to stand there") : shown.index("About this goal")]
    told = ["A new figure came out: 35.5 in 2025.", "The goal itself was changed: its target.", "The goal was set."]
    assert [history.index(each) for each in told] == sorted(history.index(each) for each in told)
    assert f"by run {partnership.world.run.pk}" in history
    assert history.count("by run") == 3
    assert "Behind 35.5 in 2025; the road expected" in shown[: shown.index("The past, and the road")]


def test_a_figure_that_is_no_longer_published_is_said_to_be_gone(partnership, viewer):
    goal, world = partnership.goal(), partnership.world
    gone = [row_of(world.areas["Ambleton"].code, period, None, "withdrawn") for period in (OLD, NEW)]
    world.bring("recycling", gone, release="2")
    world.publish()
    run_waiting()

    shown = said(viewer.get(at(partnership, "goal", goal.pk)))

    assert "Not comparable any more The figure it started from (2023) is no longer published" in shown
    assert "The figure for 2024 is no longer published." in shown
    assert "No figure for it is published at the moment." in shown
    assert "From 30.0 (2023) to 45.0 by 31 December 2028." in shown


def test_published_limits_are_drawn_and_stand_beside_the_figures_with_as_many_decimals(partnership, viewer):
    world = partnership.world
    row = replace(row_of(world.areas["Ambleton"].code, NEXT, 40.0), lower="38.25", upper="41.75")
    world.bring("recycling", [row], release="2")
    world.publish()

    page = viewer.get(at(partnership, "goal", partnership.goal().pk))

    assert "2025 40.0 35.5 38.2 to 41.8 2024 30.5 32.7 –" in said(page)
    assert 'class="history-limits"' in page.content.decode()


def test_a_goal_on_what_stands_above_indicators_says_that_it_is_held_to_a_progress_score(partnership, viewer):
    world = partnership.world
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year in (2024, 2025):
        for code in ("recycling", "bus-trips"):
            rows = [
                row_of(area.code, f"{year}-01-01/P1Y", 20.0 + position % 7 + year - 2023)
                for position, area in enumerate(world.areas.values())
            ]
            world.bring(code, rows, release=str(year))
    world.publish()
    goal = partnership.goal("sustainability", measure="progress", baseline_period=NEW, target=9.0)

    shown = said(viewer.get(at(partnership, "goal", goal.pk)))

    assert "to 9.00 by 31 December 2028, by its progress score. " in shown
    assert "A progress score rests on the indicators that have figures at both ends." in shown


def test_what_partners_do_towards_a_goal_is_told_apart_from_whether_it_moved(partnership, viewer):
    goal = partnership.goal()
    initiative = acting.log(partnership, goal, title="Second bins", kind="policy", starts=date(2026, 1, 1))
    acting.step(partnership, initiative, "Bins bought")
    acting.step(partnership, initiative, "Long done", due=acting.LONG_AGO)
    acting.reach(partnership, initiative.milestones.get(title="Long done"))

    page = viewer.get(at(partnership, "goal", goal.pk))

    assert (
        "Whether the figure moved is told above, by the figures; nothing here says that it moved because of this. "
        "Second bins Policy, proposed; led by Ambleton Council Less goes to landfill. "
        "Next milestone: Bins bought, due 31 March 2099"
    ) in said(page)
    assert at(partnership, "initiative", initiative.pk) in offered(page)


def test_a_goal_that_nobody_serves_says_so_and_leads_to_logging_something_towards_it(partnership, lead):
    goal = partnership.goal()

    page = lead.get(at(partnership, "goal", goal.pk))

    assert "Nobody has logged a policy or an initiative towards this goal yet." in said(page)
    assert f'href="{at(partnership, "initiative_log")}?goal={goal.pk}"' in page.content.decode()


def test_a_viewer_is_offered_nothing_that_they_may_not_do(partnership, viewer, contributor, lead):
    goal = partnership.goal()
    acting.comment(partnership, goal)
    names = ("goal_edit", "goal_close", "goal_show", "goal_comment")
    changing = {name: at(partnership, name, goal.pk) for name in names} | {"log": at(partnership, "initiative_log")}

    found = {
        who: {name for name, address in changing.items() if address in offered(browser.get(goal_page))}
        for goal_page in [at(partnership, "goal", goal.pk)]
        for who, browser in {"viewer": viewer, "contributor": contributor, "lead": lead}.items()
    }

    assert found == {"viewer": set(), "contributor": set(changing) - {"goal_show"}, "lead": set(changing)}


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ((), "does not see this goal."),
        (("workspace", "lead"), "does not see this goal."),
        (("goal", "lead"), "would see this goal, but does not see this workspace."),
        (("goal", "workspace"), "sees this goal and where it stands; not who leads it: look at the public page."),
        (("goal", "workspace", "lead"), "sees this goal and where it stands: look at the public page."),
    ],
)
def test_it_is_said_what_the_public_sees_of_a_goal(shown, sentence, partnership, viewer):
    goal = partnership.goal()
    show_goal(by=partnership.lead, goal=goal, is_public="goal" in shown)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public="workspace" in shown)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public="lead" in shown)

    assert f"The public {sentence} Talk" in said(viewer.get(at(partnership, "goal", goal.pk)))


def test_a_lead_lets_the_public_see_a_goal_and_takes_that_back(partnership, lead, contributor):
    goal = partnership.goal()
    address = at(partnership, "goal_show", goal.pk)

    shown = lead.post(address, {"is_public": "yes"}, follow=True)
    assert Goal.objects.get().is_public
    hidden = lead.post(address, {"is_public": "no"}, follow=True)
    assert not Goal.objects.get().is_public
    refused = contributor.post(address, {"is_public": "yes"})

    assert "You chose that the public may see it." in said(shown)
    assert "The public does not see it now." in said(hidden)
    assert refused.status_code == 403
    assert "You may not decide whether the public sees a goal." in said(refused)
    assert not Goal.objects.get().is_public


def test_a_goals_page_asks_the_same_for_ten_times_as_much_of_everything(partnership, viewer):
    goal = partnership.goal()

    def add(first, last):
        for number in range(first, last):
            initiative = acting.log(partnership, goal, title=f"Bins {number}")
            acting.step(partnership, initiative)
            top = acting.comment(partnership, goal, f"Comment {number}", by=partnership.someone(Role.CONTRIBUTOR))
            acting.comment(partnership, goal, f"Answer {number}", answers=top)
            revise_goal(by=partnership.lead, goal=goal, based_on=number, words={"why": f"So {number}."})

    add(1, 3)
    few = queries_of(viewer, at(partnership, "goal", goal.pk))
    add(3, 21)

    assert queries_of(viewer, at(partnership, "goal", goal.pk)) == few <= 30


def test_script_in_what_people_wrote_is_shown_as_text_everywhere(partnership, lead):
    nasty = '<script>alert(1)</script>"><img src=x>'
    goal = partnership.goal(title=nasty, why=nasty)
    revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"target": 50.0}, reason=nasty)
    acting.log(partnership, goal, title=nasty, summary=nasty)
    acting.comment(partnership, goal, nasty)

    pages = [lead.get(at(partnership, "goals"))]
    pages += [lead.get(at(partnership, name, goal.pk)) for name in ("goal", "goal_edit", "goal_versions", "goal_close")]
    lead.post(at(partnership, "goal_close", goal.pk), {"note": nasty})
    pages += [lead.get(at(partnership, "goal", goal.pk)), lead.get(at(partnership, "goals"))]

    for page in pages:
        assert "<script>alert(1)" not in page.content.decode()
        assert "<img src=x>" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


# Changing one


def test_the_form_holds_what_is_written_now_and_saves_what_is_written_anew(partnership, contributor):
    goal = partnership.goal(title="Waste less", why="The tip is full.")
    address = at(partnership, "goal_edit", goal.pk)

    opened = contributor.get(address)
    saved = contributor.post(address, words_of(goal, title="Waste nothing", target="50,5", reason="We can."))

    assertTemplateUsed(opened, "work/goal_edit.html")
    form = opened.context["form"]
    assert {name: form[name].value() for name in ("title", "why", "target", "lead", "version")} == {
        "title": "Waste less",
        "why": "The tip is full.",
        "target": "45",
        "lead": partnership.council.pk,
        "version": 1,
    }
    assert 'value="2028-12-31"' in opened.content.decode()
    assert "Recycling in Ambleton, from 30.0 (2023) to 45.0 by 31 December 2028." in said(opened)
    assertRedirects(saved, at(partnership, "goal", goal.pk), fetch_redirect_response=False)
    goal.refresh_from_db()
    assert (goal.title, goal.target, goal.version) == ("Waste nothing", 50.5, 2)
    page = contributor.get(saved.url)
    assert "Saved. What stood here before is among the versions." in said(page)
    assert "2 versions" in said(page)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Give the goal a title."),
        ("title", "x" * 10_000, "at most 140 characters"),
        ("title", "4\x005", "Null characters are not allowed."),
        ("why", "x" * 2_001, "at most 2000 characters"),
        ("target", "a lot", "Write the target as a number, such as 45 or 45.5."),
        ("target", "1e400", "Write the target as a number, such as 45 or 45.5."),
        ("target", "20", "Here higher is better, and it begins at 30.0. Choose a higher target."),
        ("target", "30", "The figure is 30.0 already. Choose a target that differs."),
        ("due", "soon", "Write a day as year, month and day, such as 2028-12-31."),
        ("due", "0001-01-01", "A goal falls due after the figures it is set on. Choose a day after 30 June 2026."),
        ("due", "9999-12-31", "That is more than fifty years ahead. Choose a nearer day."),
        ("lead", "", "Choose the partner that leads."),
        ("lead", "9" * 30, "Choose one of the partners of this workspace."),
        ("reason", "x" * 1_001, "at most 1000 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(field, typed, sentence, partnership, lead):
    goal = partnership.goal()
    sent = words_of(goal, why="New words that took an hour.", reason="So.") | {field: typed}

    page = lead.post(at(partnership, "goal_edit", goal.pk), sent)

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert page.context["form"][field].value() == typed
    assert "<title>Error: Change Move recycling" in " ".join(page.content.decode().split())
    if field != "why":
        assert "New words that took an hour.</textarea>" in page.content.decode()
    assert Version.objects.filter(subject_kind="goal").count() == 1


@pytest.mark.parametrize("changed", [{"shape": "slow-start"}, {"marks": "2026: 35"}, {"success": "Bins are light."}])
def test_another_road_or_another_success_needs_a_reason(changed, partnership, lead):
    goal = partnership.goal()

    page = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, **changed))

    assert page.status_code == 422
    assert beside(page, "reason") == "Say why the road or what counts as success changes: partners will ask."
    assert Goal.objects.get().version == 1


@pytest.mark.parametrize("changed", [{"target": "50"}, {"due": "2029-12-31"}])
def test_another_target_or_day_needs_a_reason(changed, partnership, lead):
    goal = partnership.goal()

    page = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, title="Waste less", **changed))

    assert page.status_code == 422
    assert beside(page, "reason") == "Say why the target or the date changes: partners will ask."
    assert 'value="Waste less"' in page.content.decode()
    assert Goal.objects.get().version == 1


def test_whoever_saves_second_sees_both_texts_and_loses_neither(partnership, lead, contributor):
    goal = partnership.goal(title="Waste less", why="The tip is full.")
    address = at(partnership, "goal_edit", goal.pk)
    lead.post(address, words_of(goal, title="Waste nothing", why="The tip is closed."))

    told = contributor.post(address, words_of(goal, why="The tip smells.", reason="It does."))

    assert told.status_code == 409
    shown = said(told)
    assert "Olive Officer saved this at" in shown
    assert "What only they changed has been put into your form: Title." in shown
    assert "Why They saved The tip is closed. You wrote The tip smells." in shown
    form = told.context["form"]
    assert {name: form[name].value() for name in ("title", "why", "reason", "version")} == {
        "title": "Waste nothing",
        "why": "The tip smells.",
        "reason": "It does.",
        "version": "2",
    }
    assert Goal.objects.get().why == "The tip is closed."

    again = contributor.post(address, {bound.name: bound.value() for bound in form})

    assert again.status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.why, goal.version) == ("Waste nothing", "The tip smells.", 3)
    kept = said(contributor.get(at(partnership, "goal_versions", goal.pk)))
    assert [each in kept for each in ("The tip is full.", "The tip is closed.", "The tip smells.")] == [True] * 3


def test_the_ends_of_lines_that_a_browser_sends_are_no_change(partnership, lead, contributor):
    goal = partnership.goal(why="The tip is full.\n\nIt smells.")
    address = at(partnership, "goal_edit", goal.pk)
    lead.post(address, words_of(goal, why="The tip is closed."))

    told = contributor.post(address, words_of(goal, title="Waste less", why="The tip is full.\r\n\r\nIt smells."))

    assert told.status_code == 409
    assert "You changed different things, so the form holds both now." in said(told)
    assert told.context["form"]["why"].value() == "The tip is closed."


@pytest.mark.parametrize("version", ["0", "-1", "9" * 30])
def test_a_version_that_never_was_loses_nothing_either(version, partnership, lead):
    goal = partnership.goal()

    told = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, title="Waste less", version=version))

    assert told.status_code == 409
    assert "Title They saved Move recycling You wrote Waste less" in said(told)
    assert told.context["form"]["version"].value() == "1"


def test_a_goal_whose_lead_has_left_keeps_it_until_another_is_chosen(partnership, lead):
    goal = partnership.goal(lead=partnership.charity)
    charity = partnership.partners["charity"]
    remove_member(by=partnership.lead, member=charity.members.get())
    remove_partner(by=partnership.lead, partner=charity)

    opened = lead.get(at(partnership, "goal_edit", goal.pk))
    answer = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, why="It is dear to us."))

    choices = opened.content.decode()
    choices = choices[choices.index('<select name="lead"') :].partition("</select>")[0]
    assert "selected>Good Neighbours" in choices
    assert answer.status_code == 302
    assert (Goal.objects.get().why, Goal.objects.get().lead) == ("It is dear to us.", partnership.charity)


def test_a_closed_goal_is_not_changed_and_what_was_typed_is_kept(partnership, lead):
    goal = partnership.goal()
    close_goal(by=partnership.lead, goal=goal, note="Done.")

    page = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, title="Waste less"))

    assert page.status_code == 422
    assert "This goal is closed. Open it again before you change it." in said(page)
    assert 'value="Waste less"' in page.content.decode()
    assert Goal.objects.get().title == "Move recycling"


# Its versions


def test_every_version_says_who_wrote_what_in_the_place_of_what_and_why(partnership, viewer):
    goal = partnership.goal(title="Waste less")
    words = {"target": 50.0, "lead": partnership.health, "why": "The tip is full."}
    revise_goal(by=partnership.contributor, goal=goal, based_on=1, words=words, reason="We can do more.")

    page = viewer.get(at(partnership, "goal_versions", goal.pk))

    assertTemplateUsed(page, "work/goal_versions.html")
    assert [words for level, words in headings(page) if level == 2] == ["Version 2", "Version 1"]
    shown = said(page)
    second, first = shown[: shown.index("Version 1")], shown[shown.index("Version 1") :]
    assert "Harper Health" in second
    assert "We can do more." in second
    assert "Why Now: The tip is full." in second
    assert "Target Before: 45.0 Now: 50.0" in second
    assert "Led by Before: Ambleton Council Now: Ambleton Health" in second
    assert "Due" not in second
    assert "Olive Officer" in first
    told = ("Title Waste less", "Target 45.0", "Due 31 December 2028", "Led by Ambleton Council")
    assert [each for each in told if each not in first] == []


# Closing one


def test_a_goal_is_closed_with_a_note_and_opened_again(partnership, lead, viewer):
    goal = partnership.goal()
    page_of_goal, closing = at(partnership, "goal", goal.pk), at(partnership, "goal_close", goal.pk)

    assertTemplateUsed(lead.get(closing), "work/goal_close.html")
    closed = lead.post(closing, {"note": "Reached, two years early."}, follow=True)

    assert "Closed. It can be opened again." in said(closed)
    assert "This goal is closed Reached, two years early." in said(viewer.get(page_of_goal))
    assert at(partnership, "goal_reopen", goal.pk) in offered(closed)
    assert not {closing, at(partnership, "goal_edit", goal.pk), at(partnership, "initiative_log")} & offered(closed)

    opened = lead.post(at(partnership, "goal_reopen", goal.pk), follow=True)

    assert "Open again." in said(opened)
    assert "This goal is closed" not in said(opened)
    assert Goal.objects.get().state == Goal.State.OPEN


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "Say why it is closed: what was reached, or why it is given up."),
        ("  \n ", "Say why it is closed: what was reached, or why it is given up."),
        ("x" * 2_001, "at most 2000 characters"),
        ("Done\x00.", "Null characters are not allowed."),
    ],
)
def test_a_goal_is_not_closed_without_a_word_that_can_be_kept(note, sentence, partnership, lead):
    goal = partnership.goal()

    page = lead.post(at(partnership, "goal_close", goal.pk), {"note": note})

    assert page.status_code == 422
    assert sentence in beside(page, "note")
    assert page.context["form"]["note"].value() == note
    assert Goal.objects.get().state == Goal.State.OPEN


def test_what_is_closed_already_is_not_closed_again_and_what_is_open_not_opened(partnership, lead):
    goal = partnership.goal()
    still_open = lead.post(at(partnership, "goal_reopen", goal.pk), follow=True)
    close_goal(by=partnership.lead, goal=goal, note="First.")

    second = lead.post(at(partnership, "goal_close", goal.pk), {"note": "Second, and longer."})

    assert "Open again." not in said(still_open)
    assert second.status_code == 422
    assert "Second, and longer.</textarea>" in second.content.decode()
    assert Goal.objects.get().closing_note == "First."


def test_an_initiative_that_was_stopped_is_still_told_of(partnership, viewer):
    goal = partnership.goal()
    initiative = acting.log(partnership, goal, status=Initiative.Status.STOPPED)

    assert f"{initiative.title} Initiative, stopped" in said(viewer.get(at(partnership, "goal", goal.pk)))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"marks": "soon: 3"}, "Write a mark as a year or a day and a figure, such as 2027: 22.5. “soon: 3” is none."),
        ({"marks": "2026: 29"}, "Marks lead from 30.0 to 45.0: none goes back, and none beyond."),
        ({"marks": "2026: 40\n2027: 35"}, "Marks lead from 30.0 to 45.0: none goes back, and none beyond."),
        ({"marks": "2027: 35\n2026: 40"}, "Each mark needs a day of its own, one after the other"),
        ({"marks": "2029: 35"}, "Each mark needs a day of its own, one after the other"),
        ({"shape": "stepped"}, "Steps need a mark at least"),
        ({"shape": "slow-start", "marks": "2026: 35"}, "A road that is slow at first has no marks."),
        ({"success": " "}, "Write down what would count as success, before anyone knows how it went."),
    ],
)
def test_a_road_that_cannot_be_is_told_beside_its_field(partnership, lead, sent, sentence):
    goal = partnership.goal()

    page = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, reason="We thought again.", **sent))

    assert page.status_code == 422
    assert sentence in said(page)
    assert Goal.objects.get().version == 1


def test_a_goals_page_shows_its_marks_its_contributors_and_what_counts_as_success(partnership, lead):
    goal = partnership.goal()
    words = {"marks": "2024: 30,4\n2027: 40", "contributors": [partnership.health.pk, partnership.council.pk]}

    answer = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, reason="Agreed.", **words))
    shown = said(lead.get(at(partnership, "goal", goal.pk)))

    assert answer.status_code == 302
    assert Goal.objects.get().marks == "2024-12-31: 30.4\n2027-12-31: 40"
    # Whoever leads it does not contribute besides.
    assert list(Goal.objects.get().contributors.all()) == [partnership.health]
    assert "31 December 2024: 30.4; it was 30.5 in 2024, reached" in shown
    assert "31 December 2027: 40.0; no figure for it yet" in shown
    assert f"straight, past 2 interim marks Contributing {partnership.health}" in shown
    assert "What would count as success Everyone sees that it moved." in shown
    kept = said(lead.get(at(partnership, "goal_versions", goal.pk)))
    assert "2027-12-31: 40" in kept
    assert str(partnership.health) in kept


def test_a_partner_of_another_workspace_cannot_contribute(partnership, lead):
    goal, strange = partnership.goal(), open_organisation(by=OPERATOR, name="Strangers", sector="other")

    page = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, contributors=[strange.pk]))

    assert page.status_code == 422
    assert "Choose among the partners of this workspace." in said(page)


def test_an_old_goal_that_never_said_what_counts_as_success_can_be_changed_without_it(partnership, lead):
    goal = partnership.goal()
    Goal.objects.update(success="")
    goal.refresh_from_db()

    answer = lead.post(at(partnership, "goal_edit", goal.pk), words_of(goal, title="Waste less"))

    assert answer.status_code == 302
