"""The pages of goals on areas that ended: the note, and carrying them over."""

from apps.goals.models import Goal
from tests.figures.test_history import join
from tests.goals.test_carrying import reorganised
from tests.work.reading import at, beside, offered, said


def test_a_goal_on_an_area_that_ended_says_so_and_a_lead_is_offered_to_carry_it_over(partnership, lead, viewer):
    goal = partnership.goal()
    reorganised(partnership)

    page, seen = lead.get(at(partnership, "goal", goal.pk)), viewer.get(at(partnership, "goal", goal.pk))

    assert "Ambleton ended on 1 April 2025" in said(page)
    assert "United follows, and the goal can be carried over there by a lead." in said(page)
    assert at(partnership, "goal_carry", goal.pk) in offered(page)
    assert at(partnership, "goal_carry", goal.pk) not in offered(seen)
    assert "Ambleton ended on 1 April 2025." in said(lead.get(at(partnership, "goals")))


def test_the_form_says_from_where_it_would_start(partnership, lead):
    goal = partnership.goal()
    reorganised(partnership)

    page = lead.get(at(partnership, "goal_carry", goal.pk))

    assert "would start from 31.5 (2023)" in said(page)


def test_it_is_carried_over_and_says_from_where(partnership, lead):
    goal = partnership.goal()
    reorganised(partnership)
    wrote = {"heir": "united", "target": "45", "reason": "One council now.", "version": 1}

    page = lead.post(at(partnership, "goal_carry", goal.pk), wrote, follow=True)

    assert Goal.objects.get().area.slug == "united"
    assert "It was set on Ambleton, which ended on 1 April 2025, and carried over to United" in said(page)
    assert "One council now." in said(page)


def test_what_is_wrong_stands_beside_its_field(partnership, lead):
    goal = partnership.goal()
    reorganised(partnership)

    page = lead.post(at(partnership, "goal_carry", goal.pk), {"heir": "united", "target": "5", "version": 1})

    assert page.status_code == 422
    assert "Say why it is carried over" in beside(page, "reason")


def test_where_it_cannot_be_carried_over_the_page_says_why(partnership, lead):
    goal = partnership.goal()
    join(partnership.world, "Ambleton", "Brackford")

    page = lead.get(at(partnership, "goal_carry", goal.pk), follow=True)

    assert "There is nowhere that this goal can be carried over to." in said(page)
    assert "United follows. Nothing that is published says what the figure was there when the goal began" in said(page)


def test_a_workspace_tells_which_of_its_areas_ended(partnership, lead):
    reorganised(partnership)

    assert "Ambleton (until 1 April 2025), Brackford (until 1 April 2025), United." in said(
        lead.get(at(partnership, "workspace"))
    )
