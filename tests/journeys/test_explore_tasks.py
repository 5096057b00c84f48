"""What readers come for: an area, a weakness down to its source, peers, figures to take away; by keyboard, in Welsh."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, Site, free_port
from tests.journeys.keyboard import press, tab_to
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.journey
FINDER = "Find your area by typing its name"


@pytest.mark.parametrize(
    ("typed", "offered", "said"),
    [
        ("calderdael", "Calderdale", "Did you mean"),
        ("Aylesbury Vale", "Buckinghamshire", "became part of Buckinghamshire in 2020"),
        ("Swydd Amwythig", "Shropshire", "West Midlands"),
        ("E07000004", "Buckinghamshire", "Aylesbury Vale"),
    ],
)
def test_an_area_is_found_by_a_slip_a_former_name_its_name_in_welsh_and_a_former_code(page: Page, typed, offered, said):
    page.goto("/")
    page.get_by_label(FINDER).fill(typed)

    expect(page.get_by_role("listbox").or_(page.locator("#found"))).to_contain_text(said)
    page.get_by_role("option", name=re.compile(f"^{offered}")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(offered)


def test_a_weakness_is_followed_down_to_its_source_and_the_import_that_brought_it(page: Page):
    page.goto("/areas/upper/calderdale/")
    lowest = page.get_by_role("heading", name="Lowest scores").locator("xpath=following-sibling::ol[1]")
    name, score = lowest.get_by_role("link").first.inner_text(), lowest.locator(".standout-score b").first.inner_text()
    lowest.get_by_role("link").first.click()

    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} in Calderdale")
    expect(main).to_contain_text(f"is {score} out of 10")
    expect(main.get_by_role("heading", name="How the score was made")).to_be_visible()
    for word in ("How sure", "Publisher", "Release", "Licence", "Came in with", "Checksum of the file"):
        expect(main.get_by_role("term").filter(has_text=re.compile(f"^{word}$"))).to_be_visible()
    source = (
        main.locator("dt", has_text=re.compile("^Source$"))
        .locator("xpath=following-sibling::dd[1]")
        .get_by_role("link")
    )
    title = source.inner_text()
    source.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    for word in ("Publisher", "Attribution", "Last came in"):
        expect(main.get_by_role("term").filter(has_text=re.compile(f"^{word}$"))).to_be_visible()
    main.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_an_area_is_put_beside_areas_like_it_and_only_clear_differences_are_said(page: Page):
    page.goto("/areas/upper/calderdale/")
    page.get_by_role("link", name="Areas like this one").click()
    main = page.get_by_role("main")
    peer = main.get_by_role("rowheader").first.get_by_role("link").inner_text()
    main.get_by_role("link", name="Compare with the closest").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Calderdale beside others")
    expect(main.get_by_role("list", name="Areas that are compared")).to_contain_text(peer)
    expect(main.get_by_role("listitem").filter(has_text=f"{peer}: clearly")).to_contain_text("not told apart in")
    main.get_by_role("link", name="only what is clearly different").click()
    expect(main.get_by_role("table").first).to_contain_text(re.compile("clearly (higher|lower)"))
    main.get_by_label("Add another area by its name").fill("mid suffolk")
    main.get_by_role("button", name="Add").click()
    expect(main).to_contain_text("Mid Suffolk")
    expect(main.get_by_role("list", name="Areas that are compared")).not_to_contain_text("Mid Suffolk")


def test_what_is_taken_away_are_the_numbers_of_the_page(page: Page):
    page.goto("/elements/upper/recycling/")
    main = page.get_by_role("main")
    rows = [row.inner_text().split("\t") for row in main.get_by_role("table").last.locator("tbody tr").all()]
    shown = {
        name: (region, figure, score) for name, region, figure, score, *_ in ([c.strip() for c in r] for r in rows)
    }
    assert len(shown) > 140

    lines = [
        line for line in _download(page, "table (CSV)").decode("utf-8-sig").splitlines() if not line.startswith("#")
    ]
    taken = {
        "CSV": [(r["area-name"], r["region"], r["figure"], r["score"]) for r in csv.DictReader(lines)],
        "XLSX": [(r[1], r[2], r[7], r[3]) for r in _rows_of(_download(page, "workbook (XLSX)"))],
        "JSON": [
            (
                r["area-name"],
                r["region"],
                *(f"[{r['absent'][of]}]" if r[of] is None else r[of] for of in ("figure", "score")),
            )
            for r in json.loads(_download(page, "for programs (JSON)"))["rows"]
        ],
    }

    for form, found in taken.items():
        said = {
            name: (region, _said(figure, "{:.1f}%"), _said(score, "{:.2f}")) for name, region, figure, score in found
        }
        other = {name: (said.get(name), shown.get(name)) for name in said | shown if said.get(name) != shown.get(name)}
        assert (form, other) == (form, {})


def _download(page: Page, form: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("main").get_by_role("link", name=form).click()
    return coming.value.path().read_bytes()


def _rows_of(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows(min_row=2, values_only=True))


#: What the page says in the place of a number that is absent.
ABSENT = {"[not-measured]": "not measured here", "[no-score]": "", "[not-compared]": ""}


def _said(number: object, way: str) -> str:
    return ABSENT[str(number)] if str(number) in ABSENT else way.format(float(str(number)))


def test_the_keyboard_alone_leads_from_home_to_an_elements_figures(page: Page):
    page.goto("/")
    press(page, "Skip to content")
    tab_to(page, FINDER)
    page.keyboard.type("york")
    expect(page.get_by_role("option", name=re.compile("^York"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("York")

    press(page, "Skip to content")
    press(page, "Local Conditions")
    press(page, re.compile("^Why"))
    expect(page.get_by_role("heading", name="What it is made of")).to_be_visible()


@pytest.fixture(scope="module")
def in_welsh(site: Site) -> Iterator[str]:
    """The same site, served in Welsh too by a process beside."""
    port = free_port()
    environment = {**os.environ, "VAR_DIR": str(site.var_dir), "DEMONSTRATION": "yes", "WELSH": "yes"}
    with (site.var_dir / "welsh.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tpi_platform.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < patience:
        try:
            urllib.request.urlopen(f"{address}/about/", timeout=20).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("The site in Welsh did not start.")


def test_a_reader_turns_to_welsh_and_stays_in_it(page: Page, in_welsh):
    page.goto(f"{in_welsh}/areas/upper/shropshire/")
    page.get_by_role("link", name="Cymraeg").click()

    expect(page).to_have_url(f"{in_welsh}/cy/areas/upper/shropshire/")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Swydd Amwythig")
    expect(page.get_by_role("main").get_by_role("heading", name="Mynd ag ef gyda chi")).to_be_visible()
    assert [href for href in _inner_links(page) if not re.match(rf"({in_welsh})?/cy/|#|\?", href)] == []
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shropshire")


def _inner_links(page: Page) -> list[str]:
    return page.get_by_role("main").locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")


@pytest.mark.parametrize("path", ["/cy/", "/cy/areas/upper/shropshire/", "/cy/method/"])
def test_axe_finds_nothing_on_pages_in_welsh(browser, in_welsh, path):
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{in_welsh}{path}")

    found = violations(page)

    page.context.close()
    assert found == []
