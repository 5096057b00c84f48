"""Which terms someone accepted: by the hash of their words, so that it is seen when they change."""

import hashlib
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template


def terms_version() -> str:
    """The SHA-256 of the terms that are in force: the site's own, or the page of the neutral ones that come with it."""
    neutral: str = get_template("pages/terms.html").template.source  # type: ignore[attr-defined]
    return _hashed(settings.TERMS or neutral)


def owes_terms(user: Any) -> bool:
    """Whether someone has yet to accept the terms as they are now. Accounts of the demonstration are shared."""
    return settings.ASK_FOR_TERMS and not user.is_demonstration and user.terms_sha256 != terms_version()


@lru_cache(maxsize=4)
def _hashed(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
