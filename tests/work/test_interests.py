"""Declaring an interest and taking it back by the pages, and the register of a workspace."""

from apps.access.roles import Role
from apps.initiatives.interest_actions import declare_interest
from apps.initiatives.models import Interest
from tests.kept import keep_draft
from tests.work.acting import log
from tests.work.reading import at, said


def test_an_interest_stands_on_the_page_and_in_the_register_for_everyone_who_sees_it(partnership, contributor, viewer):
    cafe = log(partnership)

    contributor.post(
        at(partnership, "interest_declare", cafe.pk), {"whose": "organisation", "words": "We could bid for this."}
    )

    for address in (at(partnership, "initiative", cafe.pk), at(partnership, "interests")):
        page = said(viewer.get(address))
        assert "We could bid for this." in page
        assert "an interest of Ambleton Health, declared by Harper Health" in page


def test_a_form_without_words_says_what_is_missing(partnership, contributor):
    answer = contributor.post(at(partnership, "interest_declare", log(partnership).pk), {"whose": "own"})

    assert answer.status_code == 422
    assert "Say in a sentence what the interest is." in said(answer)


def test_taken_back_it_is_still_read_with_its_day(partnership, contributor):
    cafe = log(partnership)
    mine = declare_interest(by=partnership.contributor, initiative=cafe, whose="own", words="I am a trustee.")
    assert "Take it back" in said(contributor.get(at(partnership, "initiative", cafe.pk)))
    assert "I am a trustee." in said(contributor.get(at(partnership, "interest_withdraw", cafe.pk, mine.pk)))

    contributor.post(at(partnership, "interest_withdraw", cafe.pk, mine.pk), {"why": "I left the board."})

    page = said(contributor.get(at(partnership, "initiative", cafe.pk)))
    assert "I am a trustee." in page
    assert "taken back on" in page
    assert "I left the board." in page
    assert "Take it back" not in page


def test_nobody_takes_back_what_is_another_partners(partnership, lead, viewer):
    cafe = log(partnership)
    theirs = declare_interest(by=partnership.contributor, initiative=cafe, whose="organisation", words="We bid.")

    assert "Take it back" not in said(lead.get(at(partnership, "initiative", cafe.pk)))
    assert lead.post(at(partnership, "interest_withdraw", cafe.pk, theirs.pk)).status_code == 403
    assert "Declare an interest" not in said(viewer.get(at(partnership, "initiative", cafe.pk)))
    assert Interest.objects.standing().exists()


def test_whoever_adds_a_partner_to_what_is_kept_reads_what_that_partner_declared(partnership, signed_in):
    declare_interest(by=partnership.contributor, initiative=log(partnership), whose="organisation", words="We bid.")
    draft = keep_draft(partnership, partnership.goal()).initiative
    someone = signed_in(partnership.someone(Role.CONTRIBUTOR, "business"))

    page = said(someone.get(at(partnership, "initiative_sight", draft.pk)))

    assert "We bid." in page
    assert "an interest of Ambleton Health" in page
