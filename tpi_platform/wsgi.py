"""The door for gunicorn."""

import gc
import os
import re
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_platform.settings")
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def in_utf8(application: Callable[..., Any]) -> Callable[..., Any]:
    """What is sent is read as UTF-8, whatever a header claims.

    Django would read even a page's address by it: one reader's claim would make the page that a cache keeps for
    everyone, and a claim that is none would break before anything of ours could answer.
    """

    def opened(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if "CONTENT_TYPE" in environ:
            environ["CONTENT_TYPE"] = _CHARSET.sub("", environ["CONTENT_TYPE"])
        return application(environ, start_response)

    return opened


class _Whole:
    """What is sent, of which there has to be as much as was said: the server tells nobody that a line broke off."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int | None = None) -> bytes:
        """So many bytes, or all; raises OSError where fewer came."""
        asked = self._left if size is None or size < 0 else min(size, self._left)
        piece: bytes = self._stream.read(asked)
        self._left -= len(piece)
        if len(piece) < asked:
            raise OSError("What was sent broke off on its way.")
        return piece

    def readline(self, size: int | None = None) -> bytes:
        """A line; raises OSError where nothing came though something should."""
        asked = self._left if size is None or size < 0 else min(size, self._left)
        line: bytes = self._stream.readline(asked)
        self._left -= len(line)
        if asked and not line:
            raise OSError("What was sent broke off on its way.")
        return line


def only_whole(application: Callable[..., Any]) -> Callable[..., Any]:
    """A body that broke off is no body: half a file would be taken in for a whole one."""

    def opened(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and "wsgi.input" in environ:
            environ["wsgi.input"] = _Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return opened


def settle() -> None:
    """Load what every page needs, and set it aside from what is looked through for what can be let go.

    A process holds some 200,000 things as long as it runs. Looking through them takes 100 ms and more (`make bench`),
    in the middle of some reader's page.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


application = only_whole(in_utf8(get_wsgi_application()))
settle()
