"""What people type into the pages of the work, and how it is understood."""

from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.goals.actions import close_goal
from apps.work.forms.goals import FigureField, GoalFilter, SubjectForm
from apps.work.forms.initiative_parts import ContributionForm, EvidenceForm
from apps.work.forms.initiatives import InitiativeEditForm, InitiativeFilter, InitiativeForm, InitiativeLogForm
from apps.work.forms.rows import RowsField
from apps.work.forms.talk import CommentForm, KeyField
from tests.work import acting

KEY = UUID("7d0f1f8e-6f0b-4f0e-9d55-2b1f6a2c9a10")
BEGUN = {"kind": "initiative", "title": "Bins", "summary": "Two.", "status": "proposed"}


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("45", 45.0),
        (" 45.5 ", 45.5),
        ("45,5", 45.5),
        ("0,125", 0.125),
        ("45,50", 45.5),
        ("1,234", 1234.0),
        ("1,234,567.5", 1234567.5),
        ("1 234", 1234.0),
        ("£32,000", 32000.0),
        ("45 %", 45.0),
        ("−0.3", -0.3),
        ("-£1,200", -1200.0),
        ("1e-05", 0.00001),
    ],
)
def test_a_figure_is_understood_as_people_write_it(typed, figure):
    assert FigureField().clean(typed) == figure


@pytest.mark.parametrize(
    "typed",
    [
        "a lot",
        "1.2.3",
        "1.234,5",
        "1,234,5",
        "12,34,567",
        "NaN",
        "inf",
        "1e400",
        "-1e400",
        "9" * 400,
        "9" * 5_000,
        "x" * 10_000,
        "4\x005",
        "\x00",
        "٤٥",
        "0x10",
        "45 per cent",
        "--5",
        "5-",
        "<script>",
    ],
)
def test_what_is_no_figure_is_told_so_in_a_sentence(typed):
    with pytest.raises(ValidationError, match="Write the target as a number, such as 45 or 45.5."):
        FigureField().clean(typed)


@pytest.mark.parametrize("typed", ["", "   ", None, "%", "£"])
def test_no_figure_at_all_is_asked_for_where_one_is_needed(typed):
    with pytest.raises(ValidationError, match="Say what the figure should be by then."):
        FigureField().clean(typed)

    assert FigureField(required=False).clean(typed) is None


@pytest.mark.parametrize("figure", [45.0, 45.5, 1 / 3, 1234567.1234567, 1e12, 0.00001, -0.3, 0.0, 44.1])
def test_a_figure_that_is_shown_and_sent_back_is_the_same_to_the_last_digit(figure):
    field = FigureField()

    assert field.clean(field.prepare_value(figure)) == figure
    # This is how a form is filled anew that someone else overtook.
    assert field.clean(str(figure)) == figure


def test_what_was_typed_is_shown_as_it_was_typed():
    assert FigureField().prepare_value("45,5 %") == "45,5 %"
    assert FigureField().prepare_value(45.0) == "45"
    assert FigureField().prepare_value(None) is None


def test_the_ends_of_lines_count_once_and_are_kept_as_they_were():
    field = ProseField(max_length=3)

    assert field.clean("a\r\nb") == "a\nb"
    assert field.clean("a\nb") == "a\nb"
    with pytest.raises(ValidationError, match="at most 3 characters"):
        field.clean("a\r\nbc")


@pytest.mark.parametrize("sent", ["", None, "not a key", "\x00", "9" * 5_000])
def test_a_key_that_was_lost_on_the_way_is_replaced_by_another(sent):
    first, second = KeyField().clean(sent), KeyField().clean(sent)

    assert isinstance(first, UUID)
    assert first != second
    assert KeyField().clean(str(KEY)) == KEY


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"text": "Yes.", "answers": ""}, set()),
        ({"text": "Yes.", "answers": "3", "key": "lost"}, set()),
        ({"text": "  \n ", "answers": ""}, {"text"}),
        ({"text": "x" * 4_001, "answers": ""}, {"text"}),
        ({"text": "Y\x00s.", "answers": ""}, {"text"}),
        ({"text": "Yes.", "answers": "0"}, {"answers"}),
        ({"text": "Yes.", "answers": "9" * 5_000}, {"answers"}),
        ({"text": "Yes.", "answers": "\x00"}, {"answers"}),
    ],
)
def test_a_comment_is_refused_for_its_words_and_what_it_answers_only(sent, fields):
    assert set(CommentForm(sent).errors) == fields


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({}, True),
        ({"measure": "progress"}, True),
        ({"measure": ""}, True),
        ({"measure": "guess"}, False),
        ({"area": "brackford"}, True),
        ({"area": "dunmere"}, False),
        ({"area": "\x00"}, False),
        ({"area": ""}, False),
        ({"element": "no-such-element"}, False),
        ({"element": "recycling\x00"}, False),
        ({"element": "9" * 5_000}, False),
        ({"tier": "county"}, False),
        ({"tier": ""}, False),
    ],
)
def test_a_goal_is_on_an_element_of_the_published_edition_in_an_area_of_the_workspace(asked, is_there, partnership):
    query = {"area": "ambleton", "tier": "upper", "element": "recycling", "measure": "value"} | asked

    form = SubjectForm(query, workspace=partnership.workspace, run=partnership.world.run)

    assert form.is_valid() == is_there


