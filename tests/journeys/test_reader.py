"""Anyone: find an area by typing, open it, and ask each number where it is from."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.journey


def test_a_reader_finds_an_area_by_typing_and_opens_it_with_the_keyboard_alone(page: Page):
    page.goto("/")
    page.get_by_label("Find your area by typing its name").focus()
    page.keyboard.type("calder")
    expect(page.get_by_role("option", name=re.compile("Calderdale"))).to_be_visible()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/areas/upper/calderdale/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Calderdale")


def test_an_areas_page_shows_scores_missing_parts_and_every_figure_with_its_origin(page: Page):
    page.goto("/areas/upper/calderdale/")

    main = page.get_by_role("main")
    expect(main).to_contain_text("Scores are relative")
    for headline in ("Local Conditions", "Equality", "Sustainability"):
        expect(main.get_by_role("heading", name=headline).first).to_be_visible()
    expect(main.get_by_role("row", name=re.compile("Gender equality"))).to_contain_text("No score")
    expect(main.locator("summary", has_text="Why?")).to_have_count(69)
    # Every score above the indicators leads to what it is made of.
    main.get_by_role("link", name=re.compile("Why.*Local Conditions")).click()
    expect(main.get_by_role("heading", name="What it is made of")).to_be_visible()
    expect(main).to_contain_text("Counts for 20%.")
    page.go_back()

    why = main.locator("details").filter(has_text="Claimant Count, Explore local statistics")
    why.get_by_text("Why?").click()
    for word in ("Office for National Statistics", "OGL v3.0"):
        expect(why).to_contain_text(word)


def test_an_area_too_small_to_compare_shows_figures_and_says_why_it_has_no_scores(page: Page):
    page.goto("/areas/isles-of-scilly/")

    expect(page.get_by_role("main")).to_contain_text("too small to compare")
    expect(page.get_by_role("main")).to_contain_text("No score")


def test_a_district_says_why_equality_has_no_score(page: Page):
    page.goto("/areas/district/mid-suffolk/")

    expect(page.get_by_role("main")).to_contain_text("Low spread between neighbourhoods is not fairness")


def test_a_reader_without_javascript_finds_an_area_and_its_figures(browser: Browser, base_url):
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    page.goto("/")
    page.get_by_label("Find your area by typing its name").fill("calderdale")
    page.get_by_role("button", name="Find").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Calderdale")
    page.get_by_role("link", name="People claiming benefits because they are out of work").first.click()
    expect(page.get_by_role("main")).to_contain_text("Where it comes from")
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize(
    "path", ["/", "/areas/", "/areas/upper/calderdale/", "/areas/upper/calderdale/suicide/", "/method/"]
)
def test_no_page_scrolls_sideways(page: Page, path, width):
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
