"""Pictures as files, of any sort that Pillow writes."""

import io
from typing import Any

from PIL import Image


def picture(sort: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A picture in one colour; `options` go to whoever writes it."""
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode == "L" else (20, 120, 90, 255)[: len(mode)]).save(out, sort, **options)
    return out.getvalue()
