import pytest

from tests.practice.changes import bring_changes


@pytest.fixture
def changed_world(small_world, settings):
    """The small world with figures of five years ago, and candidates found in them."""
    settings.CANDIDATE_LEAST_AREAS = 3
    bring_changes(small_world)
    return small_world