def test_without_a_measure_it_is_the_elements_own_value(partnership):
    query = {"area": "ambleton", "tier": "upper", "element": "recycling"}

    form = SubjectForm(query, workspace=partnership.workspace, run=partnership.world.run)

    assert form.is_valid()
    assert form.cleaned_data["measure"] == "value"


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, {}),
        ({"state": "open"}, {"state": "open"}),
        ({"state": "", "area": "brackford"}, {"area": "brackford"}),
        ({"state": "ajar", "area": "brackford"}, {"area": "brackford"}),
        ({"state": "\x00", "area": "dunmere"}, {}),
    ],
)
def test_what_a_list_of_goals_is_not_asked_in_words_it_knows_is_not_asked(asked, wanted, partnership):
    assert GoalFilter(asked, workspace=partnership.workspace).wanted == wanted


def test_what_a_list_of_initiatives_is_not_asked_in_words_it_knows_is_not_asked(partnership):
    goal = partnership.goal()
    asked = {"kind": "policy", "status": "ajar", "lead": "9" * 30, "goal": goal.pk}

    wanted = InitiativeFilter(asked, workspace=partnership.workspace).wanted

    assert (wanted.kind, wanted.status, wanted.lead, wanted.goal) == ("policy", "", None, goal)


@pytest.mark.parametrize("sent", ["9" * 30, "9" * 5_000, "-1", "0", "Ambleton", "\x00"])
def test_what_is_no_area_of_the_workspace_is_refused_and_breaks_nothing(sent, partnership):
    with pytest.raises(ValidationError):
        RowsField(queryset=partnership.workspace.areas.all()).clean([sent])


def test_where_there_is_but_one_area_there_is_none_to_choose(partnership):
    assert "areas" in InitiativeForm(workspace=partnership.workspace).fields

    partnership.workspace.areas.remove(partnership.world.areas["Brackford"])

    assert "areas" not in InitiativeForm(workspace=partnership.workspace).fields


def test_an_area_of_another_workspace_is_no_choice(partnership):
    elsewhere = Area.objects.get(slug="dunmere")

    form = InitiativeForm({"areas": [elsewhere.pk]}, workspace=partnership.workspace)

    assert form.errors["areas"] == ["Choose among the areas of this workspace."]


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"mechanism": "Bins."}, "goal", "Choose the goal that this is about, or empty what you wrote below it."),
        ({"effect_from": "2027-01-01"}, "goal", "Choose the goal that this is about"),
        ({"goal": "the goal"}, "mechanism", "Say how it is meant to help this goal."),
        ({"milestone": "Bought"}, "due", "Say by when this milestone is to be reached."),
        ({"due": "2027-01-01"}, "milestone", "Name the milestone that is due on this day."),
        ({"starts": "2027-01-02", "ends": "2027-01-01"}, "ends", "It ends before it starts."),
        ({"starts": "soon"}, "starts", "Write a day as year, month and day, such as 2026-11-22."),
        ({"lead": "0"}, "lead", "Choose one of the partners of this workspace."),
        ({"lead": ""}, "lead", "Choose the partner that leads it."),
        ({"title": " "}, "title", "Give it a title."),
        ({"summary": ""}, "summary", "Say what it does. One sentence will do."),
        ({"goal": "9" * 30}, "goal", "Choose one of the open goals of this workspace."),
    ],
)
def test_what_hangs_together_is_asked_for_together(sent, field, sentence, partnership):
    goal = partnership.goal()
    data = BEGUN | {"lead": partnership.council.pk} | sent
    data = {name: goal.pk if value == "the goal" else value for name, value in data.items()}

    form = InitiativeLogForm(data, workspace=partnership.workspace)

    assert set(form.errors) == {field}
    assert sentence in form.errors[field][0]


