"""Which files people may bring as evidence: by the end of the name, and by what is inside."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

_PACKED = b"PK\x03\x04"
#: What stands before each part in the list of a packed document; and more parts than any document has.
_LISTED, _MOST_PARTS = b"PK\x01\x02", 5_000
#: Where an OpenDocument file says, uncompressed, what it is.
_ODF_TYPE = slice(30, 120)


@dataclass(frozen=True)
class Sort:
    """A sort of file: its media type, and whether content looks like one."""

    media_type: str
    fits: Callable[[bytes], bool]


def _office(folder: str) -> Callable[[bytes], bool]:
    """Whether it is a packed document of the kind that keeps its parts in `folder`; nothing is unpacked."""

    def fits(content: bytes) -> bool:
        if not content.startswith(_PACKED) or content.count(_LISTED) > _MOST_PARTS:
            return False
        try:
            names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error):
            return False
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return fits


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    told = b"mimetype" + media_type.encode()
    return lambda content: content.startswith(_PACKED) and content[_ODF_TYPE].startswith(told)


def _text(content: bytes) -> bool:
    # A program or a picture has zeros in it; a text never.
    return b"\x00" not in content


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
SORTS = {
    "pdf": Sort("application/pdf", lambda content: b"%PDF-" in content[:1024]),
    "png": Sort("image/png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    "jpg": Sort("image/jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    "jpeg": Sort("image/jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    "docx": Sort(_OOXML + "wordprocessingml.document", _office("word/")),
    "xlsx": Sort(_OOXML + "spreadsheetml.sheet", _office("xl/")),
    "pptx": Sort(_OOXML + "presentationml.presentation", _office("ppt/")),
    "odt": Sort(_ODF + "text", _open_document(_ODF + "text")),
    "ods": Sort(_ODF + "spreadsheet", _open_document(_ODF + "spreadsheet")),
    "csv": Sort("text/csv", _text),
    "txt": Sort("text/plain", _text),
}


def sort_of(name: str) -> Sort | None:
    """The sort that the end of a name promises; None for any that is not taken in."""
    return SORTS.get(name.rpartition(".")[2].strip().lower()) if "." in name else None


def fault_of(name: str, content: bytes) -> str:
    """Why this file cannot be taken in, as a sentence; empty if it can."""
    sort = sort_of(name)
    if sort is None:
        return _(
            "“%(name)s” is of a sort that is not taken in here. Bring a PDF, a picture (PNG or JPG), a document or "
            "a table (DOCX, XLSX, PPTX, ODT or ODS), or a text (CSV or TXT)."
        ) % {"name": name}
    if not sort.fits(content):
        return _(
            "“%(name)s” is not what its name says: inside it is something else. Open it, save it anew, and choose "
            "the new file."
        ) % {"name": name}
    return ""
