"""How well a workspace is kept: counts of what is owned, current and evidenced, and what to do next."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from apps.initiatives.actions import change_milestone, move_milestone, write_update
from apps.initiatives.models import Initiative
from apps.work.health import health_of
from apps.workspaces.actions import remove_member
from tests.kept import MARK, keep_draft
from tests.work.acting import LONG_AGO, log, reach, serve, show, step
from tests.work.reading import said


def health(partnership, reader=None):
    return {each.key: each for each in health_of(partnership.workspace, reader=reader or partnership.lead)}


def told(aspect):
    return [tally.sentence for tally in aspect.tallies]


def deeds(aspect):
    return [(deed.subject, deed.sentence) for deed in aspect.deeds]


def test_an_empty_workspace_has_nothing_to_be_asked_of(partnership, lead):
    assert all(not each.tallies and not each.deeds for each in health(partnership).values())
    url = reverse("work:workspace_health", args=[partnership.workspace.slug])
    assert "There is nothing yet of which to ask this." in said(lead.get(url))


def test_what_someone_who_left_looked_after_is_not_owned_and_is_handed_over(partnership):
    by = partnership.contributor
    partnership.goal(by=by, lead=partnership.health)
    step(partnership, log(partnership, by=by))
    log(partnership, title="Parks")
    member = partnership.workspace.members.select_related("person", "workspace").get(person=by)
    remove_member(by=partnership.lead, member=member)

    owned = health(partnership)["owned"]

    assert told(owned) == [
        "0 of 1 open goal is looked after by a member.",
        "1 of 2 policies and initiatives that go on are looked after by a member.",
        "0 of 1 milestone to come is looked after by a member.",
    ]
    assert [deed.url for deed in owned.deeds[:2]] == [reverse("work:handover", args=[partnership.workspace.slug])] * 2
    assert deeds(owned)[2] == ("Kerbside food waste: Bins bought", "say who looks after this milestone")


def test_what_is_silent_is_not_current_until_someone_says_how_it_goes(partnership):
    initiative = log(partnership)
    milestone = step(partnership, initiative, due=LONG_AGO)
    Initiative.objects.update(confirmed_at=timezone.now() - timedelta(days=91))

    silent = health(partnership)["current"]
    write_update(by=partnership.lead, initiative=initiative, happened="Delayed.", upcoming="They come in May.")
    written = health(partnership)["current"]
    change_milestone(by=partnership.lead, milestone=milestone, based_on=1, words={"owner": partnership.contributor})
    spoken = health(partnership)["current"]

    assert [tally.is_whole for tally in silent.tallies] == [False, False]
    assert "say that it is reached, or give it another day" in deeds(silent)[0][1]
    assert [tally.is_whole for tally in written.tallies] == [True, False]
    assert [deed.subject for deed in written.deeds] == ["Kerbside food waste: Bins bought"]
    assert [tally.is_whole for tally in spoken.tallies] == [True, True]
    assert spoken.deeds == ()


def test_an_overdue_milestone_is_told_of_only_if_it_was_touched_itself(partnership):
    initiative = log(partnership)
    step(partnership, initiative, due=LONG_AGO)
    other = step(partnership, initiative, title="Bins handed out", due=LONG_AGO)
    write_update(by=partnership.lead, initiative=initiative, happened="Delayed.", upcoming="They come in May.")

    move_milestone(by=partnership.lead, milestone=other, move="begin")

    assert [subject for subject, _what in deeds(health(partnership)["current"])] == ["Kerbside food waste: Bins bought"]


def test_a_milestone_that_was_touched_and_not_written_of_is_still_silent(partnership):
    milestone = step(partnership, log(partnership), due=LONG_AGO)

    move_milestone(by=partnership.lead, milestone=milestone, move="begin")

    assert not health(partnership)["current"].tallies[1].is_whole


def test_what_ones_own_organisation_leads_comes_first_and_what_is_not_named_is_counted(partnership, lead):
    for number in range(6):
        log(partnership, title=f"Theirs {number}", lead=partnership.health, by=partnership.contributor)
    log(partnership, title="Ours")
    Initiative.objects.update(confirmed_at=timezone.now() - timedelta(days=91))

    current = health(partnership)["current"]

    assert [subject for subject, _what in deeds(current)] == ["Ours", *(f"Theirs {number}" for number in range(4))]
    assert current.more == 2
    url = reverse("work:workspace_health", args=[partnership.workspace.slug])
    assert "and 2 more" in said(lead.get(url))


def test_what_is_finished_or_reached_without_evidence_and_goals_without_initiatives_are_named(partnership):
    goal = partnership.goal()
    finished = log(partnership, title="Parks", status="finished")
    milestone = reach(partnership, step(partnership, log(partnership)))

    bare = health(partnership)["evidenced"]
    show(partnership, finished, note="A photograph.")
    show(partnership, milestone.initiative, note="A bill.", milestone=milestone)
    serve(partnership, finished, goal)
    shown = health(partnership)["evidenced"]

    assert [subject for subject, _what in deeds(bare)] == [str(goal), "Parks", "Kerbside food waste: Bins bought"]
    assert bare.deeds[2].url.endswith(f"/evidence/add/?milestone={milestone.pk}")
    assert all(tally.is_whole for tally in shown.tallies)
    assert shown.deeds == ()


def test_what_is_kept_counts_for_those_alone_who_see_it(partnership):
    keep_draft(partnership, partnership.goal())

    others, own = health(partnership), health(partnership, partnership.business_member)

    assert MARK not in str(others)
    assert "1 of 1 policy or initiative" in told(own["owned"])[1]
    assert len(told(others["owned"])) == 1


def test_a_viewer_reads_it_and_is_led_nowhere_they_may_not_go(partnership, viewer):
    log(partnership)
    Initiative.objects.update(confirmed_at=timezone.now() - timedelta(days=91))

    words = viewer.get(reverse("work:workspace_health", args=[partnership.workspace.slug])).content.decode()

    assert "Kerbside food waste" in words
    assert "updates/write" not in words


def test_the_page_asks_as_much_however_much_there_is(partnership, lead, django_assert_max_num_queries):
    url = reverse("work:workspace_health", args=[partnership.workspace.slug])

    def fill(number):
        initiative = log(partnership, title=f"Thing {number}")
        milestone = step(partnership, initiative, due=LONG_AGO)
        change_milestone(by=partnership.lead, milestone=milestone, based_on=1, words={"owner": partnership.contributor})

    fill(0)
    lead.get(url)
    with django_assert_max_num_queries(40) as few:
        lead.get(url)
    for number in range(1, 6):
        fill(number)

    with django_assert_max_num_queries(len(few)):
        lead.get(url)
