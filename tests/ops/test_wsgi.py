"""The door for gunicorn."""

import io

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from apps.accounts.token_actions import make_token, revoke_token
from apps.files.models import StoredFile
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
    return through(RequestFactory().get(path).environ | {"CONTENT_TYPE": content_type})


def through(environ):
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


_FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\narea,period,value\n'


@pytest.mark.parametrize(
    ("content_type", "sent"),
    [
        ("text/csv", b"area,period,value\nE06000001,2024,1\n"),
        ("multipart/form-data; boundary=x", _FORM + b"E06000001,2024,1\n" * 10_000),
    ],
    ids=["body", "form"],
)
def test_a_file_that_breaks_off_on_its_way_is_not_taken_in_for_a_whole_one(content_type, sent, small_world):
    secret = make_token(by=small_world.steward, name="nightly", days=9)[1]
    before = StoredFile.objects.count()
    environ = RequestFactory(headers={"authorization": f"Bearer {secret}"}).post(
        "/api/v1/imports/?name=a.csv", b"", content_type=content_type
    ).environ  # fmt: skip

    status, _etag, body = through(environ | {"wsgi.input": io.BytesIO(sent), "CONTENT_LENGTH": str(len(sent) + 1)})

    assert status.startswith("400")
    assert "What was sent broke off on its way. Send it again, whole." in body.decode()
    assert StoredFile.objects.count() == before


def test_a_token_that_is_revoked_while_a_file_is_on_its_way_brings_nothing(small_world):
    token, secret = make_token(by=small_world.steward, name="nightly", days=9)
    before = StoredFile.objects.count()

    class Slow(io.BytesIO):
        def read(self, *size):
            revoke_token(by=small_world.steward, token=token)
            return super().read(*size)

    sent = b"area,period,value\nE06000001,2024,1\n"
    environ = RequestFactory(headers={"authorization": f"Bearer {secret}"}).post(
        "/api/v1/imports/?name=a.csv", sent, content_type="text/csv"
    ).environ  # fmt: skip
    status, _etag, body = through(environ | {"wsgi.input": Slow(sent)})

    assert status.startswith("401")
    assert "revoked" in body.decode()
    assert StoredFile.objects.count() == before
