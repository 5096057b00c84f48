import html
import re
from dataclasses import replace

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.framework.models import Element
from apps.scores.queries import area_profile
from tests.factories.areas import AreaFactory
from tests.factories.framework import EditionFactory
from tests.world import NEW, OLD, row_of

ADDRESS = "/areas/upper/ambleton/changes/"
NEXT = "2025-01-01/P1Y"


def revise(world, code, names, by):
    """Publish a release in which the latest figures of some areas read otherwise."""
    codes = {world.areas[name].code for name in names}
    rows = [
        replace(row, value=f"{float(row.value) + by:g}") if row.area in codes and row.period == NEW else row
        for row in world.rows(code)
    ]
    world.bring(code, rows, release="2")
    world.publish()


def score(world, code):
    return area_profile(world.areas["Ambleton"], "upper").find(code).score


def test_the_first_published_scores_have_nothing_to_compare_with(small_world, visitor):
    response = visitor.get(ADDRESS)

    assertContains(response, "Nothing to compare with yet")
    assertNotContains(response, "<svg")


@pytest.mark.django_db
def test_before_anything_is_published_there_is_nothing_to_say(visitor):
    AreaFactory(name="Ambleton")

    assertContains(visitor.get(ADDRESS), "No scores are published yet")


def test_a_revision_of_its_own_is_told_as_that_and_down_to_the_indicator(small_world, visitor):
    before = score(small_world, "mortality")
    revise(small_world, "smoking", ["Ambleton"], by=4)
    after = score(small_world, "mortality")

    response = visitor.get(ADDRESS + "?of=mortality")

    words = html.unescape(response.content.decode())
    assert re.search(
        rf"went from {before:.2f} to {after:.2f} \(−{before - after:.2f}\). All of it: its own revisions", words
    )
    assertContains(response, "By 1 indicator")
    assertContains(response, "11.0 is now 15.0 (2024)")
    assertNotContains(response, "<b>Other areas")


def test_what_others_do_moves_a_score_and_is_said_to_be_theirs(small_world, visitor):
    newer = [row_of(area.code, NEXT, 40 + at * 7 % 9) for at, area in enumerate(small_world.areas.values())]
    small_world.bring("clean-air", newer, release="2")
    small_world.publish()

    response = visitor.get(ADDRESS + "?of=place")

    assertContains(response, "Other areas’ new figures")
    assertContains(response, "Its own new figures")
    assertContains(response, "from 2024 to 2025")


def test_the_changes_that_are_shown_add_up_to_the_decimals_that_are_shown(small_world, visitor):
    newer = [row_of(area.code, NEXT, 40 + at * 7 % 9) for at, area in enumerate(small_world.areas.values())]
    small_world.bring("clean-air", newer, release="2")
    revise(small_world, "smoking", ["Ambleton", "Brackford"], by=3)

    page = visitor.get(ADDRESS).content.decode()

    for table in re.findall(r"<caption id=\"steps-.*?</table>", page, re.DOTALL):
        cells = [float(cell.replace("−", "-")) for cell in re.findall(r'<td class="num">([−+]?[\d.]+)</td>', table)]
        before, pairs = cells[0], list(zip(cells[1::2], cells[2::2], strict=True))
        for change, level in pairs:
            assert before + change == pytest.approx(level, abs=1e-9)
            before = level


def test_what_is_not_scored_has_no_change_to_explain(small_world, visitor):
    revise(small_world, "smoking", ["Ambleton"], by=4)

    outside = visitor.get("/areas/upper/tiny-isle/changes/")
    empty = visitor.get(ADDRESS + "?of=happiness")

    assertContains(outside, "It shows figures and no scores")
    assertContains(empty, "had no score then, and has none now")


def test_where_nothing_moved_it_says_so(small_world, visitor):
    revise(small_world, "smoking", ["Ambleton"], by=4)

    response = visitor.get(ADDRESS + "?of=sustainability")

    assertContains(response, f"stayed at {score(small_world, 'sustainability'):.2f}.")


def test_another_edition_is_another_index(small_world, visitor):
    revise(small_world, "smoking", ["Ambleton"], by=4)
    run = small_world.run
    run.refresh_from_db()
    former = run.instead_of
    former.edition = EditionFactory(code="older", name="Older edition")
    former.save()

    assertContains(visitor.get(ADDRESS), "Another framework is another index")


@pytest.mark.parametrize(
    "address", ["/areas/upper/nowhere/changes/", ADDRESS + "?of=no-such-element", "/areas/county/ambleton/changes/"]
)
def test_what_is_not_there_is_not_found(address, small_world, visitor):
    assert visitor.get(address).status_code == 404


def test_the_area_and_each_element_lead_there(small_world, visitor):
    assertContains(visitor.get("/areas/upper/ambleton/"), f'href="{ADDRESS}"')
    assertContains(visitor.get("/areas/upper/ambleton/health/"), f'href="{ADDRESS}?of=health"')


