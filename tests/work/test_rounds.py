"""Twelve updates on one page: saved by one press, each for itself, and no word is lost."""

from datetime import date

import pytest
from django.urls import reverse

from apps.initiatives.actions import change_initiative, move_initiative, write_update
from apps.initiatives.models import InitiativeUpdate, Milestone
from apps.initiatives.states import INITIATIVE
from tests.records import as_saved
from tests.work.acting import log, step
from tests.work.reading import said


@pytest.fixture
def three(partnership):
    return [log(partnership, title=title) for title in ("Bins", "Buses", "Parks")]


@pytest.fixture
def url(partnership):
    return reverse("work:updates_round", args=[partnership.workspace.slug])


def row(initiative, **given):
    """What the page sends of one row that was opened now."""
    hidden = {"version": initiative.version, "status": initiative.status}
    return {f"i{initiative.pk}-{name}": value for name, value in (hidden | given).items()}


def rows(*initiatives, **more):
    sent = {"row": [each.pk for each in initiatives]}
    for each in initiatives:
        sent |= row(each)
    return sent | more


def test_several_are_saved_by_one_press_and_what_is_empty_stays_as_it_is(partnership, lead, three, url):
    bins, buses, parks = three
    milestone = step(partnership, buses)
    form = rows(*three)
    form |= row(bins, happened="Bins came.", upcoming="We hand them out.", move="start")
    form |= row(buses, is_correct="on", milestone=milestone.pk, milestone_version=1, reached_on="2026-01-05")

    answer = lead.post(url, form, follow=True)

    assert "2 are saved." in said(answer)
    assert [each.happened for each in InitiativeUpdate.objects.all()] == ["Bins came."]
    assert as_saved(bins).status == "under-way"
    assert Milestone.objects.get().reached_on == date(2026, 1, 5)
    assert as_saved(parks).confirmed_at == parks.confirmed_at


def test_a_bad_row_keeps_its_words_and_the_others_are_saved(partnership, lead, three, url):
    bins, buses, _parks = three
    form = rows(*three)
    form |= row(bins, happened="Bins came.")
    form |= row(buses, happened="Buses run.", upcoming="More run.")

    answer = lead.post(url, form)

    assert answer.status_code == 422
    assert "Bins: not saved" in said(answer)
    assert "Buses: saved." in said(answer)
    assert 'value="Bins came."' in answer.content.decode()
    assert InitiativeUpdate.objects.get().initiative == buses


def offered(answer, initiative):
    """The moves among which one may choose in the row of one of them."""
    form = next(row.form for row in answer.context["rows"] if row.line.initiative == initiative)
    return [name for name, _label in form.fields["move"].widget.choices]


def test_where_it_stands_offers_only_the_moves_of_its_state_also_after_an_error(partnership, lead, url):
    bins, parks = log(partnership, title="Bins"), log(partnership, title="Parks", status="paused")
    at_first = lead.get(url)

    answer = lead.post(url, rows(bins, parks) | row(bins, happened="Bins came.") | row(parks, upcoming="Next."))

    assert answer.status_code == 422
    for each in (bins, parks):
        assert offered(answer, each) == offered(at_first, each) == ["", *INITIATIVE.moves_from(each.status)]


def test_who_moves_what_someone_moved_meanwhile_is_offered_the_moves_of_where_it_stands_now(partnership, lead, url):
    bins = log(partnership, title="Bins", status="under-way")
    sent = rows(bins) | row(bins, move="pause", happened="Bins came.", upcoming="We hand them out.")
    move_initiative(by=partnership.contributor, initiative=bins, move="pause")
    change_initiative(by=partnership.contributor, initiative=bins, based_on=1, words={"summary": "No bins."})

    answer = lead.post(url, sent)

    assert answer.status_code == 422
    assert offered(answer, bins) == ["", *INITIATIVE.moves_from("paused")]


def test_a_row_is_read_first_and_leads_to_its_page_last(partnership, lead, url):
    bins = log(partnership, title="Bins")
    write_update(by=partnership.lead, initiative=bins, happened="Bins came", upcoming="Who wants one?")

    answer = lead.get(url)

    assert "Last time: Bins came. Then was to come: Who wants one?" in said(answer)
    content = answer.content.decode()
    assert "<legend>Bins</legend>" in content
    page = reverse("work:initiative", args=[partnership.workspace.slug, bins.pk])
    assert content.index(f'name="i{bins.pk}-move"') < content.index(f'href="{page}"')


def test_nobody_vouches_for_what_someone_changed_meanwhile_but_their_words_stay(partnership, lead, three, url):
    bins = three[0]
    form = rows(bins) | row(bins, happened="Bins came.", upcoming="We hand them out.")
    change_initiative(by=partnership.contributor, initiative=bins, based_on=1, words={"summary": "Three bins."})

    answer = lead.post(url, form)

    assert answer.status_code == 422
    assert "Someone changed it after you opened this page" in said(answer)
    content = answer.content.decode()
    assert 'value="Bins came."' in content
    assert f'name="i{bins.pk}-version" value="2"' in content
    again = lead.post(url, rows(as_saved(bins)) | row(as_saved(bins), happened="Bins came.", upcoming="Next."))
    assert again.status_code == 302


def test_what_is_not_theirs_any_more_is_not_saved_and_what_was_typed_is_shown(partnership, contributor, three, url):
    bins = three[0]

    answer = contributor.post(url, rows(bins) | row(bins, happened="Mine to keep.", upcoming="Next."))

    assert answer.status_code == 422
    assert "Mine to keep." in said(answer)
    assert not InitiativeUpdate.objects.exists()


def test_twelve_stand_on_a_page_the_longest_unspoken_of_first(partnership, lead, url):
    made = [log(partnership, title=f"Thing {number:02}") for number in range(14)]

    first, second = lead.get(url), lead.get(f"{url}?page=2")

    assert [row.line.initiative for row in first.context["rows"]] == made[:12]
    assert [row.line.initiative for row in second.context["rows"]] == made[12:]
    assert "Next twelve" in said(first)


def test_who_has_nothing_to_say_is_told_so_and_a_viewer_may_not(lead, viewer, url):
    assert "Nothing to say at the moment" in said(lead.get(url))
    assert viewer.get(url).status_code == 403


def test_nothing_filled_in_is_said(lead, three, url):
    assert "nothing was saved" in said(lead.post(url, rows(*three), follow=True))


def test_the_page_asks_as_much_however_many_there_are(partnership, lead, url, django_assert_max_num_queries):
    log(partnership)
    lead.get(url)
    with django_assert_max_num_queries(30) as few:
        lead.get(url)
    for number in range(11):
        step(partnership, log(partnership, title=f"Thing {number}"))

    with django_assert_max_num_queries(len(few)):
        lead.get(url)
