"""Readers see that figures were derived, how, and the chain back to the releases."""

import pytest
from django.test import Client

from apps.background.claim import run_waiting
from apps.figures.actions import withdraw_import
from apps.figures.actions.errata import publish_erratum
from apps.figures.derivation.arithmetic import RESIDENTS, Kind
from apps.figures.derivation.chains import chain_of, sum_behind
from apps.figures.models import Import
from apps.framework.models import Element
from tests.architecture.test_questions import MOST, asked_by
from tests.figures.derived import brought, declared, imports_of, kept
from tests.world import NEW

PAGE, HERE, TABLE = "/indicators/recycling/", "/areas/upper/ambleton/recycling/", "/indicators/recycling/figures.csv"


@pytest.fixture
def chained(small_world):
    """Recycling, made of a ratio that is made of two releases, scored and published."""
    kept(small_world)
    declared(small_world, factor=100)
    declared(small_world, code="recycling", inputs={"top": "ratio", "bottom": "clean-air"}, factor=10)
    small_world.publish()
    return small_world


def text_of(address):
    return " ".join(Client().get(address).content.decode().split())


def test_the_page_of_an_indicator_shows_the_whole_chain_with_links(chained):
    page = text_of(PAGE)

    assert "<strong>Ratio / Clean air × 10</strong>" in page
    assert "Both are published, and their ratio says more than either." in page
    assert "Worked out itself (version 1): Smoking / Life expectancy × 100" in page
    for code in ("smoking", "life-expectancy", "clean-air"):
        imported = chained.imports[code]
        assert f'<a href="/indicators/{code}/#release-{imported.pk}">Release 1</a>' in page
        assert f'<a href="/sources/{code}-source/">' in page
    # No edition scores the ratio, so no register lists it.
    assert 'href="/indicators/ratio/"' not in page


def test_a_figure_shows_its_own_sum(chained):
    page = text_of(HERE)

    # Ambleton: smoking 11, life expectancy 78.1; clean air 39 in the newer year.
    ratio = f"{1100 / 78.1:.10g}"
    assert f"{ratio} / 39 × 10 = {10 * float(ratio) / 39:.10g}" in page
    assert "Worked out from other indicators" in page
    assert "Worked out from published counts or figures" in page


def test_what_is_kept_says_by_which_declaration_it_was_derived(chained):
    head = Client().get(TABLE).content.decode()

    ratio = imports_of("ratio")[0]
    smoking, life = chained.imports["smoking"], chained.imports["life-expectancy"]
    assert "derived-by: declaration 1: Ratio / Clean air × 10" in head
    assert (
        f"made-from: ratio: import {ratio.pk} ({ratio.release}), itself derived from (smoking: import {smoking.pk} "
        f"(1); life-expectancy: import {life.pk} (1)); clean-air: import {chained.imports['clean-air'].pk} (1)"
    ) in head
    assert ",derived-recycling," in head


def test_what_was_published_as_it_is_says_nothing_of_a_chain(chained):
    assert "Worked out from other indicators" not in text_of("/indicators/smoking/")
    assert "Worked out from other indicators" not in text_of("/areas/upper/ambleton/smoking/")
    assert "derived-by" not in text_of("/indicators/smoking/figures.csv")


def test_readers_see_the_chain_of_what_is_published_and_not_of_what_came_since(chained):
    before = text_of(PAGE)

    brought(chained, Element.objects.get(code="smoking"), {"Ambleton": 12}, "2")

    assert text_of(PAGE) == before
    chained.publish()
    after = text_of(PAGE)
    assert "Release 2" in after
    assert "#release-" + str(imports_of("smoking")[-1].pk) in after


def test_an_older_divisor_is_named(small_world):
    once = kept(small_world, "once", "people")
    brought(small_world, once, {"Ambleton": 4, "Brackford": 5}, period="2022-01-01/P1Y")
    declared(small_world, code="recycling", inputs={"top": "smoking", "bottom": "once"}, reach=2)
    small_world.publish()

    page = text_of(PAGE)

    assert "2024 with that of 2022" in page
    assert "2023 with that of 2022" in page
    assert "For 2024 the divisor or weight is older, of 2022: there is none of the same period." in text_of(HERE)


def test_residents_stand_in_the_chain_without_a_release(small_world):
    inputs = {"count": "smoking", "people": RESIDENTS}
    declared(small_world, code="recycling", kind=Kind.RATE, inputs=inputs, factor=1_000)
    small_world.publish()

    assert "residents at the last census" in text_of(PAGE)
    assert "11 / 100,000 × 1,000 = 0.11" in text_of(HERE)
    assert "made-from: smoking: import" in text_of(TABLE)


def test_a_sum_is_not_shown_where_it_does_not_give_the_figure(chained):
    derived = imports_of("recycling")[-1]

    assert sum_behind(derived, chained.areas["Ambleton"], NEW, 999.0) == ""
    assert sum_behind(chained.imports["smoking"], chained.areas["Ambleton"], NEW, 11.0) == ""


def test_a_chain_stays_whole_when_an_input_was_withdrawn(chained):
    derived = imports_of("recycling")[-1]

    withdraw_import(by=chained.steward, imported=chained.imports["smoking"])
    run_waiting()

    chain = chain_of(derived.pk, chained.run.imports)
    assert [each.code for each in chain.inputs] == ["ratio", "clean-air"]
    assert chain.inputs[0].below.inputs[0].releases[0].release == "1"
    assert Import.objects.get(pk=derived.pk).state == Import.State.WITHDRAWN


def test_pages_ask_no_more_than_others_may_for_a_chain_and_its_sum(chained):
    assert [address for address in (PAGE, HERE) if len(asked_by(address)) > MOST] == []


def test_an_erratum_of_a_derived_figure_takes_one_more_question(chained):
    before = len(asked_by(HERE))
    derived, areas = imports_of("recycling")[-1], [chained.areas["Ambleton"].code]

    publish_erratum(by=chained.steward, imported=derived, areas=areas, wrong="It was.", right="It is.")

    assert "It was." in text_of(HERE)
    assert len(asked_by(HERE)) <= before + 1