def test_an_element_tells_how_it_moved_over_the_years_and_by_which_indicators(small_world, visitor):
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year, add in ((2023, 0), (2024, 1), (2025, 3)):
        rows = [
            row_of(area.code, f"{year}-01-01/P1Y", 20.0 + at + add)
            for at, area in enumerate(small_world.areas.values())
        ]
        for code in ("recycling", "bus-trips"):
            small_world.bring(code, rows, release=str(year))
    small_world.publish()

    response = visitor.get(ADDRESS + "?of=sustainability")

    # 5 + 5/3 · (21 − 22.5) / 1.708 and 5 + 5/3 · (23 − 22.5) / 1.708: both indicators did half of it.
    assertContains(response, "went from 3.54 to 5.49 (+1.95)")
    assertContains(response, "The average of its group moved by +1.95 meanwhile.")
    assertContains(response, "+0.976", count=2)


def test_what_cannot_be_tracked_yet_says_why(small_world, visitor):
    response = visitor.get(ADDRESS + "?of=health")

    assertContains(response, "Over the years")
    assertContains(response, "It cannot be tracked yet")
    assertContains(response, "no base period")


def test_an_indicator_tells_how_its_own_figure_moved_and_what_was_revised_since(small_world, visitor):
    revise(small_world, "smoking", ["Ambleton"], by=4)

    response = visitor.get(ADDRESS + "?of=smoking")

    assertContains(response, "From 2023 to 2024 the figure went from 10.0 to 15.0 (+5.0).")
    assertContains(response, "The figure for 2024 was 11.0 when it first came out; it has been revised to 15.0.")


def test_figures_from_before_a_break_are_left_out(small_world, visitor):
    Element.objects.filter(code="smoking").update(base_period=NEW)

    response = visitor.get(ADDRESS + "?of=smoking")

    assertContains(response, "There are no two figures of this indicator that can be compared over time.")


def test_a_state_in_between_that_cannot_be_scored_is_said_kindly(small_world, visitor):
    # The old period's figure is revised to one that has no logarithm, and a newer period is scored.
    Element.objects.filter(code="smoking").update(transform="log")
    rows = small_world.rows("smoking")
    gone = [replace(row, value="0") if row.period == NEW and row.value else row for row in rows]
    newer = [row_of(area.code, NEXT, 20 + at) for at, area in enumerate(small_world.areas.values())]
    small_world.publish()
    small_world.bring("smoking", [*gone, *newer], release="2")
    small_world.publish()

    response = visitor.get(ADDRESS)

    assertContains(response, "This change cannot be split")


def test_readers_choose_since_which_publication(small_world, visitor):
    first, before = small_world.run, score(small_world, "smoking")
    revise(small_world, "smoking", ["Ambleton"], by=4)
    second = small_world.run
    revise(small_world, "recycling", ["Dunmere"], by=9)
    now = score(small_world, "smoking")

    last = visitor.get(ADDRESS + "?of=smoking")
    since = visitor.get(f"{ADDRESS}?of=smoking&since={first.pk}")

    assert f"went from {before:.2f} to {now:.2f}" in html.unescape(since.content.decode())
    assert f"went from {before:.2f} to {now:.2f}" not in html.unescape(last.content.decode())
    assertContains(since, f'<option value="{first.pk}" selected>')
    assertContains(since, f'<option value="{second.pk}"')
    assertContains(visitor.get(f"{ADDRESS}?since={first.pk}"), f"&amp;since={first.pk}")


def test_readers_choose_between_two_earlier_publications(small_world, visitor):
    first, before = small_world.run, score(small_world, "smoking")
    revise(small_world, "smoking", ["Ambleton"], by=4)
    second, then = small_world.run, score(small_world, "smoking")
    revise(small_world, "smoking", ["Ambleton"], by=9)

    between = visitor.get(f"{ADDRESS}?of=smoking&since={first.pk}&until={second.pk}")

    said = html.unescape(between.content.decode())
    assert f"went from {before:.2f} to {then:.2f}" in said
    assert "neither is what is published now" in said
    assert f'<option value="{second.pk}" selected>' in said
    assert "Over the years" not in said
    assertContains(visitor.get(f"{ADDRESS}?until={second.pk}"), f"&amp;until={second.pk}")
    turned = visitor.get(ADDRESS, {"of": "smoking", "since": second.pk, "until": first.pk})
    assert f"went from {before:.2f} to {then:.2f}" in html.unescape(turned.content.decode())


@pytest.mark.parametrize("since", ["0", "999", "x", "1 or 1"])
def test_a_run_that_readers_never_saw_is_not_there(since, small_world, visitor):
    revise(small_world, "smoking", ["Ambleton"], by=4)

    assert visitor.get(ADDRESS, {"since": since}).status_code == 404
    assert visitor.get(ADDRESS, {"since": small_world.run.pk}).status_code == 404
