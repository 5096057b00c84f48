"""Everyone who may come to an address, and a world in which every address leads somewhere."""

import pytest
from django.test import Client

from apps.background.claim import run_waiting
from apps.scores.models import Run
from tests.architecture.furnishing import Furnished, furnish
from tests.practice.changes import bring_changes
from tests.replay import again


@pytest.fixture
def furnished(partnership, curator, settings):
    """One of everything that has an address."""
    settings.CANDIDATE_LEAST_AREAS = 3
    settled = [
        partnership.world.run.pk,
        partnership.workspace.pk,
        [area.pk for area in partnership.world.areas.values()],
    ]
    numbers = again(lambda _steward: _furnish(partnership, curator), partnership.world.steward, settled)
    partnership.world.run = Run.objects.select_related("edition").latest("pk")
    # People come under other numbers each time, so theirs is asked for now.
    return Furnished(partnership, {**numbers, "desks:person": {"pk": partnership.viewer.pk}})


def _furnish(partnership, curator):
    bring_changes(partnership.world)
    numbers = furnish(partnership, curator).numbers
    # Put back later it is as old as it is: work that had waited since would be waiting for long.
    run_waiting()
    return numbers


@pytest.fixture
def people(partnership, other_lead, organiser, stranger, steward, curator, administrator):
    """Whoever may come to an address, by what they are to the partnership; the visitor is not signed in."""
    return {
        "stranger": stranger,
        "viewer": partnership.viewer,
        "contributor": partnership.contributor,
        "lead": partnership.lead,
        "lead of another workspace": other_lead,
        "organiser of a partner": organiser,
        "steward": steward,
        "curator": curator,
        "administrator": administrator,
    }


@pytest.fixture
def browser_of(people, signed_in):
    """The browser of someone by what they are: `browser_of("viewer")`."""
    return lambda who: Client() if who == "visitor" else signed_in(people[who])
