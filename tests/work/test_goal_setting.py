"""Setting a goal: choosing an element, seeing its past and the road, and saying how far and by when."""

from datetime import date

import pytest
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from apps.framework.models import Element
from apps.goals.actions import show_goal
from apps.goals.models import Goal
from apps.scores.models import Publication
from tests.work.reading import at, beside, buttons, first_step, headings, offered, said
from tests.world import NEW, OLD, row_of

RECYCLING = {"area": "ambleton", "tier": "upper", "element": "recycling", "measure": "value"}


def setting(partnership, **asked):
    """Where a goal on recycling in Ambleton is set, or on something else."""
    return at(partnership, "goal_set", **(RECYCLING | asked))


def words(partnership, **changes):
    """What the form sends once it is filled in as it should be."""
    sent = {
        "title": "Waste less",
        "why": "The tip is full.",
        "baseline_period": OLD,
        "target": "45",
        "due": "2028-12-31",
        "shape": "straight",
        "success": "Nobody pays twice.",
        "lead": partnership.health.pk,
    }
    return sent | changes


def track_sustainability(world):
    """Two years of figures that do not overlap the base, so that there is a progress score."""
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year in (2024, 2025):
        for code in ("recycling", "bus-trips"):
            rows = [
                row_of(area.code, f"{year}-01-01/P1Y", 20.0 + position % 7 + year - 2023)
                for position, area in enumerate(world.areas.values())
            ]
            world.bring(code, rows, release=str(year))
    world.publish()


# Choosing


def test_each_element_is_offered_with_its_figure_and_leads_to_the_form(partnership, contributor):
    track_sustainability(partnership.world)
    Element.objects.filter(code="smoking").update(goal_bar="It moves by chance alone.")

    page = contributor.get(at(partnership, "goal_choose"))

    assertTemplateUsed(page, "work/goal_choose.html")
    assert "11 elements Choose what the goal is on by its name. Each stands with its latest figure." in said(page)
    assert "Recycling 22.0 per cent (2025; higher is better) scores " in said(page)
    assert "than the average of its group" in said(page)
    assert "Sustainability by its progress score: Sustainability" in said(page)
    assert "Happiness nothing below it is measured" in said(page)
    assert "Smoking cannot be chosen: It moves by chance alone." in said(page)
    links = page.content.decode().replace("&amp;", "&")
    assert f'href="{setting(partnership)}"' in links
    assert f'href="{setting(partnership, element="sustainability", measure="progress")}"' in links
    assert "element=smoking" not in links
    assert "element=happiness" not in links


def test_what_has_no_figure_here_says_why(partnership, contributor):
    partnership.workspace.areas.add(partnership.world.areas["Tiny Isle"])

    page = contributor.get(at(partnership, "goal_choose", area="tiny-isle"))

    assert "Recycling cannot be chosen: no figure here yet Suppressed by the publisher" in said(page)


@pytest.mark.parametrize(
    ("asked", "area", "tier"),
    [
        ({}, "Ambleton", "upper"),
        ({"area": "brackford"}, "Brackford", "upper"),
        ({"area": "dunmere"}, "Ambleton", "upper"),
        ({"area": "\x00"}, "Ambleton", "upper"),
        ({"tier": "district"}, "Ambleton", "district"),
        ({"tier": "9" * 5_000}, "Ambleton", "upper"),
        ({"q": "x\x00"}, "Ambleton", "upper"),
    ],
)
def test_one_chooses_among_the_areas_of_the_workspace_only(asked, area, tier, partnership, contributor):
    page = contributor.get(at(partnership, "goal_choose", **asked))

    assert page.status_code == 200
    assert (page.context["area"].name, page.context["tier"]) == (area, tier)
    assert [each.name for each in page.context["areas"]] == ["Ambleton", "Brackford"]


def test_a_tier_is_asked_for_only_where_an_area_belongs_to_two(partnership, contributor):
    partnership.workspace.areas.add(partnership.world.areas["Ferndale"])

    both = contributor.get(at(partnership, "goal_choose")).content.decode()
    one = contributor.get(at(partnership, "goal_choose", area="ferndale")).content.decode()

    assert ('<select id="tier"' in both, '<select id="tier"' in one) == (True, False)
    assert "tier=district&amp;element=smoking" in one


def test_elements_are_found_by_their_name_and_what_was_sought_stays_in_its_field(partnership, contributor):
    found = contributor.get(at(partnership, "goal_choose", q="SMOK"))
    nothing = contributor.get(at(partnership, "goal_choose", q="<script>alert(1)</script>"))

    assert "1 element " in said(found)
    assert 'value="SMOK"' in found.content.decode()
    assert "Nothing fits No element has that in its name or its code." in said(nothing)
    assert "<script>alert(1)" not in nothing.content.decode()
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;"' in nothing.content.decode()


