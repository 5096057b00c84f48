import pytest

from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Snapshot
from apps.figures.release import write_release
from apps.framework.models import Element
from apps.scores import previewing
from apps.scores.models import Run
from apps.scores.previewing import preview
from apps.scores.queries import compare_runs
from tests.world import NEW, release_of, row_of


def waiting(world, code="recycling", **values):
    """A release of an indicator that was checked and waits for a decision."""
    rows = [row_of(world.areas[name].code, NEW, value) for name, value in values.items()]
    content = write_release(release_of(Element.objects.get(code=code), rows, "2"))
    imported = start_import(by=world.steward, name=f"{code}.csv", content=content)
    run_waiting()
    imported.refresh_from_db()
    return imported


def test_it_says_what_the_run_after_acceptance_then_finds(small_world):
    imported = waiting(small_world, Ambleton=99, Dunmere=None)

    foreseen = preview([imported])
    accept_import(by=small_world.steward, imported=imported)
    run_waiting()

    came = compare_runs(Run.objects.latest("pk"), small_world.run)
    assert foreseen.tiers == came.tiers
    assert foreseen.tiers[0].areas_changed > 0


def test_it_writes_nothing(small_world):
    imported = waiting(small_world, Ambleton=99)
    before = (Run.objects.count(), Snapshot.objects.count())

    preview([imported])

    assert (Run.objects.count(), Snapshot.objects.count()) == before


def test_what_was_loaded_since_the_publication_is_not_its_doing(small_world):
    other = waiting(small_world, "smoking", Ambleton=3)
    accept_import(by=small_world.steward, imported=other)
    run_waiting()
    imported = waiting(small_world, Ambleton=99)

    found = preview([imported])

    by_code = {change.code: change.changed for change in found.tiers[0].headlines}
    assert by_code["local-conditions"] == 0
    assert by_code["sustainability"] > 0


def test_several_are_taken_together(small_world):
    imports = [waiting(small_world, Ambleton=99), waiting(small_world, "smoking", Ambleton=3)]

    by_code = {change.code: change.changed for change in preview(imports).tiers[0].headlines}

    assert all(by_code.values())


def test_without_an_indicator_of_the_edition_it_says_so(small_world):
    assert "no score would change" in preview([]).why


def test_of_more_rows_than_a_page_can_wait_for_none_is_made(small_world, monkeypatch):
    imported = waiting(small_world, Ambleton=99, Dunmere=1)
    monkeypatch.setattr(previewing, "MOST_ROWS", 1)

    assert preview([imported]).why.startswith("Of more than 1 rows no preview is made")


@pytest.mark.parametrize(
    ("since", "sentence"),
    [({"unit": "tonnes"}, "the indicator is kept in “tonnes”"), ({"code": "reuse"}, "no score would change")],
)
def test_where_the_framework_moved_on_since_the_check_it_says_what_is_wrong(since, sentence, small_world):
    imported = waiting(small_world, Ambleton=99, Dunmere=1)

    Element.objects.filter(code="recycling").update(**since)

    assert sentence in preview([imported]).why
