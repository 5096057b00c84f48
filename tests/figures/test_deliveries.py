"""A table of a publisher or a council on its way in, by actions and jobs."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.figures import delivered, importing
from apps.figures.actions import accept_delivery, add_context_indicator, bring_file, decline_import, map_delivery
from apps.figures.delivered import Choices, Chosen
from apps.figures.delivering import open_table
from apps.figures.jobs import read_delivery
from apps.figures.layouts import Layout
from apps.figures.models import Delivery, Figure, Import, Mapping, Problem
from apps.figures.queries import current_figures
from tests.world import NEW

FACTS = {
    "source": "our-survey",
    "title": "Our survey",
    "publisher": "Northshire Council",
    "vintage": "2026",
    "licence": "OGL v3.0",
    "attribution": "Contains public sector information.",
}


def brought(world, text, name="table.csv", **facts):
    found = bring_file(by=world.steward, name=name, content=text.encode(), facts=facts)
    run_waiting()
    found.refresh_from_db()
    return found


def told(world, delivery, code="recycling", rule="plain", series="", upper="published", whole=False, layout=None):
    """Say how a delivery is read, as the form does."""
    known = Layout.from_json(delivery.table["layout"])
    choices = Choices(
        layout=layout or known,
        line=delivery.table["line"],
        series={series: Chosen(code, rule, upper, whole)},
        facts=FACTS,
    )
    map_delivery(by=world.steward, delivery=delivery, choices=choices)
    run_waiting()
    delivery.refresh_from_db()
    return delivery


def code_of(world, name):
    return world.areas[name].code


def wide(world, **changes):
    """A council's table: a column for each year, areas by name."""
    rows = {"Ambleton": ("41", "42.5"), "Dunmere": ("1,033", "-"), **changes}
    lines = ["Recycling in our area,,", "Council,2023,2024", *(f'{name},"{a}","{b}"' for name, (a, b) in rows.items())]
    return "\n".join(lines)


def test_a_councils_table_waits_to_be_told_which_indicator_it_is(small_world):
    delivery = brought(small_world, wide(small_world))

    assert delivery.state == Delivery.State.UNMAPPED
    assert delivery.table["columns"] == ["Council", "2023", "2024"]
    assert delivery.fates == {"other-series": 4}
    assert not delivery.imports.exists()


def test_once_told_it_is_an_import_whose_figures_come_in_like_any(small_world):
    before = len(current_figures(["recycling"]))
    delivery = told(small_world, brought(small_world, wide(small_world)))
    imported = delivery.imports.get()

    assert (imported.state, imported.new, imported.revised) == (Import.State.CHECKED, 0, 4)
    assert delivery.fates == {"used": 4}

    accept_delivery(by=small_world.steward, delivery=delivery)
    run_waiting()

    imported.refresh_from_db()
    figures = {(each.area_code, each.period): each for each in current_figures(["recycling"])}
    assert imported.state == Import.State.LOADED
    assert imported.source.title == "Our survey"
    assert len(figures) == before
    assert figures[code_of(small_world, "Ambleton"), NEW].value == 42.5
    assert figures[code_of(small_world, "Dunmere"), NEW].absence == "not-measured"


def test_what_was_said_is_remembered_for_the_next_table_of_the_same_columns(small_world):
    told(small_world, brought(small_world, wide(small_world)))

    again = brought(small_world, wide(small_world, Dunmere=("35", "36")))

    assert Mapping.objects.count() == 1
    assert again.state == Delivery.State.READ
    assert again.imports.get().element_code == "recycling"
    assert Choices.from_json(again.choices).series[""].code == "recycling"


