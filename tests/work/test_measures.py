"""The pages of local measures: who sees and who keeps them, figures typed and pasted, what is kept of a correction."""

import io
import zipfile
from datetime import date

import pytest
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from apps.goals import local_actions as actions
from apps.goals.actions import show_goal
from apps.goals.local_reading import ReadFigure
from apps.goals.models import Assessment, Goal, LocalMeasure
from apps.reports.actions import ask_pack
from apps.reports.gathering import gathered
from apps.reports.plans import PackPlan
from apps.workspaces.actions import show_workspace
from tests.asking import questions
from tests.work.reading import at, beside, said

Y2023 = "2023-01-01/P1Y"


@pytest.fixture
def measure(partnership):
    return partnership.measure()


def words(partnership, **changes):
    """What the form of a measure sends once it is filled in as it should be."""
    sent = {
        "name": "Weekly club visits",
        "definition": "Young people of 11 to 18 who come in a usual week.",
        "unit": "visits",
        "decimals": "0",
        "direction": "1",
        "areas": [partnership.world.areas["Ambleton"].pk],
        "source": "Counted by the clubs.",
        "link": "",
    }
    return sent | changes


def goal_words(partnership, measure, **changes):
    sent = {
        "run": measure.figures_version,
        "title": "More visits",
        "area": "ambleton",
        "baseline_period": "2022-01-01/P1Y",
        "target": "60",
        "due": "2028-12-31",
        "shape": "straight",
        "success": "The clubs are full.",
        "lead": partnership.council.pk,
    }
    return sent | changes


def test_a_workspace_without_measures_says_what_they_are_for(partnership, viewer):
    page = viewer.get(at(partnership, "measures"))

    assert "No local measures yet" in said(page)
    assert "never scored" in said(page)
    assert "Add a local measure" not in said(page)


def test_a_measure_is_added_and_its_page_comes_next(partnership, contributor):
    page = contributor.post(at(partnership, "measure_add"), words(partnership))

    measure = LocalMeasure.objects.get()
    assertRedirects(page, at(partnership, "measure", measure.pk))
    seen = contributor.get(at(partnership, "measure", measure.pk))
    assert "A local measure of Ambleton together; not part of the index, not checked by it." in said(seen)
    assert "No figure yet." in said(seen)


def test_what_is_missing_is_told_beside_its_field(partnership, contributor):
    page = contributor.post(at(partnership, "measure_add"), words(partnership, definition="", areas=[]))

    assert page.status_code == 422
    assert "Say what is counted, and in whom." in beside(page, "definition")
    assert not LocalMeasure.objects.exists()


def test_the_list_shows_the_latest_figure_and_how_many_goals_rest_on_it(partnership, viewer, measure):
    partnership.local_goal(measure)

    page = viewer.get(at(partnership, "measures"))

    assert "47 in 2024 (visits)" in said(page)
    assert "Ambleton; 1 open goal" in said(page)
    assert b"small-line" in page.content


def test_the_list_asks_as_often_however_many_there_are(partnership, viewer, measure):
    address = at(partnership, "measures")
    viewer.get(address)
    one = questions(viewer, address)
    for number in range(4):
        partnership.measure(name=f"Measure {number}")

    assert questions(viewer, address) == one


def test_the_page_of_a_measure_asks_as_often_however_many_figures_and_goals_it_has(partnership, viewer, measure):
    partnership.local_goal(measure)
    address = at(partnership, "measure", measure.pk)
    viewer.get(address)
    few = questions(viewer, address)
    partnership.local_goal(measure, title="Another")
    actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure("2021-01-01/P1Y", 39.0)])

    assert questions(viewer, address) == few


def test_a_figure_is_added_by_its_period_as_people_write_it(partnership, contributor, measure):
    sent = {"period": "2025", "value": "48,5", "lower": "45", "upper": "52", "note": "One club was shut in May."}
    page = contributor.post(at(partnership, "figure_add", measure.pk), sent)

    assertRedirects(page, at(partnership, "measure", measure.pk))
    figure = measure.figures.get(period="2025-01-01/P1Y")
    assert (figure.value, figure.lower, figure.upper, figure.note) == (48.5, 45.0, 52.0, "One club was shut in May.")


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"period": "2023/24"}, "period", "may be a school year or a financial one"),
        ({"value": "many"}, "value", "Write a number"),
        ({"value": ""}, "value", "Write the figure."),
        ({"lower": "3"}, "upper", "Give both limits, or none."),
        ({"lower": "49", "upper": "50"}, "lower", "either side"),
    ],
)
def test_a_figure_that_cannot_be_is_told_beside_its_field(sent, field, sentence, partnership, contributor, measure):
    page = contributor.post(at(partnership, "figure_add", measure.pk), {"period": "2025", "value": "48"} | sent)

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert measure.figures.count() == 3


