"""Those who keep a shared roadmap true, each as their role lets them: by keyboard, table, calendar, and reading."""

import csv
import io

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.demonstration import PASSWORD
from tests.journeys.keyboard import press, sign_in, tick, write

pytestmark = pytest.mark.journey
SPACE = "/w/two-valleys-together/"
BUSINESS, OFFICER, VIEWER = "business@demo.example", "officer@demo.example", "councillor@demo.example"
ADMINISTRATOR = "administrator@demo.example"


@pytest.fixture
def browser_of(browser: Browser, base_url):
    """Makes the browser of one of the demonstration's people, signed in; without JavaScript if so asked."""
    opened = []

    def make(email: str, **settings) -> Page:
        context = browser.new_context(base_url=base_url, **settings)
        opened.append(context)
        page = context.new_page()
        sign_in(page, email, PASSWORD)
        return page

    yield make
    for context in opened:
        context.close()


def main_of(page: Page):
    return page.get_by_role("main")


def test_a_contributor_says_by_keyboard_how_two_things_go_and_what_is_wrong_is_not_lost(browser_of):
    page = browser_of(BUSINESS)
    page.goto(f"{SPACE}update/")

    write(page, "What happened", "The counter mended sixty things.")
    write(page, "What comes next", "A second counter in May.")
    tick(page, "All that is written of it is still correct")
    write(page, "What comes next", "This line stands alone.")
    press(page, "Save all")

    said = main_of(page)
    expect(said).to_contain_text("Not all of it is saved")
    expect(said).to_contain_text("saved.")
    expect(page.get_by_label("What comes next").nth(1)).to_have_value("This line stands alone.")
    page.goto(f"{SPACE}initiatives/")
    expect(main_of(page)).to_contain_text("The counter mended sixty things.")


def test_a_lead_takes_the_table_out_and_brings_it_back_without_javascript(browser_of):
    page = browser_of(OFFICER, java_script_enabled=False)
    page.goto(f"{SPACE}initiatives/spreadsheet/")
    table = page.request.get(f"{SPACE}initiatives/spreadsheet/initiatives.csv").text()
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    changed = next(row for row in rows if row["title"] == "Warm homes, street by street")
    changed["places"] = "The terraces by the canal"
    new = dict.fromkeys(changed, "") | {"kind": "policy", "title": "Warm by design", "what it does": "New homes need"}
    new |= {"led by": "Westvale Council"}
    out = io.StringIO()
    writer = csv.DictWriter(out, changed.keys())
    writer.writeheader()
    writer.writerows([changed, new])

    page.get_by_label("Your table").set_input_files(
        {"name": "ours.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    )
    page.get_by_role("button", name="Look it over").click()
    expect(main_of(page)).to_contain_text("The terraces by the canal")
    page.get_by_role("button", name="Save 2 rows").click()

    expect(main_of(page)).to_contain_text("Logged: 1. Changed: 1.")
    page.get_by_role("link", name="Warm by design").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Warm by design")


def test_a_viewer_reads_all_of_it_takes_the_dates_along_and_changes_nothing(browser_of, base_url):
    page = browser_of(VIEWER)
    page.goto(f"{SPACE}health/")
    expect(main_of(page)).to_contain_text("are looked after by a member")
    page.goto(f"{SPACE}calendar/")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("code").inner_text()
    calendar = page.request.get(address)
    page.goto(f"{SPACE}measures/")
    page.get_by_role("link", name="Young people at youth clubs in a usual week").first.click()

    assert calendar.text().startswith("BEGIN:VCALENDAR")
    assert "Milestone" in calendar.text()
    expect(main_of(page)).to_contain_text("not part of the index")
    expect(main_of(page).get_by_role("link", name="Add a figure")).to_have_count(0)
    assert page.goto(f"{SPACE}update/").status == 403


def test_an_administrator_sees_together_what_partners_do_everywhere(browser_of):
    page = browser_of(ADMINISTRATOR)
    page.goto("/desk/together/")

    expect(page.get_by_role("table").first).to_contain_text("Waste")