def test_every_cell_has_a_fate_and_every_fault_a_line(small_world):
    code = code_of(small_world, "Ambleton")
    text = "\n".join(
        [
            "area,period,value",
            f"{code},2023,41",
            f"{code.lower()} ,2024,42",
            f"{code},2024,42",
            "E12000001,2024,40",
            "W06000001,2024,40",
            "E06999998,2024,40",
            "Nowhere,2024,40",
            f"{code_of(small_world, 'Dunmere')},2024,many",
            f"{code_of(small_world, 'Eastwick')},2024/25,40",
            f"{code_of(small_world, 'Glenside')},2024,40",
            f"{code_of(small_world, 'Glenside')},2024,41",
            f"{code_of(small_world, 'Highmoor')},2099,41",
            "E07800001,2023,39",
        ]
    )

    delivery = told(small_world, brought(small_world, text))

    assert delivery.fates == {"used": 3, "duplicate": 1, "refused": 7, "other-area": 2}
    assert sum(delivery.fates.values()) == 13
    problems = {problem.line: problem.sentence for problem in delivery.problems.all()}
    assert problems[4] == "Says the same as line 3."
    assert "is not the code of an area here" in problems[7]
    assert "is not the name of an area here" in problems[8]
    assert "is not a number" in problems[9]
    assert "may be a financial or a school year" in problems[10]
    assert problems[11] == "Line 12 gives another figure for the same area and period. Keep the one that is right."
    assert "lies in the future" in problems[13]


def test_a_former_code_gives_way_to_the_code_in_force(small_world):
    code = code_of(small_world, "Ambleton")
    text = f"area,period,value\nE07800001,2023,39\nE07800001,2024,40\n{code},2024,41\n"

    imported = told(small_world, brought(small_world, text)).imports.get()
    accept_delivery(by=small_world.steward, delivery=imported.delivery)
    run_waiting()

    figures = {each.period: each for each in current_figures(["recycling"]) if each.area_code == code}
    assert [(each.value, each.basis) for _, each in sorted(figures.items())] == [(39, "recoded"), (41, "published")]


def test_counts_of_districts_are_added_up_for_their_county(small_world):
    districts = {name: (str(at), str(at + 10)) for at, name in enumerate(("Ferndale", "Glenside", "Highmoor"), start=1)}
    lines = ["Council,2023,2024", *(f"{name},{a},{b}" for name, (a, b) in districts.items())]

    delivery = told(small_world, brought(small_world, "\n".join(lines)), upper="ratio-of-sums")
    accept_delivery(by=small_world.steward, delivery=delivery)
    run_waiting()

    county = code_of(small_world, "Northshire")
    figures = {each.period: each for each in current_figures(["recycling"]) if each.area_code == county}
    assert (figures[NEW].value, figures[NEW].basis) == (36, "districts")


def test_areas_that_a_whole_table_leaves_out_were_not_measured(small_world):
    rows = {name: ("1", "2") for name in small_world.areas if name not in ("Tiny Isle", "Highmoor")}
    lines = ["Council,2023,2024", *(f"{name},{a},{b}" for name, (a, b) in rows.items())]

    delivery = told(small_world, brought(small_world, "\n".join(lines)), whole=None)
    accept_delivery(by=small_world.steward, delivery=delivery)
    run_waiting()

    left = [each for each in current_figures(["recycling"]) if each.area_code == code_of(small_world, "Highmoor")]
    assert {each.absence for each in left} == {"not-measured"}


def test_a_problem_found_when_the_rows_are_checked_names_the_line_of_the_file(small_world):
    text = (
        f"area,period,value\n{code_of(small_world, 'Ambleton')},2024,41\n{code_of(small_world, 'Dunmere')},2024,140\n"
    )

    imported = told(small_world, brought(small_world, text), code="clean-air").imports.get()

    problem = imported.problems.get(severity=Problem.Severity.REFUSED)
    assert (problem.line, imported.refused) == (3, 1)
    assert "above 100" in problem.sentence


def test_figures_of_context_are_kept_though_no_edition_scores_them(small_world):
    add_context_indicator(by=small_world.steward, code="hectares", name="Land area", unit="hectares")

    delivery = told(small_world, brought(small_world, wide(small_world)), code="hectares")
    accept_delivery(by=small_world.steward, delivery=delivery)
    run_waiting()

    assert Figure.objects.filter(element_code="hectares").count() == 4


