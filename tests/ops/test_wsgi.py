"""The door for gunicorn."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from tpi_platform.wsgi import application


@pytest.fixture(autouse=True)
def one_connection():
    """A request lets its connection to the database go, and the test's own transaction would go with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answer(path, content_type):
    """What comes back through the door, where a browser's own claims of how it writes arrive unread."""
    environ = RequestFactory().get(path).environ | {"CONTENT_TYPE": content_type}
    told = {}

    def start_response(status, headers):
        told.update(status=status, headers=dict(headers))

    body = b"".join(application(environ, start_response))
    return told["status"], told["headers"].get("ETag"), body


@pytest.mark.parametrize("claimed", ["cp037", "utf-7", "rot13", "hex", "idna", "undefined", "no-such", '"utf-16"'])
@pytest.mark.parametrize("path", ["/areas/?q=am", "/areas/?q=%2B2AA-", "/"])
def test_how_a_reader_claims_to_write_changes_no_page_that_is_kept_for_everyone(claimed, path, small_world):
    plain = answer(path, "text/plain")

    assert plain[0].startswith("200")
    assert answer(path, f"text/plain; charset={claimed}") == plain
    assert answer(path, f"text/plain;CHARSET = {claimed};x=y") == plain
