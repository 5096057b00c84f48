"""Several people change one initiative at the same time."""

import pytest
from django.db import connection

from apps.activity.models import Version
from apps.common.errors import Overtaken
from apps.initiatives.actions import change_initiative, log_initiative
from apps.initiatives.models import Initiative
from apps.initiatives.plans import InitiativePlan
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
