"""What a reader's browser fetches beside a page: every style sheet and script of ours and of others, packed."""

import gzip
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

MOST = 60_000


def _packed(path):
    return len(gzip.compress(Path(path).read_bytes()))


def test_all_style_sheets_and_scripts_together_weigh_less_than_one_page_may():
    own = [path for kind in ("css", "js") for path in Path(settings.BASE_DIR, "static", kind).rglob(f"*.{kind}")]
    htmx = finders.find("django_htmx/htmx-2.min.js")

    assert len(own) > 10
    assert sum(map(_packed, [*own, htmx])) < MOST
