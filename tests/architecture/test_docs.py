"""What the documents say of the code is true."""

import re
from itertools import chain

import pytest
from django.core.management import call_command

from apps.common.bands import BANDS
from tests.architecture.source import APPS, ROOT, contracts, floors

DOCS = ROOT / "docs"
NAMED = re.compile(r"`((?:apps|docs|templates|static|tests|tpi_platform|ops|bench)/[\w./-]+)`")


def documents():
    return sorted(chain(DOCS.rglob("*.md"), ROOT.glob("*.md")))


def test_documents_made_from_the_code_are_up_to_date():
    call_command("write_docs", "--check")


def test_the_house_lists_the_floors_that_the_contract_enforces():
    page = (DOCS / "house.md").read_text("utf-8")
    drawing = page.split("```floors\n", 1)[1].split("```", 1)[0]
    drawn = [line.split("  ")[-1].strip() for line in drawing.splitlines() if line.strip()]

    layers = next(contract for contract in contracts() if contract.get("containers") == ["apps"])["layers"]
    assert drawn == [layer.replace("(", "").replace(")", "") for layer in layers]


def test_the_house_says_of_every_app_what_it_is_for():
    page = (DOCS / "house.md").read_text("utf-8")
    built = {folder.parent.name for folder in APPS.glob("*/__init__.py")}

    assert {app for app in built if not re.search(rf"^\| `{app}` \|", page, re.M)} == set()
    assert {app for app in re.findall(r"^\| `(\w+)` \|", page, re.M)} <= built
    assert built <= set(floors())


def test_the_house_names_every_contract():
    page = (DOCS / "house.md").read_text("utf-8")

    assert [contract["name"] for contract in contracts() if contract["name"] not in page] == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_file_that_a_document_names_exists(document):
    named = {name.rstrip("/.") for name in NAMED.findall(document.read_text("utf-8"))}

    assert sorted(name for name in named if not (ROOT / name).exists() and "NNNN" not in name) == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text("utf-8"))

    assert sorted(link for link in links if not (document.parent / link).exists()) == []


def test_decisions_are_numbered_once_and_say_what_else_was_considered():
    records = sorted((DOCS / "adr").glob("[0-9]*.md"))
    numbers = [path.name[:4] for path in records]

    assert len(numbers) == len(set(numbers))
    for path in records:
        text = path.read_text("utf-8")
        assert re.search(r"^## .*(Considered|considered|Alternatives|instead)", text, re.M), path.name


def test_the_glossary_knows_the_words_of_the_bands():
    page = (DOCS / "language.md").read_text("utf-8").casefold()

    assert [str(band.word) for band in BANDS if str(band.word).casefold() not in page] == []


def test_no_page_uses_a_word_that_the_glossary_bars():
    barred = re.compile(r"\b(best|worst|failing|league|leaderboard|winners?|losers?)\b", re.I)
    found = {
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in (ROOT / "templates").rglob("*.html")
        for match in barred.finditer(
            re.sub(r"<[^>]*>|\{%\s*(?:if|with|include|load|url)\b.*?%\}", " ", path.read_text("utf-8"))
        )
    }

    assert sorted(found) == []
