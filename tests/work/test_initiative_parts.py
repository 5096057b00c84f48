"""The pages of what belongs to one initiative: the goals it serves, its milestones, its evidence."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.files.models import StoredFile
from apps.goals.actions import close_goal
from apps.initiatives.actions import show_initiative
from apps.initiatives.models import Contribution, Evidence, Milestone
from tests.partnership import build_partnership
from tests.work import acting
from tests.work.reading import at, beside, headings, offered, said

CSV = b"month,tonnes\n2026-01,12\n"
NULL = "Null characters are not allowed."
NO_DAY = "Write a day as year, month and day, such as 2026-11-22."


@pytest.fixture
def initiative(partnership):
    return acting.log(partnership, title="Second bins")


@pytest.fixture
def apart(partnership):
    """A partnership beside this one, for the same areas."""
    return build_partnership(partnership.world, "Brackford apart")


def filled(page, **changes):
    """What the form of a page sends, but for some changes."""
    form = page.context["form"]
    return {bound.html_name: "" if bound.value() is None else bound.value() for bound in form} | changes


def file(name="tonnes.csv", content=CSV):
    return SimpleUploadedFile(name, content)


# The goals it is meant to serve


def test_a_goal_that_it_is_meant_to_serve_is_named_and_stands_on_both_pages(partnership, initiative, contributor):
    goal = partnership.goal(title="Waste less")
    address = at(partnership, "contribution_set", initiative.pk)
    sent = {"goal": goal.pk, "mechanism": "Less is thrown away.", "effect_from": "2027-06-01"}

    asked = contributor.get(address)
    answer = contributor.post(address, sent)

    assertTemplateUsed(asked, "work/initiative_part.html")
    assert headings(asked)[0] == (1, "Which goal is it meant to serve?")
    assertRedirects(answer, at(partnership, "initiative", initiative.pk), fetch_redirect_response=False)
    told = "How it is meant to help Less is thrown away. An effect could be seen from 1 June 2027"
    assert told in said(contributor.get(answer.url))
    on_the_goal = said(contributor.get(at(partnership, "goal", goal.pk)))
    assert "an effect could be seen from June 2027 Less is thrown away." in on_the_goal


def test_what_was_said_of_it_stands_in_the_form_and_is_said_anew(partnership, contributor):
    goal = partnership.goal()
    initiative = acting.log(partnership, goal)
    address = at(partnership, "contribution_set", initiative.pk, goal=goal.pk)

    opened = contributor.get(address)
    contributor.post(address, filled(opened, mechanism="Bins are free."))

    assert "Less goes to landfill.</textarea>" in opened.content.decode()
    assert opened.context["form"]["goal"].value() == str(goal.pk)
    assert [each.mechanism for each in Contribution.objects.all()] == ["Bins are free."]


def test_a_form_that_is_sent_twice_serves_a_goal_once(partnership, initiative, contributor):
    sent = {"goal": partnership.goal().pk, "mechanism": "Less is thrown away."}

    for _ in range(2):
        answer = contributor.post(at(partnership, "contribution_set", initiative.pk), sent)

    assert answer.status_code == 302
    assert Contribution.objects.count() == Event.objects.filter(verb=Verb.INITIATIVE_LINKED).count() == 1


def test_what_is_said_of_a_goal_anew_is_said_once_though_the_form_is_sent_twice(partnership, contributor):
    goal = partnership.goal()
    initiative = acting.log(partnership, goal)
    address = at(partnership, "contribution_set", initiative.pk, goal=goal.pk)
    sent = filled(contributor.get(address), mechanism="Bins are free.", effect_from="2027-06-01")

    answers = [contributor.post(address, sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Contribution.objects.get().version == 2
    assert Event.objects.filter(verb=Verb.INITIATIVE_LINKED).count() == 1


def test_whoever_saves_what_is_said_of_a_goal_second_sees_both_texts_and_loses_neither(partnership, lead, contributor):
    goal = partnership.goal(title="Waste less")
    initiative = acting.log(partnership, goal)
    address = at(partnership, "contribution_set", initiative.pk, goal=goal.pk)
    opened = contributor.get(address)
    lead.post(address, filled(lead.get(address), mechanism="Bins are free.", effect_from="2027-06-01"))

    told = contributor.post(address, filled(opened, mechanism="Bins are large."))

    assert told.status_code == 409
    assert "Olive Officer saved this at" in said(told)
    assert "What only they changed has been put into your form: An effect could be seen from." in said(told)
    assert "How it is meant to help They saved Bins are free. You wrote Bins are large." in said(told)
    assert at(partnership, "initiative_versions", initiative.pk) in offered(told)
    assert Contribution.objects.get().mechanism == "Bins are free."

    again = contributor.post(address, filled(told))

    assert again.status_code == 302
    saved = Contribution.objects.get()
    assert (saved.mechanism, saved.effect_from, saved.version) == ("Bins are large.", date(2027, 6, 1), 3)
    kept = said(contributor.get(at(partnership, "initiative_versions", initiative.pk)))
    assert "Before: Bins are free. Now: Bins are large." in kept[kept.index("How it is meant to serve “Waste less”") :]
    assert "Before: Less goes to landfill. Now: Bins are free." in kept


def test_whoever_names_a_goal_that_another_named_meanwhile_sees_what_they_wrote(partnership, initiative, contributor):
    goal = partnership.goal()
    acting.serve(partnership, initiative, goal)
    address = at(partnership, "contribution_set", initiative.pk)

    told = contributor.post(address, {"goal": goal.pk, "mechanism": "Bins are free."})
    again = contributor.post(address, filled(told))

    assert told.status_code == 409
    assert "They saved Less goes to landfill. You wrote Bins are free." in said(told)
    assert again.status_code == 302
    assert Contribution.objects.get().mechanism == "Bins are free."


def test_a_version_is_good_for_the_goal_that_was_opened_and_for_no_other(partnership, contributor):
    opened, other = partnership.goal(), partnership.goal("smoking")
    initiative = acting.log(partnership, opened, other)
    address = at(partnership, "contribution_set", initiative.pk, goal=opened.pk)

    told = contributor.post(address, filled(contributor.get(address), goal=other.pk, mechanism="Bins are free."))

    assert told.status_code == 409
    assert {each.mechanism for each in Contribution.objects.all()} == {"Less goes to landfill."}
    assert contributor.post(address, filled(told)).status_code == 302
    assert Contribution.objects.get(goal=other).mechanism == "Bins are free."


@pytest.mark.parametrize("version", ["0", "7", "-1", "9" * 30])
def test_a_version_that_there_never_was_of_what_is_said_of_a_goal_does_no_harm(
    version, partnership, initiative, contributor
):
    goal = partnership.goal()
    sent = {"goal": goal.pk, "opened": goal.pk, "version": version, "mechanism": "Bins are free."}
    address = at(partnership, "contribution_set", initiative.pk)

    first = contributor.post(address, sent)
    second = contributor.post(address, sent | {"mechanism": "Bins are large."})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Contribution.objects.get().mechanism == "Bins are free."


def test_the_versions_of_what_is_said_of_each_goal_stand_apart_from_those_of_the_initiative(partnership, viewer):
    goals = partnership.goal(title="Waste less"), partnership.goal("smoking", title="Smoke less")
    initiative = acting.log(partnership, *goals)

    page = viewer.get(at(partnership, "initiative_versions", initiative.pk))

    parts = [words for _, words in headings(page) if not words.startswith("Version")]
    assert parts == [
        "Every version",
        "How it is meant to serve “Waste less”",
        "How it is meant to serve “Smoke less”",
    ]
    assert said(page).count("Meant to serve it yes") == 2
    assert "Less goes to landfill." not in said(page)[: said(page).index(parts[1])]


@pytest.mark.parametrize("asked", ["\x00", "x" * 10_000, "9" * 30, "9" * 5_000, "-1", "٤", "0"])
def test_a_goal_in_the_address_that_there_is_not_leaves_the_form_empty(asked, partnership, contributor):
    initiative = acting.log(partnership, partnership.goal())

    page = contributor.get(at(partnership, "contribution_set", initiative.pk, goal=asked))

    assert page.status_code == 200
    assert page.context["form"]["mechanism"].value() is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("goal", "", "Choose the goal."),
        ("goal", "9" * 30, "Choose one of the open goals of this workspace."),
        ("goal", "\x00", NULL),
        ("mechanism", " ", "Say how it is meant to help this goal."),
        ("mechanism", "x" * 2_001, "at most 2000 characters"),
        ("mechanism", "Bi\x00s", NULL),
        ("effect_from", "soon", NO_DAY),
        ("effect_from", "0001-01-01", "Check the year."),
        ("effect_from", "9999-12-31", "Check the year."),
    ],
)
def test_what_is_wrong_with_a_contribution_is_said_beside_its_field(
    field, typed, sentence, partnership, initiative, contributor
):
    sent = {"goal": partnership.goal().pk, "mechanism": "It took an hour.", "effect_from": "2027-06-01"}

    page = contributor.post(at(partnership, "contribution_set", initiative.pk), sent | {field: typed})

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert page.context["form"][field].value() == typed
    assert page.content.decode().count("It took an hour.</textarea>") == (field != "mechanism")
    assert not Contribution.objects.exists()


def test_neither_a_closed_goal_nor_one_of_another_workspace_can_be_served(partnership, initiative, apart, contributor):
    closed = partnership.goal()
    close_goal(by=partnership.lead, goal=closed, note="Done.")

    for goal in (closed, apart.goal()):
        sent = {"goal": goal.pk, "mechanism": "So."}
        page = contributor.post(at(partnership, "contribution_set", initiative.pk), sent)

        assert (page.status_code, beside(page, "goal")) == (422, "Choose one of the open goals of this workspace.")
    assert not Contribution.objects.exists()


def test_where_there_is_no_open_goal_the_form_says_what_to_do_first(partnership, initiative, contributor):
    address, told = at(partnership, "contribution_set", initiative.pk), "There is no open goal in this workspace yet."
    before = said(contributor.get(address))
    partnership.goal()

    assert told in before
    assert told not in said(contributor.get(address))


def test_that_it_no_longer_serves_a_goal_is_said_and_both_stay(partnership, contributor):
    goal = partnership.goal(title="Waste less")
    initiative = acting.log(partnership, goal)
    address = at(partnership, "contribution_remove", initiative.pk, goal.pk)

    page = contributor.post(address, follow=True)
    again = contributor.post(address, follow=True)

    assert "It is not meant to serve “Waste less” any more. What was said of it is kept." in said(page)
    assert "None yet." in said(page)
    assert again.status_code == 200
    assert not Contribution.objects.meant().exists()
    assert Event.objects.filter(verb=Verb.INITIATIVE_LINKED).count() == 1


def test_what_was_said_of_a_goal_it_served_before_stands_in_the_form_when_it_is_named_again(partnership, contributor):
    goal = partnership.goal(title="Waste less")
    initiative = acting.log(partnership, goal)
    address, again = (at(partnership, "contribution_set", initiative.pk, **asked) for asked in ({}, {"goal": goal.pk}))
    before = contributor.get(address)
    contributor.post(at(partnership, "contribution_remove", initiative.pk, goal.pk))

    offering, opened = contributor.get(address), contributor.get(again)
    answer = contributor.post(again, filled(opened))

    assert "What was said of goals that it served before" not in said(before)
    assert "What was said of goals that it served before is kept. Begin with it: Waste less" in said(offering)
    assert f'href="{again}"' in offering.content.decode()
    assert opened.context["form"]["mechanism"].value() == "Less goes to landfill."
    assert answer.status_code == 302
    assert "How it is meant to help Less goes to landfill." in said(contributor.get(answer.url))


@pytest.mark.parametrize("mechanism", ["Less goes to landfill.", "Bins are free."])
def test_whoever_saves_what_is_said_of_a_goal_that_is_no_longer_served_is_told_first(
    mechanism, partnership, lead, contributor
):
    goal = partnership.goal()
    initiative = acting.log(partnership, goal)
    address = at(partnership, "contribution_set", initiative.pk, goal=goal.pk)
    opened = contributor.get(address)
    lead.post(at(partnership, "contribution_remove", initiative.pk, goal.pk))

    told = contributor.post(address, filled(opened, mechanism=mechanism))

    assert told.status_code == 409
    assert "It is not meant to serve this goal any more, as someone said meanwhile." in said(told)
    assert not Contribution.objects.meant().exists()
    assert contributor.post(address, filled(told)).status_code == 302
    assert Contribution.objects.meant().get().mechanism == mechanism


@pytest.mark.parametrize("name", ["contribution_set", "initiative_edit"])
def test_whoever_does_not_speak_for_its_lead_is_told_before_they_save_that_it_will_be_hidden(
    name, partnership, initiative, lead, contributor
):
    told = "Once you save it is not shown any more, until the people of Ambleton Council show it again."
    address = at(partnership, name, initiative.pk)
    before = said(contributor.get(address))
    show_initiative(by=partnership.lead, initiative=initiative, is_public=True)

    assert told not in before
    assert told in said(contributor.get(address))
    assert told not in said(lead.get(address))
    assert told not in said(contributor.get(at(partnership, "milestone_add", initiative.pk)))


def test_once_it_is_hidden_by_a_change_whoever_changed_it_is_told(partnership, contributor):
    goal, other = partnership.goal(), partnership.goal("smoking")
    initiative = acting.log(partnership, goal)
    edit = at(partnership, "initiative_edit", initiative.pk)
    deeds = [
        (edit, filled(contributor.get(edit), title="Third bins")),
        (at(partnership, "initiative_move", initiative.pk), {"move": "start"}),
        (at(partnership, "contribution_set", initiative.pk), {"goal": other.pk, "mechanism": "Less smoke."}),
        (at(partnership, "contribution_remove", initiative.pk, goal.pk), {}),
    ]

    for address, sent in deeds:
        show_initiative(by=partnership.lead, initiative=initiative, is_public=True)
        page = contributor.post(address, sent, follow=True)

        assert page.status_code == 200
        assert "It is not shown to the public any more, until the people of Ambleton Council show it again." in said(
            page
        )
        assert "The public does not see it." in said(page)


# Milestones


def test_a_milestone_is_added_reached_and_taken_back(partnership, initiative, contributor):
    page_of_it, adding = at(partnership, "initiative", initiative.pk), at(partnership, "milestone_add", initiative.pk)

    assert headings(contributor.get(adding))[0] == (1, "Add a milestone")
    added = contributor.post(adding, {"title": "Bins bought", "due": "2099-03-31"}, follow=True)
    milestone = Milestone.objects.get()
    reaching = at(partnership, "milestone_reach", initiative.pk, milestone.pk)
    asked = contributor.get(reaching)
    reached = contributor.post(reaching, {"on": "2026-02-03"}, follow=True)
    undone = contributor.post(at(partnership, "milestone_undo", initiative.pk, milestone.pk), follow=True)

    assert "Bins bought due on 31 March 2099" in said(added)
    assert headings(asked)[0] == (1, "When was “Bins bought” reached?")
    assert asked.context["form"]["on"].value() == timezone.localdate()
    assert "Bins bought reached on 3 February 2026 (Harper Health)" in said(reached)
    assert reaching not in offered(reached)
    assert "“Bins bought” counts as not reached yet." in said(undone)
    assert "Bins bought due on 31 March 2099" in said(contributor.get(page_of_it))


def test_a_milestone_that_is_past_due_says_so_until_it_is_reached(partnership, initiative, viewer):
    milestone = acting.step(partnership, initiative, due=acting.LONG_AGO)
    page = at(partnership, "initiative", initiative.pk)
    before = said(viewer.get(page))

    acting.reach(partnership, milestone)

    assert "Bins bought was due on 31 March 2020" in before
    assert "was due on" not in said(viewer.get(page))


def test_a_milestone_that_is_sent_twice_is_added_once(partnership, initiative, contributor):
    address = at(partnership, "milestone_add", initiative.pk)
    key = contributor.get(address).context["form"]["key"].value()
    assert key

    for _ in range(2):
        contributor.post(address, {"title": "Bins bought", "due": "2099-03-31", "key": key})

    assert Milestone.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", " ", "Name the milestone."),
        ("title", "x" * 10_000, "at most 140 characters"),
        ("title", "4\x005", NULL),
        ("due", "", "Say by when it is to be reached."),
        ("due", "2027-02-31", NO_DAY),
        ("due", "0001-01-01", "Check the year."),
        ("due", "9999-12-31", "Check the year."),
        ("due", "9" * 5_000, NO_DAY),
    ],
)
def test_what_is_wrong_with_a_milestone_is_said_beside_its_field(
    field, typed, sentence, partnership, initiative, contributor
):
    sent = {"title": "Bins bought", "due": "2099-03-31"} | {field: typed}

    page = contributor.post(at(partnership, "milestone_add", initiative.pk), sent)

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert page.context["form"][field].value() == typed
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give the day on which it was reached."),
        ("yesterday", NO_DAY),
        ("\x00", NO_DAY),
        ("0001-01-01", "Check the year."),
        ("9999-12-31", "This day is still to come. Give the day on which it was reached."),
        (timezone.localdate() + timedelta(days=2), "This day is still to come."),
    ],
)
def test_a_milestone_is_reached_on_a_day_that_has_come(typed, sentence, partnership, initiative, contributor):
    milestone = acting.step(partnership, initiative)

    page = contributor.post(at(partnership, "milestone_reach", initiative.pk, milestone.pk), {"on": typed})

    assert page.status_code == 422
    assert sentence in beside(page, "on")
    assert Milestone.objects.get().reached_on is None


def test_a_milestone_that_someone_else_reached_meanwhile_keeps_the_day_they_gave(partnership, initiative, contributor):
    milestone = acting.step(partnership, initiative)
    acting.reach(partnership, milestone, on=date(2026, 1, 1))

    page = contributor.post(at(partnership, "milestone_reach", initiative.pk, milestone.pk), {"on": "2026-01-02"})

    assert page.status_code == 422
    assert "This milestone is reached already. Take that back first if the day is wrong." in said(page)
    assert Milestone.objects.get().reached_on == date(2026, 1, 1)


# Evidence


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"note": "Twelve tonnes.\r\n\r\nIn one month."}, "First tonnes Twelve tonnes. In one month."),
        ({"link": "https://example.org/tonnes"}, "First tonnes https://example.org/tonnes"),
        ({"link": "example.org/tonnes"}, "First tonnes https://example.org/tonnes"),
        ({"upload": file}, "First tonnes tonnes.csv 24\xa0bytes"),
    ],
)
def test_evidence_is_words_a_link_or_a_file(given, told, partnership, initiative, contributor):
    given = {name: value() if callable(value) else value for name, value in given.items()}

    answer = contributor.post(
        at(partnership, "evidence_add", initiative.pk), {"title": "First tonnes"} | given, follow=True
    )

    assert " ".join(told.split()) in said(answer)
    assert ", Harper Health" in said(answer)


def test_a_link_that_someone_gave_is_followed_by_nobody_for_its_worth(partnership, initiative, viewer):
    acting.show(partnership, initiative, link="https://example.org/a?b=1&c=2")

    page = viewer.get(at(partnership, "initiative", initiative.pk)).content.decode()

    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">' in page


def test_a_file_is_downloaded_as_it_came(partnership, initiative, contributor, viewer):
    contributor.post(at(partnership, "evidence_add", initiative.pk), {"title": "First tonnes", "upload": file()})
    download = reverse("files:download", args=[StoredFile.objects.get(scope_kind="workspace").pk])

    page = viewer.get(at(partnership, "initiative", initiative.pk))

    assert download in offered(page)
    assert viewer.get(download).getvalue() == CSV


def test_evidence_can_be_of_one_of_its_milestones(partnership, initiative, contributor):
    milestone = acting.step(partnership, initiative)
    address = at(partnership, "evidence_add", initiative.pk, milestone=milestone.pk)

    opened = contributor.get(address)
    page = contributor.post(address, {"title": "Bill", "note": "Paid.", "milestone": milestone.pk}, follow=True)

    assert f'<option value="{milestone.pk}" selected>Bins bought</option>' in opened.content.decode()
    assert "Bill (Bins bought) Paid." in said(page)


def test_evidence_that_is_sent_twice_is_added_once(partnership, initiative, contributor):
    address = at(partnership, "evidence_add", initiative.pk)
    key = contributor.get(address).context["form"]["key"].value()
    assert key

    for _ in range(2):
        contributor.post(address, {"title": "First tonnes", "upload": file(), "key": key})

    assert Evidence.objects.count() == StoredFile.objects.filter(scope_kind="workspace").count() == 1


@pytest.mark.parametrize(
    ("field", "sent", "sentence"),
    [
        ("title", {"title": ""}, "Give this evidence a title."),
        ("title", {"title": "x" * 10_000}, "at most 140 characters"),
        ("title", {"title": "4\x005"}, NULL),
        ("note", {"note": "x" * 2_001}, "at most 2000 characters"),
        ("link", {"link": "javascript:alert(1)"}, "This is not the address of a page."),
        ("link", {"link": "https://example.org/" + "x" * 10_000}, "at most 500 characters"),
        ("link", {"link": "https://\x00"}, ""),
        ("link", {"link": "example.org@example.com"}, "Leave out the name before the @"),
        ("milestone", {"milestone": "9" * 30}, "Select a valid choice."),
        ("upload", {"upload": ("tonnes.exe", CSV)}, "is of a sort that is not taken in here."),
        ("upload", {"upload": ("tonnes.pdf", CSV)}, "tonnes.pdf"),
        ("upload", {"upload": ("tonnes.csv", b"")}, "The file is empty."),
        ("upload", {"title": "", "upload": ("tonnes.csv", CSV)}, "Choose the file again"),
    ],
)
def test_what_is_wrong_with_evidence_is_said_beside_its_field(
    field, sent, sentence, partnership, initiative, contributor
):
    acting.step(partnership, initiative)
    sent = {name: file(*value) if name == "upload" else value for name, value in sent.items()}
    whole = {"title": "First tonnes", "note": "It took an hour."}

    page = contributor.post(at(partnership, "evidence_add", initiative.pk), whole | sent)

    assert page.status_code == 422
    assert beside(page, field)
    assert sentence in beside(page, field)
    assert page.content.decode().count("It took an hour.</textarea>") == (field != "note")
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.filter(scope_kind="workspace").exists()


def test_a_title_alone_is_no_evidence(partnership, initiative, contributor):
    page = contributor.post(at(partnership, "evidence_add", initiative.pk), {"title": "First tonnes"})

    assert page.status_code == 422
    assert "There is a problem Give a link or a file, or say in words what it shows." in said(page)
    assert 'value="First tonnes"' in page.content.decode()


def test_a_milestone_of_another_initiative_is_no_choice(partnership, initiative, contributor):
    acting.step(partnership, initiative)
    elsewhere = acting.step(partnership, acting.log(partnership))
    sent = {"title": "Bill", "note": "Paid.", "milestone": elsewhere.pk}

    page = contributor.post(at(partnership, "evidence_add", initiative.pk), sent)

    assert (page.status_code, bool(beside(page, "milestone"))) == (422, True)
    assert not Evidence.objects.exists()


def test_evidence_is_removed_with_its_file_and_the_activity_keeps_that_it_was_there(
    partnership, initiative, contributor
):
    evidence = acting.show(partnership, initiative)

    page = contributor.post(at(partnership, "evidence_remove", initiative.pk, evidence.pk), follow=True)

    assert "“First tonnes” is removed. The activity keeps that it was there." in said(page)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.filter(scope_kind="workspace").exists()
    assert "First tonnes" in said(contributor.get(at(partnership, "activity")))


# Whose it is


def test_what_belongs_to_another_initiative_is_not_found_under_this_one(partnership, initiative, contributor):
    other = acting.log(partnership, partnership.goal())
    milestone, evidence = acting.step(partnership, other), acting.show(partnership, other)

    found = [
        contributor.post(at(partnership, "milestone_reach", initiative.pk, milestone.pk), {"on": "2026-01-01"}),
        contributor.post(at(partnership, "milestone_undo", initiative.pk, milestone.pk)),
        contributor.post(at(partnership, "evidence_remove", initiative.pk, evidence.pk)),
        contributor.get(at(partnership, "milestone_reach", initiative.pk, 9_999_999_999_999_999_999)),
        contributor.post(at(partnership, "evidence_remove", initiative.pk, 9_999_999_999_999_999_999)),
    ]

    assert [page.status_code for page in found] == [404] * 5
    assert Evidence.objects.get() == evidence


def test_a_goal_of_another_workspace_is_not_found_when_it_is_to_be_no_longer_served(
    partnership, initiative, apart, contributor
):
    address = at(partnership, "contribution_remove", initiative.pk, apart.goal().pk)

    assert contributor.post(address).status_code == 404


@pytest.mark.parametrize("name", ["contribution_set", "milestone_add", "evidence_add"])
def test_a_form_asks_no_more_of_the_database_for_more_goals_and_milestones(
    name, partnership, initiative, contributor, django_assert_max_num_queries
):
    for number in range(10):
        acting.serve(partnership, initiative, partnership.goal(title=f"Goal {number}"))
        acting.step(partnership, initiative, f"Step {number}")

    with django_assert_max_num_queries(16):
        contributor.get(at(partnership, name, initiative.pk))
