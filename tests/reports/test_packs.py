"""Board packs: asked for, made by a job, kept with what they showed, and made anew every quarter."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from pptx import Presentation

from apps.access.checks import AccessDenied
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.files.queries import content_of
from apps.goals.actions import revise_goal
from apps.reports import actions, quarters
from apps.reports.jobs import ask_for_what_is_due
from apps.reports.models import Pack, PackSchedule
from apps.reports.plans import PackPlan
from tests.work import acting
from tests.work.reading import said

PLAN = PackPlan("For the board", date(2026, 7, 1), date(2026, 9, 30))


def made(partnership, by=None, **changes):
    plan = PackPlan(**(vars(PLAN) | changes))
    pack = actions.ask_pack(by=by or partnership.lead, workspace=partnership.workspace, plan=plan)
    run_waiting()
    pack.refresh_from_db()
    return pack


def at(partnership, name="", *rest):
    return "/".join(["/w", partnership.workspace.slug, "packs", *map(str, (name, *rest) if name else rest), ""])


def test_a_pack_keeps_what_it_showed_whatever_becomes_of_the_goal(partnership):
    goal = partnership.goal(title="Waste less")
    acting.log(partnership, goal)
    pack = made(partnership, words="We stand at {1.figure} and mean {1.target}.")

    revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"title": "Waste nothing"})
    pack.refresh_from_db()

    assert pack.shown["words"] == "We stand at 30.5 and mean 45.0."
    told = pack.shown["goals"][0]
    assert (told["title"], told["standing"], told["area"]) == ("Waste less", "behind", "Ambleton")
    assert [each["title"] for each in told["initiatives"]] == [goal.contributions.get().initiative.title]
    assert told["quality"]["sources"]
    assert Notification.objects.filter(person=partnership.lead, verb=Verb.PACK_MADE).count() == 1


def test_the_document_is_tagged_and_takes_no_words_for_markup(partnership):
    partnership.goal(title='#import "x" *bold* $1/0$ <b> {{x}}')
    pack = made(partnership, words='#panic("no") = Not a heading')

    document = content_of(pack.document)

    assert document.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in document
    assert b"/StructTreeRoot" in document


def test_the_slides_have_a_chart_of_their_own_for_each_goal_and_words_for_those_who_do_not_see_it(partnership):
    partnership.goal(title="Waste less")
    deck = Presentation(io.BytesIO(content_of(made(partnership).slides)))

    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[:3] == ["For the board", "Where our goals stand", "Waste less"]
    chart = next(shape for shape in deck.slides[2].shapes if shape.has_chart)
    assert [(list(series.values)) for series in chart.chart.plots[0].series] == [[30.0, 30.5], [30.0, 45.0]]
    assert chart._element.nvGraphicFramePr.cNvPr.get("descr").startswith("The figures of Recycling in Ambleton")


def test_the_workbook_has_every_figure_and_nothing_that_a_spreadsheet_would_run(partnership):
    partnership.goal(title="=1+1")
    book = load_workbook(io.BytesIO(content_of(made(partnership).workbook)))

    assert book.sheetnames == ["About", "Goals", "Initiatives", "Goal 1"]
    assert book["Goals"]["B2"].value == "'=1+1"
    assert [cell.value for cell in book["Goal 1"]["C"][1:3]] == [30.0, 30.5]
    assert len(book["Goal 1"]._charts) == 1


def test_a_field_that_nothing_fills_is_told_before_anything_is_made(partnership):
    partnership.goal()

    with pytest.raises(ValidationError, match=r"Nothing fills “\{2\.figure\}”"):
        made(partnership, words="{2.figure}")

    assert not Pack.objects.exists()


def test_a_viewer_reads_packs_and_makes_none(partnership, viewer):
    partnership.goal()
    pack = made(partnership)

    with pytest.raises(AccessDenied):
        made(partnership, by=partnership.viewer)

    assert viewer.get(at(partnership, pack.pk)).status_code == 200
    assert "Make a board pack" not in said(viewer.get(at(partnership)))
    assert viewer.get(at(partnership, "new")).status_code == 403


@pytest.mark.parametrize(("sort", "start"), [("pdf", b"%PDF"), ("pptx", b"PK"), ("xlsx", b"PK")])
def test_its_files_are_taken_away(partnership, viewer, sort, start):
    partnership.goal()
    pack = made(partnership)

    taken = viewer.get(at(partnership, pack.pk, sort))

    assert taken.status_code == 200
    assert taken.content.startswith(start)
    assert taken["Content-Disposition"] == f'attachment; filename="{partnership.workspace.slug}-2026-09-30.{sort}"'
    assert viewer.get(at(partnership, pack.pk, "exe")).status_code == 404


def test_a_pack_is_asked_for_in_the_browser_and_its_page_says_how_far_it_is(partnership, lead):
    partnership.goal()
    form = {"title": "Autumn", "begins": "2026-07-01", "ends": "2026-09-30", "words": "", "every_quarter": "on"}

    sent = lead.post(at(partnership, "new"), form)
    pack = Pack.objects.get()
    waiting = said(lead.get(at(partnership, pack.pk)))
    run_waiting()
    ready = said(lead.get(at(partnership, pack.pk)))

    assert sent.status_code == 302
    assert "It is being made" in waiting
    assert "Take it away Document (PDF)" in ready
    assert "It does not change any more." in ready
    assert PackSchedule.objects.get().next_on > date(2026, 11, 1)
    assert "Every quarter" in said(lead.get(at(partnership)))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Give the pack a title."),
        ({"ends": "2026-06-30"}, "The period ends before it begins. Change one of the two days."),
        ({"begins": "soon"}, "Write a day as year, month and day, such as 2026-09-30."),
        ({"words": "{9.figure}"}, "Nothing fills “{9.figure}”."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(partnership, lead, changed, sentence):
    partnership.goal()
    form = {"title": "Autumn", "begins": "2026-07-01", "ends": "2026-09-30", "words": "Dear board"}

    page = lead.post(at(partnership, "new"), form | changed)

    assert page.status_code == 422
    assert sentence in said(page)
    if "words" not in changed:
        assert "Dear board" in page.content.decode()


def test_a_quarterly_pack_is_asked_for_once_and_its_words_are_filled_anew(partnership):
    partnership.goal()
    plan = PackPlan("Quarterly", date(2026, 1, 1), date(2026, 3, 31), words="We stand at {1.figure}; {7.title}.")
    schedule = PackSchedule.objects.create(
        workspace=partnership.workspace, title=plan.title, words=plan.words, next_on=date(2026, 1, 1)
    )

    ask_for_what_is_due()
    ask_for_what_is_due()
    run_waiting()

    pack = Pack.objects.get()
    schedule.refresh_from_db()
    assert (pack.schedule, pack.begins) == (schedule, quarters.last_whole(date.today())[0])
    assert schedule.next_on == quarters.after(date.today())
    assert pack.shown["words"] == "We stand at 30.5; [7.title: not known]."


def test_a_schedule_that_was_ended_makes_no_more(partnership, lead):
    partnership.goal()
    schedule = actions.schedule_packs(by=partnership.lead, workspace=partnership.workspace, plan=PLAN)
    PackSchedule.objects.update(next_on=date(2026, 1, 1))

    sent = lead.post(at(partnership, "schedules", schedule.pk, "end"))
    ask_for_what_is_due()

    assert sent.status_code == 302
    assert not Pack.objects.exists()
    assert Event.objects.filter(verb=Verb.PACK_SCHEDULE_ENDED).count() == 1


def test_no_more_packs_wait_than_can_be_made_soon(partnership):
    partnership.goal()
    for _ in range(5):
        actions.ask_pack(by=partnership.lead, workspace=partnership.workspace, plan=PLAN)

    with pytest.raises(Refused, match="Several packs are being made already"):
        actions.ask_pack(by=partnership.lead, workspace=partnership.workspace, plan=PLAN)


def test_what_is_kept_to_some_partners_is_in_no_pack(partnership):
    goal = partnership.goal()
    acting.log(partnership, goal, title="Secret tender", is_kept=True)
    pack = made(partnership)

    assert "Secret tender" not in str(pack.shown)
    assert b"Secret tender" not in content_of(pack.workbook)
    assert pack.shown["gaps"] == [f"Nobody has logged a policy or an initiative towards “{goal.title}”."]


@pytest.mark.parametrize("title", ["A home 🏠 for all", "温 and 暖", "👩‍🚀️ to the moon", "Łódź, Ŵyn, ‘quoted’ – 5 €"])
def test_letters_that_our_fonts_do_not_have_break_no_document(partnership, title):
    partnership.goal(title=title)

    assert content_of(made(partnership, words=title).document).startswith(b"%PDF")


def test_packs_that_failed_hold_up_no_others(partnership, monkeypatch):
    partnership.goal()
    monkeypatch.setattr("apps.reports.jobs.gathered", lambda pack: 1 / 0)
    for _ in range(5):
        made(partnership)
    Job.objects.filter(kind="reports.make").update(state=Job.State.FAILED)

    assert actions.ask_pack(by=partnership.lead, workspace=partnership.workspace, plan=PLAN).pk


def test_a_quarterly_pack_that_is_asked_for_twice_is_made_once_and_there_are_few(partnership):
    for title in ("One", "One", "Two", "Three"):
        plan = PackPlan(title, PLAN.begins, PLAN.ends)
        actions.schedule_packs(by=partnership.lead, workspace=partnership.workspace, plan=plan)

    assert PackSchedule.objects.count() == 3
    with pytest.raises(Refused, match="Several packs are made every quarter already"):
        actions.schedule_packs(by=partnership.lead, workspace=partnership.workspace, plan=PLAN)
