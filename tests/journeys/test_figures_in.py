"""What stewards do with figures besides taking a file in, by the keyboard alone: signing, deriving, reorganising."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.access.roles import Role
from apps.accounts.demonstration import PASSWORD
from tests.journeys.conftest import ROOT
from tests.journeys.keyboard import press, sign_in, tab_to, tick, write
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.journey
PATIENCE = 60_000
PLOTS = """# code: allotment-plots
# name: Allotment plots
# unit: plots
# source: allotments
# title: Allotments
# publisher: The council
# vintage: June 2026
# licence: OGL v3.0
# attribution: The council, OGL v3.0.
# release: June 2026
# period-type: calendar year
area,period,value,lower,upper,absence,basis
E08000033,2024-01-01/P1Y,610,,,,published
E08000032,2024-01-01/P1Y,1240,,,,published
"""


@pytest.fixture
def desk(browser: Browser, base_url, site):
    """Makes a desk of somebody: `desk()` for the steward, `desk(email, password)` for someone else."""
    opened = []

    def make(email: str = "", password: str = "") -> Page:
        page = browser.new_context(base_url=base_url, locale="en-GB", bypass_csp=True).new_page()
        opened.append(page)
        sign_in(page, *((email, password) if email else site.sign_in(Role.STEWARD)))
        return page

    yield make
    for page in opened:
        page.context.close()


def add_indicator(page: Page, code: str, name: str, unit: str) -> None:
    page.goto("/desk/indicators/new/")
    write(page, "Name", name)
    write(page, "Code", code)
    write(page, "Unit", unit)
    press(page, "Add it")


def upload(page: Page, path) -> None:
    page.goto("/desk/imports/new/")
    tab_to(page, "File of figures")
    # What opens there is the system's own dialogue, which no page can be asked about.
    page.locator("input[type=file]:focus").set_input_files(path)
    press(page, "Upload and check")


def test_figures_that_two_people_sign_come_into_force_when_the_second_has_accepted(desk, site, tmp_path):
    first = desk()
    first.goto("/desk/sources/new/")
    for label, words in (
        ("Code", "allotments"), ("Title", "Allotments"), ("Publisher", "The council"), ("Licence", "OGL v3.0"),
        ("Attribution", "The council, OGL v3.0."),
    ):  # fmt: skip
        write(first, label, words)
    tick(first, "Two people sign off its figures")
    press(first, "Register it")
    add_indicator(first, "allotment-plots", "Allotment plots", "plots")
    path = tmp_path / "plots.csv"
    path.write_text(PLOTS)
    upload(first, path)
    expect(first.get_by_text("You sign first; someone else then accepts.")).to_be_visible(timeout=PATIENCE)
    assert violations(first) == []
    press(first, "Sign these figures")
    expect(first.get_by_role("main")).to_contain_text("someone else has to accept them too")
    address = first.url

    press(first, "Accept these figures")
    expect(first.get_by_role("main")).to_contain_text("You have signed; now someone else has to.")
    curator = desk("curator@demo.example", PASSWORD)
    curator.goto(address)
    expect(curator.get_by_role("button", name="Accept these figures")).to_have_count(0)

    second = desk("second@demo.example", open_account(site, "second@demo.example", "Sadia Second"))
    second.goto(address)
    # Whoever was given an account is asked for the terms first, and then goes on where they were.
    press(second, "I accept the terms")
    expect(second.get_by_role("main")).to_contain_text("Morgan Ellery signed on")
    press(second, "Accept these figures")
    expect(second.get_by_role("main")).to_contain_text("loaded", timeout=PATIENCE)
    assert violations(second) == []


def open_account(site, email: str, name: str) -> str:
    """A second steward; the password that the command shows once."""
    command = [sys.executable, "manage.py", "open_account", email, "--name", name, "--role", "steward"]
    environment = {**os.environ, "VAR_DIR": str(site.var_dir), "DEMONSTRATION": "yes"}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return told.rsplit(": ", 1)[1].strip()


def test_an_indicator_is_made_of_two_others_changed_and_ended(desk):
    steward = desk()
    add_indicator(steward, "income-by-work", "Income by people in work", "£ for each percent")
    steward.goto("/desk/derivations/new/ratio/")
    write(steward, "The indicator that is made", "income-by-work")
    write(steward, "What is divided", "disposable-income")
    write(steward, "By what it is divided", "employment-rate")
    write(steward, "Why it is made, and why so", "To see where work pays.")
    press(steward, "See what would follow")
    expect(steward.get_by_role("main")).to_contain_text("figures")
    assert violations(steward) == []
    press(steward, "Declare it")
    expect(steward.get_by_role("heading", name="What came of it")).to_be_visible(timeout=PATIENCE)
    assert violations(steward) == []
    press(steward, re.compile(r"^Import \d+"))
    expect(steward.get_by_role("heading", name="Your decision")).to_be_visible(timeout=PATIENCE)
    press(steward, "Accept these figures")
    expect(steward.get_by_role("main")).to_contain_text("loaded", timeout=PATIENCE)

    steward.goto("/desk/derivations/")
    press(steward, "Income by people in work")
    press(steward, "Change how it is made")
    write(steward, "Multiplied by", "100")
    press(steward, "See what would follow")
    expect(steward.get_by_role("main")).to_contain_text("figures for 316 areas follow from what is in force")
    press(steward, "Change it")
    expect(steward.get_by_role("heading", name="Versions")).to_be_visible()

    press(steward, "End it")
    write(steward, "Why it ends", "It was for trying out.")
    press(steward, "End it")
    expect(steward.get_by_role("main")).to_contain_text("It was for trying out.")
    assert violations(steward) == []


def test_a_reorganisation_is_drafted_brought_in_and_undone(desk, page: Page):
    steward = desk()
    steward.goto("/desk/reorganisations/")
    press(steward, "Draft one")
    write(steward, "Title", "Ipswich: another code and name")
    tab_to(steward, "Takes effect on")
    steward.keyboard.type("01042025")
    press(steward, "Save the draft")
    press(steward, "Add a new area")
    write(steward, "Code", "E07000999")
    write(steward, "Name", "Orwell")
    tab_to(steward, re.compile("^Made from, whole"))
    steward.keyboard.type("Ipswich")
    press(steward, "Add it to the draft")
    assert violations(steward) == []
    main = steward.get_by_role("main")
    expect(main).to_contain_text("Orwell")
    press(steward, "Bring it in")
    press(steward, "Yes, bring it in")
    expect(main).to_contain_text("In force", timeout=PATIENCE)

    page.goto("/areas/?q=Orwell")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Orwell")
    press(steward, "Undo this reorganisation")
    press(steward, "Yes, undo it")
    while "Wait until that is done" in main.inner_text():
        # Its earlier figures are being worked out; nothing was undone meanwhile.
        steward.wait_for_timeout(1000)
        press(steward, "Undo this reorganisation")
        press(steward, "Yes, undo it")
    expect(main).to_contain_text("Undone")
    page.goto("/areas/?q=Ipswich")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ipswich")