def test_a_code_of_an_indicator_is_not_given_twice(small_world):
    with pytest.raises(Refused, match="already"):
        add_context_indicator(by=small_world.steward, code="recycling", name="Recycling", unit="%")


def test_the_same_table_twice_is_one_delivery_while_it_waits(small_world):
    first = brought(small_world, wide(small_world))

    assert brought(small_world, wide(small_world)) == first


def test_a_table_whose_figures_count_is_not_read_otherwise(small_world):
    delivery = told(small_world, brought(small_world, wide(small_world)))
    accept_delivery(by=small_world.steward, delivery=delivery)
    run_waiting()

    with pytest.raises(Refused, match="accepted already"):
        told(small_world, delivery)


def test_reading_it_otherwise_puts_another_import_in_the_place_of_the_first(small_world):
    delivery = told(small_world, brought(small_world, wide(small_world)))

    told(small_world, delivery, code="smoking")

    states = dict(delivery.imports.values_list("element_code", "state"))
    assert states == {"recycling": Import.State.DECLINED, "smoking": Import.State.CHECKED}


def test_nothing_waiting_is_not_accepted(small_world):
    delivery = brought(small_world, wide(small_world))

    with pytest.raises(Refused, match="Nothing of this file is waiting"):
        accept_delivery(by=small_world.steward, delivery=delivery)


def test_a_table_without_areas_can_be_told_nothing_of_and_says_so(small_world):
    delivery = brought(small_world, "colour,taste\nred,sweet\n")

    assert delivery.state == Delivery.State.UNMAPPED
    assert delivery.table["layout"] == {}


def test_a_reading_that_comes_twice_makes_each_import_once(small_world):
    delivery = told(small_world, brought(small_world, wide(small_world)))
    read_delivery(None, delivery.pk)

    assert delivery.imports.count() == 1


def test_a_cell_that_cannot_be_read_takes_nothing_back(small_world):
    rows = {name: ("1", "2") for name in small_world.areas if name != "Tiny Isle"} | {"Dunmere": ("1", "4o")}
    lines = ["Council,2023,2024", *(f"{name},{a},{b}" for name, (a, b) in rows.items())]
    code = code_of(small_world, "Dunmere")
    before = next(f for f in current_figures(["recycling"]) if (f.area_code, f.period) == (code, NEW))

    delivery = told(small_world, brought(small_world, "\n".join(lines)), whole=None)
    accept_delivery(by=small_world.steward, delivery=delivery)
    run_waiting()

    after = next(f for f in current_figures(["recycling"]) if (f.area_code, f.period) == (code, NEW))
    assert delivery.fates["refused"] == 1
    assert after == before


def test_a_code_with_a_sign_too_few_or_too_many_is_no_other_area(small_world):
    code = code_of(small_world, "Ambleton")
    text = f"area,period,value\n{code[:-1]},2024,41\n{code}0,2024,41\n{code},2024,41\n"

    delivery = told(small_world, brought(small_world, text))

    assert delivery.fates == {"used": 1, "refused": 2}
    assert "not a whole code" in delivery.problems.first().sentence


def test_two_labels_of_one_period_are_the_same_figure_or_a_contradiction(small_world):
    ambleton, dunmere = (code_of(small_world, name) for name in ("Ambleton", "Dunmere"))
    lines = [f"{ambleton},2022/23,4", f"{ambleton},2022-23,4", f"{dunmere},2022/23,4", f"{dunmere},2022-23,5"]

    delivery = told(small_world, brought(small_world, "\n".join(["area,period,value", *lines])), rule="financial-from")

    assert delivery.fates == {"used": 1, "duplicate": 1, "refused": 2}


@pytest.mark.parametrize("rule", ["financial-to", "academic-to", "three-years-to"])
def test_a_label_that_names_its_first_year_is_not_read_by_its_last(rule, small_world):
    text = f"area,period,value\n{code_of(small_world, 'Ambleton')},2022/23,4\n"

    assert told(small_world, brought(small_world, text), rule=rule).fates == {"refused": 1}


