"""What a page costs the database."""

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext


def questions(visitor, address: str) -> int:
    """How many questions a public page takes to be made, in a process that knows the edition and not yet the page."""
    visitor.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(address).status_code == 200
    return len(asked)
