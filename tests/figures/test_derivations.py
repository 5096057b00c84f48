"""Derivations declared, worked out by workers, and followed through loads and withdrawals of their inputs."""

import pytest

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.figures import importing
from apps.figures.actions import accept_import, decline_import, withdraw_import
from apps.figures.derivation import jobs as derivation_jobs
from apps.figures.derivation.actions import change_derivation, declare_derivation, end_derivation
from apps.figures.derivation.arithmetic import RESIDENTS, Kind
from apps.figures.models import ContextIndicator, Derivation, Figure, Import, Source
from apps.figures.release import read_release
from apps.framework.models import Element
from tests.figures.derived import brought, declared, imports_of, kept, plan, states, values
from tests.world import NEW, OLD


@pytest.fixture
def world(small_world):
    kept(small_world)
    return small_world


def element(code):
    return Element.objects.get(code=code)


def test_a_ratio_is_worked_out_at_once_and_comes_in_as_an_import(world):
    derivation = declared(world)

    (imported,) = imports_of("ratio")
    # Ambleton: smoking 10 and 11, life expectancy 78 and 78.1 in the two years.
    assert (values("ratio", OLD)["Ambleton"], values("ratio", NEW)["Ambleton"]) == (
        round(10 / 78, 6), round(11 / 78.1, 6),
    )  # fmt: skip
    assert values("ratio")["Tiny Isle"] == "suppressed"
    assert imported.state == Import.State.LOADED
    assert imported.derivation == derivation
    assert set(Figure.objects.filter(imported=imported, value__isnull=False).values_list("basis", flat=True)) == {
        "computed"
    }
    assert not Figure.objects.filter(imported=imported, lower__isnull=False).exists()


def test_its_import_keeps_which_imports_it_was_made_from(world):
    declared(world)

    (imported,) = imports_of("ratio")
    assert imported.made_from == {
        "inputs": [
            {"role": "top", "code": "smoking", "imports": [[world.imports["smoking"].pk, "1"]]},
            {"role": "bottom", "code": "life-expectancy", "imports": [[world.imports["life-expectancy"].pk, "1"]]},
        ],
        "borrowed": {},
    }
    header = read_release(bytes(imported.file.content)).header
    assert header["derived-by"] == "declaration 1: Smoking / Life expectancy"
    assert header["made-from"] == (
        f"smoking: import {world.imports['smoking'].pk} (1); "
        f"life-expectancy: import {world.imports['life-expectancy'].pk} (1)"
    )


def test_its_source_says_that_the_platform_worked_it_out_and_names_the_licences(world):
    declared(world)

    source = Source.objects.get(code="derived-ratio")
    assert source.title == "Ratio, worked out by this platform from Smoking and Life expectancy"
    assert source.licence == "OGL v3.0"
    assert "Smoking, by area, Office of Figures, 2025 (OGL v3.0). Contains public sector information." in (
        source.attribution
    )


def test_without_the_stewards_word_it_waits_for_a_decision_as_any_import(world):
    declared(world, accepted_by_itself=False)

    (imported,) = imports_of("ratio")
    assert imported.state == Import.State.CHECKED
    accept_import(by=world.steward, imported=imported)
    run_waiting()
    assert states("ratio") == [Import.State.LOADED]


def test_a_new_load_of_an_input_is_followed(world):
    declared(world)

    brought(world, element("smoking"), {"Ambleton": 39.05}, "2")

    assert values("ratio")["Ambleton"] == 0.5
    first, second = imports_of("ratio")
    assert (second.new, second.revised) == (0, 1)
    assert len(second.made_from["inputs"][0]["imports"]) == 2


def test_a_withdrawal_of_an_input_is_followed_at_once_even_where_loads_wait_for_a_decision(world):
    derivation = declared(world)
    before = values("ratio")
    later = brought(world, element("smoking"), {"Ambleton": 39.05}, "2")
    change_derivation(by=world.steward, derivation=derivation, plan=plan(accepted_by_itself=False))
    run_waiting()

    withdraw_import(by=world.steward, imported=later)
    run_waiting()

    assert values("ratio") == before
    assert states("ratio") == [Import.State.LOADED, Import.State.WITHDRAWN]


