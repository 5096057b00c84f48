"""What must hold of the starter edition as it is scored: straight from its files, so that every run proves it."""

from dataclasses import replace

import numpy as np
import pytest

from apps.common.tiers import Tier
from apps.figures.snapshots import PackedFigures, unpack
from apps.scores.arrays import COLUMNS, framework_of, read_area
from apps.scores.computing import compute_tier, fingerprint
from apps.scores.engine.method import Method
from tests.scores.engine.forests import slow_scores
from tests.scores.starter import starter_edition, starter_figures, starter_inputs, starter_scores

TIERS = list(Tier)
AS_AT = starter_edition().as_at
OUTSIDE = ["E09000001", "E06000053"]


def matrix(result, column):
    """(areas, elements) of scores (0) or coverage (1)."""
    return np.column_stack([unpack(result.by_element[code][column]) for code in result.elements])


def columns(result, name):
    """(areas, elements) of one of the columns of the areas' rows."""
    table = [read_area(result.by_area[area][0], len(result.elements)) for area in result.areas]
    return np.array(table)[:, :, COLUMNS.index(name)]


def inside(result):
    return np.isin(result.areas, result.scored)


@pytest.mark.parametrize(("tier", "areas", "scored"), [(Tier.UPPER, 153, 151), (Tier.DISTRICT, 296, 294)])
def test_the_groups_leave_out_two_areas_that_keep_their_figures(tier, areas, scored):
    result = starter_scores(tier)

    assert (len(result.areas), len(result.scored)) == (areas, scored)
    for code in OUTSIDE:
        row = result.areas.index(code)
        assert np.isnan(matrix(result, 0)[row]).all()
        assert not matrix(result, 1)[row].any()
        assert np.count_nonzero(~np.isnan(columns(result, "value")[row])) > 10


@pytest.mark.parametrize("tier", TIERS)
def test_every_score_lies_on_the_scale_and_exists_where_half_is_covered(tier):
    scores, coverage = (matrix(starter_scores(tier), column) for column in (0, 1))
    present = ~np.isnan(scores)

    assert present.sum() > 10_000
    assert ((scores[present] >= 0) & (scores[present] <= 10)).all()
    np.testing.assert_array_equal(present, coverage >= 0.5 - 1e-9)


@pytest.mark.parametrize("tier", TIERS)
def test_the_mean_of_uncapped_indicator_scores_is_five(tier):
    result = compute_tier(starter_figures(), starter_inputs(tier), Method(cap="none"), AS_AT)
    leaves = [result.elements.index(code) for code, about in result.indicators.items() if about["used"]]

    means = np.nanmean(matrix(result, 0)[:, leaves], axis=0)

    assert len(leaves) > 50
    assert means == pytest.approx(5.0, abs=1e-9)


@pytest.mark.parametrize("tier", TIERS)
def test_reversing_an_indicator_maps_its_score_to_ten_less_it(tier):
    inputs, result = starter_inputs(tier), starter_scores(tier)
    turned = replace(inputs, nodes=tuple(replace(node, direction=-node.direction) for node in inputs.nodes))

    other = compute_tier(starter_figures(), turned, Method(), AS_AT)

    np.testing.assert_allclose(matrix(other, 0), 10 - matrix(result, 0), atol=1e-9)


@pytest.mark.parametrize("tier", TIERS)
def test_means_never_spread_more_than_their_parts_where_all_are_present(tier):
    result, framework = starter_scores(tier), framework_of(starter_inputs(tier).nodes)
    scores = matrix(result, 0)[inside(result)]
    compared = 0

    for parent in framework.above:
        parts = scores[:, framework.children_of(parent)]
        whole = parts[~np.isnan(parts).any(axis=1)]
        if len(whole) == len(parts) and parts.size:
            assert scores[:, parent].std() <= parts.std(axis=0).max() + 1e-9
            compared += 1
    assert compared > 5


@pytest.mark.parametrize("tier", TIERS)
def test_fewer_figures_never_raise_coverage(tier):
    dice = np.random.default_rng(7)
    figures = starter_figures()
    fewer = PackedFigures(
        figures.areas,
        tuple(
            replace(series, values=np.where(dice.random(len(series.values)) < 0.02, np.nan, series.values))
            for series in figures.series
        ),
    )
    rules = Method(least_period_coverage=0.5)

    before = compute_tier(figures, starter_inputs(tier), rules, AS_AT)
    after = compute_tier(fewer, starter_inputs(tier), rules, AS_AT)

    assert {code: about["period"] for code, about in after.indicators.items()} == {
        code: about["period"] for code, about in before.indicators.items()
    }
    assert (matrix(after, 1) <= matrix(before, 1) + 1e-12).all()
    assert matrix(after, 1).sum() < matrix(before, 1).sum()