def test_a_figure_that_is_there_is_corrected_instead(partnership, contributor, measure):
    page = contributor.post(at(partnership, "figure_add", measure.pk), {"period": "2023", "value": "48"})

    assert page.status_code == 422
    assert "There is a figure for 2023: 44 already. Correct it" in said(page)


def test_figures_are_pasted_all_or_none(partnership, contributor, measure):
    address = at(partnership, "figures_paste", measure.pk)

    page = contributor.post(address, {"figures": "Year\tVisits\n2020\t30\n2021\tsome"})
    assert page.status_code == 422
    assert "Line 3: “some” is no figure." in beside(page, "figures")
    assert measure.figures.count() == 3

    page = contributor.post(address, {"figures": "Year\tVisits\n2020\t30\n2021\t35"}, follow=True)
    assert "2 figures added." in said(page)
    assert measure.figures.count() == 5


def test_a_correction_stands_beside_the_figure(partnership, contributor, measure):
    figure = measure.figures.get(period=Y2023)
    address = at(partnership, "figure_correct", measure.pk, figure.pk)
    assert 'value="44"' in contributor.get(address).content.decode()

    page = contributor.post(address, {"value": "43", "why": "A club counted twice."}, follow=True)

    assert "43 revised" in said(page)
    assert "It was 44 until" in said(page)
    assert "“A club counted twice.”" in said(page)
    assert contributor.get(address).status_code == 404


def test_a_figure_is_taken_out_with_a_reason(partnership, contributor, measure):
    figure = measure.figures.get(period=Y2023)
    address = at(partnership, "figure_take_out", measure.pk, figure.pk)
    assert contributor.post(address, {"why": ""}).status_code == 422

    page = contributor.post(address, {"why": "Of another town."}, follow=True)

    assert "Taken out" in said(page)
    assert measure.figures.filter(ended_at=None).count() == 2


def test_a_measure_is_changed_and_every_version_kept(partnership, contributor, measure):
    address = at(partnership, "measure_edit", measure.pk)
    contributor.post(address, words(partnership, version=1, name="Club visits"))

    page = contributor.get(at(partnership, "measure_versions", measure.pk))

    assert "Version 2" in said(page)
    assert "Club visits" in said(page)
    overtaken = contributor.post(address, words(partnership, version=1, name="Visits"))
    assert overtaken.status_code == 409


def test_a_measure_is_retired_and_brought_back(partnership, contributor, measure):
    page = contributor.post(at(partnership, "measure_retire", measure.pk), follow=True)
    assert "This measure is retired" in said(page)
    assert "No goal can be set here" in said(contributor.get(at(partnership, "measure_goal_set", measure.pk)))

    page = contributor.post(at(partnership, "measure_resume", measure.pk), follow=True)
    assert "In use again." in said(page)


def test_a_viewer_sees_a_measure_and_changes_nothing(partnership, viewer, measure):
    page = viewer.get(at(partnership, "measure", measure.pk))

    assert "Add a figure" not in said(page)
    for name in ("measure_edit", "figure_add", "figures_paste", "measure_goal_set"):
        assert viewer.get(at(partnership, name, measure.pk)).status_code == 403


def test_someone_is_told_that_goals_leave_the_public(partnership, contributor, measure):
    show_goal(by=partnership.lead, goal=partnership.local_goal(measure), is_public=True)

    page = contributor.get(at(partnership, "figure_add", measure.pk))

    assert "The public sees goals on this measure." in said(page)


# Goals on it


def test_it_is_offered_where_a_goal_is_set(partnership, contributor, measure):
    page = contributor.get(at(partnership, "goal_choose", area="ambleton"))

    assert "Or something you count yourselves" in said(page)
    assert "Weekly club visits 47 (2024; visits)" in said(page)
    assert "Weekly club visits" not in said(contributor.get(at(partnership, "goal_choose", area="brackford")))


def test_the_road_is_shown_before_anything_is_saved(partnership, contributor, measure):
    address = at(partnership, "measure_goal_set", measure.pk)

    page = contributor.post(address, goal_words(partnership, measure, preview="yes"))

    assertTemplateUsed(page, "work/measure_goal_set.html")
    assert "The road this would be" in said(page)
    assert "47 in 2024; the road expected 46 by then: on course." in said(page)
    assert "No precedents: a local measure has no figures of other areas to look at." in said(page)
    assert "nine tenths of the expected move count as on course" in said(page)
    assert not Goal.objects.exists()


