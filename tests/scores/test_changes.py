from dataclasses import replace

import pytest

from apps.background.claim import run_waiting
from apps.figures.actions import withdraw_import
from apps.scores.actions import start_run
from apps.scores.arrays import COLUMNS, read_area
from apps.scores.changes import KINDS, changes_between
from apps.scores.engine.method import Method
from apps.scores.models import AreaScores, Run
from tests.world import NEW, row_of

AREA, OTHER = "Ambleton", "Brackford"
NEXT = "2025-01-01/P1Y"


def changed_rows(world, code, names, by=3.0):
    """All rows of an indicator, those of some areas in its latest year raised."""
    codes = {world.areas[name].code for name in names}
    return [
        replace(row, value=f"{float(row.value) + by:g}") if row.area in codes and row.period == NEW else row
        for row in world.rows(code)
    ]


def next_run(world, **method):
    run = start_run(by=world.steward, edition=world.edition)
    if method:
        run.method = Method(**method).to_json()
        run.save()
    run_waiting()
    return Run.objects.get(pk=run.pk)


def changes(world, after, tier="upper", area=AREA):
    return changes_between(world.run, after, tier, world.areas[area])


def kinds(found, code="local-conditions"):
    """The kinds of step that did something to an element."""
    return [step.kind for step in found.elements[code].steps if abs(step.change) > 1e-12]


def stored(run, area, tier="upper"):
    row = AreaScores.objects.get(run_tier__run=run, run_tier__tier=tier, area=area)
    table = read_area(bytes(row.packed), len(row.run_tier.elements))
    return dict(zip(row.run_tier.elements, table[:, COLUMNS.index("score")].tolist(), strict=True))


def everything(world):
    """A run in which all kinds of things are otherwise: revisions, newer figures, an indicator gone, another k."""
    world.bring("smoking", changed_rows(world, "smoking", [AREA, OTHER]), release="2")
    newer = [row_of(area.code, NEXT, 50 + at * 3 % 7) for at, area in enumerate(world.areas.values())]
    world.bring("clean-air", newer, release="2")
    withdraw_import(by=world.steward, imported=world.imports["bus-trips"])
    return next_run(world, k=1.5)


@pytest.mark.parametrize("tier", ["upper", "district"])
def test_both_ends_are_the_stored_scores_and_the_steps_lead_from_one_to_the_other(small_world, tier):
    after = everything(small_world)

    found = changes(small_world, after, tier)

    before_scores, after_scores = (stored(run, small_world.areas[AREA], tier) for run in (small_world.run, after))
    assert len(found.elements) == len(before_scores)
    for code, change in found.elements.items():
        if not change.steps:
            continue
        assert change.before == before_scores[code]
        assert change.after == after_scores[code]
        assert change.steps[-1].after == change.after
        assert sum(step.change for step in change.steps) == pytest.approx(change.after - change.before, abs=1e-9)
        for step in change.steps:
            assert sum(part.change for part in step.parts) == pytest.approx(step.change, abs=1e-9)
    assert tuple(step.kind for step in found.elements["local-conditions"].steps) == KINDS


def test_the_same_figures_by_the_same_method_change_nothing(small_world):
    found = changes(small_world, next_run(small_world))

    assert all(kinds(found, code) == [] for code in found.elements)


def test_only_another_method_is_only_the_method(small_world):
    found = changes(small_world, next_run(small_world, k=1.0))

    change = found.elements["local-conditions"]
    assert kinds(found) == ["method"]
    # Every score is drawn towards 5 by the same factor.
    assert change.after - 5 == pytest.approx((change.before - 5) * 0.6)


def test_a_revised_figure_of_another_area_moves_this_one_through_the_group(small_world):
    small_world.bring("smoking", changed_rows(small_world, "smoking", [OTHER]), release="2")

    found = changes(small_world, next_run(small_world))

    assert kinds(found) == ["others-revised"]
    parts = {part.code for step in found.elements["local-conditions"].steps for part in step.parts}
    assert parts == {"smoking"}
    assert kinds(found, "sustainability") == []


def test_a_revised_figure_of_its_own_is_told_apart_from_the_others(small_world):
    small_world.bring("smoking", changed_rows(small_world, "smoking", [AREA]), release="2")

    found = changes(small_world, next_run(small_world))

    assert kinds(found) == ["own-revised"]
    assert found.elements["local-conditions"].after < found.elements["local-conditions"].before
    used = found.indicators["smoking"]
    assert (used.period_before, used.period_after) == (NEW, NEW)
    assert used.value_after == used.value_before + 3


def test_a_newer_period_is_new_figures_and_what_was_revised_of_the_old_one_is_a_revision(small_world):
    newer = [row_of(area.code, NEXT, 10 + at * 5 % 7) for at, area in enumerate(small_world.areas.values())]
    small_world.bring("smoking", [*changed_rows(small_world, "smoking", [AREA]), *newer], release="2")

    found = changes(small_world, next_run(small_world))

    assert set(kinds(found)) <= {"own-revised", "others-figures", "own-figures"}
    assert {"own-revised", "own-figures"} <= set(kinds(found))
    assert found.indicators["smoking"].period_after == NEXT


def test_an_indicator_that_is_gone_changes_the_set(small_world):
    withdraw_import(by=small_world.steward, imported=small_world.imports["smoking"])
    run_waiting()

    found = changes(small_world, Run.objects.first())

    assert kinds(found) == ["indicators"]
    assert found.indicators["smoking"].period_after == ""
    assert found.elements["smoking"].after is None
    assert found.elements["smoking"].steps == ()


def test_another_group_is_the_group(small_world):
    group = small_world.areas["Eastwick"].reference_groups.get(tier="upper")
    group.areas.remove(small_world.areas["Eastwick"])

    found = changes(small_world, next_run(small_world))

    assert kinds(found) == ["group"]


def test_who_is_not_scored_in_both_runs_has_no_change_to_explain(small_world):
    after = next_run(small_world)

    assert changes(small_world, after, area="Tiny Isle") is None
    assert changes(small_world, after, tier="upper", area="Ferndale") is None
