"""Earlier figures of new areas: the rule of each indicator, their way in, and out again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import AccessDenied
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.models import Area, Reorganisation
from apps.areas.plans import NewAreaPlan
from apps.areas.reorganising import add_new_area, apply_reorganisation, draft_reorganisation
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.figures.actions import accept_import, bring_file, check_again, map_delivery, start_import
from apps.figures.delivered import Choices, Chosen
from apps.figures.history import proposed, rules_in_force
from apps.figures.history_actions import accept_history, set_history_rule, undo_with_history, work_out_history
from apps.figures.layouts import Layout
from apps.figures.models import Figure, Import
from apps.figures.queries import current_rows, provenance
from apps.figures.release import write_release
from apps.figures.source_actions import register_source
from apps.framework.models import Element
from apps.scores.actions import start_run
from apps.scores.models import Run, RunTier
from apps.scores.queries import published_run
from apps.scores.verifying import verify
from tests.world import NEW, OLD, SERIES, release_of, row_of

pytestmark = pytest.mark.django_db

UNITED = "E06000777"


def join(world, *names, code=UNITED, by=None, part=()):
    """Some areas of the small world become one: brought in, and its earlier figures are worked out."""
    by = by or world.steward
    drafted = draft_reorganisation(by=by, title="A union", takes_effect=date(2025, 4, 1))
    whole = tuple(world.areas[name] for name in names)
    add_new_area(by=by, reorganisation=drafted, plan=NewAreaPlan(code, "United", whole, part))
    done = apply_reorganisation(by=by, reorganisation=drafted)
    run_waiting()
    return done


@pytest.fixture
def united(small_world):
    """Ambleton and Brackford are one area since 2025, with their earlier figures accepted."""
    done = join(small_world, "Ambleton", "Brackford")
    accept_history(by=small_world.steward, reorganisation=done)
    run_waiting()
    return done


def cells(code, area=UNITED):
    return {row[2]: (row[3], row[6], row[7]) for row in current_rows([code]) if row[1] == area}


def test_earlier_figures_come_in_by_imports_that_wait_for_a_decision(small_world) -> None:
    done = join(small_world, "Ambleton", "Brackford")

    assert {each.element_code for each in done.imports.all()} == set(SERIES)
    assert set(done.imports.values_list("state", "refused", "revised")) == {(Import.State.CHECKED, 0, 0)}
    assert cells("smoking") == {}


def test_an_import_says_that_and_how_it_was_worked_out(united) -> None:
    imported = united.imports.get(element_code="smoking")

    assert "worked out for United (the mean weighted by people)" in imported.header["title"]
    assert imported.release == "areas of 1 April 2025"
    assert b"# note: Worked out here" in bytes(imported.file.content)
    assert imported.source.publisher == "Office of Figures"


def test_accepted_they_are_in_force_and_say_how_they_were_reached(united) -> None:
    ambleton, brackford = SERIES["smoking"](0, 0), SERIES["smoking"](1, 0)

    assert cells("smoking")[OLD] == ((ambleton + brackford) / 2, "", "merged")


def test_areas_of_before_keep_their_figures(united, small_world) -> None:
    assert cells("smoking", small_world.areas["Ambleton"].code)[OLD][0] == SERIES["smoking"](0, 0)


def test_an_indicator_still_comes_from_its_publisher(united) -> None:
    assert provenance("smoking").title == "Smoking, by area"


def test_once_more_changes_nothing(united, small_world) -> None:
    before = Figure.objects.count()

    work_out_history(by=small_world.steward, reorganisation=united)
    run_waiting()

    assert Figure.objects.count() == before
    assert not united.imports.filter(state=Import.State.CHECKED).exists()


def test_the_job_makes_what_waits_once(small_world) -> None:
    done = join(small_world, "Ambleton", "Brackford")

    work_out_history(by=small_world.steward, reorganisation=done)
    Job.objects.filter(kind="figures.reaggregate").update(attempts=0)
    run_waiting()

    assert done.imports.filter(state=Import.State.CHECKED).count() == len(SERIES)
    assert done.imports.filter(state=Import.State.DECLINED).count() == len(SERIES)


def test_by_a_rule_that_a_steward_chose(small_world) -> None:
    set_history_rule(by=small_world.steward, element_code="smoking", rule="sum", why="It is a count here.")
    set_history_rule(by=small_world.steward, element_code="recycling", rule="none", why="Bins differ.")
    done = join(small_world, "Ambleton", "Brackford")
    accept_history(by=small_world.steward, reorganisation=done)
    run_waiting()

    assert cells("smoking")[OLD][0] == SERIES["smoking"](0, 0) + SERIES["smoking"](1, 0)
    assert cells("recycling")[OLD] == (None, "not-comparable", "published")


def test_a_rule_says_who_chose_it_and_why(small_world) -> None:
    set_history_rule(by=small_world.steward, element_code="smoking", rule="mean", weight="recycling", why="Because.")

    line = rules_in_force()["smoking"]
    assert (line.label, line.why) == ("the mean weighted by recycling", "Because.")
    assert Event.objects.get(verb=Verb.HISTORY_RULED).details["why"] == "Because."


@pytest.mark.parametrize(
    "wrong", [{"why": " "}, {"why": "x", "weight": "nothing"}, {"why": "x", "rule": "guess"}], ids=str
)
def test_a_rule_is_one_of_those_there_are_and_has_a_reason(small_world, wrong) -> None:
    with pytest.raises(ValidationError):
        set_history_rule(by=small_world.steward, **({"element_code": "smoking", "rule": "mean"} | wrong))


def test_only_a_steward_rules_accepts_and_undoes(united, stranger) -> None:
    for deed, told in (
        (set_history_rule, {"element_code": "smoking", "rule": "sum", "why": "x"}),
        (accept_history, {"reorganisation": united}),
        (undo_with_history, {"reorganisation": united}),
        (work_out_history, {"reorganisation": united}),
    ):
        with pytest.raises(AccessDenied):
            deed(by=stranger, **told)


@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        ("% of adults", "mean"),
        ("per 100,000", "mean"),
        ("minutes", "mean"),
        ("number of homes", "sum"),
        ("pounds", "sum"),
        ("kWh per meter, median", "none"),
        ("ratio of median price to median pay", "none"),
        ("percentage points", "none"),
        ("standard deviation of the score", "none"),
    ],
)
def test_a_unit_suggests_a_rule(unit, rule) -> None:
    assert proposed(unit)[0] == rule


def test_of_an_area_that_went_in_only_in_part_no_history_is_worked_out(small_world) -> None:
    world = small_world
    drafted = draft_reorganisation(by=world.steward, title="Halves", takes_effect=date(2025, 4, 1))
    for code, name, whole in (("E06000777", "North", "Ambleton"), ("E06000778", "South", "Castle Vale")):
        plan = NewAreaPlan(code, name, (world.areas[whole],), (world.areas["Brackford"],))
        add_new_area(by=world.steward, reorganisation=drafted, plan=plan)
    done = apply_reorganisation(by=world.steward, reorganisation=drafted)
    run_waiting()
    accept_history(by=world.steward, reorganisation=done)
    run_waiting()

    assert cells("smoking")[OLD] == (None, "not-comparable", "published")


def test_the_next_run_scores_the_new_area_and_no_longer_those_of_before(united, small_world) -> None:
    run = start_run(by=small_world.steward, edition=small_world.edition)
    run_waiting()

    tier = RunTier.objects.get(run=run, tier="upper")
    assert UNITED in tier.areas
    assert UNITED in tier.scored
    assert small_world.areas["Ambleton"].code not in tier.areas


def test_runs_of_before_are_what_they_were_and_can_be_repeated(united, small_world) -> None:
    run = published_run()

    assert run == small_world.run
    assert verify(run).same
    assert small_world.areas["Ambleton"].code in RunTier.objects.get(run=run, tier="upper").scored


def test_the_run_that_follows_can_be_repeated_too(united, small_world) -> None:
    run = Run.objects.order_by("-pk").first()

    assert run != small_world.run
    assert run.state == Run.State.DONE
    assert verify(run).same


def test_undone_its_figures_are_withdrawn(united, small_world) -> None:
    undo_with_history(by=small_world.steward, reorganisation=united)

    assert cells("smoking") == {}
    assert set(united.imports.values_list("state", flat=True)) == {Import.State.WITHDRAWN}
    assert Area.objects.get(pk=small_world.areas["Ambleton"].pk).in_force


def test_undone_before_a_decision_what_waits_is_declined(small_world) -> None:
    done = join(small_world, "Ambleton", "Brackford")

    undo_with_history(by=small_world.steward, reorganisation=done)

    assert set(done.imports.values_list("state", flat=True)) == {Import.State.DECLINED}


def test_once_a_publisher_gave_figures_for_it_it_is_not_undone(united, small_world) -> None:
    small_world.bring("smoking", [row_of(UNITED, NEW, 12.5)], release="2")

    with pytest.raises(Refused, match="Figures for United came in"):
        undo_with_history(by=small_world.steward, reorganisation=united)

    assert Reorganisation.objects.get().state == Reorganisation.State.APPLIED


def test_what_a_publisher_gave_is_not_worked_out_over(small_world) -> None:
    done = join(small_world, "Ambleton", "Brackford")
    small_world.bring("smoking", [row_of(UNITED, NEW, 12.5)], release="2")

    work_out_history(by=small_world.steward, reorganisation=done)
    run_waiting()
    accept_history(by=small_world.steward, reorganisation=done)
    run_waiting()

    assert cells("smoking") == {NEW: (12.5, "", "published"), OLD: (12.5, "", "merged")}


def test_what_was_checked_against_older_figures_is_worked_out_again_first(small_world) -> None:
    done = join(small_world, "Ambleton", "Brackford")
    small_world.bring("smoking", [row_of(small_world.areas["Dunmere"].code, NEW, 12.5)], release="2")

    with pytest.raises(Refused, match="Check again"):
        accept_history(by=small_world.steward, reorganisation=done)
    check_again(by=small_world.steward, imported=done.imports.get(element_code="smoking"))
    run_waiting()

    assert accept_history(by=small_world.steward, reorganisation=done) == len(SERIES)


def test_a_file_for_an_area_that_ended_is_told_which_follows_it(united, small_world) -> None:
    ended = small_world.areas["Ambleton"].code
    content = write_release(release_of(Element.objects.get(code="smoking"), [row_of(ended, NEW, 12)]))
    imported = start_import(by=small_world.steward, name="late.csv", content=content)
    run_waiting()

    sentence = imported.problems.get().sentence
    assert f"is a former code, of Ambleton. Now it is United ({UNITED})" in sentence
    with pytest.raises(Refused):
        accept_import(by=small_world.steward, imported=imported)


def test_a_table_for_areas_that_ended_becomes_figures_of_the_area_that_follows(united, small_world) -> None:
    table = b"Council,2023,2024\nAmbleton,8,10\nBrackford,28,30\n"
    delivery = bring_file(by=small_world.steward, name="table.csv", content=table)
    run_waiting()
    delivery.refresh_from_db()
    choices = Choices(
        layout=Layout.from_json(delivery.table["layout"]),
        line=delivery.table["line"],
        series={"": Chosen("smoking", "plain", "published", False)},
        facts=small_world.imports["smoking"].header,
    )
    map_delivery(by=small_world.steward, delivery=delivery, choices=choices)
    run_waiting()

    delivery.refresh_from_db()
    content = bytes(delivery.imports.get().file.content)
    assert f"{UNITED},2024-01-01/P1Y,20,,,,merged".encode() in content


def test_what_one_of_two_signed_and_what_is_held_does_not_outlive_the_areas_it_is_about(small_world) -> None:
    done = join(small_world, "Ambleton", "Brackford")
    smoking, recycling = (done.imports.get(element_code=code) for code in ("smoking", "recycling"))
    words = {"title": "t", "publisher": "p", "licence": "l", "attribution": "a", "two_people": True}
    register_source(by=small_world.steward, code=smoking.header["source"], words=words)
    signed = accept_import(by=small_world.steward, imported=smoking)
    if recycling.header["source"] != smoking.header["source"]:
        accept_import(by=small_world.steward, imported=recycling, until=timezone.now() + timedelta(days=1))

    undo_with_history(by=small_world.steward, reorganisation=done)

    assert signed.state == Import.State.SIGNED
    assert set(done.imports.values_list("state", flat=True)) == {Import.State.DECLINED}
