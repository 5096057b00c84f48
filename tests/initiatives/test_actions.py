"""Logging what partners do, changing it, saying where it stands, letting the public see it."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import open_organisation
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common import days
from apps.common.errors import Overtaken, Refused
from apps.goals.models import Goal
from apps.initiatives import actions
from apps.initiatives.actions.initiatives import JUST_NOW
from apps.initiatives.models import Initiative
from apps.initiatives.plans import Service, Step
from apps.initiatives.states import INITIATIVE
from apps.workspaces.actions import add_partner, remove_partner
from tests.initiatives.making import log
from tests.records import as_saved, last_event, on_record

#: A day that a confirmation may lie back; only time itself takes it there.
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_a_viewer_is_told_what_they_may_not_do(partnership):
    with pytest.raises(AccessDenied, match="You may not log or change policies and initiatives in this workspace"):
        log(partnership, by=partnership.viewer)

    assert not Initiative.objects.exists()


def test_what_is_logged_is_what_was_planned(partnership):
    goal, ambleton = partnership.goal(), partnership.world.areas["Ambleton"]

    made = log(
        partnership,
        by=partnership.contributor,
        title=" Repair cafe ",
        summary=" Mend. ",
        areas=[ambleton],
        starts=date(2026, 1, 1),
        ends=date(2026, 1, 1),
        status="under-way",
        serves=(Service(goal, " Less is thrown away. ", date(2026, 6, 1)),),
        milestones=(Step(" Doors open ", date(2026, 3, 1)), Step("A hundredth repair", date(2026, 9, 1))),
    )

    made = as_saved(made)
    assert (made.kind, made.title, made.summary, made.lead) == (
        "initiative",
        "Repair cafe",
        "Mend.",
        partnership.business,
    )
    assert (made.starts, made.ends, made.status) == (date(2026, 1, 1), date(2026, 1, 1), "under-way")
    assert (made.workspace, made.version, made.is_public) == (partnership.workspace, 1, False)
    assert list(made.areas.all()) == [ambleton]
    service = made.contributions.get()
    assert (service.goal, service.mechanism, service.effect_from) == (goal, "Less is thrown away.", date(2026, 6, 1))
    assert [step.title for step in made.milestones.all()] == ["Doors open", "A hundredth repair"]


def test_whoever_logs_it_vouches_for_it(partnership):
    made = log(partnership, by=partnership.contributor)

    assert made.logged_by == made.confirmed_by == partnership.contributor
    assert made.confirmed_at >= made.workspace.opened_at


def test_logging_is_told_and_its_words_are_kept(partnership):
    goal = partnership.goal()

    made = log(partnership, serves=(Service(goal, "By mending."),), milestones=(Step("Doors open", date(2027, 3, 31)),))

    event = last_event()
    assert (event.verb, event.actor, event.subject_label) == (
        Verb.INITIATIVE_LOGGED,
        partnership.lead,
        "Repair cafe",
    )
    assert (event.subject_id, event.scope_kind, event.scope_id) == (made.pk, "workspace", partnership.workspace.pk)
    assert event.details == {"goals": ["Move recycling"], "milestones": ["Doors open"]}
    version = Version.objects.get(subject_kind="initiative")
    assert (version.number, version.words, version.by) == (1, made.words(), partnership.lead)


def test_a_form_that_is_sent_twice_logs_one(partnership):
    key = uuid4()
    first = log(partnership, key=key)
    before = on_record()

    second = log(partnership, key=key, title="Typed again")

    assert second == first
    assert as_saved(first).title == "Repair cafe"
    assert on_record() == before
    assert log(partnership) != first


def test_a_key_is_good_for_one_workspace(partnership, apart):
    key = uuid4()

    first, second = log(partnership, key=key), log(apart, key=key)

    assert second != first
    assert second.workspace == apart.workspace


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "  "}, "title", "cannot be blank"),
        ({"title": "x" * 141}, "title", "at most 140"),
        ({"title": "Repair\u202e cafe"}, "title", "invisible character"),
        ({"summary": " "}, "summary", "cannot be blank"),
        ({"summary": "Mend\u2066 it."}, "summary", "invisible character"),
        ({"summary": "x" * 4001}, "summary", "at most 4000"),
        ({"kind": "project"}, "kind", "not a valid choice"),
        ({"status": "done"}, "status", "not a valid choice"),
        ({"starts": date(1066, 10, 14)}, "starts", "Check the year"),
        ({"ends": date(2101, 1, 1)}, "ends", "Check the year"),
        ({"starts": date(2026, 2, 1), "ends": date(2026, 1, 31)}, "__all__", "ends before it starts"),
        ({"milestones": (Step("Open", date(202, 3, 1)),)}, "due", "Check the year"),
        ({"milestones": (Step(" ", date(2026, 3, 1)),)}, "title", "cannot be blank"),
    ],
)
def test_what_cannot_be_so_is_told_by_field_and_nothing_is_logged(changes, field, sentence, partnership):
    before = on_record()

    with pytest.raises(ValidationError) as wrong:
        log(partnership, **changes)

    assert sentence in " ".join(wrong.value.message_dict[field])
    assert not Initiative.objects.exists()
    assert on_record() == before


def test_the_first_and_the_last_day_are_days_still(partnership):
    made = log(partnership, starts=days.FIRST_DAY, ends=days.LAST_DAY)

    assert (made.starts, made.ends) == (date(1990, 1, 1), date(2100, 12, 31))


def test_only_a_partner_leads_it(partnership, apart):
    with pytest.raises(ValidationError) as wrong:
        log(partnership, lead=apart.business)

    assert "Only a partner of this workspace can lead it" in wrong.value.message_dict["lead"][0]


def test_its_areas_are_among_those_of_the_workspace(partnership):
    areas = partnership.world.areas

    with pytest.raises(ValidationError) as wrong:
        log(partnership, areas=[areas["Ambleton"], areas["Dunmere"]])

    assert "Choose among the areas of this workspace" in wrong.value.message_dict["areas"][0]
    assert not Initiative.objects.exists()


def test_it_serves_no_goal_of_another_workspace(partnership, apart):
    with pytest.raises(Goal.DoesNotExist):
        log(partnership, serves=(Service(apart.goal(), "By stealth."),))

    assert not Initiative.objects.exists()


def change(partnership, initiative, words, **given):
    asked = {"by": partnership.contributor, "based_on": 1} | given
    return actions.change_initiative(initiative=initiative, words=words, **asked)


def test_a_change_keeps_what_is_not_spoken_of(partnership, cafe):
    Initiative.objects.update(confirmed_at=LONG_AGO)

    changed = change(partnership, cafe, {"title": " Repair shop ", "starts": date(2026, 5, 1)}, reason="It moved.")

    changed = as_saved(changed)
    assert (changed.title, changed.summary, changed.starts) == (
        "Repair shop",
        "Mend what is broken.",
        date(2026, 5, 1),
    )
    assert (changed.version, changed.confirmed_by) == (2, partnership.contributor)
    assert changed.confirmed_at > LONG_AGO
    version = Version.objects.get(number=2)
    assert (version.words, version.reason, version.by) == (changed.words(), "It moved.", partnership.contributor)
    assert (last_event().verb, last_event().details) == (
        Verb.INITIATIVE_CHANGED,
        {"changed": ["starts", "title"], "reason": "It moved.", "said": "It moved."},
    )


def test_a_change_of_nothing_is_none(partnership, cafe):
    Initiative.objects.update(confirmed_at=LONG_AGO)
    before = on_record()

    same = change(partnership, cafe, {"title": " Repair cafe ", "lead": partnership.business, "areas": []})

    assert same.version == 1
    assert as_saved(cafe).confirmed_at == LONG_AGO
    assert on_record() == before


def test_the_second_of_two_is_told_and_saves_nothing(partnership, cafe):
    change(partnership, cafe, {"summary": "First."})

    with pytest.raises(Overtaken, match="Nothing is lost") as overtaken:
        change(partnership, cafe, {"summary": "Second."})

    assert overtaken.value.thing.summary == "First."
    assert as_saved(cafe).summary == "First."


@pytest.mark.parametrize("name", ["status", "is_public", "workspace", "no_such_field"])
def test_only_what_is_written_of_it_is_changed_so(name, partnership, cafe):
    with pytest.raises(LookupError, match=name):
        change(partnership, cafe, {name: "finished"})


def test_other_areas_are_a_change_and_none_stands_for_all(partnership, cafe):
    ambleton = partnership.world.areas["Ambleton"]

    change(partnership, cafe, {"areas": [ambleton]})
    change(partnership, cafe, {"areas": []}, based_on=2)

    words = dict(Version.objects.filter(subject_kind="initiative").values_list("number", "words"))
    assert [words[number]["areas"] for number in (1, 2, 3)] == [[], [ambleton.pk], []]
    assert last_event().details["changed"] == ["areas"]


def test_a_change_that_cannot_be_changes_nothing(partnership, cafe):
    areas = partnership.world.areas

    with pytest.raises(ValidationError):
        change(partnership, cafe, {"areas": [areas["Ambleton"]], "title": " "})
    with pytest.raises(ValidationError, match="Check the year"):
        change(partnership, cafe, {"ends": date(1026, 1, 1)})
    with pytest.raises(ValidationError, match="Choose among the areas"):
        change(partnership, cafe, {"areas": [areas["Dunmere"]]})

    assert as_saved(cafe).words() == cafe.words()
    assert as_saved(cafe).version == 1


def test_with_another_lead_it_is_not_shown_until_they_say_so(partnership, cafe):
    actions.show_initiative(by=partnership.business_member, initiative=cafe, is_public=True)

    by = {"by": partnership.business_member}
    change(partnership, cafe, {"title": "Repair shop", "lead": partnership.business}, **by)
    still_shown = as_saved(cafe).is_public
    change(partnership, cafe, {"lead": partnership.health}, based_on=2, reason="They take over.", **by)

    assert still_shown
    assert (as_saved(cafe).is_public, as_saved(cafe).lead) == (False, partnership.health)
    told = "They take over. (not shown to the public until the people of Ambleton Health show it again)"
    assert last_event().details["said"] == told


def test_only_its_leads_people_or_the_workspaces_leads_hand_it_over(partnership, cafe):
    to_mine = {"lead": partnership.council}

    with pytest.raises(ValidationError) as wrong:
        change(partnership, cafe, to_mine, by=partnership.someone(Role.CONTRIBUTOR))

    assert "Only the people of" in wrong.value.message_dict["lead"][0]
    assert as_saved(cafe).lead == partnership.business
    assert change(partnership, cafe, to_mine, by=partnership.lead).lead == partnership.council


#: What the public reads of an initiative under its lead's name, changed.
CHANGES = {
    "its words": lambda p, cafe, by: change(p, cafe, {"title": "Repair shop"}, by=by),
    "its status": lambda p, cafe, by: actions.move_initiative(by=by, initiative=cafe, move="start"),
    "a goal more": lambda p, cafe, by: actions.serve_goal(
        by=by, initiative=cafe, goal=p.goal("smoking"), mechanism="By talking."
    ),
    "a goal less": lambda p, cafe, by: actions.stop_serving(by=by, initiative=cafe, goal=cafe.contributions.get().goal),
}


@pytest.fixture
def shown(partnership):
    made = log(partnership, serves=(Service(partnership.goal(), "By mending."),))
    return actions.show_initiative(by=partnership.business_member, initiative=made, is_public=True)


@pytest.mark.parametrize("deed", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("who", ["contributor", "lead"])
def test_what_others_changed_is_not_shown_until_its_lead_says_so(who, deed, partnership, shown):
    deed(partnership, shown, getattr(partnership, who))

    assert not as_saved(shown).is_public
    assert last_event().details["is_public"] is False
    assert "not shown to the public until the people of Loom Ltd show it again" in last_event().details["said"]

    actions.show_initiative(by=partnership.business_member, initiative=shown, is_public=True)

    assert as_saved(shown).is_public


@pytest.mark.parametrize("deed", CHANGES.values(), ids=CHANGES)
def test_what_its_lead_changed_itself_stays_shown(deed, partnership, shown):
    deed(partnership, shown, partnership.business_member)

    assert as_saved(shown).is_public
    assert "is_public" not in last_event().details


def test_what_the_public_does_not_read_is_written_by_others_and_it_stays_shown(partnership, shown):
    by = {"by": partnership.lead, "initiative": shown}

    step = actions.add_milestone(**by, title="Doors open", due=date(2027, 3, 31))
    actions.reach_milestone(by=partnership.lead, milestone=step, on=date(2026, 1, 1))
    actions.add_evidence(**by, title="Tonnes", note="Twelve.")
    actions.confirm_initiative(**by)
    change(partnership, shown, {"title": "Repair cafe"}, by=partnership.lead)
    actions.serve_goal(**by, goal=shown.contributions.get().goal, mechanism="By mending.")

    assert as_saved(shown).is_public


def test_of_what_is_not_shown_no_event_says_that_it_is_hidden(partnership, cafe):
    change(partnership, cafe, {"title": "Repair shop"}, by=partnership.lead)

    assert "is_public" not in last_event().details


def test_it_is_not_handed_to_whoever_is_no_partner(partnership, apart, cafe):
    with pytest.raises(ValidationError, match="Only a partner of this workspace"):
        change(partnership, cafe, {"lead": apart.health}, by=partnership.business_member)

    assert as_saved(cafe).lead == partnership.business


@pytest.fixture
def led_by_one_who_left(partnership):
    guild = open_organisation(by=OPERATOR, name="Guild of Menders", sector="civil-society")
    partner = add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=guild)
    made = log(partnership, lead=guild)
    remove_partner(by=partnership.lead, partner=partner)
    return made


def test_what_a_partner_led_that_has_left_is_still_written_about(partnership, led_by_one_who_left):
    guild = led_by_one_who_left.lead

    changed = change(partnership, led_by_one_who_left, {"title": "Repair shop", "lead": guild})

    assert (changed.title, changed.lead) == ("Repair shop", guild)


def test_nobody_shows_what_a_partner_led_that_has_left(partnership, led_by_one_who_left):
    with pytest.raises(AccessDenied):
        actions.show_initiative(by=partnership.lead, initiative=led_by_one_who_left, is_public=True)


def test_its_status_changes_by_the_moves_of_the_table_and_by_no_others(partnership):
    after = {}

    for status in Initiative.Status.values:
        for move in INITIATIVE.moves:
            made = log(partnership, status=status)
            try:
                after[status, move] = actions.move_initiative(by=partnership.lead, initiative=made, move=move).status
            except Refused:
                assert as_saved(made).status == status

    assert after == {
        ("proposed", "start"): "under-way",
        ("proposed", "stop"): "stopped",
        ("under-way", "pause"): "paused",
        ("under-way", "finish"): "finished",
        ("under-way", "stop"): "stopped",
        ("paused", "start"): "under-way",
        ("paused", "finish"): "finished",
        ("paused", "stop"): "stopped",
        ("finished", "resume"): "under-way",
        ("stopped", "resume"): "under-way",
    }


def test_a_move_is_told_by_where_it_led(partnership, cafe):
    moved = actions.move_initiative(by=partnership.contributor, initiative=cafe, move="start")

    assert (as_saved(cafe).status, as_saved(cafe).version) == ("under-way", 1)
    event = last_event()
    assert (event.verb, event.subject_id, event.actor) == (Verb.INITIATIVE_MOVED, moved.pk, partnership.contributor)
    assert event.details == {"said": "under way", "before": "proposed", "after": "under-way"}


def test_there_is_no_move_that_the_table_does_not_know(partnership, cafe):
    with pytest.raises(LookupError, match="abandon"):
        actions.move_initiative(by=partnership.lead, initiative=cafe, move="abandon")


def test_whoever_confirms_it_says_that_all_of_it_is_still_correct(partnership, cafe):
    Initiative.objects.update(confirmed_at=LONG_AGO)

    actions.confirm_initiative(by=partnership.contributor, initiative=cafe)

    assert as_saved(cafe).confirmed_by == partnership.contributor
    assert as_saved(cafe).confirmed_at > LONG_AGO
    assert as_saved(cafe).version == 1
    assert last_event().verb == Verb.INITIATIVE_CONFIRMED


def test_what_someone_has_just_confirmed_they_confirm_no_second_time(partnership, cafe):
    Initiative.objects.update(confirmed_at=LONG_AGO)
    actions.confirm_initiative(by=partnership.contributor, initiative=cafe)
    before = on_record()

    actions.confirm_initiative(by=partnership.contributor, initiative=cafe)
    once = on_record()
    actions.confirm_initiative(by=partnership.lead, initiative=cafe)

    assert once == before
    assert (last_event().verb, last_event().actor) == (Verb.INITIATIVE_CONFIRMED, partnership.lead)


def test_what_someone_confirmed_before_that_they_confirm_anew(partnership, cafe):
    Initiative.objects.update(confirmed_by=partnership.contributor, confirmed_at=timezone.now() - JUST_NOW)
    before, _versions = on_record()

    actions.confirm_initiative(by=partnership.contributor, initiative=cafe)

    assert on_record()[0] == before + 1


def test_it_is_shown_and_hidden_again_and_each_is_told_once(partnership, cafe):
    for is_public in (False, True, True, False):
        actions.show_initiative(by=partnership.business_member, initiative=cafe, is_public=is_public)

    events = Event.objects.filter(verb=Verb.INITIATIVE_SHOWN).order_by("pk")
    assert [event.details["said"] for event in events] == [
        "The public may see it from now on.",
        "The public no longer sees it.",
    ]
    assert not as_saved(cafe).is_public
