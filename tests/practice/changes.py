"""Figures of five years ago for the small world, by which one area moved far beyond its group."""

from django.conf import settings

from apps.background.claim import run_waiting
from apps.framework.models import Element
from apps.practice.models import Candidate
from apps.scores.models import Run
from tests.replay import again
from tests.world import SERIES, row_of

EARLIER = "2019-01-01/P1Y"
#: How far each area moved on recycling from 2019 to 2024.
CHANGES = {
    "Ambleton": 13,
    "Brackford": 1,
    "Castle Vale": 2,
    "Dunmere": 3,
    "Eastwick": 4,
    "Northshire": 5,
    "Ferndale": 2,
    "Glenside": 3,
    "Highmoor": 4,
}


def bring_changes(world):
    """The run that is published once figures of 2019 have come in; what it leads to in the background is done."""
    upon = [world.run.pk, [area.pk for area in world.areas.values()], settings.CANDIDATE_LEAST_AREAS]
    number = again(lambda _steward: _bring_changes(world), world.steward, upon)
    world.run = Run.objects.select_related("edition").get(pk=number)
    return world.run


def _bring_changes(world):
    Element.objects.filter(code="recycling").update(base_period=EARLIER)
    rows = [
        row_of(area.code, EARLIER, SERIES["recycling"](position, 1) - CHANGES[area.name])
        for position, area in enumerate(world.areas.values())
        if area.name in CHANGES
    ]
    world.bring("recycling", rows, release="early")
    run = world.publish()
    run_waiting()
    return run.pk


def candidate_of(world, area="Ambleton", tier="upper"):
    return Candidate.objects.get(run=world.run, area=world.areas[area], tier=tier)
