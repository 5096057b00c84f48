"""Taking in a file."""

import hashlib

import pytest

from apps.access.checks import OPERATOR, AccessDenied
from apps.common.errors import Refused
from apps.files.actions import store

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_as_it_came(steward):
    stored = store(by=steward, name="figures.csv", media_type="text/csv", content=b"area,value\n")

    stored.refresh_from_db()
    assert (stored.name, stored.media_type, stored.size) == ("figures.csv", "text/csv", 11)
    assert bytes(stored.content) == b"area,value\n"
    assert stored.sha256 == hashlib.sha256(b"area,value\n").hexdigest()
    assert stored.stored_by == steward


def test_the_operator_may_bring_a_file_and_leaves_no_account():
    assert store(by=OPERATOR, name="a.csv", media_type="text/csv", content=b"x").stored_by is None


def test_a_stranger_may_not_bring_a_file(stranger):
    with pytest.raises(AccessDenied):
        store(by=stranger, name="a.csv", media_type="text/csv", content=b"x")


def test_an_empty_file_is_refused(steward):
    with pytest.raises(Refused, match="“a.csv” is empty"):
        store(by=steward, name="a.csv", media_type="text/csv", content=b"")


def test_a_file_that_is_too_large_is_refused_and_one_at_the_limit_is_not(steward, settings):
    settings.UPLOAD_MAX_BYTES = 1024

    store(by=steward, name="a.csv", media_type="text/csv", content=b"x" * 1024)
    with pytest.raises(Refused, match="larger than 1.0\xa0KB"):
        store(by=steward, name="a.csv", media_type="text/csv", content=b"x" * 1025)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\sam\\figures.csv", "figures.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie: x.csv"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
        ("folder/", "unnamed file"),
        ("Ynys Môn.csv", "Ynys Môn.csv"),
    ],
)
def test_only_a_plain_name_is_kept(given, kept, steward):
    assert store(by=steward, name=given, media_type="text/csv", content=b"x").name == kept


@pytest.mark.parametrize("media_type", ["", "text", "text/html; charset=x\r\nX: y", "text/" + "x" * 200])
def test_a_media_type_that_is_none_is_not_kept(media_type, steward):
    stored = store(by=steward, name="a.csv", media_type=media_type, content=b"x")

    assert stored.media_type == "application/octet-stream"
