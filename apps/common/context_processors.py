"""What every page may show without asking the database."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


class Tongue(NamedTuple):
    """A language that this very page can be read in: its code, its own name, where, and whether it is this one."""

    code: str
    name: str
    address: str
    here: bool


def site(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION}


def tongues(request: HttpRequest) -> dict[str, object]:
    """The languages of this page; none where there is but one, or the page is in one only."""
    if len(settings.LANGUAGES) < 2:
        return {}
    here = request.build_absolute_uri()
    found = [Tongue(code, name, translate_url(here, code), code == get_language()) for code, name in settings.LANGUAGES]
    return {"tongues": found if len({each.address for each in found}) > 1 else []}
