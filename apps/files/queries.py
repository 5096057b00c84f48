"""Reading what is in a stored file."""

from collections.abc import Iterator

from apps.files.models import StoredFile

#: Bytes that are given at a time.
CHUNK = 1 << 20


def chunks_of(stored: StoredFile) -> Iterator[bytes]:
    """The bytes of a file from its start, some at a time."""
    content = memoryview(stored.content)
    for start in range(0, len(content), CHUNK):
        yield bytes(content[start : start + CHUNK])
