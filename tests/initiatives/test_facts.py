"""What is said of an initiative besides what it is: sort, places, groups, partners that take part, budget."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from apps.accounts.life_actions import merge_organisations
from apps.accounts.models import Organisation
from apps.activity.models import Version
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.common.errors import Overtaken
from apps.common.fields import Codes
from apps.initiatives import actions
from apps.initiatives.models import Initiative
from apps.initiatives.sorts import SORTS_OF, Group, Sort, fits
from apps.workspaces.actions import remove_member, remove_partner
from tests.initiatives.making import log

FACTS = {
    "sort": "project",
    "places": " Eastside and the market. ",
    "groups": ["older", "carers"],
    "whom": "People who mend alone.",
    "budget": 25_000,
    "funding": "A grant until 2028.",
}


def change(partnership, initiative, based_on=None, **words):
    version = initiative.version if based_on is None else based_on
    return actions.change_initiative(by=partnership.lead, initiative=initiative, based_on=version, words=words)


def test_every_sort_is_of_one_kind():
    assert sorted(sort for sorts in SORTS_OF.values() for sort in sorts) == sorted(Sort)
    assert set(SORTS_OF) == set(Initiative.Kind.values)
    assert [fits("policy", sort) for sort in ("", "strategy", "pledge")] == [True, True, False]


def test_what_is_logged_says_all_that_was_planned(partnership):
    made = log(partnership, partners=[partnership.council, partnership.business], **FACTS)

    kept = Initiative.objects.get(pk=made.pk)
    assert kept.words() | {"places": "Eastside and the market."} == kept.words()
    assert (kept.sort, kept.groups, kept.budget) == ("project", ["older", "carers"], 25_000)
    assert (kept.whom, kept.funding) == ("People who mend alone.", "A grant until 2028.")
    # Whoever leads it does not take part besides.
    assert list(kept.partners.all()) == [partnership.council]


def test_a_sort_that_does_not_fit_is_refused_also_by_the_database(partnership, cafe):
    with pytest.raises(ValidationError, match="This sort does not fit"):
        change(partnership, cafe, sort="strategy")
    with pytest.raises(ValidationError, match="This sort does not fit"):
        log(partnership, kind="policy", sort="pledge")

    change(partnership, cafe, kind="policy", sort="strategy")
    with pytest.raises(IntegrityError, match="sort_fits_kind"):
        Initiative.objects.filter(pk=cafe.pk).update(sort="pledge")


@pytest.mark.parametrize("words", [{"groups": ["martians"]}, {"budget": -1}, {"budget": Initiative.MOST_POUNDS + 1}])
def test_what_cannot_be_is_refused(partnership, cafe, words):
    with pytest.raises(ValidationError):
        change(partnership, cafe, **words)


def test_only_partners_of_the_workspace_take_part(partnership, cafe):
    stranger = Organisation.objects.create(name="Elsewhere", sector="other")

    with pytest.raises(ValidationError, match="Choose among the partners of this workspace"):
        change(partnership, cafe, partners=[stranger])


def test_who_took_part_and_left_stays_named(partnership, cafe):
    change(partnership, cafe, partners=[partnership.charity])
    remove_member(by=partnership.lead, member=partnership.workspace.members.get(person=partnership.viewer))
    remove_partner(by=partnership.lead, partner=partnership.partner_of(partnership.charity))
    cafe.refresh_from_db()

    change(partnership, cafe, partners=[partnership.charity, partnership.council])

    assert set(cafe.partners.all()) == {partnership.charity, partnership.council}


def test_a_partner_that_leads_from_now_on_takes_part_no_more_besides(partnership, cafe):
    change(partnership, cafe, partners=[partnership.council, partnership.charity])
    cafe.refresh_from_db()

    change(partnership, cafe, lead=partnership.council)

    assert list(cafe.partners.all()) == [partnership.charity]


def test_facts_are_words_with_versions_that_are_told_in_words(partnership, cafe):
    change(partnership, cafe, partners=[partnership.council], **FACTS)
    cafe.refresh_from_db()

    newest = version_lines(cafe, versions_of(cafe))[0]
    told = {each.label: each.now for each in newest.said}
    assert told["whom it is for"] == "older people, carers"
    assert told["of which sort"] == "project"
    assert told["partners that take part"] == partnership.council.name
    assert told["budget, in pounds"] == "25000"


def test_what_was_written_before_there_were_such_facts_reads_as_it_did(partnership, cafe):
    first = Version.objects.get(subject_kind="initiative", subject_id=cafe.pk)
    first.words = {name: first.words[name] for name in ("kind", "title", "summary", "lead", "starts", "ends", "areas")}
    first.save()

    change(partnership, cafe, title="Two cafes")
    cafe.refresh_from_db()

    newest = version_lines(cafe, versions_of(cafe))[0]
    assert [each.label for each in newest.said] == ["title"]


def test_whoever_saves_second_is_told(partnership, cafe):
    change(partnership, cafe, budget=10)

    with pytest.raises(Overtaken):
        change(partnership, cafe, based_on=1, budget=20)


def test_groups_are_found_by_each_of_them_and_by_no_part_of_one(partnership):
    old = log(partnership, groups=["older"])
    both = log(partnership, groups=["carers", "older", "older"])
    log(partnership)

    def found(code):
        return set(Initiative.objects.filter(groups__contains=Codes.holding(code)))

    assert found("older") == {old, both}
    assert found("carers") == {both}
    assert found("old") == set()
    # In the order of the list, each once.
    assert Initiative.objects.get(pk=both.pk).groups == [Group.OLDER, Group.CARERS]


def test_what_takes_part_goes_over_when_organisations_become_one(partnership, cafe, administrator):
    change(partnership, cafe, partners=[partnership.council, partnership.charity])
    other = log(partnership, lead=partnership.council, partners=[partnership.charity])

    merge_organisations(by=administrator, organisation=partnership.charity, into=partnership.council, reason="One.")

    assert list(cafe.partners.all()) == [partnership.council]
    assert list(other.partners.all()) == []