def test_half_a_range_is_left_out_and_told(small_world):
    area, other = code_of(small_world, "Ambleton"), code_of(small_world, "Dunmere")
    text = (
        "area,name,indicator,period,value,lower,upper,absence\n"
        f"{area},Ambleton,recycling,2024,41,39,,\n{other},Dunmere,recycling,2024,42,40,44,\n"
    )

    delivery = told(small_world, brought(small_world, text), series="recycling")

    (problem,) = delivery.problems.all()
    assert (problem.line, problem.severity) == (2, Problem.Severity.WARNED)
    assert "one limit and not the other" in problem.sentence
    assert f"{area},{NEW},41,,," in bytes(delivery.imports.get().file.content).decode()


def test_more_problems_than_are_listed_are_counted(small_world, monkeypatch):
    monkeypatch.setattr("apps.figures.jobs.MOST_FINDINGS", 1)
    rows = "".join(
        f"{code_of(small_world, name)},{name},recycling,2024,some,,,\n" for name in ("Ambleton", "Dunmere", "Eastwick")
    )

    text = "area,name,indicator,period,value,lower,upper,absence\n" + rows
    delivery = told(small_world, brought(small_world, text), series="recycling")

    assert delivery.problems.count() == 1
    assert "there are 2 more" in " ".join(delivery.table["notes"])


def test_a_table_of_more_cells_than_can_be_held_is_refused_before_it_is_held(small_world, monkeypatch):
    monkeypatch.setattr(delivered, "MOST_CELLS", 1_000)
    header = ",".join(["area", *(f"{2000 + at % 25}.{at}" for at in range(300))])

    found = brought(small_world, header + "\nE06000001" * 4)

    assert found.state == Delivery.State.REFUSED
    assert "The table has more than 1,000 cells for figures, those that are empty with them." in found.refusal


def test_what_is_pasted_into_the_facts_of_a_table_becomes_one_line(small_world):
    delivery = told(small_world, brought(small_world, wide(small_world), title="ignored"))
    Mapping.objects.all().delete()
    choices = Choices.from_json(delivery.choices)
    for imported in delivery.imports.all():
        decline_import(by=small_world.steward, imported=imported)

    facts = FACTS | {"attribution": "Contains public\r\nsector information."}
    map_delivery(by=small_world.steward, delivery=delivery, choices=replace(choices, facts=facts))
    run_waiting()

    made = delivery.imports.latest("pk")
    assert made.state == Import.State.CHECKED
    assert made.header["attribution"] == "Contains public sector information."


def test_a_label_without_end_is_told_of_in_a_few_words(small_world):
    text = f"area,period,value\n{code_of(small_world, 'Ambleton')},2023{'x' * 900},1\n"

    delivery = told(small_world, brought(small_world, text))

    assert max(len(problem.sentence) for problem in delivery.problems.all()) < 120


def test_what_is_told_anew_while_it_is_checked_stays_left_out(small_world, monkeypatch):
    delivery = brought(small_world, wide(small_world))
    choices = Choices(
        layout=Layout.from_json(delivery.table["layout"]), line=2, series={"": Chosen("recycling")}, facts=FACTS
    )
    map_delivery(by=small_world.steward, delivery=delivery, choices=choices)
    check = importing.check_opened

    def told_anew(*args, **kwargs):
        monkeypatch.undo()
        map_delivery(
            by=small_world.steward, delivery=delivery, choices=replace(choices, series={"": Chosen("smoking")})
        )
        return check(*args, **kwargs)

    monkeypatch.setattr(importing, "check_opened", told_anew)
    run_waiting()

    assert dict(delivery.imports.values_list("element_code", "state")) == {
        "recycling": Import.State.DECLINED,
        "smoking": Import.State.CHECKED,
    }


