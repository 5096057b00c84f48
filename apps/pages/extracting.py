"""All words of the site that are marked for translation, out of its modules and its templates."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from apps.pages.catalogue import Message, words_of_module, words_of_templatized

#: Welsh has four forms, as Django's own catalogue has them: one, two, most, and eight or eleven.
FORMS = 4
HEADER = (
    "Language: cy\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;\n"
)
COMMENT = (
    "Welsh. AWAITING REVIEW: written by people who are not native speakers, and read by none yet.\n"
    "Until a native reader has gone through it the setting WELSH stays off."
)


def catalogue_path() -> Path:
    """Where the translations stand that people write."""
    return Path(settings.BASE_DIR, "locale", "cy", "LC_MESSAGES", "django.po")


def marked_words() -> Iterator[Message]:
    """Every marked message of the site with the file that it stands in."""
    base = Path(settings.BASE_DIR)
    for path in sorted([*(base / "apps").rglob("*.py"), *(base / "templates").rglob("*.html")]):
        yield from words_in(path)


def words_in(path: Path) -> Iterator[Message]:
    """The marked messages of one file."""
    place = path.relative_to(settings.BASE_DIR).as_posix()
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        yield from words_of_module(source, place)
    else:
        yield from words_of_templatized(templatize(source), place)
