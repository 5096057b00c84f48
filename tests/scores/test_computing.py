from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from apps.figures.snapshots import pack_rows
from apps.scores.arrays import COLUMNS, Node, TierInputs, read_area
from apps.scores.computing import CannotScore, compute_tier, fingerprint
from apps.scores.engine.method import Method

AREAS = ("E06000001", "E06000002", "E06000003", "E10000001")
NODES = (Node("air", 1, "place", 1, -1, "none", 5), Node("place", 4, "", 1, 0, "", 0))
INPUTS = TierInputs("upper", AREAS, AREAS[:3], NODES)
AS_AT = date(2026, 6, 30)


def figures(values, period="2024-01-01/P1Y", areas=AREAS):
    rows = [
        ("air", area, period, value, None, None, "" if value is not None else "suppressed", "published")
        for area, value in zip(areas, values, strict=True)
    ]
    return pack_rows(tuple(sorted(areas)), rows)


def test_a_row_of_an_area_holds_what_its_page_shows():
    found = compute_tier(figures([2, 4, 6, 100]), INPUTS, Method(), AS_AT)

    air = dict(zip(COLUMNS, read_area(found.by_area["E06000001"][0], 2)[0], strict=True))
    assert (air["value"], air["coverage"]) == (2, 1)
    assert air["z"] == pytest.approx(1.2247, abs=1e-4)
    assert air["score"] == pytest.approx(7.0412, abs=1e-4)
    assert np.isnan([air["lower"], air["upper"]]).all()


def test_who_is_outside_the_group_keeps_figures_and_moves_nobody():
    found, other = (compute_tier(figures([2, 4, 6, last]), INPUTS, Method(), AS_AT) for last in (100, None))

    assert read_area(found.by_area["E10000001"][0], 2)[0][3] == 100
    assert np.isnan(read_area(found.by_area["E10000001"][0], 2)[:, 0]).all()
    assert other.by_area["E10000001"][1] == {"air": {"absence": "suppressed"}}
    assert found.by_element == other.by_element


def test_an_indicator_tells_its_period_and_the_group_in_its_own_unit():
    logged = replace(INPUTS, nodes=(replace(NODES[0], transform="log"), NODES[1]))

    found = compute_tier(figures([1, 10, 100, 5]), logged, Method(), AS_AT).indicators["air"]

    assert (found["period"], found["used"], found["areas"]) == ("2024-01-01/P1Y", True, 3)
    assert found["group_mean"] == 37
    assert found["mean"] == pytest.approx(np.log(10))


def test_an_indicator_that_is_not_used_still_shows_its_figures():
    found = compute_tier(figures([2, 4, 6, 8], "2015-01-01/P1Y"), INPUTS, Method(), AS_AT)

    assert found.indicators["air"] == {
        "period": "2015-01-01/P1Y", "used": False, "areas": 3, "group_mean": 4, "why": "too-old",
    }  # fmt: skip
    assert read_area(found.by_area["E06000001"][0], 2)[0][3] == 2
    assert np.isnan(read_area(found.by_area["E06000001"][0], 2)[:, 0]).all()


def test_an_area_without_a_figure_keeps_the_latest_period_in_which_it_had_one():
    before, now = figures([1, 2, 3, 4], "2023-01-01/P1Y"), figures([2, 4, None, None])

    found = compute_tier(replace(now, series=(*before.series, *now.series)), INPUTS, Method(), AS_AT)

    assert found.by_area["E06000003"][1] == {"air": {"absence": "suppressed", "last": "2023-01-01/P1Y"}}
    assert found.by_area["E06000001"][1] == {}


def test_a_tier_without_indicators_is_scored_as_empty():
    found = compute_tier(figures([1, 2, 3, 4]), replace(INPUTS, nodes=NODES[1:]), Method(), AS_AT)

    assert np.isnan(read_area(found.by_area["E06000001"][0], 1)[0][0])
    assert found.indicators == {}


def test_an_area_that_the_snapshot_does_not_know_is_named():
    with pytest.raises(CannotScore, match="knows nothing of E10000001"):
        compute_tier(figures([1, 2, 3], areas=AREAS[:3]), INPUTS, Method(), AS_AT)


def test_the_fingerprint_does_not_care_how_a_database_writes_its_numbers():
    found = compute_tier(figures([2, 4, 6, 8]), INPUTS, Method(), AS_AT)
    retold = replace(found, indicators={"air": {**found.indicators["air"], "areas": 3.0, "group_mean": 4}})

    assert fingerprint([retold]) == fingerprint([found])


def test_the_fingerprint_is_of_everything():
    found = compute_tier(figures([2, 4, 6, 8]), INPUTS, Method(), AS_AT)
    packed, notes = found.by_area["E06000001"]
    others = [
        replace(found, tier="district"),
        replace(found, areas=found.areas[::-1]),
        replace(found, scored=found.areas),
        replace(found, indicators={}),
        replace(found, by_element={**found.by_element, "air": found.by_element["air"][::-1]}),
        replace(found, by_area={**found.by_area, "E06000001": (packed[:-8] + bytes(8), notes)}),
        replace(found, by_area={**found.by_area, "E06000001": (packed, {"air": {"basis": "joint"}})}),
    ]

    assert len({fingerprint([one]) for one in (found, *others)}) == 8
