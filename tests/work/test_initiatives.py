"""The pages of policies and initiatives: the list, logging one, its page, its versions, changing it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from apps.access.roles import Role
from apps.activity.models import Version
from apps.goals.actions import close_goal
from apps.initiatives.actions import change_initiative, move_initiative, show_initiative
from apps.initiatives.models import Initiative
from apps.workspaces.actions import remove_member, remove_partner, show_partner, show_workspace
from tests.work import acting
from tests.work.reading import at, beside, buttons, first_step, headings, offered, said

STATUSES = ("proposed", "under-way", "paused", "finished", "stopped")


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def unconfirmed_for(initiative, days):
    Initiative.objects.filter(pk=initiative.pk).update(confirmed_at=timezone.now() - timedelta(days=days))


def in_status(partnership, status):
    """An initiative that came to a status by its moves."""
    initiative = acting.log(partnership)
    way = {"under-way": ["start"], "paused": ["start", "pause"], "finished": ["start", "finish"], "stopped": ["stop"]}
    for move in way.get(status, []):
        move_initiative(by=partnership.lead, initiative=initiative, move=move)
    return initiative


def words(partnership, **changes):
    """What the form for logging one sends once it is filled in as it should be."""
    sent = {
        "kind": "policy",
        "title": "Repair cafes",
        "summary": "Mend what is broken.",
        "lead": partnership.health.pk,
        "starts": "2026-01-01",
        "ends": "2027-12-31",
        "status": "under-way",
        "goal": "",
        "mechanism": "",
        "effect_from": "",
        "milestone": "",
        "due": "",
    }
    return sent | changes


def words_of(initiative, **changes):
    """What the form that changes one sends when nothing was touched, but for some changes."""
    sent = {
        "kind": initiative.kind,
        "title": initiative.title,
        "summary": initiative.summary,
        "lead": initiative.lead_id,
        "areas": [area.pk for area in initiative.areas.all()],
        "starts": initiative.starts.isoformat() if initiative.starts else "",
        "ends": initiative.ends.isoformat() if initiative.ends else "",
        "version": initiative.version,
        "reason": "",
    }
    return sent | changes


# The list


def test_the_list_says_of_each_what_it_is_for_whom_and_how_far_it_got(partnership, viewer):
    goal = partnership.goal(title="Waste less")
    initiative = acting.log(partnership, goal, title="Second bins", status="under-way")
    acting.step(partnership, initiative, "Long due", due=acting.LONG_AGO)
    acting.reach(partnership, acting.step(partnership, initiative, "Reached"))
    unconfirmed_for(acting.log(partnership, title="Older", kind="policy"), days=91)

    page = viewer.get(at(partnership, "initiatives"))

    assertTemplateUsed(page, "work/initiatives.html")
    assert headings(page) == [(1, "Policies and initiatives"), (2, "Older"), (2, "Second bins")]
    shown = said(page)
    assert "2 policies and initiatives, newest first" in shown
    assert "Older Policy, proposed; led by Ambleton Council Not confirmed since" in shown
    assert (
        "Second bins Initiative, under way; led by Ambleton Council Towards Waste less "
        "1 of 2 milestones reached. “Long due” was due on 31 March 2020. Confirmed as correct on"
    ) in shown
    assert {at(partnership, "goal", goal.pk), at(partnership, "initiative", initiative.pk)} <= offered(page)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, {"Bins", "Rule", "Visits"}),
        ({"kind": "policy"}, {"Rule"}),
        ({"status": "paused"}, {"Visits"}),
        ({"lead": "health"}, {"Visits"}),
        ({"goal": "the goal"}, {"Bins"}),
        ({"kind": "policy", "status": "paused"}, set()),
        ({"kind": "ajar", "status": "paused"}, {"Visits"}),
        ({"lead": "\x00", "goal": "9" * 30, "page": "9" * 30}, {"Bins", "Rule", "Visits"}),
    ],
)
def test_the_list_is_narrowed_by_kind_status_lead_and_goal(asked, titles, partnership, viewer):
    goal = partnership.goal()
    acting.log(partnership, goal, title="Bins")
    acting.log(partnership, title="Rule", kind="policy")
    acting.log(partnership, title="Visits", lead=partnership.health, status="paused")
    known = {"health": partnership.health.pk, "the goal": goal.pk}

    page = viewer.get(at(partnership, "initiatives", **{name: known.get(text, text) for name, text in asked.items()}))

    assert {words for level, words in headings(page) if level == 2} == titles
    assert ("None fits. Choose less narrowly." in said(page)) == (not titles)


def test_an_empty_list_says_what_to_do_first_to_those_who_may(partnership, viewer, contributor):
    address, logging = at(partnership, "initiatives"), at(partnership, "initiative_log")

    read, may_log = viewer.get(address), contributor.get(address)

    assert headings(read)[1] == (2, "Nothing is logged yet")
    assert (first_step(read), first_step(may_log)) == ([], [logging])
    assert logging not in offered(read)


def test_the_list_is_paged_keeps_its_filter_and_asks_the_same_for_ten_times_as_many(partnership, viewer):
    goal = partnership.goal()
    address = at(partnership, "initiatives", kind="initiative")

    def add(first, last):
        for number in range(first, last):
            acting.step(partnership, acting.log(partnership, goal, title=f"Bins {number:02}"))

    add(1, 4)
    few = queries_of(viewer, address)
    add(4, 31)

    assert queries_of(viewer, address) == few <= 16
    page = viewer.get(address)
    titles = [words for level, words in headings(page) if level == 2]
    assert (len(titles), titles[0]) == (25, "Bins 30")
    assert "30 policies and initiatives" in said(page)
    assert 'href="?kind=initiative&amp;page=2"' in page.content.decode()
    assert "Bins 05" in said(viewer.get(at(partnership, "initiatives", kind="initiative", page=2)))


# Logging one


def test_the_form_begins_with_ones_own_organisation_and_the_goal_one_came_from(partnership, contributor):
    goal = partnership.goal()

    page = contributor.get(at(partnership, "initiative_log", goal=goal.pk))

    assertTemplateUsed(page, "work/initiative_log.html")
    shown = page.content.decode()
    assert f'<option value="{partnership.health.pk}" selected>Ambleton Health</option>' in shown
    assert f'<option value="{goal.pk}" selected>Move recycling</option>' in shown
    assert '<option value="proposed" selected>' in shown


def test_what_was_logged_stands_on_its_page(partnership, contributor):
    goal = partnership.goal(title="Waste less")
    sent = words(
        partnership,
        summary="One.\r\nTwo.",
        areas=[partnership.world.areas["Brackford"].pk],
        goal=goal.pk,
        mechanism="What is mended is not thrown away.",
        effect_from="2027-06-01",
        milestone="Ten are open",
        due="2099-03-31",
    )

    answer = contributor.post(at(partnership, "initiative_log"), sent)

    initiative = Initiative.objects.get()
    assertRedirects(answer, at(partnership, "initiative", initiative.pk), fetch_redirect_response=False)
    assert (initiative.summary, initiative.logged_by) == ("One.\nTwo.", partnership.contributor)
    shown = said(contributor.get(answer.url))
    assert (
        "Policy, under way; led by Ambleton Health; from 1 January 2026 to 31 December 2027; for Brackford One. Two."
    ) in shown
    assert "Waste less How it is meant to help What is mended is not thrown away." in shown
    assert "An effect could be seen from 1 June 2027" in shown
    assert "Ten are open due on 31 March 2099" in shown


def test_a_form_that_is_sent_twice_logs_one(partnership, contributor):
    address = at(partnership, "initiative_log")
    key = contributor.get(address).context["form"]["key"].value()

    first, second = (contributor.post(address, words(partnership, key=key)) for _ in range(2))

    assert first.url == second.url == at(partnership, "initiative", Initiative.objects.get().pk)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Give it a title."),
        ("title", "x" * 10_000, "at most 140 characters"),
        ("title", "4\x005", "Null characters are not allowed."),
        ("summary", "x" * 4_001, "at most 4000 characters"),
        ("kind", "promise", "Select a valid choice."),
        ("status", "\x00", "Select a valid choice."),
        ("lead", "9" * 5_000, "Choose one of the partners of this workspace."),
        ("areas", "9" * 30, "Choose among the areas of this workspace."),
        ("starts", "0001-01-01", "Check the year."),
        ("ends", "9999-12-31", "Check the year."),
        ("ends", "2025-12-31", "It ends before it starts. Change one of the two days."),
        ("goal", "9" * 30, "Choose one of the open goals of this workspace."),
        ("mechanism", "Bins.", ""),
        ("milestone", "Bought", ""),
        ("due", "2027-02-31", "Write a day as year, month and day, such as 2026-11-22."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    field, typed, sentence, partnership, contributor
):
    page = contributor.post(at(partnership, "initiative_log"), words(partnership, **{field: typed}))

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert page.context["form"][field].value() in (typed, [typed])
    assert page.content.decode().count("Mend what is broken.</textarea>") == (field != "summary")
    assert "There is a problem" in said(page)
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("written", "asked_for", "sentence"),
    [
        ({"goal": "the goal"}, "mechanism", "Say how it is meant to help this goal."),
        ({"mechanism": "Bins."}, "goal", "Choose the goal that this is about, or empty what you wrote below it."),
        ({"milestone": "Bought"}, "due", "Say by when this milestone is to be reached."),
        ({"due": "2027-01-01"}, "milestone", "Name the milestone that is due on this day."),
        (
            {"goal": "the goal", "mechanism": "Bins.", "effect_from": "0001-01-01"},
            "effect_from",
            "Check the year.",
        ),
        ({"milestone": "Bought", "due": "9999-12-31"}, "due", "Check the year."),
    ],
)
def test_what_belongs_to_what_was_written_is_asked_for(written, asked_for, sentence, partnership, contributor):
    goal = partnership.goal()
    written = {name: goal.pk if text == "the goal" else text for name, text in written.items()}

    page = contributor.post(at(partnership, "initiative_log"), words(partnership, **written))

    assert page.status_code == 422
    assert beside(page, asked_for) == sentence
    assert not Initiative.objects.exists()


def test_a_goal_that_was_closed_meanwhile_is_no_longer_served_and_nothing_typed_is_lost(partnership, contributor):
    goal = partnership.goal()
    close_goal(by=partnership.lead, goal=goal, note="Done.")

    page = contributor.post(at(partnership, "initiative_log"), words(partnership, goal=goal.pk, mechanism="Bins."))

    assert page.status_code == 422
    assert beside(page, "goal") == "Choose one of the open goals of this workspace."
    assert "Bins.</textarea>" in page.content.decode()


def test_a_viewer_is_told_that_they_may_not_log_anything(partnership, viewer):
    for page in (
        viewer.get(at(partnership, "initiative_log")),
        viewer.post(at(partnership, "initiative_log"), words(partnership)),
    ):
        assert page.status_code == 403
        assert "You may not log or change policies and initiatives in this workspace." in said(page)
    assert not Initiative.objects.exists()


# Its page


def test_its_page_keeps_what_is_meant_apart_from_where_the_goal_stands(partnership, viewer):
    goal = partnership.goal(title="Waste less")
    initiative = acting.log(partnership, goal, title="Second bins")

    page = viewer.get(at(partnership, "initiative", initiative.pk))

    assertTemplateUsed(page, "work/initiative.html")
    shown = said(page)
    assert (
        "Initiative, proposed; led by Ambleton Council; for all areas of this workspace A second bin for every house."
    ) in shown
    assert (
        "Waste less How it is meant to help Less goes to landfill. Where the goal stands, whatever moved it "
        "Behind 30.5 in 2024; the road expected 32.7 by then: behind."
    ) in shown
    assert "Last confirmed as correct on" in shown
    assert "1 version" in shown
    assert at(partnership, "goal", goal.pk) in offered(page)


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({}, "; for all areas"),
        ({"starts": date(2026, 1, 1)}, "Council; from 1 January 2026; for all areas"),
        ({"ends": date(2027, 1, 1)}, "Council; until 1 January 2027; for all areas"),
        (
            {"starts": date(2026, 1, 1), "ends": date(2027, 1, 1)},
            "Council; from 1 January 2026 to 1 January 2027; for all areas",
        ),
    ],
)
def test_from_when_and_until_when_is_said_as_far_as_it_is_known(dates, sentence, partnership, viewer):
    initiative = acting.log(partnership, **dates)

    assert sentence in said(viewer.get(at(partnership, "initiative", initiative.pk)))


def test_its_page_says_what_is_missing_where_there_is_nothing_yet(partnership, viewer, contributor):
    initiative = acting.log(partnership)
    adding = {at(partnership, name, initiative.pk) for name in ("contribution_set", "milestone_add", "evidence_add")}

    read, may_add = (browser.get(at(partnership, "initiative", initiative.pk)) for browser in (viewer, contributor))

    assert said(read).count("None yet.") == 3
    assert not adding & offered(read)
    assert adding <= offered(may_add)


def test_headings_go_one_step_down_at_a_time(partnership, viewer):
    initiative = acting.log(partnership, partnership.goal())
    acting.step(partnership, initiative)
    acting.show(partnership, initiative)

    levels = [level for level, _ in headings(viewer.get(at(partnership, "initiative", initiative.pk)))]

    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_button_says_what_it_is_about(partnership, lead):
    first, second = partnership.goal(title="Waste less"), partnership.goal("smoking", title="Smoke less")
    initiative = acting.log(partnership, first, second)
    for title in ("Bins bought", "Bins given"):
        acting.reach(partnership, acting.step(partnership, initiative, title))
        acting.show(partnership, initiative, title=f"{title}, the list", note="So.")
    acting.comment(partnership, initiative, "One.")
    acting.comment(partnership, initiative, "Two.")

    page = lead.get(at(partnership, "initiative", initiative.pk))

    labels = buttons(page)
    assert len(labels) > 12
    assert {label for label in labels if labels.count(label) > 1} == {"Post your answer"}


@pytest.mark.parametrize("status", STATUSES)
def test_the_moves_that_are_offered_are_those_that_there_are(status, partnership, contributor, viewer):
    initiative = in_status(partnership, status)
    labels = {
        "It is under way": {"proposed", "paused"},
        "Pause it": {"under-way"},
        "It is finished": {"under-way", "paused"},
        "Stop it before its end": {"proposed", "under-way", "paused"},
        "Take it up again": {"finished", "stopped"},
    }

    page = said(contributor.get(at(partnership, "initiative", initiative.pk)))

    assert {label for label in labels if label in page} == {label for label in labels if status in labels[label]}
    assert not {label for label in labels if label in said(viewer.get(at(partnership, "initiative", initiative.pk)))}


def test_a_move_is_made_and_said_and_one_that_there_is_not_is_refused_with_a_sentence(partnership, contributor):
    initiative = acting.log(partnership)
    address = at(partnership, "initiative_move", initiative.pk)

    moved = contributor.post(address, {"move": "start"}, follow=True)
    refused = contributor.post(address, {"move": "start"}, follow=True)
    nonsense = [contributor.post(address, {"move": move}).status_code for move in ("", "\x00", "fly", "9" * 5_000)]

    assert "Its status is now “under way”." in said(moved)
    assert "Its status is now" not in said(refused)
    assert "notice--alert" in refused.content.decode()
    assert nonsense == [404] * 4
    assert Initiative.objects.get().status == "under-way"


def test_whoever_confirms_it_vouches_that_all_of_it_is_correct(partnership, contributor):
    initiative = acting.log(partnership)
    unconfirmed_for(initiative, days=91)
    address = at(partnership, "initiative", initiative.pk)
    before = said(contributor.get(address))

    after = said(contributor.post(at(partnership, "initiative_confirm", initiative.pk), follow=True))

    assert "That is more than three months ago." in before
    assert "Thank you. It is noted that all of this is still correct." in after
    assert "That is more than three months ago." not in after
    assert ", Harper Health." in after


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ((), "The public does not see it."),
        (("partner", "workspace"), "The public does not see it."),
        (("initiative",), "the public will see it once Ambleton Council shows that it takes part."),
        (("initiative", "workspace"), "the public will see it once Ambleton Council shows that it takes part."),
        (("initiative", "partner"), "the public will see it once this workspace is shown."),
        (("initiative", "partner", "workspace"), "The public sees it on the pages of its areas: Ambleton, Brackford"),
    ],
)
def test_it_is_said_what_the_public_sees_and_what_else_would_have_to_be_chosen(shown, sentence, partnership, viewer):
    initiative = acting.log(partnership)
    show_initiative(by=partnership.lead, initiative=initiative, is_public="initiative" in shown)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public="partner" in shown)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public="workspace" in shown)

    assert sentence in said(viewer.get(at(partnership, "initiative", initiative.pk)))


def test_only_those_who_speak_for_its_lead_decide_whether_the_public_sees_it(partnership, lead, contributor, viewer):
    initiative = acting.log(partnership, lead=partnership.health)
    page, showing = at(partnership, "initiative", initiative.pk), at(partnership, "initiative_show", initiative.pk)

    assert [showing in offered(browser.get(page)) for browser in (lead, contributor, viewer)] == [False, True, False]
    assert "Only the people of Ambleton Health decide whether the public sees it." in said(lead.get(page))
    refused = lead.post(showing, {"is_public": "yes"})
    shown = contributor.post(showing, {"is_public": "yes"}, follow=True)

    assert refused.status_code == 403
    assert "You may not decide what the public sees of this organisation’s part." in said(refused)
    assert "You chose that the public may see it." in said(shown)
    assert Initiative.objects.get().is_public
    assert "The public does not see it now." in said(contributor.post(showing, {"is_public": "no"}, follow=True))
    assert not Initiative.objects.get().is_public


def test_once_its_lead_has_left_nobody_is_offered_to_show_it(partnership, lead):
    initiative = acting.log(partnership, lead=partnership.charity)
    remove_member(by=partnership.lead, member=partnership.partners["charity"].members.get())
    remove_partner(by=partnership.lead, partner=partnership.partners["charity"])

    page = lead.get(at(partnership, "initiative", initiative.pk))

    assert "led by Good Neighbours" in said(page)
    assert at(partnership, "initiative_show", initiative.pk) not in offered(page)


def test_a_viewer_is_offered_nothing_that_changes_it(partnership, viewer, contributor):
    initiative = acting.log(partnership, partnership.goal())
    milestone = acting.step(partnership, initiative)
    evidence = acting.show(partnership, initiative)
    names = ("edit", "move", "confirm", "comment")
    changing = {at(partnership, f"initiative_{name}", initiative.pk) for name in names}
    changing |= {at(partnership, name, initiative.pk) for name in ("contribution_set", "milestone_add", "evidence_add")}
    changing |= {
        at(partnership, "contribution_remove", initiative.pk, initiative.contributions.get().goal_id),
        at(partnership, "milestone_reach", initiative.pk, milestone.pk),
        at(partnership, "evidence_remove", initiative.pk, evidence.pk),
    }

    page = at(partnership, "initiative", initiative.pk)

    assert offered(viewer.get(page)) & changing == set()
    assert offered(contributor.get(page)) & changing == changing


def test_its_page_asks_the_same_for_ten_times_as_much_of_everything(partnership, viewer):
    initiative = acting.log(partnership)

    def add(first, last):
        for number in range(first, last):
            goal = partnership.goal(title=f"Goal {number}")
            acting.serve(partnership, initiative, goal)
            milestone = acting.step(partnership, initiative, f"Step {number}")
            acting.reach(partnership, milestone)
            acting.show(partnership, initiative, milestone=milestone, link="https://example.org/a")
            acting.show(partnership, initiative)
            acting.comment(partnership, initiative, by=partnership.someone(Role.CONTRIBUTOR))

    add(1, 3)
    few = queries_of(viewer, at(partnership, "initiative", initiative.pk))
    add(3, 21)

    assert queries_of(viewer, at(partnership, "initiative", initiative.pk)) == few <= 30


def test_script_in_what_people_wrote_is_shown_as_text_everywhere(partnership, lead):
    nasty = '<script>alert(1)</script>"><img src=x>'
    initiative = acting.log(partnership, partnership.goal(title=nasty), title=nasty, summary=nasty)
    milestone = acting.step(partnership, initiative, nasty)
    acting.show(partnership, initiative, title=nasty, note=nasty, milestone=milestone)
    change_initiative(by=partnership.lead, initiative=initiative, based_on=1, words={"kind": "policy"}, reason=nasty)
    acting.comment(partnership, initiative, nasty)
    names = ("initiative", "initiative_edit", "initiative_versions", "contribution_set", "milestone_add")

    pages = [lead.get(at(partnership, "initiatives")), lead.get(at(partnership, "initiative_log"))]
    pages += [lead.get(at(partnership, name, initiative.pk)) for name in (*names, "evidence_add")]
    pages.append(lead.get(at(partnership, "milestone_reach", initiative.pk, milestone.pk)))

    for page in pages:
        assert "<script>alert(1)" not in page.content.decode()
        assert "<img src=x>" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


# Changing it


def test_the_form_holds_what_is_written_now_and_saves_what_is_written_anew(partnership, contributor):
    areas = [partnership.world.areas["Brackford"]]
    initiative = acting.log(partnership, areas=areas, starts=date(2026, 1, 1), ends=date(2027, 12, 31))
    address = at(partnership, "initiative_edit", initiative.pk)

    opened = contributor.get(address)
    saved = contributor.post(address, words_of(initiative, title="Third bins", ends="", areas=[], reason="More."))

    assertTemplateUsed(opened, "work/initiative_edit.html")
    assert headings(opened)[0] == (1, "Change this initiative")
    form = opened.context["form"]
    assert (form["title"].value(), form["areas"].value()) == ("Kerbside food waste", [areas[0].pk])
    assert 'value="2026-01-01"' in opened.content.decode()
    assertRedirects(saved, at(partnership, "initiative", initiative.pk), fetch_redirect_response=False)
    shown = said(contributor.get(saved.url))
    assert "Saved. What stood here before is among the versions." in shown
    assert "from 1 January 2026; for all areas of this workspace" in shown
    assert "2 versions" in shown


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "  ", "Give it a title."),
        ("summary", "", "Say what it does. One sentence will do."),
        ("starts", "0001-01-01", "Check the year."),
        ("ends", "2027-02-31", "Write a day as year, month and day"),
        ("lead", "0", "Choose one of the partners of this workspace."),
        ("areas", "9" * 30, "Choose among the areas of this workspace."),
        ("reason", "x" * 301, "at most 300 characters"),
        ("reason", "\x00", "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_with_a_change_is_said_beside_its_field_and_nothing_is_saved(
    field, typed, sentence, partnership, contributor
):
    initiative = acting.log(partnership)

    page = contributor.post(at(partnership, "initiative_edit", initiative.pk), words_of(initiative, **{field: typed}))

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert page.context["form"][field].value() in (typed, [typed])
    assert Version.objects.filter(subject_kind="initiative").count() == 1


def test_whoever_saves_second_sees_both_texts_and_loses_neither(partnership, lead, contributor):
    initiative = acting.log(partnership, title="Second bins")
    address = at(partnership, "initiative_edit", initiative.pk)
    brackford = partnership.world.areas["Brackford"]
    mine = words_of(initiative, summary="A bin for paper.", reason="It is paper.")
    lead.post(address, words_of(initiative, title="Two bins", summary="A bin for glass.", areas=[brackford.pk]))

    told = contributor.post(address, mine)

    assert told.status_code == 409
    shown = said(told)
    assert "Olive Officer saved this at" in shown
    assert "What only they changed has been put into your form: Title, Areas." in shown
    assert "What it does They saved A bin for glass. You wrote A bin for paper." in shown
    form = told.context["form"]
    assert (form["title"].value(), form["summary"].value()) == ("Two bins", "A bin for paper.")
    assert form["areas"].value() == [str(brackford.pk)]
    assert Initiative.objects.get().summary == "A bin for glass."

    # As browsers send it: of boxes none of which is ticked, nothing.
    again = contributor.post(address, {bound.name: bound.value() for bound in form if bound.value()})

    assert again.status_code == 302
    initiative.refresh_from_db()
    assert (initiative.title, initiative.summary, initiative.version) == ("Two bins", "A bin for paper.", 3)
    assert list(initiative.areas.all()) == [brackford]
    kept = said(contributor.get(at(partnership, "initiative_versions", initiative.pk)))
    assert all(each in kept for each in ("A second bin for every house.", "A bin for glass.", "A bin for paper."))


def test_an_edit_that_is_sent_twice_is_saved_once(partnership, contributor):
    initiative = acting.log(partnership, lead=partnership.health)
    brackford = partnership.world.areas["Brackford"]
    sent = words_of(initiative, title=" Third bins ", areas=[brackford.pk], lead=partnership.council.pk)

    answers = [contributor.post(at(partnership, "initiative_edit", initiative.pk), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Initiative.objects.get().version == 2


@pytest.mark.parametrize("version", ["", "0", "9" * 30])
def test_a_form_that_lost_its_version_loses_nothing_that_others_wrote(version, partnership, contributor):
    initiative = acting.log(partnership)

    told = contributor.post(
        at(partnership, "initiative_edit", initiative.pk), words_of(initiative, title="Third bins", version=version)
    )

    assert told.status_code == 409
    assert "Title They saved Kerbside food waste You wrote Third bins" in said(told)
    assert Initiative.objects.get().version == 1


def test_lines_that_end_as_a_browser_ends_them_are_no_change(partnership, contributor):
    initiative = acting.log(partnership, summary="One.\n\nTwo.")

    contributor.post(
        at(partnership, "initiative_edit", initiative.pk), words_of(initiative, summary="One.\r\n\r\nTwo.")
    )

    assert Initiative.objects.get().version == 1


# Its versions


def test_every_version_says_who_wrote_what_in_the_place_of_what_and_why(partnership, viewer):
    initiative = acting.log(partnership, title="Second bins", lead=partnership.health)
    changes = {"title": "Third bins", "areas": [partnership.world.areas["Brackford"]], "lead": partnership.council}
    change_initiative(by=partnership.contributor, initiative=initiative, based_on=1, words=changes, reason="More.")

    page = viewer.get(at(partnership, "initiative_versions", initiative.pk))

    assertTemplateUsed(page, "work/initiative_versions.html")
    shown = said(page)
    second, first = shown[: shown.index("Version 1")], shown[shown.index("Version 1") :]
    assert "Harper Health" in second
    assert "More." in second
    assert "Title Before: Second bins Now: Third bins" in second
    assert "Led by Before: Ambleton Health Now: Ambleton Council" in second
    assert "Areas Now: Brackford" in second
    assert "Olive Officer" in first
    told = ("Title Second bins", "What it does A second bin for every house.", "Led by Ambleton Health")
    assert [each for each in told if each not in first] == []
