from dataclasses import replace

import pytest

from apps.background.claim import run, run_waiting
from apps.background.models import Job
from apps.figures.actions import withdraw_import
from apps.scores import studies
from apps.scores.actions import start_run, study_run
from apps.scores.arrays import read_ranges
from apps.scores.engine.studying import RANGE_COLUMNS
from apps.scores.models import AreaRange, Run, RunTier, Study, StudyPart
from apps.scores.queries import area_profile
from apps.scores.readings import CLEAR

LIMITED = "smoking"


def with_limits(world):
    """A release of an indicator in which every figure lies between two limits, one below and two above."""
    return [
        replace(row, lower=f"{float(row.value) - 1:g}", upper=f"{float(row.value) + 2:g}") if row.value else row
        for row in world.rows(LIMITED)
    ]


def study_of(world, kind=Study.Kind.UNCERTAINTY, tier="upper"):
    return Study.objects.get(run_tier__run=world.run, run_tier__tier=tier, kind=kind)


def ranges_of(study):
    elements = len(study.run_tier.elements)
    rows = study.ranges.values_list("area__code", "packed")
    return {code: read_ranges(bytes(packed), elements) for code, packed in rows}


def begin_again(study):
    """Have a finished study done once more: its row and its jobs are new."""
    run_ = study.run_tier.run
    study.delete()
    return next(new for new in studies.begin_studies(run_) if new.kind == study.kind and new.run_tier == study.run_tier)


def test_without_the_setting_a_run_is_studied_only_when_a_steward_asks(small_world):
    run_ = small_world.publish()
    assert not Study.objects.filter(run_tier__run=run_).exists()

    study_run(by=small_world.steward, run=run_)

    assert Study.objects.filter(run_tier__run=run_).count() == 4


def test_a_finished_run_is_studied_by_itself(small_world):
    found = Study.objects.filter(run_tier__run=small_world.run)

    assert sorted(found.values_list("run_tier__tier", "kind")) == [
        ("district", "sensitivity"),
        ("district", "uncertainty"),
        ("upper", "sensitivity"),
        ("upper", "uncertainty"),
    ]
    assert not found.filter(finished_at=None).exists()
    assert not StudyPart.objects.exists()


