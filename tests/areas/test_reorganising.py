"""A reorganisation: drafted, refused where it cannot be, brought in, undone. On the real changes."""

from datetime import date

import pytest

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas import queries
from apps.areas.actions import load_areas
from apps.areas.models import Area, Predecessor, ReferenceGroup, Reorganisation
from apps.areas.plans import NewAreaPlan
from apps.areas.reading import read_areas
from apps.areas.reorganising import (
    add_new_area,
    apply_reorganisation,
    change_reorganisation,
    draft_reorganisation,
    redraft_reorganisation,
    remove_new_area,
    undo_reorganisation,
)
from apps.common.errors import Refused
from tests.reorganisations import areas_before, draft, plan_of, reorganise

pytestmark = pytest.mark.django_db

CUMBERLAND, WESTMORLAND, SOMERSET = "E06000063", "E06000064", "E06000066"


@pytest.fixture
def cumbria():
    return areas_before(CUMBERLAND, WESTMORLAND)


def shape(code):
    """What is said of the codes that an area follows: code, relation, what they joined first, people."""
    rows = Predecessor.objects.filter(area__code=code)
    return set(rows.values_list("code", "relation", "within", "population", "ended"))


def test_the_areas_of_before_end_and_the_new_ones_begin_on_the_day(steward, cumbria) -> None:
    reorganise(steward, CUMBERLAND, WESTMORLAND)

    day = date(2023, 4, 1)
    assert set(Area.objects.filter(ended=day)) == set(cumbria.values())
    assert {(area.name, area.began, area.type) for area in Area.objects.in_force()} == {
        ("Cumberland", day, "unitary"),
        ("Westmorland and Furness", day, "unitary"),
    }


def test_groups_hold_the_new_areas_in_the_place_of_the_old(steward, cumbria) -> None:
    reorganise(steward, CUMBERLAND, WESTMORLAND)

    for tier in ("upper", "district"):
        members = ReferenceGroup.objects.get(code=f"england-{tier}").areas
        assert set(members.values_list("code", flat=True)) == {CUMBERLAND, WESTMORLAND}


@pytest.mark.parametrize(
    "codes",
    [
        (CUMBERLAND, WESTMORLAND),
        (SOMERSET,),
        ("E06000058", "E06000059"),
        ("E06000060",),
        ("E06000061", "E06000062"),
        ("E06000065",),
        ("E07000244",),
        ("E07000245",),
    ],
)
def test_what_is_known_of_former_codes_is_what_the_list_of_areas_says_of_the_real_change(steward, codes) -> None:
    areas_before(*codes)
    reorganise(steward, *codes)

    assert {code: shape(code) for code in codes} == shipped(codes)


def shipped(codes):
    """The same of the definition files."""
    rows = read_areas().predecessors
    return {
        code: {
            (row.code, row.relation, row.within, row.population if row.relation == "merged" else None, row.ended)
            for row in rows
            if row.area == code
        }
        for code in codes
    }


def test_people_and_place_are_those_of_what_goes_in_whole(steward, cumbria) -> None:
    reorganise(steward, CUMBERLAND, WESTMORLAND)

    made = Area.objects.get(code=CUMBERLAND)
    assert made.population == 96_145 + 110_017 + 67_078
    assert (made.latitude, made.longitude, made.region) == (54.5, -1.5, "North East")


def test_a_name_that_a_county_had_gets_an_address_of_its_own(steward) -> None:
    before = areas_before(SOMERSET)
    Area.objects.filter(pk=before["E10000027"].pk).update(slug="somerset")

    reorganise(steward, SOMERSET)

    assert queries.area_or_none("somerset").ended == date(2023, 4, 1)
    assert queries.area_or_none("somerset-2").code == SOMERSET


def test_former_names_and_codes_find_the_area_that_follows(steward, cumbria) -> None:
    reorganise(steward, CUMBERLAND, WESTMORLAND)

    assert [(match.area.name, match.former_name) for match in queries.find_areas("carlisle")] == [
        ("Cumberland", "Carlisle")
    ]
    assert {area.name for area in queries.former_codes()["E10000006"].areas} == {
        "Cumberland",
        "Westmorland and Furness",
    }
    assert "E07000028" not in queries.area_by_code()


def test_other_names_find_an_area_too(steward, cumbria) -> None:
    drafted = draft(steward, WESTMORLAND)
    plan = plan_of(CUMBERLAND)
    named = NewAreaPlan(plan.code, plan.name, plan.whole, plan.part, other_names="Cumbraland, Cumber")
    add_new_area(by=steward, reorganisation=drafted, plan=named)

    apply_reorganisation(by=steward, reorganisation=drafted)

    assert queries.find_areas("cumbraland")[0].area.code == CUMBERLAND


