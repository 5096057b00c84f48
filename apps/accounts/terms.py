"""Which terms someone accepted: by the hash of their words, so that it can be seen later whether they changed."""

import hashlib

from django.conf import settings

#: Names the terms that come with the software; raise it when templates/pages/terms.html says something else.
NEUTRAL = "the neutral terms that come with the software, November 2026"


def terms_version() -> str:
    """The SHA-256 of the terms that are in force: the site's own, or the neutral ones that come with it."""
    return hashlib.sha256((settings.TERMS or NEUTRAL).encode()).hexdigest()
