"""Which terms someone accepted: by the hash of their words, so that it can be seen later whether they changed."""

import hashlib

from django.conf import settings
from django.template.loader import get_template


def terms_version() -> str:
    """The SHA-256 of the terms that are in force: the site's own, or the page of the neutral ones that come with it."""
    neutral: str = get_template("pages/terms.html").template.source  # type: ignore[attr-defined]
    return hashlib.sha256((settings.TERMS or neutral).encode()).hexdigest()