def test_without_any_figures_of_an_input_nothing_of_it_stays_in_force(world):
    declared(world)

    withdraw_import(by=world.steward, imported=world.imports["smoking"])
    run_waiting()

    assert values("ratio") == {}
    assert Derivation.objects.get().outcome.startswith("Nothing follows")


def test_the_work_done_twice_brings_nothing_new(world):
    derivation = declared(world)
    figures = Figure.objects.count()

    for _time in range(2):
        derivation_jobs.ask_derivation(derivation)
        run_waiting()

    assert states("ratio") == [Import.State.LOADED]
    assert Figure.objects.count() == figures
    derivation.refresh_from_db()
    assert derivation.outcome == "Nothing new: all that follows is in force."


def test_a_worker_that_was_killed_is_followed_by_one_that_does_it_once(world, monkeypatch):
    declare_derivation(by=world.steward, plan=plan())
    dying = iter([True])

    def killed(*args):
        if next(dying, False):
            raise KeyboardInterrupt
        return known(*args)

    known = derivation_jobs._bring_what_differs
    monkeypatch.setattr(derivation_jobs, "_bring_what_differs", killed)
    with pytest.raises(KeyboardInterrupt):
        run_waiting()
    assert imports_of("ratio") == []
    Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.ASKED)
    run_waiting()

    assert states("ratio") == [Import.State.LOADED]


def test_what_was_decided_against_is_not_brought_again(world):
    derivation = declared(world, accepted_by_itself=False)
    decline_import(by=world.steward, imported=imports_of("ratio")[0])

    derivation_jobs.ask_derivation(derivation)
    run_waiting()

    assert states("ratio") == [Import.State.DECLINED]


def test_what_waits_is_replaced_when_an_input_changes_before_it_is_decided(world):
    declared(world, accepted_by_itself=False)

    brought(world, element("smoking"), {"Ambleton": 39.05}, "2")

    assert states("ratio") == [Import.State.DECLINED, Import.State.CHECKED]


def test_rows_beyond_the_limits_of_the_indicator_are_left_out_and_wait_for_a_person(world):
    ContextIndicator.objects.filter(code="ratio").update(maximum=0.2)

    declared(world)

    (imported,) = imports_of("ratio")
    assert imported.state == Import.State.CHECKED
    assert imported.refused > 0


def test_chains_are_followed_in_order(world):
    kept(world, "twice", "times")
    kept(world, "both", "times")
    declared(world)
    declared(world, code="twice", inputs={"top": "ratio", "bottom": "recycling"}, factor=1_000)
    # Made of one that is derived and of what that is derived from: it waits for the former.
    declared(world, code="both", inputs={"top": "twice", "bottom": "smoking"})

    brought(world, element("smoking"), {"Ambleton": 39.05}, "2")

    # Recycling in Ambleton is 30.5 in the newer year; 0.5 / 30.5 x 1,000.
    assert values("twice")["Ambleton"] == round(500 / 30.5, 6)
    assert values("both")["Ambleton"] == round(500 / 30.5 / 39.05, 6)
    assert states("both") == [Import.State.LOADED] * 2


def test_the_end_of_a_chain_names_the_sources_at_its_beginning_once(world):
    kept(world, "twice", "times")
    declared(world, kind=Kind.RATE, inputs={"count": "smoking", "people": RESIDENTS})
    declared(world, code="twice", inputs={"top": "ratio", "bottom": "smoking"})

    said = Source.objects.get(code="derived-twice").attribution
    assert said == (
        "Worked out by this platform from: Smoking, by area, Office of Figures, 2025 (OGL v3.0). Contains public "
        "sector information. Residents: Office for National Statistics, 2024 (OGL v3.0)."
    )


def test_withdrawals_go_down_the_chain_too(world):
    kept(world, "twice", "times")
    declared(world)
    declared(world, code="twice", inputs={"top": "ratio", "bottom": "recycling"})
    before = values("twice")
    later = brought(world, element("smoking"), {"Ambleton": 39.05}, "2")
    assert values("twice") != before

    withdraw_import(by=world.steward, imported=later)
    run_waiting()

    assert values("twice") == before


