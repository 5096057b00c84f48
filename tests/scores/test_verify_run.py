import io

import pytest
from django.core.management import CommandError, call_command

from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import pack, unpack
from apps.scores.actions import start_run
from apps.scores.models import AreaScores, ElementScores, Run, RunTier
from apps.scores.verifying import verify
from tests.world import NEW, row_of


def verify_run(*args):
    out = io.StringIO()
    call_command("verify_run", *args, stdout=out)
    return out.getvalue()


def nudged(packed):
    """The same numbers, but for the last bit of the first one."""
    values = unpack(packed)
    values[0] = values[0] * (1 + 2**-52) if values[0] == values[0] else 5.0
    return pack(values)


def test_the_published_run_can_be_repeated_bit_for_bit(small_world):
    said = verify_run()

    assert said.startswith(f"Run {small_world.run.pk}: all ")
    assert "bit for bit" in said
    assert small_world.run.result_sha256 in said


def test_later_figures_and_areas_do_not_touch_an_older_run(small_world):
    small_world.bring("recycling", [row_of(small_world.areas["Dunmere"].code, NEW, 99)], release="2")
    small_world.areas["Castle Vale"].reference_groups.clear()

    assert "are the same" in verify_run(small_world.run.pk)


@pytest.mark.parametrize(
    ("model", "column"), [(ElementScores, "scores"), (ElementScores, "coverage"), (AreaScores, "packed")]
)
def test_one_changed_bit_is_found(small_world, model, column):
    row = model.objects.first()
    model.objects.filter(pk=row.pk).update(**{column: nudged(getattr(row, column))})

    with pytest.raises(CommandError, match="could not be repeated") as caught:
        verify_run()

    assert "the checksum of its results differs" in str(caught.value)
    assert "differ" in str(caught.value)


def test_a_changed_snapshot_is_found(small_world):
    row = SnapshotSeries.objects.get(element_code="recycling", period=NEW)
    SnapshotSeries.objects.filter(pk=row.pk).update(values=nudged(row.values))

    found = verify(small_world.run)

    assert not found.same
    assert "not those that were packed" in found.differences[0]
    assert any("“recycling”" in sentence for sentence in found.differences)


def test_what_is_said_of_an_indicator_is_compared_too(small_world):
    tier = RunTier.objects.get(tier="upper")
    tier.indicators["recycling"]["mean"] += 1e-12
    tier.save()

    assert any("period, moments of the group" in sentence for sentence in verify(small_world.run).differences)


def test_a_changed_list_is_found(small_world):
    tier = RunTier.objects.get(tier="upper")
    tier.elements = list(reversed(tier.elements))
    tier.save()

    assert verify(small_world.run).differences[-1] == "upper: its lists of areas or elements differ."


def test_another_engine_is_named_when_it_gives_other_numbers(small_world):
    row = ElementScores.objects.first()
    ElementScores.objects.filter(pk=row.pk).update(scores=nudged(row.scores))
    Run.objects.update(engine_version="0.9")

    assert verify(Run.objects.get()).differences[-1] == "It was computed by engine 0.9; this one is 1.0."


def test_an_edition_that_no_longer_fits_is_said_not_raised(small_world):
    small_world.edition.elements.filter(code="clean-air").update(transform="log")
    Run.objects.update(method={**small_world.run.method, "upper_group": "nobody"})

    found = verify(Run.objects.get())

    assert "nobody" in found.differences[-1]
    assert found.numbers == 0


def test_a_run_that_is_not_finished_cannot_be_verified(small_world):
    waiting = start_run(by=small_world.steward, edition=small_world.edition)

    with pytest.raises(CommandError, match="not finished"):
        verify_run(waiting.pk)


def test_an_unknown_run_is_named(db):
    with pytest.raises(CommandError, match="There is no run 404"):
        verify_run(404)


def test_nothing_published_says_what_to_do(db):
    with pytest.raises(CommandError, match="Nothing is published yet"):
        verify_run()
