"""The desk's pages of reorganisations: from a draft to figures in force, and back."""

import pytest
from django.urls import reverse

from apps.areas.models import Area, Reorganisation
from apps.background.claim import run_waiting
from apps.figures.models import HistoryRule, Import
from tests.figures.test_history import UNITED, join
from tests.work.reading import beside, offered, said
from tests.world import SERIES


@pytest.fixture
def desk(small_world, signed_in):
    return signed_in(small_world.steward)


def at(name, *args):
    return reverse(f"desks:{name}", args=args)


def drafted(desk, world, **changes):
    """A draft that joins Ambleton and Brackford, made by the forms."""
    words = {"title": "A union", "takes_effect": "2025-04-01", "law": "An order", "law_url": "https://law.example/1"}
    desk.post(at("reorganisation_new"), words | changes)
    draft = Reorganisation.objects.get(title="A union")
    codes = [world.areas[name].code for name in ("Ambleton", "Brackford")]
    area = {"code": UNITED.lower(), "name": "United", "whole": codes, "weights": f"{codes[0]} 3\n{codes[1]}: 1"}
    page = desk.post(at("reorganisation_area", draft.pk), area)
    assert page.status_code == 302, said(page)
    return draft


def test_a_draft_says_what_it_would_do_before_it_is_brought_in(desk, partnership):
    partnership.goal()
    draft = drafted(desk, partnership.world)

    page = said(desk.get(at("reorganisation", draft.pk)))

    assert "1 open goal is on an area that ends" in page
    assert "1 workspace is for an area that ends" in page
    assert "indicators: the mean weighted by people" in page
    assert "counts for 3 people" in page
    assert "Yes, bring it in" in page


def test_every_figure_that_would_be_worked_out_is_counted_when_asked_for(desk, small_world):
    draft = drafted(desk, small_world)

    page = said(desk.get(at("reorganisation", draft.pk), {"figures": "count"}))

    assert f"{2 * len(SERIES)} figures of {len(SERIES)} indicators would be worked out." in page
    assert not Area.objects.filter(code=UNITED).exists()


def test_a_draft_that_cannot_be_brought_in_says_all_that_is_wrong(desk, small_world):
    draft = drafted(desk, small_world, takes_effect="")

    page = said(desk.get(at("reorganisation", draft.pk)))

    assert "It cannot be brought in yet" in page
    assert "The day on which it takes effect is missing." in page
    assert "Yes, bring it in" not in page


def test_brought_in_accepted_and_undone(desk, small_world):
    draft = drafted(desk, small_world)

    page = desk.post(at("reorganisation_apply", draft.pk), follow=True)
    run_waiting()
    waiting = said(desk.get(at("reorganisation", draft.pk)))
    desk.post(at("reorganisation_accept", draft.pk))
    run_waiting()
    loaded = said(desk.get(at("reorganisation", draft.pk)))
    desk.post(at("reorganisation_undo", draft.pk))

    assert "Brought in. Earlier figures of its areas are being worked out" in said(page)
    assert f"{len(SERIES)} imports: waiting for a decision" in waiting
    assert f"{len(SERIES)} imports: loaded" in loaded
    assert set(draft.imports.values_list("state", flat=True)) == {Import.State.WITHDRAWN}
    assert Area.objects.in_force().filter(name="Ambleton").exists()


def test_what_is_refused_is_said_on_the_page(desk, small_world):
    done = join(small_world, "Ambleton", "Brackford")

    page = desk.post(at("reorganisation_redraft", done.pk), follow=True)

    assert "so that cannot be done now" in said(page)


def test_an_area_is_taken_out_of_a_draft(desk, small_world):
    draft = drafted(desk, small_world)

    desk.post(at("reorganisation_area_remove", draft.new_areas.get().pk))

    assert not draft.new_areas.exists()
    assert "It makes no new area yet." in said(desk.get(at("reorganisation", draft.pk)))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"weights": "Ambleton 3"}, "weights", "is not a code and a number"),
        ({"whole": ["E06999999"]}, "whole", "E06999999 is not one of the available choices"),
        ({"name": ""}, "name", "Give its name."),
    ],
)
def test_what_is_wrong_with_a_new_area_stands_beside_its_field(desk, small_world, changes, field, sentence):
    draft = drafted(desk, small_world)
    area = {"code": "E06000778", "name": "More", "whole": [small_world.areas["Dunmere"].code]}

    page = desk.post(at("reorganisation_area", draft.pk), area | changes)

    assert page.status_code == 422
    assert sentence in beside(page, field)


def test_a_code_that_is_none_is_refused_above_the_form(desk, small_world):
    draft = drafted(desk, small_world)
    area = {"code": "E10000099", "name": "More", "whole": [small_world.areas["Dunmere"].code]}

    page = desk.post(at("reorganisation_area", draft.pk), area)

    assert page.status_code == 422
    assert "A county that goes on under a new code keeps its districts" in said(page)


def test_a_rule_is_changed_with_a_reason_that_readers_see(desk, small_world, visitor):
    told = {"rule": "none", "weight": "", "why": "Bins differ too much."}

    desk.post(at("history_rule", "recycling"), told)

    assert HistoryRule.objects.get().element_code == "recycling"
    assert "Bins differ too much." in said(desk.get(at("history_rules")))
    assert "Bins differ too much." in said(visitor.get(reverse("explore:reorganisations")))


def test_a_rule_without_a_reason_comes_back(desk, small_world):
    page = desk.post(at("history_rule", "recycling"), {"rule": "none", "why": ""})

    assert page.status_code == 422
    assert "Say why" in beside(page, "why")


def test_the_list_leads_to_each(desk, small_world):
    draft = drafted(desk, small_world)

    page = desk.get(at("reorganisations"))

    assert at("reorganisation", draft.pk) in offered(page)
    assert "being drafted" in said(page)