def test_a_file_brought_by_hand_gives_way_to_what_is_derived(world):
    declared(world)

    brought(world, ContextIndicator.objects.get(code="ratio"), {"Ambleton": 3}, "by hand")

    assert values("ratio")["Ambleton"] == round(11 / 78.1, 6)


def test_a_change_is_a_new_version_and_the_old_one_is_kept(world):
    first = declared(world)

    second = change_derivation(by=world.steward, derivation=first, plan=plan(factor=100))
    run_waiting()

    first.refresh_from_db()
    assert (first.version, second.version, first.replaced_by) == (1, 2, second)
    assert first.ended_at is not None
    assert values("ratio")["Ambleton"] == round(1100 / 78.1, 6)
    assert [imported.derivation.version for imported in imports_of("ratio")] == [1, 2]


def test_what_does_not_follow_any_more_after_a_change_is_taken_back(world):
    first = declared(world)
    brought(world, element("clean-air"), {"Ambleton": 50}, "2", "2022-01-01/P1Y")
    withdraw_import(by=world.steward, imported=imports_of("clean-air")[-1])
    kept(world, "once", "people")
    brought(world, ContextIndicator.objects.get(code="once"), {"Ambleton": 4, "Brackford": 5})

    change_derivation(by=world.steward, derivation=first, plan=plan(inputs={"top": "smoking", "bottom": "once"}))
    run_waiting()

    assert values("ratio")["Ambleton"] == 2.75
    assert set(values("ratio", OLD).values()) == {"withdrawn"}


def test_an_ended_derivation_is_followed_no_more_and_its_figures_stay(world):
    derivation = declared(world)
    before = values("ratio")

    end_derivation(by=world.steward, derivation=derivation, why="It misled readers.")
    brought(world, element("smoking"), {"Ambleton": 39.05}, "2")

    assert values("ratio") == before
    with pytest.raises(Refused, match="not in force any more"):
        end_derivation(by=world.steward, derivation=derivation, why="Again.")
    assert declare_derivation(by=world.steward, plan=plan()).version == 2


def test_a_county_is_the_mean_of_its_districts_weighted_by_residents(world):
    kept(world, "clean-air-everywhere", element("clean-air").unit, upper_only=True)
    for name, people in {"Ferndale": 10_000, "Glenside": 20_000, "Highmoor": 70_000}.items():
        world.areas[name].population = people
        world.areas[name].save()

    declared(world, code="clean-air-everywhere", kind=Kind.MEAN, inputs={"parts": "clean-air", "weight": RESIDENTS})

    given = values("clean-air")
    expected = (given["Ferndale"] * 1 + given["Glenside"] * 2 + given["Highmoor"] * 7) / 10
    assert values("clean-air-everywhere")["Northshire"] == round(expected, 6)
    assert values("clean-air-everywhere")["Ambleton"] == given["Ambleton"]
    assert "Ferndale" not in values("clean-air-everywhere")
    figure = Figure.objects.get(element_code="clean-air-everywhere", area=world.areas["Northshire"], period=NEW)
    assert figure.basis == "districts"


def test_a_district_without_a_figure_leaves_its_county_without_one(world):
    kept(world, "summed", element("clean-air").unit)
    brought(world, element("clean-air"), {"Glenside": None}, "2")

    declared(world, code="summed", kind=Kind.MEAN, inputs={"parts": "clean-air", "weight": RESIDENTS})

    assert values("summed")["Northshire"] == "suppressed"


