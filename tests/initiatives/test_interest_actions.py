"""Interests in what partners do: declared, taken back, and kept with their days."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.accounts.closing_actions import close_account
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.initiatives.interest_actions import declare_interest, withdraw_interest
from apps.initiatives.models import Interest
from apps.initiatives.queries import interests_in
from tests.kept import keep_draft
from tests.rights import everyone_around, those_who_may


@pytest.fixture
def interest(partnership, cafe):
    return declare_interest(
        by=partnership.contributor, initiative=cafe, whose="organisation", words=" We could bid for this. "
    )


def test_who_may_declare_one(partnership, cafe):
    def declare(by):
        return declare_interest(by=by, initiative=cafe, whose="own", words="I am a trustee.")

    people = everyone_around(partnership)
    people.pop("operator")

    assert those_who_may(declare, people) == {"contributor of the business", "contributor", "lead"}


def test_it_is_of_the_organisation_for_which_one_speaks_and_everyone_is_told(partnership, cafe, interest):
    run_waiting()

    assert (interest.organisation, interest.words) == (partnership.health, "We could bid for this.")
    assert interest.declared_label == "Harper Health"
    told = Event.objects.get(verb=Verb.INTEREST_DECLARED)
    assert (told.subject_label, told.details["said"]) == ("Repair cafe", "Ambleton Health")
    assert partnership.viewer.notifications.filter(verb=Verb.INTEREST_DECLARED).exists()


def test_a_form_sent_twice_declares_it_once(partnership, cafe):
    key = uuid4()

    made = {
        declare_interest(by=partnership.lead, initiative=cafe, whose="own", words="I am a trustee.", key=key).pk
        for _twice in range(2)
    }

    assert len(made) == Interest.objects.count() == 1


@pytest.mark.parametrize(("whose", "words"), [("nobody", "Words."), ("own", "  "), ("own", "w" * 1001)])
def test_what_is_no_interest_is_not_declared(whose, words, partnership, cafe):
    with pytest.raises(ValidationError):
        declare_interest(by=partnership.lead, initiative=cafe, whose=whose, words=words)


def test_taken_back_it_stays_with_both_days_and_its_words(partnership, interest):
    colleague = partnership.someone(Role.CONTRIBUTOR, "health")

    taken = withdraw_interest(by=colleague, interest=interest, why="We did not bid.")

    assert (taken.words, taken.withdrawal, taken.withdrawn_by) == (interest.words, "We did not bid.", colleague)
    assert interests_in(partnership.workspace, reader=partnership.lead).get() == interest
    assert not interests_in(partnership.workspace, reader=partnership.lead).standing().exists()
    with pytest.raises(Refused, match="taken back already"):
        withdraw_interest(by=colleague, interest=interest)


def test_an_interest_of_ones_own_is_taken_back_by_oneself_only(partnership, cafe):
    own = declare_interest(by=partnership.contributor, initiative=cafe, whose="own", words="My brother runs it.")

    for other in (partnership.someone(Role.CONTRIBUTOR, "health"), partnership.lead):
        with pytest.raises(AccessDenied, match="not yours"):
            withdraw_interest(by=other, interest=own)
    assert withdraw_interest(by=partnership.contributor, interest=own).withdrawn_at


def test_that_of_an_organisation_is_not_taken_back_by_another_partner(partnership, interest):
    with pytest.raises(AccessDenied, match="not yours"):
        withdraw_interest(by=partnership.lead, interest=interest)


def test_interests_in_what_is_kept_stand_in_the_register_of_those_only_who_see_it(partnership):
    kept = keep_draft(partnership, partnership.goal())

    def listed(person):
        return interests_in(partnership.workspace, reader=person).filter(initiative=kept.initiative).count()

    assert (listed(partnership.business_member), listed(partnership.lead)) == (2, 0)


def test_whoever_goes_for_good_takes_their_name_and_leaves_what_was_declared(partnership, interest):
    person = partnership.contributor
    person.set_password("a long and winding road home")
    person.save()

    close_account(by=person, present="a long and winding road home")

    interest.refresh_from_db()
    assert (interest.declared_label, str(interest.declared_by)) == ("a former member", "a former member")
