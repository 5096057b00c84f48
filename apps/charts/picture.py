"""A picture of pixels from an SVG that stands alone. The letters come with the software, so that every machine draws
the same, and one without any font draws too.
"""

from functools import cache
from importlib.resources import files

from resvg_py import svg_to_bytes

_FAMILY = "Source Sans Pro"
_WEIGHTS = ("Regular", "Semibold", "Bold")


def png(svg: str, *, width: int | None = None) -> bytes:
    """The PNG of an SVG, twice as many pixels as it has units, or `width` pixels wide. ValueError if it is none."""
    scale = {"width": width} if width else {"zoom": 2.0}
    return bytes(
        svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=_fonts(), font_family=_FAMILY,
            sans_serif_family=_FAMILY, serif_family=_FAMILY, **scale,
        )
    )  # fmt: skip


@cache
def _fonts() -> list[str]:
    folder = files("font_source_sans_pro") / "files"
    return [str(folder / f"SourceSansPro-{weight}.ttf") for weight in _WEIGHTS]
