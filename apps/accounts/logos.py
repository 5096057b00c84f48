"""Pure: the picture of a logo, read, checked and drawn anew, so that nothing but the picture is kept of a file."""

import io
import struct
import zlib

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from apps.common.errors import Refused

#: Bytes of a file, and pixels of either side, that are taken in at most.
MOST_BYTES, MOST_PIXELS = 1_000_000, 2000
#: Pixels of either side that are kept: twice what any page shows, for fine screens.
_KEPT = 400
_SORTS = ("PNG", "JPEG", "WEBP")
#: In what begins like this there is a drawing that can hold scripts.
_DRAWN = (b"<svg", b"<?xml", b"<!doctype svg")
#: What Pillow raises at a file that is not what it says, or broken.
_BROKEN = (
    AttributeError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
    EOFError,
    Image.DecompressionBombError,
)


def drawn_anew(content: bytes) -> bytes:
    """A file as a PNG of its picture alone, without whatever else was in it. Raises Refused with what to do."""
    _insist_on_sort(content)
    try:
        with Image.open(io.BytesIO(content), formats=_SORTS) as picture:
            _insist_on_pixels(picture.size)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA")
    except _BROKEN as error:
        raise Refused(
            _("This file is not a whole picture. Save it anew as PNG, JPEG or WebP, then bring it.")
        ) from error
    plain.thumbnail((_KEPT, _KEPT))
    # Of the picture's points alone: what else was said of it, as where it was taken, is not written.
    bare_picture = Image.new("RGBA", plain.size)
    bare_picture.paste(plain)
    out = io.BytesIO()
    bare_picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _insist_on_sort(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than one megabyte. Save the logo smaller, then bring it again."))
    start = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_DRAWN) or b"<svg" in start:
        raise Refused(_("An SVG can hold scripts, so it is not taken in. Save the logo as PNG, JPEG or WebP."))


def _insist_on_pixels(size: tuple[int, int]) -> None:
    """By what the file says of itself, before any of it is unpacked."""
    if max(size) > MOST_PIXELS:
        sentence = _("The picture is %(width)d by %(height)d pixels. Make it at most %(most)d by %(most)d.")
        raise Refused(sentence % {"width": size[0], "height": size[1], "most": MOST_PIXELS})