def test_a_cover_before_the_table_is_passed_over_in_a_workbook():
    book = Workbook()
    book.active.append(["Northshire, cycling survey"])
    book.create_sheet("Cycling").append(["Council", "2023", "2024"])
    out = io.BytesIO()
    book.save(out)

    found = open_table(out.getvalue(), "council.xlsx", Choices())
    chosen = open_table(out.getvalue(), "council.xlsx", Choices(worksheet="Sheet"))

    assert (found.worksheet, chosen.worksheet) == ("Cycling", "Sheet")


def test_figures_that_a_file_would_take_away_are_told_before_anyone_decides(small_world):
    delivery = brought(small_world, wide(small_world))

    imported = told(small_world, delivery).imports.get()

    said = imported.problems.filter(severity=Problem.Severity.WARNED).values_list("sentence", flat=True)
    assert any(sentence.startswith("1 figure in force would be taken away") for sentence in said)


BY_SEX = "Council,Recycled,,Burnt,\n,2023,2024,2023,2024\nAmbleton,41,42,1,2\nDunmere,33,many,3,4\n"


def told_of_two_lines(world):
    """A table with headings of two lines, told how many they are and then what its series is."""
    delivery = brought(world, BY_SEX)
    map_delivery(by=world.steward, delivery=delivery, choices=Choices(line=1, heading_lines=2))
    run_waiting()
    delivery.refresh_from_db()
    choices = Choices(
        layout=Layout.from_json(delivery.table["layout"]),
        line=1,
        series={"Recycled": Chosen("recycling", whole=False)},
        facts=FACTS,
        heading_lines=2,
    )
    map_delivery(by=world.steward, delivery=delivery, choices=choices)
    run_waiting()
    delivery.refresh_from_db()
    return delivery


def test_headings_of_two_lines_are_remembered_and_known_at_the_command_line(small_world, tmp_path, capsys):
    delivery = told_of_two_lines(small_world)
    later = tmp_path / "later.csv"
    later.write_text("By sex,,,,\n" + BY_SEX.replace("2023", "2022").replace("many", "35"))

    call_command("import_figures", later)

    assert delivery.fates == {"used": 3, "refused": 1, "other-series": 4}
    assert [(each.line, each.column) for each in delivery.problems.all()] == [(4, "Recycled / 2024")]
    assert "later.csv: read; 8 cells: 4 used, 4 other-series" in capsys.readouterr().out
    again = Delivery.objects.latest("pk")
    assert (again.table["line"], again.table["last"], again.choices["heading_lines"]) == (2, 3, 2)
    assert "Read as was said of the last table" in " ".join(again.table["notes"])


def test_what_is_told_together_with_the_headings_is_remembered_too(small_world):
    delivery = brought(small_world, BY_SEX)
    choices = Choices(line=1, heading_lines=2, series={"Recycled": Chosen("recycling", whole=False)}, facts=FACTS)
    map_delivery(by=small_world.steward, delivery=delivery, choices=choices)
    run_waiting()

    again = brought(small_world, BY_SEX.replace("42", "43"))

    assert again.state == Delivery.State.READ
    assert again.imports.get().element_code == "recycling"


def test_what_was_remembered_and_does_not_fit_is_said_and_nothing_is_read_by_it(small_world):
    delivery = told_of_two_lines(small_world)
    known = Mapping.objects.get()
    layout = known.choices["layout"] | {"spread": "", "period": "Recycled / 2023", "value": "Recycled / 2024"}
    known.choices |= {"layout": layout}
    known.save()

    again = brought(small_world, BY_SEX.replace("2024", "2025"))

    assert delivery.state == Delivery.State.READ
    assert again.state == Delivery.State.UNMAPPED
    assert "names a column that is not in this one: “Recycled / 2024”" in " ".join(again.table["notes"])
    assert not again.imports.exists()


def test_more_lines_of_headings_than_are_read_are_refused_and_change_nothing(small_world):
    delivery = brought(small_world, BY_SEX)

    with pytest.raises(Refused, match="one, two or three lines"):
        map_delivery(by=small_world.steward, delivery=delivery, choices=Choices(line=1, heading_lines=40))

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.UNMAPPED
    assert not Mapping.objects.exists()