@pytest.mark.parametrize("tier", TIERS)
def test_the_order_of_figures_and_of_areas_changes_no_bit(tier):
    figures, inputs = starter_figures(), starter_inputs(tier)
    backwards = PackedFigures(
        figures.areas[::-1],
        tuple(
            replace(
                series,
                values=series.values[::-1],
                lower=None if series.lower is None else series.lower[::-1],
                upper=None if series.upper is None else series.upper[::-1],
            )
            for series in figures.series
        ),
    )

    assert fingerprint([compute_tier(backwards, inputs, Method(), AS_AT)]) == fingerprint([starter_scores(tier)])


@pytest.mark.parametrize("tier", TIERS)
def test_another_unit_or_another_zero_changes_no_score_of_what_is_taken_as_published(tier):
    inputs = starter_inputs(tier)
    plain = {node.code for node in inputs.nodes if node.transform == "none"}
    figures = starter_figures()
    retold = PackedFigures(
        figures.areas,
        tuple(
            replace(series, values=series.values * 1.8 + 32) if series.code in plain else series
            for series in figures.series
        ),
    )

    other = compute_tier(retold, inputs, Method(), AS_AT)

    assert len(plain) > 30
    np.testing.assert_allclose(matrix(other, 0), matrix(starter_scores(tier), 0), atol=1e-9)
    np.testing.assert_array_equal(matrix(other, 1), matrix(starter_scores(tier), 1))


@pytest.mark.parametrize("tier", TIERS)
def test_the_order_in_which_indicators_stand_changes_no_score(tier):
    inputs, result = starter_inputs(tier), starter_scores(tier)
    # A stable sort: children still stand before their parents, within a level the other way round.
    turned = replace(inputs, nodes=tuple(sorted(inputs.nodes[::-1], key=lambda node: node.level)))

    other = compute_tier(starter_figures(), turned, Method(), AS_AT)

    assert other.elements != result.elements
    for code in result.elements:
        for mine, its in zip(result.by_element[code], other.by_element[code], strict=True):
            np.testing.assert_allclose(unpack(its), unpack(mine), atol=1e-12)


@pytest.mark.parametrize("tier", TIERS)
def test_no_scored_indicator_is_left_skewed(tier):
    used = {code: about for code, about in starter_scores(tier).indicators.items() if about["used"]}

    assert {code: (about["skewness"], about["kurtosis"]) for code, about in used.items() if about["skewed"]} == {}
    assert all(abs(about["skewness"]) <= 2 or about["kurtosis"] <= 3.5 for about in used.values())
    assert all(about["drawn_in"] <= 5 for about in used.values())


@pytest.mark.parametrize("tier", TIERS)
def test_every_indicator_used_has_figures_for_six_tenths_of_the_group(tier):
    result = starter_scores(tier)

    for code, about in result.indicators.items():
        assert not about["used"] or about["areas"] >= 0.6 * len(result.scored), code


def test_what_has_no_indicators_is_empty_and_district_equality_is_not_scored():
    for tier in TIERS:
        result = starter_scores(tier)
        scores = dict(zip(result.elements, matrix(result, 0).T, strict=True))
        assert all(np.isnan(scores[code]).all() for code in ("participation", "equality-gender", "land-use"))

    district = starter_scores(Tier.DISTRICT)
    equality = district.elements.index("equality")
    assert np.isnan(matrix(district, 0)[:, equality]).all()
    assert matrix(district, 1)[:, equality].max() == pytest.approx(0.4)


def test_upper_tier_headlines_are_scored_for_the_whole_group():
    result = starter_scores(Tier.UPPER)

    for code in ("local-conditions", "equality", "sustainability"):
        scores = unpack(result.by_element[code][0])[inside(result)]
        assert not np.isnan(scores).any()
        assert scores.mean() == pytest.approx(5, abs=0.1)
    assert unpack(result.by_element["local-conditions"][0])[inside(result)].std() == pytest.approx(0.6, abs=0.1)


@pytest.mark.parametrize("tier", TIERS)
def test_the_method_done_slowly_gives_the_same_scores(tier):
    """With every indicator taken as published: the slow way knows no transforms."""
    inputs = starter_inputs(tier)
    plain = replace(
        inputs, nodes=tuple(replace(node, transform="none") if node.level == 1 else node for node in inputs.nodes)
    )
    result = compute_tier(starter_figures(), plain, Method(), AS_AT)
    framework = framework_of(plain.nodes)
    figures = columns(result, "value")[:, framework.indicators]
    unused = [i for i, about in enumerate(result.indicators.values()) if not about["used"]]
    figures[:, unused] = np.nan

    scores, coverage = slow_scores(figures, framework, Method(), inside(result))

    np.testing.assert_allclose(matrix(result, 0), scores, atol=1e-9)
    np.testing.assert_allclose(matrix(result, 1), coverage, atol=1e-12)
