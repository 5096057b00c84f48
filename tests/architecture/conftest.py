"""Everyone who may come to an address, and a world in which every address leads somewhere."""

import pytest
from django.test import Client

from tests.architecture.furnishing import furnish
from tests.practice.changes import bring_changes


@pytest.fixture
def furnished(partnership, curator, settings):
    """One of everything that has an address."""
    settings.CANDIDATE_LEAST_AREAS = 3
    bring_changes(partnership.world)
    return furnish(partnership, curator)


@pytest.fixture
def people(partnership, other_lead, organiser, stranger, steward, curator):
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
    }


@pytest.fixture
def browser_of(people, signed_in):
    """The browser of someone by what they are: `browser_of("viewer")`."""
    return lambda who: Client() if who == "visitor" else signed_in(people[who])
