"""Pure: what is written so that a spreadsheet takes it for what it is."""

import io
import re
import zipfile
from collections.abc import Mapping

#: The same table gives the same bytes.
_NO_DAY, _NO_TIME = (1980, 1, 1, 0, 0, 0), "2000-01-01T00:00:00Z"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
#: A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def undated(content: bytes) -> bytes:
    """A workbook without the moment at which it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: Mapping[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + _NO_TIME.encode(), part)
            archive.writestr(zipfile.ZipInfo(name, _NO_DAY), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
