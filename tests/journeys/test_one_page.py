"""An area's brief is one sheet of A4 when it is printed, also with as much on it as it can hold."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey
#: A trend as long as they come, and as many as the page tells at most.
LONG = (
    "The figure for Range of good early development between ethnic groups has fallen, from 15.0 (2019/20) to 5.0 "
    "percentage points, highest minus lowest of four groups (2024/25), more steadily than chance alone would make it; "
    "here less is better."
)
CHANGE = "The score for Mental & Physical Health is a good deal higher than before: 6.10 after 5.10 (+1.00)."


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4")))


@pytest.mark.parametrize("area", ["upper/calderdale", "district/mid-devon", "upper/isles-of-scilly"])
def test_a_brief_is_one_sheet(area, page: Page):
    page.goto(f"/areas/{area}/brief/")

    assert sheets(page) == 1


def test_the_fullest_brief_is_one_sheet(page: Page):
    page.goto("/areas/upper/calderdale/brief/")
    page.evaluate(
        """([words, change]) => {
            const told = document.querySelector(".sheet-told");
            for (const said of [Array(4).fill(words), Array(4).fill(words), Array(5).fill(change)]) {
              const list = document.createElement("ul");
              list.className = "sheet-told";
              for (const each of said) list.appendChild(document.createElement("li")).textContent = each;
              told.after(list);
            }
        }""",
        [LONG, CHANGE],
    )

    assert sheets(page) == 1
