import re

import numpy as np
import pytest

from apps.charts.grid import MOST_EXACT, Column, Line, is_exact, table, whole
from apps.common.bands import band_of

LINES = [Line("Here & there", "/areas/upper/here/"), Line("Elsewhere", "/areas/upper/elsewhere/")]
COLUMNS = [Column("health", "Health", "Local", "?order=health"), Column("waste", "Waste", "Green", "?order=waste")]


def test_a_whole_number_tells_the_band_of_every_score():
    scores = np.round(np.arange(0, 10.0001, 0.01), 2)

    steps = np.clip(whole(scores) - 2, 1, 5)

    assert steps.tolist() == [band_of(score).step for score in scores.tolist()]


def test_each_score_of_a_small_grid_is_a_link_in_the_colour_of_its_band():
    html = table(LINES, COLUMNS, np.array([[5.126, np.nan], [3.49, 10.0]]), "Area")

    assert '<td class=b3><a href="/areas/upper/here/health/">5.13</a>' in html
    assert '<td class=b1><a href="/areas/upper/elsewhere/health/">3.49</a>' in html
    assert "<td>–" in html


def test_names_are_escaped_and_head_their_rows_columns_and_groups():
    html = table(LINES, COLUMNS, np.full((2, 2), 5.0), "Area")

    assert '<th scope=row><a href="/areas/upper/here/">Here &amp; there</a></th>' in html
    assert html.count("scope=colgroup colspan=1") == 2
    assert '<th scope=col data-code="waste"><a href="?order=waste">Waste</a></th>' in html


def test_the_column_that_orders_the_areas_says_which_way():
    column = Column("health", "Health", "", "?", sorted="descending")

    assert "aria-sort=descending" in table(LINES, [column], np.full((2, 1), 5.0), "Area")


def test_a_large_grid_tells_whole_numbers_and_stays_small():
    lines = [Line(f"Area {at}", f"/areas/district/area-{at}/") for at in range(296)]
    columns = [Column(f"element-{at}", f"Element {at}", "One", "?") for at in range(103)]
    scores = np.random.default_rng(7).normal(5, 1.67, (296, 103)).clip(0, 10)

    html = table(lines, columns, scores, "Area")

    assert len(re.findall("<td", html)) == 296 * 103
    assert f"<td class=b{band_of(scores[0, 0]).step}>{whole(scores[:1, :1])[0, 0]}" in html
    assert len(html) < 20 * 296 * 103


@pytest.mark.parametrize(("lines", "exact"), [(MOST_EXACT // 10, True), (MOST_EXACT // 10 + 1, False)])
def test_how_exact_a_grid_is_depends_on_how_many_cells_it_has(lines, exact):
    assert is_exact(lines, 10) is exact