def test_before_anything_is_published_there_is_nothing_to_choose_and_nothing_to_set(partnership, contributor):
    Publication.objects.all().delete()

    page = contributor.get(at(partnership, "goal_choose"))

    assert "No figures are published for this area yet" in said(page)
    assert contributor.get(setting(partnership)).status_code == 404


def test_a_viewer_is_told_that_they_may_not_set_a_goal(partnership, viewer):
    for address in (at(partnership, "goal_choose"), setting(partnership)):
        page = viewer.get(address)

        assert page.status_code == 403
        assert "You may not set or change goals in this workspace." in said(page)
    assert viewer.post(setting(partnership), words(partnership)).status_code == 403
    assert not Goal.objects.exists()


# Where a goal can be set


def test_the_form_begins_with_the_latest_figure_a_title_and_ones_own_organisation(partnership, contributor):
    page = contributor.get(setting(partnership))

    assertTemplateUsed(page, "work/goal_set.html")
    assert headings(page)[0] == (1, "Recycling in Ambleton")
    form = page.context["form"]
    assert form["title"].value() == "Recycling in Ambleton"
    assert form["baseline_period"].value() == NEW
    assert form["lead"].value() == partnership.health.pk
    assert form.fields["baseline_period"].choices == [(NEW, "2024: 30.5"), (OLD, "2023: 30.0")]
    shown = said(page)
    assert "Per cent; higher is better." in shown
    assert "Between 2023 and 2024 it moved by +0.50 percentage points a year, for the better. Plain arithmetic" in shown
    assert "In the unit of the figures: per cent." in shown
    assert "2024 30.5 – 2023 30.0 –" in shown
    assert "The road this would be" not in shown


def test_a_title_that_is_offered_fits_its_field(partnership, contributor):
    Element.objects.filter(code="recycling").update(name="N" * 120)
    partnership.world.areas["Ambleton"].name = "A" * 100
    partnership.world.areas["Ambleton"].save()

    title = contributor.get(setting(partnership)).context["form"]["title"].value()

    assert len(title) == 140
    assert title.startswith("N" * 120 + " in AAA")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"element": "health"}, "Only an indicator has a value of its own."),
        ({"element": "recycling", "measure": "progress"}, "An indicator’s own figures say how it moves."),
        ({"element": "happiness", "measure": "progress"}, "nothing below it is measured"),
        ({"area": "tiny-isle"}, "There is no figure for this area yet, so there is nothing to start from."),
    ],
)
def test_where_no_goal_can_be_set_it_is_said_why_and_the_way_back_is_offered(asked, sentence, partnership, contributor):
    partnership.workspace.areas.add(partnership.world.areas["Tiny Isle"])
    address = setting(partnership, **asked)

    page = contributor.get(address)
    sent = contributor.post(address, words(partnership))

    assert page.status_code == sent.status_code == 200
    assert "No goal can be set here" in said(page)
    assert sentence in said(page)
    assert page.context["form"] is None
    back = at(partnership, "goal_choose", area=asked.get("area", "ambleton"), tier="upper")
    assert first_step(page) == [back.replace("&", "&amp;")]
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"element": "no-such-element"},
        {"element": "recycling\x00"},
        {"element": "9" * 5_000},
        {"element": ""},
        {"area": "dunmere"},
        {"area": "nowhere"},
        {"area": "\x00"},
        {"tier": "county"},
        {"tier": ""},
        {"measure": "guess"},
    ],
)
def test_what_is_not_there_is_not_found(asked, partnership, contributor):
    assert contributor.get(setting(partnership, **asked)).status_code == 404
    assert contributor.post(setting(partnership, **asked), words(partnership)).status_code == 404
    assert not Goal.objects.exists()


def test_an_area_is_not_found_at_a_tier_that_it_does_not_belong_to(partnership, contributor):
    partnership.workspace.areas.add(partnership.world.areas["Ferndale"])

    assert contributor.get(setting(partnership, area="ferndale")).status_code == 404
    assert contributor.get(setting(partnership, area="ferndale", tier="district")).status_code == 200


def test_a_start_from_before_a_break_is_not_offered_and_it_is_said_why(partnership, contributor):
    Element.objects.filter(code="recycling").update(base_period=NEW, quality_note="Bins were counted anew in 2024.")

    page = contributor.get(setting(partnership))
    sent = contributor.post(setting(partnership), words(partnership, baseline_period=OLD))

    assert page.context["form"].fields["baseline_period"].choices == [(NEW, "2024: 30.5")]
    shown = said(page)
    assert "Figures from before 2024 cannot be compared with later ones, so no goal starts from them." in shown
    assert "Keep in mind: Bins were counted anew in 2024." in shown
    assert sent.status_code == 422
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("unit", "told"),
    [("%", "The past Higher is better."), ("% of adults", "Of adults; higher is better."), ("years", "Years; higher")],
)
def test_of_a_unit_only_what_is_not_beside_each_figure_is_said_again(unit, told, partnership, contributor):
    Element.objects.filter(code="recycling").update(unit=unit)

    assert told in said(contributor.get(setting(partnership)))


