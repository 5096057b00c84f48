"""Which pages are said to be all in Welsh, while the rest of the catalogue waits."""

import re

from tests.architecture.source import TEMPLATES

#: With whatever they extend and include.
PAGES = (
    "explore/home.html",
    "explore/areas.html",
    "explore/area.html",
    "explore/in_words.html",
    "explore/brief.html",
    "explore/search.html",
    "explore/search_suggest.html",
    "explore/suggest.html",
    "layouts/plain.html",
)
#: The words that these take from code.
MODULES = (
    "apps/areas/models.py",
    "apps/common/bands.py",
    "apps/common/periods.py",
    "apps/common/tiers.py",
    "apps/common/templatetags/figures.py",
    "apps/common/templatetags/site.py",
    "apps/explore/brief.py",
    "apps/explore/drawing.py",
    "apps/explore/lexicon.py",
    "apps/explore/narrative.py",
    "apps/explore/views/search.py",
    "apps/explore/wording.py",
    "apps/scores/sentences.py",
)
_PART = re.compile(r"\{%-?\s*(?:include|extends)\s+[\"']([^\"'#]+)")


def complete_templates() -> list[str]:
    """The pages, all components, and every template that one of them is made of."""
    found: list[str] = []
    wanted = [*PAGES, *(f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html"))]
    while wanted:
        if (name := wanted.pop()) not in found:
            found.append(name)
            wanted += _PART.findall((TEMPLATES / name).read_text("utf-8"))
    return sorted(found)