def test_a_circle_is_refused_by_a_sentence_that_names_the_chain(world):
    kept(world, "twice", "times")
    declared(world)
    declared(world, code="twice", inputs={"top": "ratio", "bottom": "recycling"})

    with pytest.raises(Refused) as refusal:
        declare_derivation(by=world.steward, plan=plan("smoking", inputs={"top": "twice", "bottom": "recycling"}))

    assert refusal.value.sentence == (
        "It would be made of itself: “Smoking”, which is made of “Twice”, which is made of “Ratio”, which is made of "
        "“Smoking”. Choose another input."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"inputs": {"top": "smoking", "bottom": "nothing"}}, "There is no indicator “nothing”."),
        ({"code": "nothing"}, "There is no indicator “nothing”."),
        ({"inputs": {"top": "smoking"}}, "each part of the formula needs an indicator"),
        ({"kind": "guess"}, "each part of the formula needs an indicator"),
        ({"inputs": {"top": "smoking", "bottom": "smoking"}}, "Both parts are the same indicator."),
        ({"inputs": {"top": "ratio", "bottom": "smoking"}}, "It would be made of itself: “Ratio”"),
        ({"inputs": {"top": RESIDENTS, "bottom": "smoking"}}, "Residents can only be"),
        ({"factor": 0}, "must lie above 0"),
        ({"factor": float("inf")}, "must lie above 0"),
        ({"reach": 11}, "up to 10 years older"),
        (
            {"kind": Kind.GAP, "inputs": {"first": "smoking", "second": "life-expectancy"}},
            "“Life expectancy” in “years”. They have to be in the same unit.",
        ),
        ({"kind": Kind.MEAN, "inputs": {"parts": "smoking", "weight": RESIDENTS}}, "They have to be in the same unit."),
        (
            {"code": "clean-air", "kind": Kind.MEAN, "inputs": {"parts": "bus-trips", "weight": RESIDENTS}},
            "districts have no figures of it",
        ),
        ({"code": "recycling", "kind": Kind.SUM, "inputs": {"parts": "clean-air"}}, "shares cannot be added up"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(world, changes, sentence):
    with pytest.raises(Refused) as refusal:
        declare_derivation(by=world.steward, plan=plan(**changes))

    assert sentence in refusal.value.sentence
    assert not Derivation.objects.exists()


def test_a_second_declaration_of_the_same_indicator_is_refused_and_the_same_one_is_found(world):
    first = declared(world)

    assert declare_derivation(by=world.steward, plan=plan()) == first
    with pytest.raises(Refused, match="is declared already"):
        declare_derivation(by=world.steward, plan=plan(factor=100))


def test_a_change_to_what_is_not_in_force_any_more_is_refused(world):
    first = declared(world)
    second = change_derivation(by=world.steward, derivation=first, plan=plan(factor=100))

    assert change_derivation(by=world.steward, derivation=first, plan=plan(factor=100)) == second
    with pytest.raises(Refused, match="meanwhile"):
        change_derivation(by=world.steward, derivation=first, plan=plan(factor=10))
    with pytest.raises(Refused, match="Nothing was changed"):
        change_derivation(by=world.steward, derivation=second, plan=plan(factor=100))
    with pytest.raises(Refused, match="stays with its indicator"):
        change_derivation(by=world.steward, derivation=second, plan=plan("smoking", factor=100))


def test_only_who_may_import_figures_may_declare_change_or_end(world, someone):
    derivation = declared(world)
    curator = someone(Role.CURATOR)

    for deed in (
        lambda: declare_derivation(by=curator, plan=plan()),
        lambda: change_derivation(by=curator, derivation=derivation, plan=plan(factor=2)),
        lambda: end_derivation(by=curator, derivation=derivation, why="No."),
    ):
        with pytest.raises(AccessDenied, match="may not import figures"):
            deed()


def test_what_happened_is_told(world):
    derivation = declared(world)

    told = Event.objects.filter(subject_kind="derivation", subject_id=derivation.pk).get()
    assert (told.verb, told.details["version"]) == ("derivation.declared", 1)
    verbs = Event.objects.filter(subject_kind="import", subject_id=imports_of("ratio")[0].pk).order_by("pk")
    assert list(verbs.values_list("verb", "actor_label")) == [
        ("import.started", "the platform"), ("import.accepted", "the platform"), ("import.loaded", "the platform"),
    ]  # fmt: skip
    assert importing.loads_of("ratio").startswith("1 loads")
