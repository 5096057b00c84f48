"""Someone adds a passkey and comes in by it: alone, and after the password. The browser makes it and signs with it."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, Site

pytestmark = pytest.mark.journey
EMAIL = "kay@keys.example"


@pytest.fixture
def at(site: Site) -> str:
    """Where one meets the site by its name, as passkeys are for names and not for numbers."""
    return f"http://localhost:{urlsplit(site.address).port}"


@pytest.fixture
def password(site: Site) -> str:
    """That of Kay, who has an account of her own: those of the demonstration stay as they are."""
    command = [sys.executable, "manage.py", "open_account", EMAIL, "--name", "Kay Keyes"]
    environment = {**os.environ, "VAR_DIR": str(site.var_dir), "DEMONSTRATION": "yes"}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return told.split()[-1]


def with_a_device(page: Page) -> None:
    """A device that keeps passkeys and asks its holder for a finger, who always has it at hand."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def give_password(page: Page, at: str, password: str) -> None:
    page.goto(f"{at}/sign-in/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


def test_a_passkey_is_added_and_lets_its_holder_in_alone_and_as_the_second_step(page: Page, at, password):
    with_a_device(page)
    give_password(page, at, password)
    # Whoever opened her account for her did not accept the terms in her place.
    page.get_by_role("button", name="I accept the terms").click()
    expect(page.get_by_text("The terms are accepted.")).to_be_visible()
    page.goto(f"{at}/account/passkeys/")
    page.get_by_label("What to call it").fill("this laptop")
    page.get_by_role("button", name="Add this device or key").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto(f"{at}/account/passkeys/")
    expect(page.get_by_role("heading", name="this laptop")).to_be_visible()

    sign_out(page)
    page.goto(f"{at}/sign-in/?next=/account/passkeys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="this laptop")).to_be_visible()
    expect(page.get_by_text("last used on")).to_be_visible()

    sign_out(page)
    give_password(page, at, password)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_without_javascript_nothing_is_offered_that_would_not_work(browser, at):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{at}/sign-in/")

    expect(page.get_by_role("button", name="Sign in", exact=True).last).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    context.close()