def test_an_area_says_of_what_it_was_made_and_one_that_ended_what_follows_it(steward, cumbria) -> None:
    reorganise(steward, CUMBERLAND, WESTMORLAND)

    origin = queries.origin_of(Area.objects.get(code=CUMBERLAND))
    assert [part.name for part in origin.whole] == ["Allerdale", "Carlisle", "Copeland"]
    assert origin.names == "Allerdale, Carlisle and Copeland"
    assert origin.part == ()
    assert [heir.name for heir in queries.heirs_of(Area.objects.get(code="E07000026"))] == ["Cumberland"]
    assert len(queries.heirs_of(Area.objects.get(code="E10000006"))) == 2


def test_areas_that_come_with_the_software_say_of_what_they_were_made() -> None:
    load_areas(by=OPERATOR)

    origin = queries.origin_of(Area.objects.get(code=CUMBERLAND))
    assert origin.day == date(2023, 4, 1)
    assert [part.name for part in origin.whole] == ["Allerdale", "Carlisle", "Copeland"]
    assert queries.origin_of(Area.objects.get(code="E06000001")) is None
    assert len(queries.reorganisations_in_force()) == 9


def test_loading_the_list_of_areas_again_leaves_a_reorganisation_as_it_is(steward) -> None:
    load_areas(by=OPERATOR)
    codes = ("E07000223", "E07000224")
    plan = NewAreaPlan("E07000299", "Adur and Arun", tuple(Area.objects.filter(code__in=codes)))
    drafted = draft_reorganisation(by=steward, title="Adur and Arun", takes_effect=date(2026, 4, 1))
    add_new_area(by=steward, reorganisation=drafted, plan=plan)
    apply_reorganisation(by=steward, reorganisation=drafted)
    before = shape("E07000299"), set(ReferenceGroup.objects.get(code="england-district").areas.values_list("code"))

    load_areas(by=OPERATOR)

    after = shape("E07000299"), set(ReferenceGroup.objects.get(code="england-district").areas.values_list("code"))
    assert before == after
    assert ("E07000299",) in after[1]
    assert set(Area.objects.exclude(ended=None).values_list("code", flat=True)) == set(codes)


def test_it_is_undone_to_the_last_row(steward, cumbria) -> None:
    done = reorganise(steward, CUMBERLAND, WESTMORLAND)

    undo_reorganisation(by=steward, reorganisation=done)

    assert set(Area.objects.in_force()) == set(cumbria.values())
    assert queries.area_or_none("cumberland") is None
    assert not Predecessor.objects.filter(area__code=CUMBERLAND).exists()
    district = set(ReferenceGroup.objects.get(code="england-district").areas.values_list("code", flat=True))
    assert district == {code for code in cumbria if code != "E10000006"}


def test_what_was_undone_is_drafted_and_brought_in_again(steward, cumbria) -> None:
    done = reorganise(steward, CUMBERLAND, WESTMORLAND)
    undo_reorganisation(by=steward, reorganisation=done)

    redraft_reorganisation(by=steward, reorganisation=done)
    apply_reorganisation(by=steward, reorganisation=done)

    assert queries.area_or_none("cumberland").in_force
    assert Area.objects.filter(code=CUMBERLAND).count() == 1


def test_what_happened_is_told(steward, cumbria) -> None:
    done = reorganise(steward, CUMBERLAND, WESTMORLAND)

    told = Event.objects.filter(subject_kind="reorganisation", subject_id=done.pk).values_list("verb", flat=True)
    assert list(told.order_by("pk")) == [
        Verb.REORGANISATION_DRAFTED,
        Verb.REORGANISATION_CHANGED,
        Verb.REORGANISATION_CHANGED,
        Verb.REORGANISATION_APPLIED,
    ]


def test_only_a_steward_or_the_operator_may(someone, cumbria) -> None:
    with pytest.raises(AccessDenied):
        draft_reorganisation(by=someone(), title="Mine")


def refusal(drafted, by, **options) -> str:
    with pytest.raises(Refused) as refused:
        apply_reorganisation(by=by, reorganisation=drafted, **options)
    assert Area.objects.filter(ended__isnull=False, began__isnull=True).count() == 0
    return refused.value.sentence


def test_without_a_day_it_is_not_brought_in(steward, cumbria) -> None:
    drafted = draft(steward, CUMBERLAND, WESTMORLAND)
    words = {"title": drafted.title, "takes_effect": None, "law": "", "law_url": ""}
    drafted = change_reorganisation(by=steward, reorganisation=drafted, words=words)

    assert "day on which it takes effect is missing" in refusal(drafted, steward)


