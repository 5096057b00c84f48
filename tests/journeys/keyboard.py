"""The keyboard alone, as someone uses it who sees where the focus is."""

import re

import pytest
from playwright.sync_api import Page, expect

Name = str | re.Pattern[str]
_SAID = """(e => [e.labels?.[0]?.innerText, e.getAttribute('aria-label'), e.innerText].find(Boolean) || '')
(document.activeElement)"""

_LEADS_AWAY = """(e => e.type === 'submit' || (e.matches('a[href]') && !e.getAttribute('href').startsWith('#')))
(document.activeElement)"""


def tab_to(page: Page, name: Name, most: int = 80) -> None:
    """Press the tabulator until something of that name has the focus and shows it, if it has not got it already."""
    for _ in range(most):
        said = page.evaluate(_SAID).strip()
        if said == name if isinstance(name, str) else name.search(said):
            focused = page.locator("*:focus")
            expect(focused).to_be_visible()
            assert focused.evaluate("e => getComputedStyle(e).outlineStyle !== 'none'"), f"{said} shows no focus"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The tabulator does not lead to {name} in {most} steps.")


def press(page: Page, name: Name) -> None:
    """Go to a link, a button or what unfolds, and press it."""
    tab_to(page, name)
    if page.evaluate(_LEADS_AWAY):
        with page.expect_navigation():
            page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")


def tick(page: Page, name: Name) -> None:
    """Go to a box, and tick it."""
    tab_to(page, name)
    page.keyboard.press("Space")
    expect(page.locator("*:focus")).to_be_checked()


def write(page: Page, name: Name, words: str) -> None:
    """Go to a field, and write into it; what stood there is replaced."""
    tab_to(page, name)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in, by the keyboard alone."""
    page.goto("/sign-in/")
    write(page, re.compile("^Email"), email)
    write(page, "Password", password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
