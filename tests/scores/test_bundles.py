import io
import json
import zipfile

import pytest
from django.core.management import call_command

from apps.figures.source_actions import register_source
from apps.scores.bundles import bundle
from tests.figures.test_source_actions import WORDS


def scored_again(folder):
    call_command(
        "score_table",
        framework=folder / "framework.csv",
        figures=folder / "figures.csv",
        method=folder / "method.json",
        out=folder / "again.csv",
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    return (folder / "again.csv").read_text("utf-8")


def unpacked(run, tier, folder):
    with zipfile.ZipFile(io.BytesIO(bundle(run, run.tiers.get(tier=tier)))) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("tier", ["upper", "district"])
def test_a_stranger_makes_the_same_scores_from_it(tier, small_world, tmp_path):
    folder = unpacked(small_world.run, tier, tmp_path)

    assert scored_again(folder) == (folder / "scores.csv").read_text("utf-8")
    assert "," in (folder / "scores.csv").read_text("utf-8").splitlines()[1].split(",", 4)[4]


def test_one_changed_figure_makes_other_scores(small_world, tmp_path):
    folder = unpacked(small_world.run, "upper", tmp_path)
    lines = (folder / "figures.csv").read_text("utf-8").splitlines()
    lines[1] = lines[1].rsplit(",", 1)[0] + ",61.5"
    (folder / "figures.csv").write_text("\n".join(lines))

    assert scored_again(folder) != (folder / "scores.csv").read_text("utf-8")


def test_a_manifest_says_whose_figures_they_are(small_world, tmp_path):
    folder = unpacked(small_world.run, "upper", tmp_path)

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    run = small_world.run
    assert (manifest["run"], manifest["result_sha256"]) == (run.pk, run.result_sha256)
    assert manifest["method"] == run.method
    assert manifest["snapshot_sha256"] == run.snapshot.sha256
    recycling = next(each for each in manifest["figures"] if each["code"] == "recycling")
    assert recycling["licence"]
    assert len(recycling["file_sha256"]) == 64

    register_source(by=small_world.steward, code="recycling-source", words=WORDS | {"publisher": "Registered office"})
    manifest = json.loads((unpacked(run, "upper", tmp_path / "again") / "manifest.json").read_text("utf-8"))

    recycling = next(each for each in manifest["figures"] if each["code"] == "recycling")
    assert (recycling["publisher"], recycling["source"]) == ("Registered office", "Smoking in every area")


def test_the_same_run_gives_the_same_bytes(small_world):
    tier = small_world.run.tiers.get(tier="upper")

    assert bundle(small_world.run, tier) == bundle(small_world.run, tier)
