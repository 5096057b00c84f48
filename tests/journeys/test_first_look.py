"""The site opens in a real browser."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey


def test_anyone_opens_the_home_page(page: Page):
    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first).to_be_visible()
