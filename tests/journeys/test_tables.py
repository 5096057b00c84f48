"""A steward brings a council's workbook: says once how to read it, sees what it would do, hands back its mistakes."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from apps.access.roles import Role
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.journey
FACTS = {
    "Title of the source": "Waste in the two valleys",
    "Publisher": "Westvale Council",
    "Vintage": "2026",
    "Licence": "OGL v3.0",
    "Attribution": "Contains public sector information.",
}


def councils_workbook(folder):
    book = Workbook()
    sheet = book.active
    sheet.append(["Household waste recycled, per cent"])
    sheet.append([])
    sheet.append(["Council", "2021/22", "2022/23"])
    for name, first, second in (("Leeds", 0.381, 0.39), ("Bradford", "-", 0.402), ("Atlantis", 0.1, 0.2)):
        sheet.append([name, first, second])
    for row in sheet.iter_rows(min_row=4, min_col=2):
        for cell in row:
            cell.number_format = "0.0%"
    path = folder / "waste.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_a_councils_workbook_is_read_as_a_steward_says(browser, base_url, site, tmp_path, width):
    viewport = {"width": width, "height": 900}
    page: Page = browser.new_context(base_url=base_url, viewport=viewport, bypass_csp=True).new_page()
    email, password = site.sign_in(Role.STEWARD)
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.goto("/desk/imports/new/")
    page.locator("input[type=file]").set_input_files(councils_workbook(tmp_path))
    page.get_by_label("When it was published").fill("June 2026")
    page.get_by_role("button", name="Upload and check").click()
    # The second time the table is known, and read as was said the first time.
    how = page.get_by_text("Say which column says what, and which series is which indicator")
    expect(how).to_be_visible(timeout=30_000)
    known = page.get_by_text("This table is not known here yet").count() == 0
    if known:
        how.click()
    assert violations(page) == []

    page.get_by_label("Indicator", exact=True).fill("recycling")
    for label, value in FACTS.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Read it like this").click()

    expect(page.get_by_role("link", name="See what it would do to the scores")).to_be_visible(timeout=60_000)
    main = page.get_by_role("main")
    expect(main).to_contain_text("“Atlantis” is not the name of an area here.")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    with page.expect_download() as coming:
        page.get_by_role("link", name="The table as it came, with these marked").click()
    marked = load_workbook(io.BytesIO(coming.value.path().read_bytes()))["Table"]
    assert marked["A6"].value.startswith("Left out: “Atlantis”")

    page.get_by_role("link", name="See what it would do to the scores").click()
    expect(page.get_by_role("heading", name="What it would do to the scores")).to_be_visible()
    assert violations(page) == []
    page.context.close()
