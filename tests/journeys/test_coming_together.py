"""Two people who have no account yet are working in one shared space within minutes, and nobody else gets in."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.journey
PASSWORD = "four quiet rivers meet"
ORGANISER, COLLEAGUE, OTHER = "noor@college.example", "ravi@college.example", "someone@else.example"
SIGN_UP, INVITATION = r"/sign-up/[\w-]{30,}/\S*", r"/invitations/[\w-]{30,}/"
PATIENCE_SECONDS = 30


@pytest.fixture
def newcomer(browser: Browser, base_url, complaints):
    """Makes a browser that nobody is signed in with."""
    opened = []

    def make(**settings) -> Page:
        context = browser.new_context(base_url=base_url, **settings)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def letter(site):
    """The next link of a shape that the site wrote in a mail: without a server for mail it stands in its logs."""
    read: set[str] = set()

    def find(shape: str) -> str:
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience:
            written = "".join(log.read_text(errors="replace") for log in sorted((site.var_dir / "log").glob("*.log")))
            if new := set(re.findall(shape, written)) - read:
                read.update(new)
                return new.pop()
            time.sleep(0.3)
        pytest.fail(f"No mail with a link like {shape} came.")

    return find


def sign_up(page: Page, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I accept the terms").check()
    page.get_by_role("button", name="Open an account").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


def confirm_and_sign_in(page: Page, link: str, email: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Open my account").click()
    expect(page.get_by_text("Your account is open.")).to_be_visible()
    sign_in(page, email)


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_two_newcomers_share_a_workspace_that_a_third_cannot_see(newcomer, letter):
    # The whole of it without JavaScript, at the width of a telephone.
    organiser = newcomer(java_script_enabled=False, viewport={"width": 390, "height": 800})
    organiser.goto("/sign-up/")
    sign_up(organiser, "Noor Newcomer", ORGANISER)
    confirm_and_sign_in(organiser, letter(SIGN_UP), ORGANISER)

    organiser.goto("/work/organisations/new/")
    organiser.get_by_label("Name").first.fill("Calder College")
    organiser.locator("select[name=sector]").select_option("education")
    organiser.get_by_role("button", name="Open").last.click()
    expect(organiser.get_by_text("Calder College is open, and you are its organiser.")).to_be_visible()
    organiser.get_by_role("link", name="Open a workspace").click()
    organiser.get_by_label("Name").fill("Learning Calder")
    organiser.get_by_label("What it is for").fill("So that everyone in the valley learns.")
    organiser.get_by_label("For which areas").select_option(label="Calderdale")
    organiser.get_by_role("button", name="Open it").click()
    expect(organiser.get_by_text("You are its lead")).to_be_visible()
    organiser.goto("/w/learning-calder/people/invite/")
    organiser.get_by_label("Email address").fill(COLLEAGUE)
    organiser.get_by_role("button", name="Invite").click()
    expect(organiser.get_by_text(f"{COLLEAGUE} is invited.")).to_be_visible()

    invited = letter(INVITATION)
    colleague = newcomer()
    colleague.goto(invited)
    expect(colleague.get_by_text("You would also speak for it in the workspace Learning Calder")).to_be_visible()
    colleague.get_by_role("link", name="No account yet?").click()
    sign_up(colleague, "Ravi Colleague", COLLEAGUE)
    confirm_and_sign_in(colleague, letter(SIGN_UP), COLLEAGUE)
    colleague.get_by_role("button", name="Accept").click()
    colleague.goto("/w/learning-calder/people/")
    expect(
        colleague.get_by_role("cell", name="Ravi Colleague").or_(colleague.get_by_text("Ravi Colleague"))
    ).not_to_have_count(0)

    # The link was good once, and a third person who finds it learns no more than a stranger.
    third = newcomer()
    third.goto("/sign-up/")
    sign_up(third, "Some Oneelse", OTHER)
    confirm_and_sign_in(third, letter(SIGN_UP), OTHER)
    third.goto(invited)
    expect(third.get_by_role("button", name="Accept")).to_have_count(0)
    assert third.goto("/w/learning-calder/").status == 404

    # When the work is done the organiser takes all of it away, by keyboard, archives it and thinks better of it.
    organiser.goto("/w/learning-calder/edit/")
    with organiser.expect_download() as taken:
        organiser.get_by_role("button", name="Download all of it").press("Enter")
    assert taken.value.suggested_filename == "learning-calder.zip"
    organiser.get_by_role("link", name="Archive this workspace").press("Enter")
    organiser.get_by_label("Why").fill("To try it.")
    organiser.keyboard.press("Enter")
    expect(organiser.get_by_text("This workspace is in the archive")).to_be_visible()
    organiser.get_by_role("button", name="Restore it").press("Enter")
    expect(organiser.get_by_text("Everyone is again what they were.")).to_be_visible()
