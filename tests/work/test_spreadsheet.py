"""Policies and initiatives as a spreadsheet: out, changed there, in again, looked over, saved."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from apps.activity.models import Event
from apps.initiatives import sheet_actions
from apps.initiatives.actions import change_initiative, move_initiative, show_initiative
from apps.initiatives.models import BroughtSheet, Initiative
from apps.initiatives.sheet_actions import save_sheet
from tests.asking import questions
from tests.kept import MARK, keep_draft
from tests.work.acting import log, step
from tests.work.reading import at, beside, buttons, said

NEW = {
    "kind": "policy",
    "title": "Meat-free Mondays",
    "what it does": "Less meat in schools.",
    "led by": "Ambleton Council",
}


def taken(browser, partnership, name="spreadsheet_csv"):
    """The table as it is taken out, row by row."""
    return list(csv.DictReader(io.StringIO(browser.get(at(partnership, name)).content.decode("utf-8-sig"))))


def written(*rows):
    out = io.StringIO()
    table = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def bring(browser, partnership, *rows, content=b"", name="ours.csv"):
    file = SimpleUploadedFile(name, content or written(*rows))
    return browser.post(at(partnership, "spreadsheet"), {"file": file}, follow=True)


def save(browser):
    return browser.post(
        f"/w/ambleton-together/initiatives/spreadsheet/{BroughtSheet.objects.latest('pk').pk}/", follow=True
    )


@pytest.fixture
def initiative(partnership):
    return log(partnership, partnership.goal(), starts=date(2026, 5, 1))


def test_what_is_taken_out_and_brought_in_again_changes_nothing(partnership, lead, initiative):
    log(
        partnership, title="=SUM(A1)", summary="Two lines:\n\n+ and a plus", areas=[partnership.world.areas["Ambleton"]]
    )
    step(partnership, initiative)

    for name in ("spreadsheet_csv", "spreadsheet_xlsx"):
        content = lead.get(at(partnership, name)).content
        page = bring(lead, partnership, content=content, name=name.replace("_", "."))

        assert "To be logged: 0. To be changed: 0. As they are: 2. Left out: 0." in said(page)
        assert not any(label.startswith("Save") for label in buttons(page))


def test_the_table_tells_what_there_is_and_no_cell_is_taken_for_a_formula(partnership, viewer, initiative):
    log(partnership, title="=SUM(A1)")
    step(partnership, initiative)

    first, second = taken(viewer, partnership)
    book = load_workbook(io.BytesIO(viewer.get(at(partnership, "spreadsheet_xlsx")).content))

    assert (first["title"], first["led by"], first["status"]) == ("Kerbside food waste", "Ambleton Council", "proposed")
    assert (first["starts"], first["next milestone"]) == ("2026-05-01", "Bins bought (2099-03-31)")
    assert first["goals"].startswith("Move")
    assert second["title"] == "'=SUM(A1)"
    assert [cell.value for cell in book.worksheets[0][1]][:4] == ["id", "version", "kind", "sort"]
    assert book.worksheets[0]["E3"].data_type == "s"


def test_the_empty_table_has_the_same_headings(partnership, viewer, initiative):
    empty = viewer.get(at(partnership, "spreadsheet_empty_csv")).content.decode("utf-8-sig").splitlines()
    book = load_workbook(io.BytesIO(viewer.get(at(partnership, "spreadsheet_empty_xlsx")).content))

    assert empty == [",".join(taken(viewer, partnership)[0])]
    assert book.worksheets[0].max_row == 1


def test_a_row_without_a_number_is_logged_once_however_often_it_is_brought(partnership, lead):
    page = bring(lead, partnership, NEW | {"starts": "3/9/2026", "areas": "Brackford", "status": "under way"})

    assert "To be logged: 1. To be changed: 0." in said(page)
    assert not Initiative.objects.exists()
    assert "Logged: 1. Changed: 0." in said(save(lead))

    logged = Initiative.objects.get()
    assert (logged.kind, logged.status, logged.starts) == ("policy", "under-way", date(2026, 9, 3))
    assert [area.name for area in logged.areas.all()] == ["Brackford"]
    page = bring(lead, partnership, NEW | {"starts": "3/9/2026", "areas": "Brackford", "status": "under way"})
    assert "was logged from such a row before" in said(page)
    save(lead)
    assert Initiative.objects.count() == 1


def test_all_that_is_said_of_one_goes_through_a_table(partnership, lead):
    more = {
        "sort": "strategy",
        "places": "Old town",
        "groups": "older people; carers",
        "whom": "Those who cook for others.",
        "partners": "Loom Ltd",
        "budget": "£25,000.00",
        "funding": "The council pays.",
    }
    bring(lead, partnership, NEW | more)
    save(lead)

    logged = Initiative.objects.get()
    assert (logged.sort, logged.places, logged.groups, logged.budget) == (
        "strategy",
        "Old town",
        ["older", "carers"],
        25_000,
    )
    assert [each.name for each in logged.partners.all()] == ["Loom Ltd"]
    row = taken(lead, partnership)[0]
    assert {name: row[name] for name in more} == more | {"budget": "25000"}
    page = bring(lead, partnership, row | {"budget": "", "partners": "", "groups": "everyone"})
    assert "groups: older people; carers → everyone" in said(page)
    save(lead)
    logged.refresh_from_db()
    assert (logged.budget, logged.groups, logged.partners.count()) == (None, ["everyone"], 0)


def test_two_rows_that_say_the_same_are_two_things(partnership, lead):
    bring(lead, partnership, NEW, NEW)
    save(lead)

    assert Initiative.objects.count() == 2


def test_a_row_with_a_number_changes_that_one_and_says_from_what_to_what_before(partnership, lead, initiative):
    row = taken(lead, partnership)[0] | {"title": "Food waste", "ends": "2027-05-01", "status": "under way"}

    page = bring(lead, partnership, row)

    assert "title: Kerbside food waste → Food waste" in said(page)
    assert "ends: – → 2027-05-01" in said(page)
    assert "status: proposed → under way" in said(page)
    initiative.refresh_from_db()
    assert initiative.title == "Kerbside food waste"

    assert "Changed: 1." in said(save(lead))
    initiative.refresh_from_db()
    assert (initiative.title, initiative.ends, initiative.status) == ("Food waste", date(2027, 5, 1), "under-way")
    assert Event.objects.filter(verb__in=["initiative.changed", "initiative.moved"]).count() == 2


def test_a_column_that_is_not_there_stays_and_an_empty_day_is_emptied(partnership, lead, initiative):
    row = taken(lead, partnership)[0]
    few = {name: row[name] for name in ("id", "version", "title")} | {"starts": ""}

    bring(lead, partnership, few)
    save(lead)

    initiative.refresh_from_db()
    assert (initiative.starts, initiative.summary) == (None, "A second bin for every house.")


def test_what_someone_changed_meanwhile_is_left_and_said(partnership, lead, initiative):
    row = taken(lead, partnership)[0] | {"title": "Food waste"}
    words = {"title": "Bins for food"}
    change_initiative(by=partnership.contributor, initiative=initiative, based_on=1, words=words)

    page = bring(lead, partnership, row)

    assert "version: Someone changed it since this table was taken." in said(page)
    initiative.refresh_from_db()
    assert initiative.title == "Bins for food"


def test_the_same_table_brought_again_stays_as_it_is_though_it_is_older(partnership, lead, initiative):
    row = taken(lead, partnership)[0] | {"title": "Food waste", "status": "under way"}
    bring(lead, partnership, row)
    save(lead)

    page = bring(lead, partnership, row)

    assert "To be changed: 0. As they are: 1. Left out: 0." in said(page)


def test_whoever_changed_it_themselves_is_told_so(partnership, lead, initiative):
    row = taken(lead, partnership)[0]
    bring(lead, partnership, row | {"title": "Food waste", "status": "under way"})
    save(lead)

    page = bring(lead, partnership, row | {"title": "Bins for food"})
    assert "version: You changed it since this table was taken." in said(page)

    move_initiative(by=partnership.contributor, initiative=initiative, move="pause")
    page = bring(lead, partnership, row | {"title": "Bins for food"})
    assert "version: Someone changed it since this table was taken." in said(page)


@pytest.mark.parametrize("version", ["9 proposed", "x", "1 paused", "0"])
def test_a_version_that_never_was_is_not_ones_own(version, partnership, lead, initiative):
    page = bring(lead, partnership, taken(lead, partnership)[0] | {"title": "Food waste", "version": version})

    assert "version: Someone changed it since this table was taken." in said(page)


def test_a_change_without_its_version_is_left_out(partnership, lead, initiative):
    page = bring(lead, partnership, {"id": str(initiative.pk), "title": "Food waste"})

    assert "version: It is missing, so it is not known who changed it since." in said(page)


def test_the_help_lists_the_words_of_sorts_and_groups(partnership, lead):
    page = said(lead.get(at(partnership, "spreadsheet")))

    assert "Of a policy one of: strategy, plan, by-law," in page
    assert "Of an initiative one of: project, programme," in page
    assert "out of: everyone; children under 5 and their parents;" in page


def test_what_someone_changes_between_looking_and_saving_is_left(partnership, lead, initiative):
    rows = [taken(lead, partnership)[0] | {"title": "Food waste"}, NEW]
    bring(lead, partnership, *rows)
    move_initiative(by=partnership.contributor, initiative=initiative, move="start")

    page = save(lead)

    assert "Logged: 1. Changed: 0. As they were: 0. Left out: 1." in said(page)
    initiative.refresh_from_db()
    assert initiative.title == "Kerbside food waste"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "plan"}, "kind: Write one of: policy, initiative."),
        ({"title": "x" * 141}, "title: Ensure this value has at most 140 characters"),
        ({"title": ""}, "title: Write something here, so that it can be logged."),
        ({"led by": "Nobody"}, "led by: No partner of this workspace has this name."),
        ({"areas": "Ambleton; Atlantis"}, "areas: “Atlantis” is no area of this workspace."),
        ({"starts": "next spring"}, "starts: Write a day as year, month and day, such as 2026-11-22."),
        ({"starts": "2026-05-01", "ends": "2026-04-01"}, "ends: It ends before it starts."),
        ({"starts": "0026-05-01"}, "starts: Check the year."),
        ({"starts": "31/02/2026"}, "starts: There is no such day."),
        ({"ends": "2026-02-30"}, "ends: There is no such day."),
        ({"status": "done"}, "status: Write one of: proposed, under way, paused, finished, stopped."),
        ({"id": "987654321"}, "id: You see none of this number here."),
        ({"id": "x"}, "id: You see none of this number here."),
        ({"id": "9" * 40}, "id: You see none of this number here."),
        ({"title": "a\u202eb"}, "title:"),
        ({"sort": "campaign"}, "sort: This sort is not one of its kind."),
        ({"sort": "song"}, "sort: Write one of: strategy,"),
        ({"groups": "older people; Martians"}, "groups: Write one of: everyone,"),
        ({"partners": "Loom Ltd; Nobody"}, "partners: No partner of this workspace has this name."),
        ({"budget": "a lot"}, "budget: Write an amount in whole pounds, such as 25000."),
        ({"budget": "9" * 14}, "budget: Write an amount in whole pounds, such as 25000."),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_the_column_and_what_to_do(wrong, sentence, partnership, lead):
    page = bring(lead, partnership, NEW | wrong)

    assert sentence in said(page)
    assert "There is nothing to save." in said(page)


def test_a_status_that_does_not_follow_is_refused(partnership, lead, initiative):
    page = bring(lead, partnership, taken(lead, partnership)[0] | {"status": "paused"})

    assert "status: It is “proposed”, and does not go from there" in said(page)


def test_the_same_number_twice_is_refused_the_second_time(partnership, lead, initiative):
    row = taken(lead, partnership)[0] | {"title": "Food waste"}

    page = bring(lead, partnership, row, row)

    assert "To be changed: 1. As they are: 0. Left out: 1." in said(page)


def test_only_those_who_may_hand_over_do_so_by_a_table(partnership, contributor, initiative):
    row = taken(contributor, partnership)[0] | {"led by": "Ambleton Health"}

    assert "Only the people of Ambleton Council, or a lead of the workspace" in said(
        bring(contributor, partnership, row)
    )


def test_it_is_said_that_the_public_would_not_see_it_any_more(partnership, contributor, lead, initiative):
    show_initiative(by=partnership.lead, initiative=initiative, is_public=True)
    row = taken(contributor, partnership)[0] | {"title": "Food waste"}

    assert "The public does not see it any more then" in said(bring(contributor, partnership, row))
    assert "The public does not see it any more then" not in said(bring(lead, partnership, row))


def test_words_that_look_like_personal_data_are_pointed_out(partnership, lead):
    page = bring(lead, partnership, NEW | {"what it does": "Ring 07700 900123."})

    assert "looks like personal data. Leave it out, unless it may stand here." in said(page)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name\nx\n", "title is not among them"),
        (b"title,title\nx,y\n", "The heading “title” stands there twice."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"title\n" + b"x\n" * 501, "This table has more than 500 rows."),
        (b"PK\x03\x04nonsense", "damaged"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_what_to_do(content, sentence, partnership, lead):
    page = bring(lead, partnership, content=content)

    assert page.status_code == 422
    assert sentence in said(page)
    assert not BroughtSheet.objects.exists()


def test_a_file_has_to_be_chosen(partnership, lead):
    page = lead.post(at(partnership, "spreadsheet"))

    assert "Choose the file that holds your table." in beside(page, "file")


def test_headings_that_are_not_known_are_named_above_everything_else(partnership, lead):
    page = bring(lead, partnership, content=b"title,Number,places to go,TITLE2,,number\nx,1,Old town,y,z,2\n")

    told = [
        f"“{name}” is no heading of this table, so it is passed over."
        for name in ("Number", "places to go", "TITLE2", "number")
    ]
    told.append("Words stand in a column without a heading, so they are passed over.")
    assert " ".join(told) in said(page)
    assert said(page).index(told[0]) < said(page).index("ours.csv")


def test_a_table_whose_headings_are_all_known_names_none_of_them(partnership, lead):
    page = bring(lead, partnership, content=b"Title,kind,\nx,policy,\n")

    assert "passed over" not in said(page)


def test_where_the_numbers_are_missing_what_has_the_title_of_another_is_left_out(partnership, lead, initiative):
    row = taken(lead, partnership)[0]
    number = row.pop("id")

    page = bring(lead, partnership, {"number": number} | row | {"title": " Kerbside  FOOD waste"}, NEW)

    assert "“number” is no heading of this table" in said(page)
    assert "title: There is one of this title already. Keep its id, or give the new one another title." in said(page)
    assert "To be logged: 1. To be changed: 0. As they are: 0. Left out: 1." in said(page)


def test_a_title_that_is_kept_from_the_reader_is_not_told_by_leaving_a_row_out(partnership, lead):
    kept = keep_draft(partnership, partnership.goal()).initiative

    assert "To be logged: 1." in said(bring(lead, partnership, NEW | {"title": kept.title}))


def test_days_of_a_workbook_are_days(partnership, lead):
    book = Workbook()
    book.active.append([*NEW, "starts"])
    book.active.append([*NEW.values(), date(2026, 9, 3)])
    out = io.BytesIO()
    book.save(out)

    bring(lead, partnership, content=out.getvalue(), name="ours.xlsx")
    save(lead)

    assert Initiative.objects.get().starts == date(2026, 9, 3)


def test_words_that_are_long_come_back_whole(partnership, lead):
    log(partnership, summary="word " * 790 + "end")

    page = bring(lead, partnership, content=lead.get(at(partnership, "spreadsheet_xlsx")).content, name="ours.xlsx")

    assert "As they are: 1." in said(page)


def test_a_table_is_seen_and_saved_by_whoever_brought_it_alone_and_once(partnership, lead, contributor, viewer):
    page = bring(lead, partnership, NEW)
    address = page.redirect_chain[-1][0]

    assert contributor.get(address).status_code == contributor.post(address).status_code == 404
    assert viewer.get(address).status_code == viewer.post(address).status_code == 403
    assert bring(viewer, partnership, NEW).status_code == 403
    save(lead)
    assert "This table is saved already." in said(save(lead))
    assert BroughtSheet.objects.get().rows == []


def test_another_table_takes_the_place_of_the_former(partnership, lead):
    bring(lead, partnership, NEW)
    bring(lead, partnership, NEW | {"title": "Another"})

    assert BroughtSheet.objects.count() == 1
    with pytest.raises(BroughtSheet.DoesNotExist):
        save_sheet(by=partnership.contributor, sheet=BroughtSheet.objects.get())


def test_a_table_that_is_gone_leads_to_where_it_is_brought_again(partnership, lead, viewer, stranger, signed_in):
    former = bring(lead, partnership, NEW).redirect_chain[-1][0]
    assert "kept until you bring another one" in said(lead.get(former))
    bring(lead, partnership, NEW | {"title": "Another"})
    assert "stands here until you bring another table" in said(save(lead))

    for page in (lead.get(former, follow=True), lead.post(former, follow=True)):
        assert page.redirect_chain[-1][0] == at(partnership, "spreadsheet")
        assert "This table is not kept any more. Bring it again." in said(page)
    assert (viewer.get(former).status_code, signed_in(stranger).get(former).status_code) == (403, 404)


def test_what_is_kept_is_taken_out_and_brought_in_by_those_who_see_it_only(partnership, lead, signed_in):
    kept = keep_draft(partnership, partnership.goal()).initiative
    theirs = signed_in(partnership.business_member)

    assert MARK in str(taken(theirs, partnership))
    assert MARK not in str(taken(lead, partnership))
    row = {"id": str(kept.pk), "version": f"{kept.version} {kept.status}", "title": "Taken"}
    assert "id: You see none of this number here." in said(bring(lead, partnership, row))


def test_the_pages_ask_the_same_however_many_rows_there_are(partnership, lead, initiative):
    bring(lead, partnership, *taken(lead, partnership), NEW)
    address = f"/w/ambleton-together/initiatives/spreadsheet/{BroughtSheet.objects.get().pk}/"
    few, out = questions(lead, address), questions(lead, at(partnership, "spreadsheet_csv"))
    for number in range(6):
        step(partnership, log(partnership, title=f"Another {number}"))

    bring(lead, partnership, *taken(lead, partnership), *[NEW] * 6)
    address = f"/w/ambleton-together/initiatives/spreadsheet/{BroughtSheet.objects.get().pk}/"

    assert questions(lead, address) <= few
    assert questions(lead, at(partnership, "spreadsheet_csv")) <= out


def test_a_table_of_more_text_than_can_be_looked_over_is_refused_and_nothing_is_kept(partnership, lead):
    long = {**NEW, "what it does": "word " * 800, "places": "word " * 800}

    page = bring(lead, partnership, *[long] * 400)

    assert "more text than can be looked over at once" in said(page)
    assert not BroughtSheet.objects.exists()


def test_a_workbook_that_would_unpack_to_more_than_someone_waits_for_is_not_opened(partnership, lead):
    book = io.BytesIO()
    empty = b"<row>" + b"".join(b'<c s="%d"/>' % number for number in range(100_000)) + b"</row>"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + empty * 10 + b"</sheetData></worksheet>")

    page = bring(lead, partnership, content=book.getvalue(), name="ours.xlsx")

    assert "would unpack to far more than any table needs" in said(page)


def test_a_save_that_is_broken_off_tells_what_it_did_and_that_rows_are_left(partnership, lead, monkeypatch):
    rows = [{**NEW, "title": f"Meat-free day {number}"} for number in range(25)]
    bring(lead, partnership, *rows)
    sheet, whole = BroughtSheet.objects.get(), sheet_actions._saved

    def break_off(by, workspace, plan):
        if plan.title == "Meat-free day 21":
            raise SystemExit
        return whole(by, workspace, plan)

    monkeypatch.setattr(sheet_actions, "_saved", break_off)
    with pytest.raises(SystemExit):
        save_sheet(by=partnership.lead, sheet=sheet)

    sheet.refresh_from_db()
    assert Initiative.objects.count() == len(sheet.outcome) == 20
    page = said(lead.get(at(partnership, "spreadsheet_brought", sheet.pk)))
    assert "Logged: 20." in page
    assert "Of some rows it is not known here what came of them. Bring the same table again" in page
