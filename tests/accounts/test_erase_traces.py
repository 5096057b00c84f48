from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.actions import record
from apps.activity.jobs import seal_some
from apps.activity.models import Event, Trace
from apps.activity.sealed import verify
from apps.activity.trace_actions import erase_traces
from apps.activity.verbs import Verb


@pytest.fixture
def traced(steward, stranger, guarded):
    """Something done by each of two people, of which it is known from where; the chain is sealed."""
    for person in (steward, stranger):
        event = record(Verb.GOAL_SET, actor=person, subject=person)
        Trace.objects.create(event=event, address="192.0.2.1", browser="Lynx")
    seal_some()


def erase(*arguments):
    out = StringIO()
    call_command("erase_traces", *arguments, stdout=out)
    return out.getvalue()


def test_those_of_one_person_are_erased_and_the_chain_holds(traced, steward):
    assert erase("--of", steward.email.upper()) == "Erased: 1.\n"

    assert Trace.objects.get().event.actor_id != steward.pk
    assert verify().wrong == ""
    assert Event.objects.count() == 2


def test_those_that_are_old_are_erased(traced):
    assert erase("--days", "1") == "Erased: 0.\n"
    assert erase_traces(by=OPERATOR, before=timezone.now() + timedelta(days=1)) == 2


@pytest.mark.parametrize(("arguments", "said"), [([], "Say which"), (["--of", "no@one.example"], "Nobody has")])
def test_what_is_to_be_erased_has_to_be_said(arguments, said, traced):
    with pytest.raises(CommandError, match=said):
        erase(*arguments)

    assert Trace.objects.count() == 2


def test_only_the_operator_erases(traced, administrator):
    with pytest.raises(AccessDenied):
        erase_traces(by=administrator)
