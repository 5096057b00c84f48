import re
from dataclasses import replace

import pytest
from pytest_django.asserts import assertContains

from apps.explore import indicators, quality
from apps.framework.models import Element
from apps.scores.queries import published_run

ADDRESS = "/quality/"


def lines_and_gaps():
    known = indicators.published(published_run())
    lines = quality.lines_of(known, indicators.entries_of(known, known.indicators.values()))
    return {line.element.code: line for line in lines}, indicators.gaps_of(known)


def test_every_indicator_and_every_gap_is_there_and_it_asks_few_questions(
    small_world, visitor, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        response = visitor.get(ADDRESS)

    for element in Element.objects.filter(level=Element.Level.INDICATOR):
        assertContains(response, f'href="/indicators/{element.code}/"')
    assertContains(response, "<strong>Happiness</strong>")
    assertContains(response, "there are none yet")
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_what_it_states_is_counted_from_the_figures(small_world):
    Element.objects.filter(code="clean-air").update(modelled=True, proxy="what people breathe")
    rows = [
        replace(row, lower=f"{float(row.value) - 1:g}", upper=f"{float(row.value) + 1:g}") if row.value else row
        for row in small_world.rows("smoking")
    ]
    small_world.bring("smoking", rows, release="2")
    small_world.publish()

    lines, gaps = lines_and_gaps()
    counts = quality.counts_of_quality(lines.values(), gaps)

    assert lines["smoking"].precision == quality.Precision(9, 9)
    assert lines["recycling"].precision == quality.Precision(0, 9)
    assert (counts.limits_all, counts.limits_none, counts.modelled, counts.proxies) == (1, 4, 1, 1)
    assert (counts.all, counts.scored, counts.gaps) == (5, 5, len(gaps))
    # The last area's figures are suppressed, so that no indicator is complete.
    assert counts.complete == 0


def test_age_is_counted_to_the_date_of_the_edition(small_world):
    lines, _ = lines_and_gaps()

    # 2024 ended on 31 December 2024; figures are as at 30 June 2026.
    assert lines["smoking"].age == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize(("have", "all_of_them", "kind"), [(0, 0, ""), (0, 9, "none"), (3, 9, "some"), (9, 9, "all")])
def test_precision_is_told_in_words(have, all_of_them, kind):
    assert quality.Precision(have, all_of_them).kind == kind


@pytest.mark.django_db
def test_before_anything_is_published_there_is_nothing_to_state(visitor):
    response = visitor.get(ADDRESS)

    assert response.status_code == 200
    assert len(re.findall("<h1", response.content.decode())) == 1
