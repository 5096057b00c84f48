"""Every kind of page, judged by axe in a real browser, light on a wide screen and dark on a narrow one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from apps.access.roles import Role

pytestmark = pytest.mark.journey
PUBLIC = [
    "/",
    "/areas/",
    "/areas/?q=dorset",
    "/areas/?q=nowhere+at+all",
    "/areas/upper/calderdale/",
    "/areas/district/mid-suffolk/",
    "/areas/upper/isles-of-scilly/",
    "/areas/upper/calderdale/equality/",
    "/areas/upper/calderdale/equality-gender/",
    "/areas/upper/calderdale/adult-obesity/",
    "/method/",
    "/about/",
    "/gallery/",
    "/sign-in/",
]
DESK = [
    "/desk/",
    "/desk/imports/",
    "/desk/imports/1/",
    "/desk/imports/new/",
    "/desk/runs/",
    "/desk/runs/1/",
    "/desk/jobs/",
]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_public_pages(browser: Browser, base_url, width, scheme):
    viewport = {"width": width, "height": 900}
    page = browser.new_context(base_url=base_url, viewport=viewport, color_scheme=scheme, bypass_csp=True).new_page()

    found = [each for path in PUBLIC if page.goto(path) for each in violations(page)]

    page.context.close()
    assert found == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_desk(browser: Browser, base_url, site, width):
    viewport = {"width": width, "height": 900}
    page = browser.new_context(base_url=base_url, viewport=viewport, bypass_csp=True).new_page()
    email, password = site.sign_in(Role.STEWARD)
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()

    opened = {path: page.goto(path).status for path in DESK}
    found = [each for path in DESK if page.goto(path) for each in violations(page)]

    page.context.close()
    assert opened == dict.fromkeys(DESK, 200)
    assert found == []