def test_each_part_of_what_is_logged_becomes_a_part_of_the_plan(partnership):
    goal, brackford = partnership.goal(), partnership.world.areas["Brackford"]
    sent = QueryDict(mutable=True)
    sent.update(BEGUN | {"lead": partnership.health.pk, "areas": brackford.pk, "starts": "2026-01-01"})
    sent.update({"goal": goal.pk, "mechanism": "Bins.", "milestone": "Bought", "due": "2027-01-01"})

    form = InitiativeLogForm(sent, workspace=partnership.workspace)

    assert form.is_valid(), form.errors
    plan = form.plan
    assert (plan.title, plan.lead, list(plan.areas)) == ("Bins", partnership.health, [brackford])
    assert (plan.starts, plan.ends) == (date(2026, 1, 1), None)
    assert [(each.goal, each.mechanism, each.effect_from) for each in plan.serves] == [(goal, "Bins.", None)]
    assert [(each.title, each.due) for each in plan.milestones] == [("Bought", date(2027, 1, 1))]


def test_the_partner_that_leads_it_is_offered_even_if_it_has_left(partnership):
    initiative = acting.log(partnership, lead=partnership.charity)
    partnership.partner_of(partnership.charity).members.all().delete()
    partnership.partner_of(partnership.charity).delete()

    offered = InitiativeEditForm(initiative=initiative).fields["lead"].queryset

    assert set(offered) == {partnership.council, partnership.health, partnership.business, partnership.charity}
    assert partnership.charity not in InitiativeForm(workspace=partnership.workspace).fields["lead"].queryset


def test_a_closed_goal_is_offered_only_where_it_is_served_already(partnership):
    served, other, still_open = partnership.goal(), partnership.goal("smoking"), partnership.goal("clean-air")
    initiative = acting.log(partnership, served)
    for goal in (served, other):
        close_goal(by=partnership.lead, goal=goal, note="Enough.")

    assert set(ContributionForm(initiative=initiative).fields["goal"].queryset) == {served, still_open}


def test_there_is_no_milestone_to_choose_where_there_is_none(partnership):
    initiative = acting.log(partnership)
    assert "milestone" not in EvidenceForm(initiative=initiative).fields

    acting.step(partnership, initiative)

    assert "milestone" in EvidenceForm(initiative=initiative).fields


@pytest.mark.parametrize(
    ("sent", "upload", "errors"),
    [
        ({"note": "Twelve tonnes."}, None, {}),
        ({}, b"month,tonnes\n", {}),
        ({}, None, {"note": "Give a link or a file, or say in words what it shows."}),
        ({}, b"", {"upload": "The file is empty."}),
        ({}, b"month\x00", {"upload": "tonnes.csv"}),
        ({"note": "x" * 2_001}, None, {"note": "at most 2000 characters"}),
        ({"link": "javascript:alert(1)"}, None, {"link": "This is not the address of a page."}),
        ({"link": "ftp://example.org/a"}, None, {"link": "This is not the address of a page."}),
        (
            {"title": ""},
            b"month,tonnes\n",
            {"title": "Give this evidence a title.", "upload": "Choose the file again"},
        ),
    ],
)
def test_evidence_is_words_a_link_or_a_file_and_a_file_has_to_be_chosen_again(sent, upload, errors, partnership):
    initiative = acting.log(partnership)
    files = {} if upload is None else {"upload": SimpleUploadedFile("tonnes.csv", upload)}

    form = EvidenceForm({"title": "Tonnes"} | sent, files, initiative=initiative)

    assert set(form.errors) == set(errors)
    assert all(sentence in form.errors[field][0] for field, sentence in errors.items())


def test_the_form_says_how_large_a_file_may_be_and_holds_to_it(partnership, settings):
    settings.ATTACHMENT_MAX_BYTES = 2_000
    file = SimpleUploadedFile("tonnes.csv", b"x" * 2_001)

    form = EvidenceForm({"title": "Tonnes"}, {"upload": file}, initiative=acting.log(partnership))

    assert "at most 2.0\xa0KB" in form.fields["upload"].help_text
    assert form.errors["upload"] == ["The file is larger than 2.0\xa0KB. Split it, or leave out what is not needed."]
