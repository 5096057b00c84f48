"""The pages on which indicators are made of others: declared, looked at, changed, ended."""

import pytest

from apps.access.roles import Role
from apps.background.claim import run_waiting
from apps.figures.models import Derivation, Import
from tests.figures.derived import brought, declared, kept, values

NEW_RATIO = "/desk/derivations/new/ratio/"
WHY = "Their ratio says more than either."
FILLED = {"code": "ratio", "top": "Smoking", "bottom": "life-expectancy", "factor": "100", "reach": "0", "why": WHY}


@pytest.fixture
def world(small_world):
    kept(small_world)
    return small_world


def test_the_list_says_what_can_be_declared(world, desk):
    page = desk.get("/desk/derivations/").content.decode()

    assert "No indicator is made of others yet." in page
    for kind in Derivation.Kind:
        assert f"/desk/derivations/new/{kind}/" in page


def test_a_first_look_shows_what_would_follow_and_keeps_nothing(world, desk):
    page = desk.post(NEW_RATIO, {**FILLED, "step": "preview"}).content.decode()

    assert "Smoking / Life expectancy × 100" in page
    # Nine areas of ten have both in both years.
    assert "18 figures for 9 areas follow from what is in force." in page
    # Ambleton in the newer year: smoking 11, life expectancy 78.1.
    assert "11 / 78.1 × 100 = 14.08450704" in page
    assert "suppressed by the publisher: 1" in page
    assert not Derivation.objects.exists()


def test_a_look_tells_of_what_is_divided_by_nothing_and_of_periods_left_out(world, desk):
    once = kept(world, "once", "people")
    brought(world, once, {"Ambleton": 0, "Brackford": 5})

    page = desk.post(NEW_RATIO, {**FILLED, "bottom": "once", "step": "preview"}).content.decode()

    assert "1 figure would be divided by nothing: it is not comparable." in page
    assert "Nothing follows for 2023: the second input has no figures of that period." in page


def test_a_look_at_counties_writes_out_the_sum_over_districts(world, desk):
    kept(world, "upper", "per cent", upper_only=True)
    filled = {"code": "upper", "parts": "clean-air", "weight": "residents", "reach": "0", "why": WHY}

    page = desk.post("/desk/derivations/new/mean/", {**filled, "step": "preview"}).content.decode()

    assert "The mean of Clean air over a county’s districts, weighted by residents at the last census" in page
    given = values("clean-air")
    parts = " + ".join(f"{given[name]:.10g} × 100,000" for name in ("Ferndale", "Glenside", "Highmoor"))
    assert f"({parts}) / (100,000 + 100,000 + 100,000)" in page


def test_declaring_leads_to_its_page_and_to_its_figures(world, desk):
    answer = desk.post(NEW_RATIO, {**FILLED, "accepted_by_itself": "on", "step": "declare"})
    run_waiting()

    derivation = Derivation.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/desk/derivations/{derivation.pk}/")
    assert values("ratio")["Ambleton"] == 14.084507
    page = desk.get(answer.url).content.decode()
    assert WHY in page
    assert "Import " in page
    assert "without a decision" in page
    imported = Import.objects.get(element_code="ratio")
    told = desk.get(f"/desk/imports/{imported.pk}/").content.decode()
    assert "Worked out from other indicators, as was declared" in told


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"top": "Nothing"}, "There is no indicator of this name or code."),
        ({"top": "residents"}, "There is no indicator of this name or code."),
        ({"why": ""}, "Say why: readers see it beside the figures."),
        ({"factor": "many"}, "Write a number, such as 1000."),
        ({"factor": "0"}, "must lie above 0"),
        ({"bottom": "smoking"}, "Both parts are the same indicator."),
        ({"bottom": "ratio"}, "It would be made of itself"),
        ({"reach": "11"}, "less than or equal to 10"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "declare"])
def test_what_is_wrong_is_said_and_what_was_typed_stays(world, desk, changes, sentence, step):
    answer = desk.post(NEW_RATIO, {**FILLED, **changes, "step": step})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{changes.get("top", "Smoking")}"' in page
    assert not Derivation.objects.exists()


def test_a_kind_that_there_is_not_has_no_page(world, desk):
    assert desk.get("/desk/derivations/new/guess/").status_code == 404


def test_a_change_is_a_new_version_with_the_old_one_on_its_page(world, desk):
    derivation = declared(world)
    address = f"/desk/derivations/{derivation.pk}/change/"
    form = desk.get(address).content.decode()
    assert 'value="smoking"' in form

    answer = desk.post(address, {**FILLED, "step": "declare"}, follow=True)

    page = answer.content.decode()
    assert "Changed. The version before is kept" in page
    assert "All versions, newest first" in page
    old = desk.get(f"/desk/derivations/{derivation.pk}/").content.decode()
    assert "This is how it was made before" in old


def test_an_indicator_can_be_made_in_another_way(world, desk):
    derivation = declared(world)

    form = desk.get(f"/desk/derivations/{derivation.pk}/change/?kind=rate").content.decode()
    assert '<input type="hidden" name="kind" value="rate">' in form
    desk.post(
        f"/desk/derivations/{derivation.pk}/change/",
        {
            "kind": "rate",
            "count": "smoking",
            "people": "residents",
            "factor": "1000",
            "reach": "0",
            "why": WHY,
            "step": "declare",
        },
    )

    assert Derivation.objects.get(ended_at__isnull=True).inputs == {"count": "smoking", "people": "(residents)"}


def test_whoever_changes_what_was_changed_meanwhile_is_told(world, desk):
    derivation = declared(world)
    address = f"/desk/derivations/{derivation.pk}/change/"
    desk.post(address, {**FILLED, "step": "declare"})

    answer = desk.post(address, {**FILLED, "factor": "10", "step": "declare"})

    assert answer.status_code == 422
    assert "Someone changed or ended this declaration meanwhile." in answer.content.decode()


def test_it_is_ended_with_a_reason(world, desk):
    derivation = declared(world)
    address = f"/desk/derivations/{derivation.pk}/end/"

    assert desk.post(address, {"why": ""}).status_code == 422
    page = desk.post(address, {"why": "It misled."}, follow=True).content.decode()

    assert "its figures are not worked out any more" in page
    assert "It misled." in page
    assert "Ended declarations" in desk.get("/desk/derivations/").content.decode()


def test_its_page_follows_the_work_and_then_stops_asking(world, desk):
    desk.post(NEW_RATIO, {**FILLED, "step": "declare"})
    derivation = Derivation.objects.get()
    progress = f"/desk/derivations/{derivation.pk}/progress/"

    before = desk.get(progress)
    run_waiting()

    assert before.status_code == 200
    assert "Working out its figures" in before.content.decode()
    assert desk.get(progress).status_code == 286


def test_pages_ask_no_more_for_more_derivations(world, desk, django_assert_max_num_queries):
    first = declared(world)
    for number in range(4):
        kept(world, f"more-{number}", "times")
        declared(world, code=f"more-{number}")

    with django_assert_max_num_queries(12):
        desk.get("/desk/derivations/")
    with django_assert_max_num_queries(20):
        desk.get(f"/desk/derivations/{first.pk}/")


def test_only_stewards_come_in(world, signed_in, someone):
    derivation = declared(world)
    browser = signed_in(someone(Role.CURATOR))

    for address in ("/desk/derivations/", NEW_RATIO, f"/desk/derivations/{derivation.pk}/"):
        assert browser.get(address).status_code == 403
