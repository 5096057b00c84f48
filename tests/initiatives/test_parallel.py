"""Several people change one initiative at the same time."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.files.models import StoredFile
from apps.initiatives.actions import (
    add_evidence,
    add_milestone,
    change_initiative,
    log_initiative,
    remove_evidence,
)
from apps.initiatives.models import Evidence, Initiative, Milestone
from apps.initiatives.plans import InitiativePlan
from tests.initiatives.making import log, upload
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def test_nobody_is_lost_when_who_leads_changes_meanwhile(partnership):
    plan = InitiativePlan("initiative", "Repair cafe", "Mend what is broken.", partnership.business)
    made = log_initiative(by=partnership.lead, workspace=partnership.workspace, plan=plan)

    def hand_on(lead):
        while True:
            now = Initiative.objects.get(pk=made.pk)
            try:
                words = {"lead": lead, "summary": f"{now.summary} Led by {lead.pk}."}
                return change_initiative(by=partnership.lead, initiative=now, based_on=now.version, words=words)
            except Overtaken:
                continue

    leads = [partnership.health, partnership.council, partnership.business, partnership.charity] * 3
    results = at_once(*(lambda lead=lead: hand_on(lead) for lead in leads))

    assert [type(result) for result in results] == [Initiative] * len(leads), results
    assert Initiative.objects.get().summary.count("Led by") == len(leads)
    assert Version.objects.filter(subject_kind="initiative").count() == len(leads) + 1


def test_a_form_that_is_sent_several_times_at_once_logs_one(partnership):
    results = at_once(*[partial(log, partnership, key=uuid4())] * 5)

    assert [type(result) for result in results] == [Initiative] * 5, results
    assert Initiative.objects.count() == Event.objects.filter(verb=Verb.INITIATIVE_LOGGED).count() == 1


def test_parts_that_are_sent_several_times_at_once_are_added_once(partnership, cafe):
    given = {"by": partnership.lead, "initiative": cafe, "key": uuid4()}
    step = partial(add_milestone, **given, title="Doors open", due=date(2027, 3, 31))
    # A file of its own for each, since it is read to its end.
    shows = [partial(add_evidence, **given, title="Tonnes", upload=upload()) for _ in range(5)]

    results = at_once(*[step] * 5, *shows)

    assert [type(result) for result in results] == [Milestone] * 5 + [Evidence] * 5, results
    assert (Milestone.objects.count(), Evidence.objects.count()) == (1, 1)
    assert StoredFile.objects.exclude(scope_kind="").count() == 1


def test_of_two_who_remove_the_same_evidence_one_is_told_that_it_is_gone(partnership, evidence):
    results = at_once(*[partial(remove_evidence, by=partnership.lead, evidence=evidence)] * 2)

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
    assert Event.objects.filter(verb=Verb.EVIDENCE_REMOVED).count() == 1
