"""The diagnostics of a run: what is said of a tier, with its sums, and what is said where there is none."""

import csv
import io

import pytest
from django.urls import reverse

from apps.scores.diagnosing import Spread, diagnose, to_look_at
from apps.scores.models import Run
from tests.desks.bringing import read
from tests.factories.areas import AreaFactory
from tests.world import NEW, SERIES, row_of


@pytest.fixture
def wide_world(small_world):
    """The small world with twelve more areas in the upper group, enough for correlations; all of their figures rise."""
    group = small_world.areas["Ambleton"].reference_groups.get(tier="upper")
    more = [AreaFactory(name=f"Wide {number:02}") for number in range(12)]
    group.areas.add(*more)
    for number, (code, of) in enumerate(SERIES.items()):
        rows = [row_of(area.code, NEW, of(0, 1) + at + number * at % 5) for at, area in enumerate(more)]
        small_world.bring(code, rows, release="2")
    small_world.run = Run.objects.filter(state=Run.State.DONE).first()
    return small_world


def address(run):
    return reverse("desks:run_diagnostics", args=[run.pk])


def test_a_group_of_few_areas_says_what_is_not_computed_and_why(small_world, desk):
    page = read(desk, address(small_world.run))

    assert "too few areas have all" in page
    assert "not computed" in page
    assert "What deserves a look" in page


def test_what_is_given_is_the_weight_on_the_way_down_and_what_is_effective_counts_who_has_figures(small_world):
    # Under Local conditions Health and Place have a half each, and under Health mortality a half of that: 25%. As
    # happiness is empty, mortality has all of Health in every area; life expectancy half of that.
    found = {each.name: each for each in diagnose(small_world.run.tiers.get(tier="upper")).weights}

    assert found["Mortality"].given == pytest.approx(0.25)
    assert found["Mortality"].effective == pytest.approx(0.5)
    assert found["Happiness"].effective == 0
    assert found["Life expectancy"].given == pytest.approx(0.125)


def test_pairs_are_judged_by_where_they_meet(wide_world):
    found = diagnose(wide_world.run.tiers.get(tier="upper"))

    # Life expectancy and smoking rise together, and less smoking is better: siblings that go against each other.
    pair = next(each for each in found.pairs if {each.one, each.other} == {"Life expectancy", "Smoking"})
    assert pair.flag == "negative"
    assert pair.together == "Mortality"
    assert pair.pearson < 0
    assert pair.areas >= 10
    across = [each for each in found.pairs if not each.together]
    assert across
    assert {each.flag for each in across} <= {"", "redundant"}


def test_the_importance_of_an_element_is_its_correlation_with_the_headline_squared(wide_world):
    tier = wide_world.run.tiers.get(tier="upper")
    found = {each.name: each for each in diagnose(tier).weights}

    recycling = found["Recycling"]

    assert recycling.importance == pytest.approx(recycling.with_headline**2)
    assert recycling.with_parent == recycling.with_headline


def test_the_page_names_what_deserves_a_look_and_hands_out_every_pair(wide_world, desk):
    page = read(desk, address(wide_world.run))
    rows = list(csv.DictReader(io.StringIO(read(desk, f"{address(wide_world.run)}?download=pairs"))))

    assert "goes against each other: Life expectancy / Smoking (" in " ".join(page.split())
    assert len(rows) == 5 * 4 / 2
    assert {row["flag"] for row in rows} >= {"negative"}
    assert float(rows[0]["pearson"]) <= 1


def test_indicators_are_called_out_by_what_is_the_matter_with_them():
    plain = {"skewness": 0.0, "kurtosis": 0.0, "outliers": (), "same": 0.1, "relative": 0.3}
    spreads = [
        Spread("fine", covered=1.0, **plain),
        Spread("thin", covered=0.79, **plain),
        Spread("skewed", covered=1.0, **plain | {"skewness": -2.1, "kurtosis": 3.6}),
        Spread("outlying", covered=1.0, **plain | {"outliers": (("Ambleton", 4.0),)}),
        Spread("same", covered=1.0, **plain | {"same": 0.5}),
        Spread("narrow", covered=1.0, **plain | {"relative": 0.049}),
    ]

    found = to_look_at(spreads)

    assert {matter: [each.name for each in who] for matter, who in found.items()} == {
        name: [name] for name in ("thin", "skewed", "outlying", "same", "narrow")
    }


def test_a_run_without_results_says_so(small_world, desk):
    desk.post(reverse("desks:run_start"))

    assert "Nothing to look at yet" in read(desk, address(Run.objects.first()))


def test_another_tier_is_looked_at_by_its_name(small_world, desk):
    assert desk.get(f"{address(small_world.run)}?tier=district").status_code == 200
    assert desk.get(f"{address(small_world.run)}?tier=moon").status_code == 404


def test_a_runs_page_leads_to_its_diagnostics(small_world, desk):
    assert address(small_world.run) in read(desk, reverse("desks:run_detail", args=[small_world.run.pk]))
