"""Taking in a file."""

import hashlib
import io

import pytest
from django.db import OperationalError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.permissions import Permission
from apps.common.errors import Refused
from apps.files.actions import attach, discard, store
from apps.files.models import FilePart, StoredFile
from apps.files.queries import chunks_of, content_of
from tests.rights import everyone_around, those_who_may

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


def bring(partnership, name="tonnes.csv", content=b"month,tonnes\n", by=None, permission=Permission.INITIATIVE_EDIT):
    by = by or partnership.lead
    return attach(by=by, scope=partnership.workspace, permission=permission, name=name, content=content)


def drop(partnership, stored, by=None, scope=None):
    given = {"scope": scope or partnership.workspace, "permission": Permission.INITIATIVE_EDIT, "stored": stored}
    return discard(by=by or partnership.lead, **given)


def test_a_file_is_attached_for_the_people_of_a_scope(partnership):
    stored = bring(partnership, "C:\\files\\Tonnes.CSV", b"month,tonnes\n2026-01,12\n")

    stored.refresh_from_db()
    assert (stored.name, stored.media_type, stored.size) == ("Tonnes.CSV", "text/csv", 24)
    assert (stored.scope_kind, stored.scope_id) == ("workspace", partnership.workspace.pk)
    assert stored.sha256 == hashlib.sha256(b"month,tonnes\n2026-01,12\n").hexdigest()
    assert stored.stored_by == partnership.lead


def test_a_file_that_is_brought_in_for_the_platform_has_no_scope(steward):
    stored = store(by=steward, name="a.csv", media_type="text/csv", content=b"x")

    assert (stored.scope_kind, stored.scope_id) == ("", None)


def test_whoever_may_change_a_thing_of_a_scope_may_attach_and_discard(partnership):
    people, stored = everyone_around(partnership), bring(partnership)
    editors = {"contributor of the business", "contributor", "lead", "operator"}

    assert those_who_may(lambda by: bring(partnership, by=by), people) == editors
    assert those_who_may(lambda by: drop(partnership, stored, by=by), people) == editors
    assert those_who_may(lambda by: bring(partnership, by=by, permission=Permission.MEMBER_EDIT), people) == {
        "lead",
        "operator",
    }


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tonnes.csv", b"", "“tonnes.csv” is empty"),
        ("page.html", b"", "“page.html” is empty"),
        ("page.html", b"<script>", "“page.html” is of a sort that is not taken in here"),
        ("../../report.pdf", b"MZ", "“report.pdf” is not what its name says"),
        ("", b"x", "“unnamed file” is of a sort"),
    ],
)
def test_only_what_is_known_and_is_what_it_says_is_attached(name, content, sentence, partnership):
    before = StoredFile.objects.count()

    with pytest.raises(Refused, match=sentence):
        bring(partnership, name, content)

    assert StoredFile.objects.count() == before


def test_what_is_attached_has_a_limit_of_its_own(partnership, settings):
    settings.ATTACHMENT_MAX_BYTES, settings.UPLOAD_MAX_BYTES = 1024, 10

    bring(partnership, content=b"x" * 1024)
    with pytest.raises(Refused, match="larger than 1.0\xa0KB"):
        bring(partnership, content=b"x" * 1025)


def test_a_file_is_discarded_unread(partnership, django_assert_max_num_queries):
    kept, gone = bring(partnership), bring(partnership)

    with django_assert_max_num_queries(20) as asked:
        drop(partnership, gone)

    assert list(StoredFile.objects.exclude(scope_kind="")) == [kept]
    assert not any('"content"' in query["sql"] for query in asked.captured_queries)


def test_nobody_discards_a_file_of_another_scope_or_of_none(partnership, steward):
    others = bring(partnership)
    platforms = store(by=steward, name="a.csv", media_type="text/csv", content=b"x")

    drop(partnership, others, by=OPERATOR, scope=partnership.council)
    drop(partnership, platforms)

    assert StoredFile.objects.filter(pk__in=[others.pk, platforms.pk]).count() == 2


class OnDisk(io.BytesIO):
    """A file that is open, and remembers how much was asked of it at once."""

    most = 0

    def read(self, size=-1, /):
        self.most = max(self.most, len(self.getvalue()) if size < 0 else size)
        return super().read(size)


def test_a_large_file_is_kept_in_parts_and_is_never_whole_in_memory(steward, settings):
    content = bytes(range(256)) * 20_000
    file = OnDisk(content)

    stored = store(by=steward, name="large.csv", media_type="text/csv", content=file, most=len(content))

    stored.refresh_from_db()
    assert (stored.size, bytes(stored.content)) == (len(content), b"")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert [len(part.content) for part in stored.parts.all()] == [1 << 20] * 4 + [len(content) - 4 * (1 << 20)]
    assert (b"".join(chunks_of(stored)), content_of(stored)) == (content, content)
    assert file.most <= 1 << 20


def test_a_file_on_disk_that_is_too_large_is_refused_before_it_is_read(steward):
    file = OnDisk(b"x" * 5_000)

    with pytest.raises(Refused, match="larger than 4.9"):
        store(by=steward, name="large.csv", media_type="text/csv", content=file, most=4_999)

    assert file.most == 0


def test_a_large_file_goes_with_its_parts(steward):
    stored = store(by=steward, name="large.csv", media_type="text/csv", content=b"x" * 5_000_000)

    StoredFile.objects.filter(pk=stored.pk).delete()

    assert not FilePart.objects.exists()


def test_of_a_file_that_the_database_does_not_take_nothing_is_there(steward, monkeypatch):
    write = FilePart.objects.create

    def full(**fields):
        if fields["number"] == 2:
            raise OperationalError("could not extend file: No space left on device")
        return write(**fields)

    monkeypatch.setattr(FilePart.objects, "create", full)

    with pytest.raises(Refused, match="“large.csv” could not be kept: the database did not take it"):
        store(by=steward, name="large.csv", media_type="text/csv", content=b"x" * 5_000_000)

    assert not StoredFile.objects.exists()
    assert not FilePart.objects.exists()
