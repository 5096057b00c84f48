"""A steward: take the newer release of an indicator, upload it, accept it, compare the run it starts, publish it."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from apps.access.roles import Role

pytestmark = pytest.mark.journey
MADE = "How the score was made"
INDICATOR = "/areas/upper/calderdale/recycling/"


def _sign_in(page: Page, site) -> None:
    email, password = site.sign_in(Role.STEWARD)
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def _upload(page: Page, offer: str, folder) -> None:
    page.goto("/desk/")
    with page.expect_download() as coming:
        page.get_by_role("link", name=offer).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    page.get_by_role("link", name="Upload figures").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=re.compile("Upload")).click()


def _figure(page: Page) -> str:
    page.goto(INDICATOR)
    return page.get_by_role("main").inner_text()


def _publish_what_waits(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Run \\d+")).first.click()
    expect(page.get_by_role("heading", name=re.compile("Compared with run"))).to_be_visible()
    page.get_by_text("Publish this run").click()
    page.get_by_role("button", name="Yes, publish it").click()
    expect(page.get_by_text("Readers see this run.")).to_be_visible()


def test_a_stranger_to_the_desk_is_asked_to_sign_in(page: Page):
    page.goto("/desk/imports/")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_steward_without_javascript_sees_what_is_wrong_with_a_file_and_declines_it(
    browser: Browser, base_url, site, tmp_path
):
    page = browser.new_context(java_script_enabled=False, base_url=base_url, accept_downloads=True).new_page()
    _sign_in(page, site)

    _upload(page, "Download the file with mistakes", tmp_path)

    for _ in range(60):
        if page.get_by_role("button", name="Decline").count():
            break
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("main")).to_contain_text("Rows left out")
    expect(page.get_by_text("Rows left out").locator("xpath=following-sibling::dd[1]")).to_have_text("6")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("main")).to_contain_text("Declined")
    page.context.close()


def test_a_steward_takes_a_newer_release_from_download_to_publication_and_withdraws_it(
    page: Page, context: BrowserContext, site, tmp_path
):
    before = _figure(page)
    _sign_in(page, site)

    _upload(page, "Download the newer release", tmp_path)
    expect(page.get_by_text("New figures", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Revised figures", exact=True)).to_be_visible()
    expect(page.get_by_text("Rows left out", exact=True)).to_be_visible()
    page.get_by_role("button", name="Accept these figures").click()
    expect(page.get_by_role("heading", name="The scores are worked out")).to_be_visible(timeout=60_000)
    assert _figure(page) == before, "readers see nothing new before a run is published"

    _publish_what_waits(page)

    assert _figure(page) != before
    expect(page.get_by_role("main")).to_contain_text("2023")

    page.goto("/areas/upper/calderdale/changes/?of=waste")
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"Waste went from [\d.]+ to [\d.]+"))
    expect(main.get_by_role("img", name="Why the score of Waste in Calderdale changed")).to_be_visible()
    main.get_by_text("By 1 indicator").last.click()
    expect(main.get_by_role("listitem").filter(has_text="recycled").last).to_be_visible()

    page.goto("/desk/imports/")
    page.get_by_role("main").get_by_role("link", name="recycling.csv").first.click()
    page.get_by_text("Withdraw these figures").click()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_role("heading", name="The scores are worked out")).to_be_visible(timeout=60_000)
    _publish_what_waits(page)
    after, was = (re.sub(r"run \d+", "run", told).partition(MADE)[0] for told in (_figure(page), before))
    assert after == was, "the figure of before counts again"


def test_a_reader_asks_how_sure_a_score_is_once_workers_have_studied_it(page: Page, site):
    address = "/areas/upper/calderdale/health/"
    for _ in range(60):
        page.goto(address)
        if page.get_by_role("heading", name="How sure is it?").count():
            break
        page.wait_for_timeout(1000)

    page.get_by_label("Is Calderdale clearly different from another area?").fill("bradford")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="of 100 draws")).to_be_visible()
    page.goto("/method/other-choices/")
    expect(page.get_by_role("main")).to_contain_text("A standard deviation is worth 2 points")
