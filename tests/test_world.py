"""The small world is what it says."""

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.figures.queries import current_figures
from apps.scores.queries import area_profile, published_run


def test_the_small_world_has_scores_for_those_in_the_group_and_figures_for_all(small_world):
    profile = area_profile(small_world.areas["Dunmere"], "upper")
    outside = area_profile(small_world.areas["Tiny Isle"], "upper")

    assert published_run() == small_world.run
    assert all(headline.score is not None for headline in profile.headlines)
    assert [headline.score for headline in outside.headlines] == [None, None]
    assert len(current_figures()) == 2 * (4 * 10 + 7)


def test_the_small_world_came_about_by_what_people_did(small_world):
    verbs = set(Event.objects.values_list("verb", flat=True))

    assert {Verb.EDITION_FROZEN, Verb.IMPORT_LOADED, Verb.RUN_PUBLISHED} <= verbs
