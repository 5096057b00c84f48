"""Pages of targets that are worked out, of the help beside the form, and of what counted as success over time."""

import re
from datetime import date, timedelta

from django.utils import timezone

from apps.background.claim import run_waiting
from apps.goals.actions import revise_goal
from apps.goals.models import Goal
from apps.work.goal_successes import successes_of
from tests.figures.test_calendar_actions import expected
from tests.goals.test_targets import CLEAR, NEXT, bring
from tests.work.reading import at, said
from tests.work.test_goal_setting import setting, track_sustainability, words
from tests.work.test_goals import words_of
from tests.world import NEW, OLD

HALF = {"baseline_period": NEW, "aim": "halve", "against": "peers", "moves": "fixed", "target": ""}
SOURCE = "Half of the gap of 5.0 per cent to the average of the 5 other areas of its group in 2024, 35.5."


def test_a_target_is_worked_out_in_the_preview_and_when_it_is_set(partnership, contributor):
    preview = said(contributor.post(setting(partnership), words(partnership, **HALF, preview="yes")))

    assert SOURCE.split("per cent")[0] in preview
    assert not Goal.objects.exists()

    contributor.post(setting(partnership), words(partnership, **HALF))

    goal = Goal.objects.get()
    assert (goal.target, goal.aim, goal.against) == (33.0, "halve", "peers")
    page = said(contributor.get(at(partnership, "goal", goal.pk)))
    assert "The target: Half of the gap of 5.0" in page
    assert "It stays as it was set, whatever they do." in page
    assert "The target: Half of the gap of 5.0" in said(contributor.get(at(partnership, "goals")))
    assert "The target: Half of the gap of 5.0" in said(contributor.get(at(partnership, "roadmap")))


def test_why_there_is_no_such_target_stands_beside_the_field_and_nothing_is_lost(partnership, contributor):
    page = contributor.post(setting(partnership), words(partnership, **(HALF | {"against": "alike"})))

    assert page.status_code == 422
    assert "Nobody has said which areas are like this one." in said(page)
    assert page.context["form"]["why"].value() == "The tip is full."


def test_an_empty_target_of_ones_own_is_asked_for(partnership, contributor):
    page = contributor.post(setting(partnership), words(partnership, target="", aim="value"))

    assert page.status_code == 422
    assert "Say what the figure should be by then." in said(page)


def test_a_form_that_knows_nothing_of_aims_changes_none(partnership, contributor):
    goal = partnership.goal(baseline_period=NEW, aim="halve", against="peers", target=None)
    sent = {name: value for name, value in words_of(goal, title="Closer").items() if name not in ("aim", "against")}

    contributor.post(at(partnership, "goal_edit", goal.pk), sent)

    goal.refresh_from_db()
    assert (goal.title, goal.aim, goal.target) == ("Closer", "halve", 33.0)


def test_another_comparison_is_worked_out_when_a_reason_is_given(partnership, contributor):
    goal = partnership.goal(baseline_period=NEW)
    address = at(partnership, "goal_edit", goal.pk)

    refused = contributor.post(address, words_of(goal, aim="reach"))
    contributor.post(address, words_of(goal, aim="reach", reason="That is fair."))

    goal.refresh_from_db()
    assert refused.status_code == 422
    assert (goal.target, goal.aim) == (35.5, "reach")


def test_whoever_edits_while_the_target_moves_sees_both(partnership, contributor):
    goal = partnership.goal(baseline_period=NEW, aim="reach", against="peers", moves="follows", target=None)
    opened = words_of(goal, title="Closer")
    run_waiting()
    bring(partnership.world, NEXT, CLEAR)

    page = contributor.post(at(partnership, "goal_edit", goal.pk), opened)

    assert page.status_code == 409
    assert "the platform saved this at" in said(page)
    goal.refresh_from_db()
    assert goal.target == 36.5


def test_the_page_tells_why_the_target_moved(partnership, viewer):
    goal = partnership.goal(baseline_period=NEW, aim="reach", against="peers", moves="follows", target=None)
    run_waiting()
    bring(partnership.world, NEXT, CLEAR)

    page = said(viewer.get(at(partnership, "goal", goal.pk)))

    assert "The target moved from 35.5 to 36.5 because the others moved" in page
    assert "The average of the 5 other areas of its group in 2025: 36.5. It follows them" in page
    assert "The target moved from 35.5 to 36.5" in said(viewer.get(at(partnership, "goal_versions", goal.pk)))