def test_before_its_day_it_is_not_brought_in(steward, cumbria) -> None:
    drafted = draft(steward, CUMBERLAND, WESTMORLAND)

    assert "Bring it in on that day or later" in refusal(drafted, steward, today=date(2023, 3, 31))


def test_a_county_takes_its_districts_with_it(steward, cumbria) -> None:
    drafted = draft(steward, CUMBERLAND, WESTMORLAND)
    remove_new_area(by=steward, new_area=drafted.new_areas.get(code=WESTMORLAND))
    wider = plan_of(WESTMORLAND)
    short = NewAreaPlan(wider.code, wider.name, wider.whole[1:], wider.part)
    add_new_area(by=steward, reorganisation=drafted, plan=short)

    assert refusal(drafted, steward) == (
        "Cumbria would end and leave Barrow-in-Furness behind. Name what follows it too."
    )


def test_one_area_does_not_go_whole_into_two(steward, cumbria) -> None:
    drafted = draft(steward, CUMBERLAND)
    plan = plan_of(WESTMORLAND)
    double = NewAreaPlan(plan.code, plan.name, (*plan.whole, cumbria["E07000026"]), plan.part)
    add_new_area(by=steward, reorganisation=drafted, plan=double)

    assert "Allerdale goes whole into one new area" in refusal(drafted, steward)


def test_the_rest_of_what_goes_in_part_has_to_go_somewhere(steward, cumbria) -> None:
    drafted = draft_reorganisation(by=steward, title="Half", takes_effect=date(2023, 4, 1))
    halved = NewAreaPlan("E07000300", "Half", (cumbria["E07000028"],), (cumbria["E07000026"],))
    add_new_area(by=steward, reorganisation=drafted, plan=halved)

    assert "Say which other takes the rest" in refusal(drafted, steward)


def test_bounds_of_a_county_and_its_districts_do_not_overlap(steward, cumbria) -> None:
    drafted = draft(steward, WESTMORLAND)
    plan = plan_of(CUMBERLAND)
    add_new_area(
        by=steward,
        reorganisation=drafted,
        plan=NewAreaPlan(plan.code, plan.name, (*plan.whole, cumbria["E10000006"])),
    )

    assert "Cumbria goes whole into one new area, so it cannot be part of another." in refusal(drafted, steward)


def test_an_area_ends_once(steward, cumbria) -> None:
    first, second = draft(steward, CUMBERLAND, WESTMORLAND), draft_reorganisation(by=steward, title="Another")
    change_reorganisation(
        by=steward,
        reorganisation=second,
        words={"title": "Another", "takes_effect": date(2024, 4, 1), "law": "", "law_url": ""},
    )
    add_new_area(by=steward, reorganisation=second, plan=NewAreaPlan("E06000099", "Eden", (cumbria["E07000030"],)))
    apply_reorganisation(by=steward, reorganisation=first)

    with pytest.raises(Refused, match="Eden ended on 1 April 2023 already"):
        apply_reorganisation(by=steward, reorganisation=second)


@pytest.mark.parametrize("code", ["E06", "X06000001", "E10000050", "E0600006A", ""])
def test_a_code_has_the_form_of_one(steward, cumbria, code) -> None:
    drafted = draft_reorganisation(by=steward, title="Codes")

    with pytest.raises(Refused):
        add_new_area(by=steward, reorganisation=drafted, plan=NewAreaPlan(code, "Odd", (cumbria["E07000026"],)))


def test_an_area_is_not_named_whole_and_in_part(steward, cumbria) -> None:
    drafted, one = draft_reorganisation(by=steward, title="Twice"), (cumbria["E07000026"],)

    with pytest.raises(Refused, match="whole and in part"):
        add_new_area(by=steward, reorganisation=drafted, plan=NewAreaPlan("E06000099", "Twice", one, one))


def test_a_code_in_force_is_not_given_again(steward, cumbria) -> None:
    drafted = draft_reorganisation(by=steward, title="Same", takes_effect=date(2023, 4, 1))
    plan = NewAreaPlan("E07000027", "Same", (cumbria["E07000026"], cumbria["E07000028"]))
    add_new_area(by=steward, reorganisation=drafted, plan=plan)

    assert "There is an area with the code E07000027 already" in refusal(drafted, steward)


def test_what_is_in_force_is_not_changed(steward, cumbria) -> None:
    done = reorganise(steward, CUMBERLAND, WESTMORLAND)

    with pytest.raises(Refused, match="no draft any more"):
        remove_new_area(by=steward, new_area=done.new_areas.first())


def test_what_came_with_the_software_is_not_undone() -> None:
    load_areas(by=OPERATOR)

    with pytest.raises(Refused, match="came with the software"):
        undo_reorganisation(by=OPERATOR, reorganisation=Reorganisation.objects.filter(shipped=True).first())
