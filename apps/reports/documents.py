"""A board pack as a tagged PDF (PDF/UA-1), which a screen reader reads in order."""

import json
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

import typst

_LAYOUT = Path(__file__).parent / "layout" / "pack.typ"


def document(shown: dict[str, Any], pictures: list[str]) -> bytes:
    """The PDF of what a pack shows; `pictures` are the roads of its goals as painted SVG, in their order."""
    goals = [goal | {"painted": picture} for goal, picture in zip(shown["goals"], pictures, strict=True)]
    told = json.dumps(shown | {"goals": goals}, default=str)
    made = typst.compile(
        str(_LAYOUT),
        root=str(_LAYOUT.parent),
        format="pdf",
        sys_inputs={"pack": told},
        font_paths=[str(files_of("font_source_sans_pro") / "files")],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)
    return made