def test_every_score_of_the_group_has_a_range_and_nothing_else_has(small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    for reading in [profile.find("local-conditions"), profile.find("health"), profile.find("sustainability")]:
        assert reading.range.low < reading.range.high
        assert reading.range.figures is None
    # No figure of the small world comes with limits; "happiness" is empty.
    assert profile.find("smoking").range is None
    assert profile.find("happiness").range is None
    assert profile.counted.indicators == 5
    assert profile.counted.with_limits == ()


def test_figures_with_limits_widen_what_rests_on_them_and_nothing_else(studied, small_world):
    small_world.bring(LIMITED, rows=with_limits(small_world), release="2")
    small_world.publish()

    profile = area_profile(small_world.areas["Ambleton"], "upper")

    assert profile.counted.with_limits == (LIMITED,)
    for code in (LIMITED, "mortality", "health", "local-conditions"):
        low, high = profile.find(code).range.figures
        assert low < profile.find(code).score < high
    assert profile.find("sustainability").range.figures is None
    assert profile.find("place").range.figures is None


def test_an_area_outside_the_group_has_no_range(small_world):
    assert AreaRange.objects.filter(study__kind=Study.Kind.UNCERTAINTY).exists()
    assert not AreaRange.objects.filter(area=small_world.areas["Tiny Isle"]).exists()


def test_the_same_run_studied_again_gives_the_same_bytes(small_world):
    study = study_of(small_world)
    before = {code: table.tobytes() for code, table in ranges_of(study).items()}

    again = begin_again(study)
    run_waiting()

    assert {code: table.tobytes() for code, table in ranges_of(again).items()} == before


def test_parts_may_be_done_in_any_order_and_twice(small_world):
    study = study_of(small_world)
    before = {code: table.tobytes() for code, table in ranges_of(study).items()}
    again = begin_again(study)
    jobs = [
        Job.objects.get(kind=studies.PART, state="asked", subject_id=part.pk)
        for part in again.pieces.order_by("-number")
    ]
    assert len(jobs) == again.parts == 2

    run(jobs[0].pk)
    Job.objects.filter(pk=jobs[0].pk).update(state=Job.State.ASKED)
    run(jobs[0].pk)
    again.refresh_from_db()
    assert again.finished_at is None
    assert again.pieces.filter(done=True).count() == 1
    run(jobs[1].pk)
    run_waiting()

    assert {code: table.tobytes() for code, table in ranges_of(again).items()} == before


def test_a_study_is_put_together_once_though_its_last_job_comes_twice(small_world):
    study = study_of(small_world)
    before = (study.finished_at, study.ranges.count())
    job = Job.objects.get(kind=studies.FINISH, key=f"study-{study.pk}")
    Job.objects.filter(pk=job.pk).update(state=Job.State.ASKED)

    assert run(job.pk)

    study.refresh_from_db()
    assert (study.finished_at, study.ranges.count()) == before


def test_readers_see_no_range_until_a_study_is_whole(small_world):
    begin_again(study_of(small_world))

    profile = area_profile(small_world.areas["Ambleton"], "upper")

    assert profile.counted is None
    assert profile.find("local-conditions").range is None


def test_how_many_areas_one_is_clearly_above_agrees_with_asking_pair_by_pair(studied, small_world):
    small_world.bring(LIMITED, rows=with_limits(small_world), release="2")
    small_world.publish()
    study = study_of(small_world)
    tier = study.run_tier
    above, below = (RANGE_COLUMNS.index(name) for name in ("clearly_above", "clearly_below"))

    for code in ("local-conditions", "health", LIMITED):
        at = tier.elements.index(code)
        for area, table in ranges_of(study).items():
            pairs = [studies.told_apart(tier, code, area, other) for other in tier.scored if other != area]
            assert table[at, above] == sum(share >= CLEAR for share, _ in filter(None, pairs))
            assert table[at, below] == sum(share >= CLEAR for _, share in filter(None, pairs))


@pytest.mark.parametrize(
    ("code", "other"),
    [("happiness", "Brackford"), ("health", "Tiny Isle"), ("no-such-element", "Brackford")],
)
def test_two_areas_are_not_told_apart_where_one_has_no_score(small_world, code, other):
    tier = study_of(small_world).run_tier
    codes = [small_world.areas[name].code for name in ("Ambleton", other)]

    assert studies.told_apart(tier, code, *codes) is None


def test_the_sensitivity_study_tells_of_every_choice_and_every_scored_indicator(small_world):
    found = study_of(small_world, Study.Kind.SENSITIVITY).found

    root = found["roots"]["local-conditions"]
    assert [share["choice"] for share in root["places"]] == [
        "figures",
        "weights",
        "spread",
        "way",
        "left-out",
        "averaging",
    ]
    # No figure has limits, so that errors of figures move nothing.
    assert root["points"][0]["total"] == 0
    assert {each["code"] for each in root["without"]} == {"life-expectancy", "smoking", "clean-air"}
    keys = {effect["key"]: effect["roots"]["local-conditions"] for effect in found["effects"]}
    assert keys["k-more"]["points"] > 0
    assert keys["k-more"]["places"] == 0
    # The group is six areas: as a sample its standard deviation is larger by √(6/5).
    assert 0 < keys["sample"]["points"] < keys["k-more"]["points"]
    assert keys["filled"]["areas"] == 6


def test_a_study_says_what_it_skipped_and_why(small_world):
    found = study_of(small_world, tier="district").found

    # Districts have no bus trips; with one of two parts the headline still has half of its weight.
    assert found["indicators"] == 4
    assert found["skipped"] == []


def test_an_indicator_that_is_not_scored_is_named_among_what_was_skipped(studied, small_world):
    few = [row for row in small_world.rows("clean-air") if row.area == small_world.areas["Ambleton"].code]
    withdraw_import(by=small_world.steward, imported=small_world.imports["clean-air"])
    small_world.bring("clean-air", rows=few, release="2")
    small_world.publish()

    found = study_of(small_world).found

    # Without it, less than half of what belongs to its headline has figures: there is nothing to be sure of.
    assert found["skipped"] == [
        {"code": "local-conditions", "why": "unscored"},
        {"code": "clean-air", "why": "unused"},
    ]
    assert found["indicators"] == 4


def test_what_was_found_of_the_same_inputs_is_taken_over(small_world):
    before = ranges_of(study_of(small_world))
    RunTier.objects.filter(run=small_world.run, tier="upper").update(inputs_sha256="a" * 64)
    Study.objects.filter(run_tier__tier="upper").delete()
    begin_studies_of(small_world)
    after = {code: table.tobytes() for code, table in ranges_of(study_of(small_world)).items()}
    run_ = start_run(by=small_world.steward, edition=small_world.edition)
    run_waiting()
    RunTier.objects.filter(run=run_, tier="upper").update(inputs_sha256="a" * 64)
    Study.objects.filter(run_tier__run=run_).delete()

    begun = studies.begin_studies(Run.objects.get(pk=run_.pk))

    upper = next(new for new in begun if new.run_tier.tier == "upper" and new.kind == Study.Kind.UNCERTAINTY)
    upper.refresh_from_db()
    assert upper.finished_at is not None
    assert {code: table.tobytes() for code, table in ranges_of(upper).items()} == after
    assert set(after) == set(before)
    assert not upper.pieces.exists()


def begin_studies_of(world):
    studies.begin_studies(world.run)
    run_waiting()
