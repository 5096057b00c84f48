"""Whether something harmful is in a file that someone brings, by the scanner that FILE_SCANNER names."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from apps.common.errors import Refused
from apps.files.clamd import Clamd, Unscanned
from apps.files.pieces import Content, pieces_of

#: Given a file piece by piece it names what is harmful in it, or nothing; it raises Unscanned where it cannot tell.
Scanner = Callable[[Iterable[bytes]], str]

log = logging.getLogger(__name__)


class Harmful(Refused):
    """A file is not kept, since something harmful is in it; `scope` is for whose people it was brought."""

    def __init__(self, sentence: str, *, name: str, found: str, scope: Any) -> None:
        super().__init__(sentence)
        self.name, self.found, self.scope = name, found, scope


def scanner() -> Scanner | None:
    """Whoever looks through files here; None where the setting names nobody. Raises ImportError or ValueError."""
    named = settings.FILE_SCANNER
    if not named:
        return None
    return Clamd(named) if ":" in named else import_string(named)


def insist_harmless(name: str, content: Content, *, scope: Any = None) -> None:
    """Raises Harmful where the scanner finds something, and Refused where nobody can say; with no scanner nothing."""
    scan = scanner()
    if scan is None:
        return
    try:
        found = scan(pieces_of(content))
    except (OSError, Unscanned) as error:
        log.error("A file that someone brought was not kept, since it could not be looked through: %s", error)
        sentence = _(
            "“%(name)s” cannot be checked for harmful software right now, so it was not kept. Try again later."
        )
        raise Refused(sentence % {"name": name}) from error
    if found:
        sentence = _(
            "“%(name)s” was not kept: harmful software was found in it (%(found)s). Do not open it again, and tell "
            "whoever looks after your computers."
        )
        raise Harmful(sentence % {"name": name, "found": found}, name=name, found=found, scope=scope)
