"""Going round what one looks after: all that is said of one thing is done, or none of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from apps.common.errors import Overtaken, Refused
from apps.initiatives.actions import Round, add_milestone, change_initiative, go_round, move_initiative
from apps.initiatives.models import InitiativeUpdate
from apps.initiatives.rounds import round_of
from apps.workspaces.queries import member_of
from tests.initiatives.making import log
from tests.kept import keep_draft
from tests.records import as_saved


def said(initiative, **given):
    return Round(**({"based_on": initiative.version, "status": initiative.status, "key": uuid4()} | given))


def test_all_of_it_is_done_at_once_and_sent_twice_it_is_done_once(partnership, cafe, milestone):
    told = said(
        cafe,
        happened="It opened.",
        upcoming="More come.",
        move="start",
        milestone=milestone.pk,
        milestone_based_on=1,
        new_due=date(2027, 9, 30),
    )

    for _twice in range(2):
        go_round(by=partnership.lead, initiative=cafe, said=told)

    assert (as_saved(cafe).status, as_saved(milestone).due) == ("under-way", date(2027, 9, 30))
    assert InitiativeUpdate.objects.count() == 1


def test_where_one_thing_is_wrong_nothing_of_it_is_done(partnership, cafe, milestone):
    told = said(cafe, happened="It opened.", upcoming="w" * 281, milestone=milestone.pk, reached_on=date(2026, 1, 5))

    with pytest.raises(ValidationError):
        go_round(by=partnership.lead, initiative=cafe, said=told)

    assert as_saved(milestone).reached_on is None


def test_nobody_vouches_for_words_they_have_not_read(partnership, cafe):
    told = said(cafe, is_correct=True)
    change_initiative(by=partnership.contributor, initiative=cafe, based_on=1, words={"summary": "Mend and sell."})

    with pytest.raises(Overtaken):
        go_round(by=partnership.lead, initiative=cafe, said=told)


def test_what_someone_moved_meanwhile_is_not_moved_on_from_where_it_was(partnership, cafe):
    told = said(cafe, move="stop")
    move_initiative(by=partnership.contributor, initiative=cafe, move="start")

    with pytest.raises(Refused, match="under way"):
        go_round(by=partnership.lead, initiative=cafe, said=told)


def test_it_is_what_one_looks_after_or_ones_organisation_leads_and_goes_on(partnership, cafe):
    own = log(partnership, by=partnership.contributor, title="Walks")
    theirs = log(partnership, title="Trust’s own", lead=partnership.health)
    add_milestone(by=partnership.lead, initiative=theirs, title="Begun", due=date(2027, 1, 1))
    over = log(partnership, by=partnership.contributor, title="Over", status="finished")
    draft = keep_draft(partnership, partnership.goal()).initiative

    mine = set(round_of(member_of(partnership.workspace, partnership.contributor)))

    assert mine == {own, theirs}
    assert not mine & {over, draft, cafe}
