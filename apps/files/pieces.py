"""Bytes that someone brings, in memory or in a file on disk, a piece at a time."""

import hashlib
from collections.abc import Iterator
from io import SEEK_END
from typing import Protocol

#: Bytes of a piece.
PIECE = 1 << 20
#: A file of no more bytes is kept whole, a larger one in parts.
WHOLE = 4_000_000


class Opened(Protocol):
    """A file that is open for reading, such as one that came with a form."""

    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, whence: int = ..., /) -> int: ...
    def tell(self) -> int: ...


Content = bytes | Opened


def pieces_of(content: Content) -> Iterator[bytes]:
    """The bytes from the start."""
    if isinstance(content, bytes):
        for start in range(0, len(content), PIECE):
            yield content[start : start + PIECE]
        return
    content.seek(0)
    while piece := content.read(PIECE):
        yield piece


def size_of(content: Content) -> int:
    """How many bytes there are."""
    if isinstance(content, bytes):
        return len(content)
    content.seek(0, SEEK_END)
    return content.tell()


def digest_of(content: Content) -> str:
    """Their SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    for piece in pieces_of(content):
        digest.update(piece)
    return digest.hexdigest()


def start_of(content: Content) -> bytes:
    """The first piece of them, and no more."""
    return next(pieces_of(content), b"")


def is_blank(content: Content) -> bool:
    """Whether they are white space, or nothing."""
    return not any(piece.strip() for piece in pieces_of(content))


def all_of(content: Content) -> bytes:
    """All of them in memory."""
    return content if isinstance(content, bytes) else b"".join(pieces_of(content))
