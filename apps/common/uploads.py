"""Files on their way in that are too large for memory: they wait on this machine's disk, which may be full."""

import logging
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class NoRoom(MultiPartParserError):
    """There is no room for what was sent. Django hands an error of this kind to whoever answers what cannot be read."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Django's own, which says in a sentence that the folder for such files cannot be written."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            raise _no_room(error) from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            raise _no_room(error) from error

    def file_complete(self, file_size: int) -> Any:
        try:
            return super().file_complete(file_size)
        except OSError as error:
            raise _no_room(error) from error


def _no_room(error: OSError) -> NoRoom:
    logger.error("A file that was sent could not be kept for a moment: %s.", error.strerror)
    return NoRoom(
        _(
            "There is no room here for the file at the moment, so nothing of it was kept. Tell whoever looks after "
            "this site, then bring it again."
        )
    )
