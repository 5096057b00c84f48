"""Reading what is in a stored file."""

from collections.abc import Iterator

from apps.files.models import StoredFile
from apps.files.pieces import pieces_of


def chunks_of(stored: StoredFile) -> Iterator[bytes]:
    """The bytes of a file from its start, a piece at a time."""
    if stored.content:
        yield from pieces_of(bytes(stored.content))
        return
    # One at a time, not by a cursor: other statements may end the transaction between two parts.
    for number in range(stored.parts.count()):
        yield bytes(stored.parts.values_list("content", flat=True).get(number=number))


def content_of(stored: StoredFile) -> bytes:
    """All bytes of a file, for whoever cannot do with some."""
    return bytes(stored.content) or b"".join(chunks_of(stored))
