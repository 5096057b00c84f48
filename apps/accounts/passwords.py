"""What a password may be: long, not one that everyone tries first, and not made of this site's or one's own words."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.areas.models import Area

LEAST, MOST = 12, 128
#: Shorter words stand in many others; fewer letters than these beside a known word do not make it another.
_SHORTEST = _FEWEST = 4
_SITE_WORDS = ("thriving", "places", "index", "password", "welcome", "secret")


class LengthValidator:
    """Twelve characters or more of whatever kind, and no more than a page should have to hash."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < LEAST:
            raise ValidationError(
                _("Use at least %(least)d characters. Four words are easy to keep.") % {"least": LEAST}
            )
        if len(password) > MOST:
            raise ValidationError(_("Use no more than %(most)d characters.") % {"most": MOST})

    def get_help_text(self) -> str:
        return _("At least %(least)d characters. Four words that do not belong together are easy to keep.") % {
            "least": LEAST
        }


class CommonValidator(CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is tried first. Choose another.")


class OwnWordsValidator:
    """Not the site's name, an area's, or the person's own, with nothing to it but digits and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        left = _letters(password)
        if not left and len(set(password)) < 6:
            raise ValidationError(_("Use more than the same few signs. Four words are easy to keep."))
        for word in sorted(_known_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _FEWEST and _letters(password) != left:
            said = _("Use other words than your name, your address, an area’s name or this site’s: they are guessed.")
            raise ValidationError(said)

    def get_help_text(self) -> str:
        return _("Not your name, your email address, an area’s name or this site’s.")


def _known_words(user: Any) -> set[str]:
    said = [*_SITE_WORDS, settings.SITE_NAME, settings.PUBLISHER, *Area.objects.values_list("name", flat=True)]
    if user is not None:
        said += [user.name, *re.split(r"[@.+_-]", user.email), user.email]
    return set(_words_in(said))


def _words_in(said: Iterable[str]) -> Iterable[str]:
    """Each as one word, and each of its words."""
    for each in said:
        for word in (each, *each.split()):
            if len(_letters(word)) >= _SHORTEST:
                yield _letters(word)


def _letters(text: str) -> str:
    """Only the letters of a text, without accents and case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalpha())
