"""An initiative with a milestone and evidence, another partnership, and a clock that can be set."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from apps.initiatives import actions
from tests.initiatives.making import log, upload
from tests.partnership import build_partnership


@pytest.fixture
def cafe(partnership):
    return log(partnership)


@pytest.fixture
def milestone(partnership, cafe):
    return actions.add_milestone(by=partnership.lead, initiative=cafe, title="Doors open", due=date(2027, 3, 31))


@pytest.fixture
def evidence(partnership, cafe):
    return actions.add_evidence(by=partnership.lead, initiative=cafe, title="First tonnes", upload=upload())


@pytest.fixture
def apart(partnership):
    """Partners of the same names, in another workspace for the same areas."""
    return build_partnership(partnership.world, "Brackford apart")


@pytest.fixture
def set_clock(monkeypatch):
    """Makes it noon of a day: `set_clock(date(2026, 11, 22))`."""

    def set_to(day):
        monkeypatch.setattr(timezone, "now", lambda: datetime.combine(day, time(12), tzinfo=UTC))

    return set_to