def test_a_goal_is_set_on_it_and_has_a_page_like_any_other(partnership, contributor, measure):
    page = contributor.post(at(partnership, "measure_goal_set", measure.pk), goal_words(partnership, measure))

    goal = Goal.objects.get()
    assertRedirects(page, at(partnership, "goal", goal.pk))
    seen = said(contributor.get(at(partnership, "goal", goal.pk)))
    assert "A local measure of Ambleton together; not part of the index, not checked by it." in seen
    assert "A forecast needs 5 figures whose periods do not overlap" in seen
    assert "by the figures of then" in seen
    assert "by run" not in seen


def test_a_form_made_from_other_figures_comes_back(partnership, contributor, measure):
    sent = goal_words(partnership, measure)
    actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure("2025-01-01/P1Y", 50.0)])

    page = contributor.post(at(partnership, "measure_goal_set", measure.pk), sent)

    assert page.status_code == 422
    assert "Figures were added or corrected since you opened this form." in said(page)


def test_an_aim_that_cannot_be_is_told_beside_its_field(partnership, contributor, measure):
    sent = goal_words(partnership, measure, target="30")

    page = contributor.post(at(partnership, "measure_goal_set", measure.pk), sent)

    assert "higher is better" in beside(page, "target")


@pytest.mark.parametrize("name", ["goals", "roadmap", "workspace", "activity"])
def test_a_local_goal_stands_on_every_page_of_goals(name, partnership, viewer, measure):
    goal = partnership.local_goal(measure)

    page = viewer.get(at(partnership, name))

    assert page.status_code == 200
    assert goal.title in said(page)


def test_the_roadmap_has_a_row_for_local_measures_after_the_elements(partnership, viewer, measure):
    partnership.local_goal(measure)
    partnership.goal()

    page = said(viewer.get(at(partnership, "roadmap")))

    assert "Local measures: Weekly club visits" in page
    assert page.index("Recycling") < page.index("Local measures: Weekly club visits")


def test_a_local_goal_is_changed_and_closed_like_any_other(partnership, contributor, measure):
    goal = partnership.local_goal(measure)

    assert "In the unit of the figures: visits." in said(contributor.get(at(partnership, "goal_edit", goal.pk)))
    assert contributor.get(at(partnership, "goal_versions", goal.pk)).status_code == 200
    page = contributor.post(at(partnership, "goal_close", goal.pk), {"note": "Enough."}, follow=True)
    assert "This goal is closed" in said(page)


def test_the_public_sees_a_local_goal_marked_as_what_it_is(partnership, client, measure):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    show_goal(by=partnership.lead, goal=partnership.local_goal(measure), is_public=True)

    for address in (f"/workspaces/{partnership.workspace.slug}/", "/areas/upper/ambleton/"):
        page = client.get(address)
        assert "A local measure of Ambleton together; not part of the index, not checked by it." in said(page)


def test_an_assessment_of_a_local_goal_is_made_anew_by_each_new_figure_on_the_page(partnership, contributor, measure):
    goal = partnership.local_goal(measure)

    contributor.post(at(partnership, "figure_add", measure.pk), {"period": "2025", "value": "61"})

    page = said(contributor.get(at(partnership, "goal", goal.pk)))
    assert "A new figure came out: 61 in 2025." in page
    assert goal.assessments.counting()[0].standing == Assessment.Standing.MET


# What is taken along


def test_the_archive_takes_measures_along_with_every_figure_that_was(partnership, lead, measure):
    partnership.local_goal(measure)
    figure = measure.figures.get(period=Y2023)
    actions.correct_figure(by=partnership.lead, figure=figure, now=ReadFigure(Y2023, 43.0), why="Counted twice.")

    page = lead.post(at(partnership, "workspace_export"))
    archive = zipfile.ZipFile(io.BytesIO(page.getvalue()))

    assert b"Weekly club visits" in archive.read("local_measures.csv")
    assert b"Ambleton" in archive.read("local_areas.csv")
    assert b"Counted twice." in archive.read("local_figures.csv")
    assert '"kind": "measure"' in archive.read("versions.json").decode()


def test_a_board_pack_says_what_a_local_goal_rests_on(partnership, measure):
    partnership.local_goal(measure)
    plan = PackPlan("For the board", date(2026, 7, 1), date(2026, 9, 30))
    pack = ask_pack(by=partnership.lead, workspace=partnership.workspace, plan=plan)

    [told] = gathered(pack)["goals"]

    assert told["element"] == "Weekly club visits (local measure)"
    assert told["quality"]["sources"] == [
        "A local measure of Ambleton together; not part of the index, not checked by it.",
        "Counted by the clubs.",
    ]
