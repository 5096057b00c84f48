"""Local measures: figures that are kept whatever becomes of them, and goals that follow them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.goals import local_actions as actions
from apps.goals.actions import carry_goal, close_goal, reopen_goal, revise_goal, show_goal
from apps.goals.jobs import hold_to_silence
from apps.goals.local_queries import leaves_the_public, measure_detail
from apps.goals.local_reading import ReadFigure, read_lines
from apps.goals.models import Assessment, Goal, LocalFigure, LocalMeasure
from apps.goals.queries import goal_detail, goal_lines
from apps.workspaces.quiet_actions import set_quiet_period

Y2022, Y2023, Y2024, Y2025 = (f"{year}-01-01/P1Y" for year in (2022, 2023, 2024, 2025))


@pytest.fixture
def measure(partnership):
    return partnership.measure()


def figure_of(measure, period):
    return measure.figures.get(period=period, ended_at=None)


def latest(goal):
    return goal.assessments.counting().first()


# The measure and its figures


def test_a_measure_is_added_once_however_often_the_form_is_sent(partnership):
    first, second = partnership.measure(figures=""), partnership.measure(figures="")

    assert first == second
    assert Event.objects.filter(verb=Verb.MEASURE_ADDED).count() == 1
    assert Version.objects.get(subject_kind="measure").words["areas"] == [partnership.world.areas["Ambleton"].pk]


def test_a_viewer_may_not_add_a_measure(partnership):
    with pytest.raises(AccessDenied, match="You may not set or change goals"):
        partnership.measure(by=partnership.viewer)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"areas": []}, "areas", "which area"),
        ({"name": " "}, "name", "cannot be blank"),
        ({"decimals": 9}, "decimals", "less than or equal to 4"),
        ({"direction": 3}, "direction", "not a valid choice"),
    ],
)
def test_a_measure_that_cannot_be_is_told_beside_its_field(changes, field, said, partnership):
    with pytest.raises(ValidationError) as wrong:
        partnership.measure(**changes)

    assert said in " ".join(wrong.value.message_dict[field])


def test_a_measure_is_about_areas_of_its_workspace(partnership):
    with pytest.raises(ValidationError, match="Choose among the areas of this workspace"):
        partnership.measure(areas=[partnership.world.areas["Dunmere"]])


def test_two_measures_of_one_name_are_not_told_apart_so_there_is_one(partnership, measure):
    with pytest.raises(ValidationError, match="There is a local measure of that name already"):
        partnership.measure(figures="", unit="people")


def test_the_same_figures_sent_twice_are_there_once(partnership, measure):
    again = actions.add_figures(by=partnership.lead, measure=measure, figures=read_lines("2022; 40\n2024; 47"))

    assert again == 0
    assert measure.figures.count() == 3
    assert Event.objects.filter(verb=Verb.MEASURE_FILLED).count() == 1


def test_a_figure_is_never_written_over_and_of_several_all_or_none_are_added(partnership, measure):
    with pytest.raises(ValidationError, match="There is a figure for 2022: 40 already. Correct it"):
        actions.add_figures(by=partnership.lead, measure=measure, figures=read_lines("2021; 35\n2022; 41"))

    assert measure.figures.count() == 3


def test_a_figure_is_of_what_was_counted(partnership, measure):
    ahead = ReadFigure(f"{timezone.localdate().year + 1}-01-01/P1Y", 50.0)

    with pytest.raises(ValidationError, match="lies ahead"):
        actions.add_figures(by=partnership.lead, measure=measure, figures=[ahead])


def test_a_share_lies_between_nothing_and_the_whole(partnership):
    with pytest.raises(ValidationError, match="a share lies between 0 and 100"):
        partnership.measure("2022; 140", unit="% of households")


def test_a_corrected_figure_keeps_what_it_was_who_changed_it_and_why(partnership, measure):
    figure = figure_of(measure, Y2023)

    now = ReadFigure(Y2023, 43.0)
    made = actions.correct_figure(by=partnership.contributor, figure=figure, now=now, why="A club counted twice.")

    figure.refresh_from_db()
    assert (made.value, figure.value) == (43.0, 44.0)
    assert (figure.ended_by, figure.ended_why) == (partnership.contributor, "A club counted twice.")
    said = Event.objects.get(verb=Verb.MEASURE_CORRECTED).details["said"]
    assert said == "2023: 44 became 43. A club counted twice."
    [line] = [line for line in measure_detail(measure).figures if line.former]
    assert (line.value, line.former[0].value, line.former[0].by) == ("43", "44", "Harper Health")


def test_a_correction_says_why(partnership, measure):
    with pytest.raises(ValidationError, match="Say why"):
        actions.correct_figure(
            by=partnership.lead, figure=figure_of(measure, Y2023), now=ReadFigure(Y2023, 1.0), why=" "
        )

    assert figure_of(measure, Y2023).value == 44.0


def test_of_two_who_correct_one_figure_the_second_is_told(partnership, measure):
    figure = figure_of(measure, Y2023)
    actions.correct_figure(by=partnership.lead, figure=figure, now=ReadFigure(Y2023, 43.0), why="Twice.")

    with pytest.raises(Refused, match="meanwhile"):
        actions.correct_figure(by=partnership.lead, figure=figure, now=ReadFigure(Y2023, 42.0), why="Twice.")


def test_a_correction_that_changes_nothing_is_none(partnership, measure):
    figure = figure_of(measure, Y2023)

    assert actions.correct_figure(by=partnership.lead, figure=figure, now=ReadFigure(Y2023, 44.0), why="No.") == figure
    assert measure.figures.count() == 3


def test_what_was_taken_out_is_kept_and_its_period_may_have_another(partnership, measure):
    actions.take_out_figure(by=partnership.lead, figure=figure_of(measure, Y2024), why="Of another club.")

    assert [each.value for each in measure_detail(measure).taken_out] == ["47"]
    actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure(Y2024, 46.0)])
    assert measure_detail(measure).figures[0].former[0].value == "47"


def test_limits_stand_on_either_side_in_the_database_too(measure):
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalFigure.objects.create(measure=measure, period=Y2025, value=5.0, lower=6.0, upper=7.0)
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalFigure.objects.create(measure=measure, period=Y2025, value=5.0, lower=4.0)
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalFigure.objects.create(measure=measure, period=Y2024, value=5.0)


def test_what_is_written_of_a_measure_is_kept_version_by_version(partnership, measure):
    words = measure.words() | {"name": "Club visits", "areas": list(measure.areas.all())}
    changed = actions.change_measure(by=partnership.contributor, measure=measure, based_on=1, words=words)

    assert (changed.version, changed.name) == (2, "Club visits")
    assert Version.objects.filter(subject_kind="measure").count() == 2
    with pytest.raises(Overtaken):
        actions.change_measure(by=partnership.lead, measure=measure, based_on=1, words=words | {"name": "Visits"})


def test_an_edit_that_changes_nothing_is_none(partnership, measure):
    words = measure.words() | {"areas": list(measure.areas.all())}

    assert actions.change_measure(by=partnership.lead, measure=measure, based_on=1, words=words).version == 1


def test_the_terms_of_a_measure_stay_while_goals_rest_on_it(partnership, measure):
    partnership.local_goal(measure)

    with pytest.raises(ValidationError, match="Goals were set on this measure in these terms"):
        actions.change_measure(by=partnership.lead, measure=measure, based_on=1, words={"unit": "people"})
    elsewhere = [partnership.world.areas["Brackford"]]
    with pytest.raises(ValidationError, match="An open goal on it is on an area"):
        actions.change_measure(by=partnership.lead, measure=measure, based_on=1, words={"areas": elsewhere})


def test_a_retired_measure_is_kept_and_takes_no_new_goals(partnership, measure):
    goal = partnership.local_goal(measure)
    actions.retire_measure(by=partnership.lead, measure=measure)

    with pytest.raises(Refused, match="This measure is retired"):
        partnership.local_goal(measure, title="Another")
    actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure(Y2025, 50.0)])
    assert latest(goal).period == Y2025
    assert actions.resume_measure(by=partnership.lead, measure=measure).state == LocalMeasure.State.IN_USE


# Goals on it


def test_a_goal_starts_from_a_figure_of_its_measure_and_is_held_to_the_others_at_once(partnership, measure):
    goal = partnership.local_goal(measure)

    assert (goal.baseline, goal.element, goal.baseline_run) == (40.0, None, None)
    first = goal.assessments.get()
    assert (first.period, first.value, first.run, first.figures_version) == (Y2024, 47.0, None, 1)
    assert first.standing == Assessment.Standing.ON_COURSE
    assert first.unforeseen == Assessment.Unforeseen.FEW


def test_a_goal_is_on_one_thing_only_in_the_database_too(partnership, measure):
    goal, other = partnership.local_goal(measure), partnership.goal()

    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(element=other.element)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=other.pk).update(element=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(goal=goal).update(figures_version=None)


def test_a_measure_of_another_workspace_carries_no_goal(partnership, other_lead):
    elsewhere = LocalMeasure.objects.create(
        workspace=other_lead.memberships.get().workspace, name="Theirs", definition="It.", unit="x", source="Them."
    )

    with pytest.raises(Refused, match="no measure of this workspace"):
        partnership.local_goal(elsewhere)


def test_a_measure_says_which_areas_it_is_about(partnership, measure):
    with pytest.raises(Refused, match="is not about Brackford"):
        partnership.local_goal(measure, area=partnership.world.areas["Brackford"])


def test_a_measure_without_figures_carries_no_goal(partnership):
    with pytest.raises(Refused, match="no figure yet"):
        partnership.local_goal(partnership.measure(figures=""))


@pytest.mark.parametrize(
    ("direction", "target", "said"),
    [(1, 30.0, "higher is better"), (-1, 60.0, "lower is better"), (0, 30.0, ""), (0, 60.0, "")],
)
def test_a_target_lies_the_better_way_where_there_is_one(direction, target, said, partnership):
    measure = partnership.measure(direction=direction)

    if said:
        with pytest.raises(ValidationError, match=said):
            partnership.local_goal(measure, target=target)
    else:
        assert partnership.local_goal(measure, target=target).target == target


def test_a_new_figure_holds_every_open_goal_to_it_once(partnership, measure):
    goal, closed = partnership.local_goal(measure), partnership.local_goal(measure, title="Another")
    close_goal(by=partnership.lead, goal=closed, note="Enough.")

    for _ in range(2):
        actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure(Y2025, 47.5)])

    assert (goal.assessments.count(), closed.assessments.count()) == (2, 1)
    assert (latest(goal).value, latest(goal).standing) == (47.5, Assessment.Standing.BEHIND)
    event = Event.objects.get(verb=Verb.GOAL_MEASURED)
    assert (event.subject_id, event.details["to"]) == (goal.pk, "behind")


def test_a_correction_is_told_at_the_goal_and_moves_no_baseline(partnership, measure):
    goal = partnership.local_goal(measure)
    figure = figure_of(measure, Y2022)
    actions.correct_figure(by=partnership.lead, figure=figure, now=ReadFigure(Y2022, 42.0), why="Two were left out.")

    goal.refresh_from_db()
    assert goal.baseline == 40.0
    [reason] = goal_detail(goal).history[0].reasons
    assert reason == ("The figure it started from (2022) was corrected from 40 to 42; the road stays as it was agreed.")


def test_without_the_figure_it_started_from_nothing_can_be_compared(partnership, measure):
    goal = partnership.local_goal(measure)
    actions.take_out_figure(by=partnership.lead, figure=figure_of(measure, Y2022), why="Nobody counted then.")

    detail = goal_detail(goal)
    assert detail.latest.standing == Assessment.Standing.NOT_COMPARABLE
    assert "The figure it started from (2022) was taken out" in detail.sentence


def test_a_publication_says_nothing_of_local_goals(partnership, measure):
    goal = partnership.local_goal(measure)

    partnership.world.publish()

    assert goal.assessments.count() == 1


def test_a_goal_that_was_opened_again_is_held_to_what_came_meanwhile(partnership, measure):
    goal = partnership.local_goal(measure)
    close_goal(by=partnership.lead, goal=goal, note="Enough.")
    actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure(Y2025, 61.0)])

    reopen_goal(by=partnership.lead, goal=goal)

    assert latest(goal).standing == Assessment.Standing.MET


def test_another_target_is_another_version_with_an_assessment_of_its_own(partnership, measure):
    goal = partnership.local_goal(measure)

    revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"target": 47.0}, reason="We know more.")

    assert (latest(goal).goal_version, latest(goal).standing) == (2, Assessment.Standing.MET)


def test_a_measure_that_falls_silent_says_so_once(partnership):
    measure = partnership.measure("2019; 40\n2020; 41\n2021; 42")
    goal = partnership.local_goal(measure, baseline_period="2019-01-01/P1Y")
    assert latest(goal).standing == Assessment.Standing.NO_NEW_FIGURES
    fresh = partnership.measure("2022; 40\n2023; 41\n2024; 42", name="Fresh")
    second = partnership.local_goal(fresh)
    tomorrow = timezone.localdate() + timedelta(days=1)
    LocalMeasure.objects.filter(pk=fresh.pk).update(silent_from=tomorrow)

    hold_to_silence()
    assert second.assessments.count() == 1


def test_the_same_figures_are_held_against_a_goal_anew_once_they_are_too_old(partnership, measure, monkeypatch):
    goal = partnership.local_goal(measure)
    day = date(2030, 1, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: day)

    hold_to_silence()
    hold_to_silence()

    assert [each.standing for each in goal.assessments.counting()] == ["no-new-figures", "on-course"]
    assert goal_lines(partnership.workspace)[0].assessment.standing == Assessment.Standing.NO_NEW_FIGURES


def test_figures_of_someone_who_may_show_nothing_are_not_shown_by_a_goal(partnership, measure):
    goal = show_goal(by=partnership.lead, goal=partnership.local_goal(measure), is_public=True)
    assert leaves_the_public(measure, partnership.contributor)
    assert not leaves_the_public(measure, partnership.lead)

    actions.add_figures(by=partnership.contributor, measure=measure, figures=[ReadFigure(Y2025, 50.0)])

    goal.refresh_from_db()
    assert not goal.is_public


def test_figures_of_a_lead_stay_shown_but_for_a_quiet_period(partnership, measure):
    goal = show_goal(by=partnership.lead, goal=partnership.local_goal(measure), is_public=True)
    actions.add_figures(by=partnership.lead, measure=measure, figures=[ReadFigure(Y2025, 50.0)])
    goal.refresh_from_db()
    assert goal.is_public
    today = timezone.localdate()
    ends = today + timedelta(days=9)
    set_quiet_period(by=partnership.lead, workspace=partnership.workspace, starts=today, ends=ends, words="Elections.")

    actions.take_out_figure(by=partnership.lead, figure=figure_of(measure, Y2025), why="Too early.")

    goal.refresh_from_db()
    assert not goal.is_public


def test_a_goal_on_a_local_measure_is_carried_over_once_the_measure_names_the_heir(partnership, measure):
    goal, heir = partnership.local_goal(measure), partnership.world.areas["Brackford"]

    with pytest.raises(Refused, match="does not follow"):
        carry_goal(by=partnership.lead, goal=goal, heir=heir, based_on=1, target=60.0, reason="It ended.")


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD])
def test_contributors_and_leads_keep_measures(role, partnership):
    assert partnership.measure(by=partnership.someone(role)).figures.count() == 3
