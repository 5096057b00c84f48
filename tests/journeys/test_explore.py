"""The public index as its users use it: on a small screen, without JavaScript, on paper, on another's page."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_accessibility import PUBLIC

pytestmark = pytest.mark.journey
CALDERDALE = "/areas/upper/calderdale/"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
INTERACTIVE = "main button, main input, main select, main textarea, main summary"


def test_every_public_page_opens_at_320_px_without_scrolling_sideways(browser: Browser, base_url):
    viewport = {"width": 320, "height": 700}
    page = browser.new_context(base_url=base_url, viewport=viewport).new_page()

    answered, wide = {}, {}
    for path in PUBLIC:
        answered[path] = page.goto(path, wait_until="domcontentloaded").status
        if extra := page.evaluate(SIDEWAYS):
            wide[path] = extra

    page.context.close()
    assert {path: status for path, status in answered.items() if status != 200} == {}
    assert wide == {}


def test_a_brief_is_one_page_of_a4_with_nothing_to_press(page: Page):
    page.goto(f"{CALDERDALE}brief/")
    page.emulate_media(media="print")

    pressed = [each.inner_text() for each in page.locator(INTERACTIVE).all() if each.is_visible()]
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))

    assert pressed == []
    assert len(pages) == 1


def test_an_area_is_told_whole_without_javascript(browser: Browser, base_url):
    page = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()

    page.goto("/")
    expect(page.locator("main svg").first).to_be_visible()
    page.goto(CALDERDALE)
    expect(page.locator("main svg").first).to_be_visible()
    expect(page.get_by_role("main").get_by_role("table").first).to_be_attached()
    page.goto("/grid/upper/")
    expect(page.get_by_role("main").get_by_role("table")).to_contain_text("Calderdale")
    page.goto("/compare/upper/?area=calderdale&area=bradford")
    expect(page.get_by_role("main").get_by_role("table").first).to_contain_text("Bradford")

    page.context.close()


@pytest.fixture
def elsewhere(base_url) -> Iterator[str]:
    """A page of another origin that shows a chart in a frame without scripts."""
    chart = f"{base_url.rstrip('/')}/embed/wheel/upper/calderdale/"
    shown = f'<!doctype html><title>Elsewhere</title><iframe sandbox src="{chart}"></iframe>'

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(shown.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/here"
    server.shutdown()
    server.server_close()


def test_a_chart_is_shown_on_a_page_of_another_origin_without_script_or_cookie(browser: Browser, elsewhere):
    page = browser.new_context().new_page()
    page.goto(elsewhere)

    frame = page.frame_locator("iframe")
    expect(frame.locator("svg, img").first).to_be_visible()
    expect(frame.locator("script")).to_have_count(0)
    assert page.context.cookies() == []

    page.context.close()
