"""Letters that ask for two lines: kindly, once a month at most, to whoever wants them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.export import everything_about
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.initiatives.actions import move_initiative
from apps.initiatives.jobs import NUDGE, ask_to_nudge
from apps.initiatives.models import Initiative, Nudge
from apps.initiatives.nudge_actions import want_nudges
from apps.workspaces.actions import archive_workspace
from tests.initiatives.making import log


@pytest.fixture
def stale(partnership):
    """What the contributor looks after, and nobody vouched for since long."""
    initiative = log(partnership, by=partnership.contributor)
    Initiative.objects.filter(pk=initiative.pk).update(confirmed_at=timezone.now() - timedelta(days=91))
    return initiative


def sweep():
    ask_to_nudge()
    run_waiting()


def test_whoever_looks_after_it_is_asked_once_with_a_way_there_and_a_way_out(partnership, stale, mailoutbox):
    sweep()
    sweep()

    assert [mail.to for mail in mailoutbox] == [[partnership.contributor.email]]
    assert f"/w/{partnership.workspace.slug}/update/" in mailoutbox[0].body
    assert "/work/notifications/" in mailoutbox[0].body
    assert "Repair cafe" not in mailoutbox[0].body
    assert Job.objects.filter(kind=NUDGE).count() == 1


def test_a_month_later_they_are_asked_again(partnership, stale, mailoutbox):
    sweep()
    Nudge.objects.update(sent_at=timezone.now() - timedelta(days=31))

    sweep()

    assert len(mailoutbox) == 2


def test_nobody_is_asked_who_wants_none_and_the_choice_is_theirs(partnership, stale, mailoutbox):
    want_nudges(by=partnership.contributor, wanted=False)
    sweep()
    assert mailoutbox == []

    want_nudges(by=partnership.contributor, wanted=True)
    sweep()

    assert len(mailoutbox) == 1


def stopped(partnership, stale):
    move_initiative(by=partnership.lead, initiative=stale, move="stop")


def archived(partnership, stale):
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is over.")


def training(partnership, stale):
    type(partnership.workspace).objects.update(is_training=True)


def invented(partnership, stale):
    type(partnership.contributor).objects.filter(pk=partnership.contributor.pk).update(is_demonstration=True)


@pytest.mark.parametrize("rests", [stopped, archived, training, invented])
def test_never_of_what_is_over_archived_for_training_or_invented(rests, partnership, stale, mailoutbox):
    rests(partnership, stale)

    sweep()

    assert mailoutbox == []
    assert not Job.objects.filter(kind=NUDGE).exists()


def test_of_what_is_kept_from_someone_they_are_not_asked_nor_is_it_noted(partnership, stale, mailoutbox):
    Initiative.objects.filter(pk=stale.pk).update(is_kept=True)
    stale.kept_to.set([partnership.partners["business"]])

    sweep()

    assert mailoutbox == []
    assert not Job.objects.filter(kind=NUDGE).exists()
    assert "sent_at" not in str(everything_about(partnership.contributor)["nudges"])


def test_of_what_is_kept_to_them_they_are_asked(partnership, stale, mailoutbox):
    Initiative.objects.filter(pk=stale.pk).update(is_kept=True)
    stale.kept_to.set([partnership.partners["health"]])

    sweep()

    assert [mail.to for mail in mailoutbox] == [[partnership.contributor.email]]


def test_what_was_taken_from_them_since_the_sweep_is_not_noted_as_sent(partnership, stale, mailoutbox):
    ask_to_nudge()
    Initiative.objects.filter(pk=stale.pk).update(confirmed_at=timezone.now())

    run_waiting()

    assert mailoutbox == []
    assert not Nudge.objects.exists()
