"""In which order a screen reader meets what an area's page says, as docs/design.md writes it down."""

import re
from html.parser import HTMLParser
from pathlib import Path

DOC = Path(__file__).resolve().parents[2] / "docs" / "design.md"
#: Landmarks are named in brackets; what is met besides bears its words.
LANDMARKS = {"header": "banner", "nav": "navigation", "main": "main", "footer": "content information"}
WITH_WORDS = {"h1": "1", "h2": "2", "h3": "3", "caption": "table", "summary": "more"}


class Outline(HTMLParser):
    """The landmarks, headings, tables, pictures and things to unfold of a page, in the order of reading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._inside = ""
        self._in_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in LANDMARKS and not (tag == "header" and self._in_main):
            self.lines.append(" ".join(filter(None, [f"[{LANDMARKS[tag]}]", given.get("aria-label")])))
            self._in_main |= tag == "main"
        if tag == "svg" and given.get("role") == "img":
            self.lines.append("picture:")
        if tag in WITH_WORDS:
            self._inside = tag
            self.lines.append(f"{WITH_WORDS[tag]}: ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
            self.lines[-1] = " ".join(self.lines[-1].split())

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.lines[-1] += data


def written() -> list[str]:
    found = re.search(r"## What a screen reader meets\n.*?```\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1].splitlines()


def test_an_areas_page_is_read_in_the_order_that_is_written_down(visitor, small_world):
    page = visitor.get("/areas/upper/ambleton/").content.decode()

    assert Outline(page).lines == written()
