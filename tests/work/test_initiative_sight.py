"""Keeping a draft, letting a partner see it, sharing it: by the pages."""

import re
import zipfile

import pytest
from django.urls import reverse

from apps.access.roles import Role
from apps.initiatives.models import Initiative
from apps.initiatives.sight_actions import give_sight
from apps.work.exporting import packed
from tests.kept import MARK, keep_draft
from tests.work.reading import at, buttons, said


@pytest.fixture
def business(partnership, signed_in):
    return signed_in(partnership.business_member)


@pytest.fixture
def draft(partnership):
    return keep_draft(partnership, partnership.goal()).initiative


def logging(partnership, **given):
    return {
        "kind": "initiative",
        "title": "Bid for the depot",
        "summary": "Run it from 2027.",
        "lead": partnership.business.pk,
        "status": "proposed",
        "sight": "kept",
        **given,
    }


def test_a_draft_is_kept_from_its_first_moment(partnership, business, lead):
    answer = business.post(at(partnership, "initiative_log"), logging(partnership), follow=True)

    made = Initiative.objects.get()
    assert (made.is_kept, list(made.kept_to.all())) == (True, [partnership.partners["business"]])
    assert "Only the people of Loom Ltd see that this exists." in said(answer)
    assert lead.get(at(partnership, "initiative", made.pk)).status_code == 404


def test_nothing_is_kept_unless_someone_chose_so(partnership, business):
    business.post(at(partnership, "initiative_log"), logging(partnership, sight=""))

    assert not Initiative.objects.get().is_kept


def test_what_another_partner_leads_is_not_kept_and_the_form_says_so(partnership, lead):
    answer = lead.post(at(partnership, "initiative_log"), logging(partnership))

    assert answer.status_code == 422
    assert "Only the people of Loom Ltd can keep what it leads to themselves." in said(answer)


def test_one_more_partner_is_let_see_it_and_then_no_longer(partnership, business, draft, contributor):
    health = partnership.partners["health"]
    sight = at(partnership, "initiative_sight", draft.pk)

    given = business.post(sight, {"partner": health.pk}, follow=True)

    assert "The people of Ambleton Health see it from now on" in said(given)
    assert contributor.get(at(partnership, "initiative", draft.pk)).status_code == 200
    taken = business.post(at(partnership, "sight_take", draft.pk, health.pk), follow=True)
    assert "The people of Ambleton Health do not see it any more." in said(taken)
    assert contributor.get(at(partnership, "initiative", draft.pk)).status_code == 404


def test_a_partner_that_sees_it_already_is_not_offered(partnership, business, draft):
    answer = business.post(
        at(partnership, "initiative_sight", draft.pk), {"partner": partnership.partners["business"].pk}
    )

    assert answer.status_code == 422
    assert "Choose one of the partners of this workspace that do not see it yet." in said(answer)


def test_shared_by_one_button_it_is_there_for_everyone(partnership, business, draft, viewer):
    page = business.get(at(partnership, "initiative_sight", draft.pk))
    assert "This cannot be taken back" in said(page)

    answer = business.post(at(partnership, "initiative_share", draft.pk), follow=True)

    assert "Shared. Everyone in this workspace sees it from now on." in said(answer)
    assert viewer.get(at(partnership, "initiative", draft.pk)).status_code == 200
    back = business.get(at(partnership, "initiative_sight", draft.pk), follow=True)
    assert "Everyone in this workspace sees it." in said(back)


def test_a_partner_that_was_let_see_it_is_not_offered_to_say_who_does(partnership, draft, contributor):
    give_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])

    page = contributor.get(at(partnership, "initiative", draft.pk))

    assert "Change who sees it" not in said(page)
    assert "Let the public see it" not in buttons(page)
    refused = contributor.get(at(partnership, "initiative_sight", draft.pk))
    assert refused.status_code == 403
    assert "only the people of Loom Ltd do" in said(refused)


def test_a_list_says_what_is_kept_and_offers_nothing_to_take_up_where_nothing_is_left(partnership, business, draft):
    page = business.get(at(partnership, "initiatives"))

    assert "kept to some partners" in said(page)
    assert "Let us see them" not in buttons(page)


def test_what_is_kept_and_was_left_is_taken_up_by_a_button(partnership, business, draft):
    draft.kept_to.clear()

    page = business.get(at(partnership, "initiatives"))

    assert "Let us see them" in buttons(page)
    answer = business.post(reverse("work:initiatives_take_up", args=[partnership.workspace.slug]), follow=True)
    assert "You see 1 more now." in said(answer)
    assert "Zyxomarktitle" in said(answer)


def test_an_export_holds_what_is_kept_where_whoever_takes_it_speaks_for_one_of_the_partners(partnership, draft):
    own, other = partnership.someone(Role.LEAD, "business"), partnership.lead

    held = {person: words_in(packed(partnership.workspace, person)) for person in (own, other)}

    assert held[own] >= {f"{MARK}title", f"{MARK}remark", f"{MARK}inside", f"{MARK}trustee", f"{MARK}reason"}
    assert held[other] == set()


def words_in(archive):
    """The words of what is kept that stand in an archive or in the names of its files."""
    with archive, zipfile.ZipFile(archive) as opened:
        texts = [name + opened.read(name).decode() for name in opened.namelist()]
    return set(re.findall(rf"{MARK}[a-z]*", " ".join(texts)))