# The road first


def test_the_road_is_shown_before_anything_is_saved_and_the_form_keeps_what_was_typed(partnership, contributor):
    page = contributor.post(setting(partnership), words(partnership, target="45,5", preview="yes"))

    assert page.status_code == 200
    shown = said(page)
    assert "The road this would be From 30.0 (2023) to 45.5 by 31 December 2028. Nothing is saved yet." in shown
    assert buttons(page).count("Set this goal") == 2
    assert (
        "Since its baseline (2023) it moved by +0.50 percentage points a year, for the better. The road needs +2.82 "
        "percentage points a year, for the better." in shown
    )
    assert '<svg class="history road"' in page.content.decode()
    form = page.context["form"]
    assert (form["title"].value(), form["target"].value(), form["why"].value()) == (
        "Waste less",
        "45,5",
        "The tip is full.",
    )
    assert not Goal.objects.exists()


@pytest.mark.parametrize("preview", [{}, {"preview": "yes"}])
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", " ", "Give the goal a title."),
        ("title", "x" * 10_000, "at most 140 characters"),
        ("target", "", "Say what the figure should be by then."),
        ("target", "1e400", "Write the target as a number, such as 45 or 45.5."),
        ("target", "9" * 30, "Write the target as a number, such as 45 or 45.5."),
        ("target", "20", "Here higher is better, and it begins at 30.0. Choose a higher target."),
        ("target", "30", "The figure is 30.0 already. Choose a target that differs."),
        ("due", "", "Say by when."),
        ("due", "0001-01-01", "A goal falls due after the figures it is set on. Choose a day after 30 June 2026."),
        ("due", "9999-12-31", "That is more than fifty years ahead. Choose a nearer day."),
        ("baseline_period", "1999-01-01/P1Y", "There is no figure for that period. Choose one of those listed."),
        ("baseline_period", "\x00", "There is no figure for that period. Choose one of those listed."),
        ("lead", "0", "Choose one of the partners of this workspace."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    field, typed, sentence, preview, partnership, contributor
):
    page = contributor.post(
        setting(partnership), words(partnership, why="It took an hour.", **{field: typed}) | preview
    )

    assert page.status_code == 422
    assert sentence in beside(page, field)
    assert page.context["form"][field].value() == typed
    assert "It took an hour.</textarea>" in page.content.decode()
    assert "There is a problem" in said(page)
    assert "The road this would be" not in said(page)
    assert not Goal.objects.exists()


def test_the_preview_says_where_the_goal_would_stand_at_once(partnership, contributor):
    page = contributor.post(setting(partnership), words(partnership, preview="yes"))

    assert "It would stand at once: 30.5 in 2024; the road expected 32.7 by then: behind." in said(page)


@pytest.mark.parametrize("preview", [{}, {"preview": "yes"}])
def test_what_is_reached_already_is_no_target(preview, partnership, contributor):
    page = contributor.post(setting(partnership), words(partnership, target="30.2") | preview)

    assert "The figure reached that already in 2024: 30.5." in beside(page, "target")
    assert not Goal.objects.exists()


def test_that_nothing_newer_has_come_out_for_long_is_said_first(partnership, contributor):
    world = partnership.world
    code = world.areas["Ambleton"].code
    rows = [row_of(code, f"{year}-01-01/P1Y", 30.0 + year % 7) for year in range(2015, 2020)]
    silent = "Nothing newer has come out since 2019, so nobody can tell how a goal on it goes until something does."
    assert silent not in said(contributor.get(setting(partnership)))
    Element.objects.filter(code="bus-trips").update(base_period="2015-01-01/P1Y")
    world.bring("bus-trips", [*rows, row_of(code, OLD, None), row_of(code, NEW, None)], release="old")
    world.publish()

    page = contributor.get(setting(partnership, element="bus-trips"))
    preview = contributor.post(
        setting(partnership, element="bus-trips"),
        words(partnership, baseline_period="2019-01-01/P1Y", target="60", preview="yes"),
    )

    assert silent in said(page)
    assert silent in said(preview)