# Help beside the form


def test_the_form_says_how_others_moved_and_when_the_next_figure_comes(partnership, contributor):
    page = said(contributor.get(setting(partnership)))

    assert "On average the 5 other areas of its group moved by +0.50 percentage points a year, for the better, " in page
    assert "The next figure is expected in about" in page


def test_the_preview_says_how_many_figures_will_have_come_out(partnership, contributor):
    far = (timezone.localdate() + timedelta(days=365 * 8)).isoformat()

    page = said(contributor.post(setting(partnership), words(partnership, due=far, preview="yes")))

    last = int(
        re.search(
            r"new figures will have come out by .*: the first in about \w+ \d{4}, for 2025; the last in about "
            r"\w+ \d{4}, for (\d{4})\.",
            page,
        )[1]
    )
    day = f"{timezone.localdate() + timedelta(days=365 * 8):%-d %B %Y}"
    assert f"for {last}. So what is judged on {day} is the figure for {last}." in page


def test_one_figure_that_comes_is_told_once(partnership, contributor):
    day = timezone.localdate() + timedelta(days=30)
    expected(partnership.world, element_code="recycling", on=day)
    due = (day + timedelta(days=30)).isoformat()

    page = said(contributor.post(setting(partnership), words(partnership, baseline_period=NEW, due=due, preview="yes")))

    assert f": in about {day:%B %Y}, for 2025. So what is judged on" in page


def test_a_day_before_anything_new_comes_out_is_warned_of_kindly(partnership, contributor):
    soon = (timezone.localdate() + timedelta(days=40)).isoformat()

    page = said(
        contributor.post(setting(partnership), words(partnership, baseline_period=NEW, due=soon, preview="yes"))
    )

    assert "so nobody will be able to tell whether it was reached" in page
    assert "No new figure will have come out by" in page


def test_the_calendar_says_when_the_next_figure_comes(partnership, contributor):
    day = timezone.localdate() + timedelta(days=30)
    expected(partnership.world, element_code="recycling", on=day)

    page = said(contributor.get(setting(partnership)))

    assert f"The next figure is expected in about {day:%B %Y}, for 2025." in page


def test_of_a_progress_score_it_says_what_weighs_most_and_when_each_will_tell(partnership, contributor):
    track_sustainability(partnership.world)

    page = said(contributor.get(setting(partnership, element="sustainability", measure="progress")))

    assert "What its score rests on, and when each will tell" in page
    assert "Compared with" not in page
    assert "Recycling: 50% of the score. The next figure is expected in about" in page
    assert ", for 2026." in page
    assert "Bus trips: 50% of the score." in page


def test_an_open_goals_page_says_how_many_figures_are_still_to_come(partnership, viewer):
    goal = partnership.goal(due=timezone.localdate() + timedelta(days=365 * 8))

    page = said(viewer.get(at(partnership, "goal", goal.pk)))

    assert "new figures will have come out" in page
    assert "; the last in about" in page
    assert "So what is judged on" in page


# Versions of success


def test_all_versions_of_success_are_shown_the_first_as_it_was_set(partnership, viewer):
    goal = partnership.goal(baseline_period=OLD)
    revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"title": "Another title"})
    revise_goal(by=partnership.lead, goal=goal, based_on=2, words={"success": "Half see it."}, reason="We learned.")
    revise_goal(
        by=partnership.contributor, goal=goal, based_on=3, words={"due": date(2030, 1, 1)}, reason="It is late."
    )

    page = said(viewer.get(at(partnership, "goal", goal.pk)))

    assert [(each.version.number, each.was_set, each.words_changed) for each in successes_of(goal)] == [
        (4, False, False),
        (3, False, True),
        (1, True, False),
    ]
    assert "As it was set Olive Officer" in page
    assert "“We learned.” Half see it." in page
    assert "The target or the day changed, these words did not Harper Health" in page
    assert "Everyone sees that it moved." in page


def test_what_counts_as_success_is_not_changed_without_a_reason(partnership, contributor):
    goal = partnership.goal()

    page = contributor.post(at(partnership, "goal_edit", goal.pk), words_of(goal, success="Less."))

    assert page.status_code == 422
    assert "Say why the road or what counts as success changes: partners will ask." in said(page)
    goal.refresh_from_db()
    assert goal.success == "Everyone sees that it moved."
