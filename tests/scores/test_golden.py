"""The same bits everywhere: SQLite and PostgreSQL, every Python and numpy we run on, every machine."""

import json
from pathlib import Path

from apps.scores.computing import fingerprint
from apps.scores.runs import stored_results, stored_tiers
from tests.scores.golden import golden_run

GOLDEN = json.loads(Path(__file__).parents[1].joinpath("data", "golden_run.json").read_text("utf-8"))


def test_a_fixed_world_scores_to_the_hash_that_is_written_down(steward):
    run = golden_run(steward)

    assert run.snapshot.sha256 == GOLDEN["snapshot"]
    assert run.result_sha256 == GOLDEN["results"]
    assert fingerprint(stored_results(run)) == GOLDEN["results"]


def test_the_fixed_world_goes_through_every_way_of_the_engine(steward):
    run = golden_run(steward)

    upper, district = (tier.indicators for tier in stored_tiers(run))
    assert {code: about["period"] for code, about in upper.items()} == dict.fromkeys(upper, "2025-04-01")
    assert set(upper) - set(district) == {"counties-too"}
    assert all(about["used"] for about in (*upper.values(), *district.values()))
    assert upper["drawn-in"]["drawn_in"] > 0