@pytest.mark.parametrize("preview", [{}, {"preview": "yes"}])
def test_a_form_that_a_publication_overtook_comes_back_with_the_new_figures_and_loses_nothing(
    preview, partnership, contributor
):
    world, opened = partnership.world, contributor.get(setting(partnership)).context["run"].pk
    world.bring("recycling", [row_of(world.areas["Ambleton"].code, OLD, 33.0)], release="2")
    world.publish()

    page = contributor.post(setting(partnership), words(partnership, run=opened) | preview)
    told = said(page)

    assert page.status_code == 422
    assert f'name="run" value="{world.run.pk}"' in page.content.decode()
    assert "Newer figures have been published since you opened this form." in told
    assert "2023 33.0" in told
    assert 'value="Waste less"' in page.content.decode()
    assert not Goal.objects.exists()
    again = page.context["run"].pk
    assert contributor.post(setting(partnership), words(partnership, run=again)).status_code == 302
    assert Goal.objects.get().baseline == 33.0


@pytest.mark.parametrize("run", ["", "x", "9" * 50])
def test_a_form_that_does_not_say_which_figures_it_was_made_from_is_no_error_of_the_platform(
    run, partnership, contributor
):
    assert contributor.post(setting(partnership), words(partnership, run=run)).status_code in {302, 422}


# Setting it


def test_a_goal_is_set_as_it_was_written(partnership, contributor):
    answer = contributor.post(setting(partnership), words(partnership, why="One.\r\n\r\nTwo."))

    goal = Goal.objects.get()
    assertRedirects(answer, at(partnership, "goal", goal.pk), fetch_redirect_response=False)
    assert (goal.title, goal.why, goal.target, goal.due) == ("Waste less", "One.\n\nTwo.", 45.0, date(2028, 12, 31))
    assert (goal.baseline_period, goal.baseline, goal.lead) == (OLD, 30.0, partnership.health)
    assert (goal.set_by, goal.tier, goal.measure) == (partnership.contributor, "upper", "value")
    assert "The goal is set. It is held to every publication from now on." in said(contributor.get(answer.url))


def test_a_form_that_is_sent_twice_sets_one_goal_and_leads_to_it_both_times(partnership, contributor):
    first = contributor.post(setting(partnership), words(partnership))
    second = contributor.post(setting(partnership), words(partnership))

    assert (first.url, second.url) == (at(partnership, "goal", Goal.objects.get().pk),) * 2


def test_a_goal_is_set_on_a_progress_score_where_there_is_one(partnership, contributor):
    track_sustainability(partnership.world)
    address = setting(partnership, element="sustainability", measure="progress")

    page = contributor.get(address)
    contributor.post(address, words(partnership, baseline_period=NEW, target="9"))

    assert "5 is the average of the group then, and there is no cap." in said(page)
    assert "A progress score rests on the indicators that have figures at both ends." in said(page)
    goal = Goal.objects.get()
    assert (goal.element.code, goal.measure, goal.target, goal.baseline_period) == (
        "sustainability",
        "progress",
        9.0,
        NEW,
    )


def test_setting_a_goal_asks_the_same_however_many_goals_there_are(
    partnership, contributor, django_assert_max_num_queries
):
    for number in range(10):
        partnership.goal(title=f"Goal {number}")

    with django_assert_max_num_queries(20):
        contributor.get(at(partnership, "goal_choose"))
    with django_assert_max_num_queries(20):
        contributor.post(setting(partnership), words(partnership, preview="yes"))


def test_what_is_offered_beside_the_form_leads_where_it_says(partnership, contributor):
    page = contributor.get(setting(partnership))

    links = offered(page)
    assert {"/areas/upper/ambleton/recycling/", at(partnership, "goal_choose"), at(partnership, "goals")} <= links


# Changing it


def test_whoever_changes_what_the_public_sees_and_may_not_show_it_is_told_before(partnership, lead, contributor):
    goal = show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)
    warning = "Once you save a change it does not, until a lead shows it again."

    assert warning in said(contributor.get(at(partnership, "goal_edit", goal.pk)))
    assert warning not in said(lead.get(at(partnership, "goal_edit", goal.pk)))


def test_the_preview_says_how_many_others_ever_moved_as_far(partnership, contributor):
    page = contributor.post(setting(partnership), words(partnership, target="31", preview="yes"))

    # All areas can be followed for one year, in which every figure rose by half.
    assert "Of all other areas, " in said(page)
    assert "can be followed for as long: none of them moved as far." in said(page)
    assert "moved as far. Beside other areas it cannot be weighed: fewer than 5 once stood at a like figure." in said(
        page
    )


def test_the_preview_and_the_page_of_a_goal_say_whether_its_area_ever_moved_as_far(partnership, contributor):
    asks = words(partnership, baseline_period=NEW, target="33")
    preview = contributor.post(setting(partnership), asks | {"preview": "yes"})
    page = contributor.get(contributor.post(setting(partnership), asks).url)

    for each in (preview, page):
        assert "This asks for more than this area has done in any 1 year. Beside other areas " in said(each)
        assert "It has 4 years for that, longer than the past can be followed." in said(each)
