"""A board pack as a tagged PDF (PDF/UA-1), which a screen reader reads in order."""

import json
import re
import unicodedata
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

import typst

_LAYOUT = Path(__file__).parent / "layout" / "pack.typ"
#: What is said where no letter of ours shows some words: a tagged document may not hold what nobody could read.
_LACKING = re.compile(r"the text `(\".+?\")` could not be displayed")
#: Letters that are told one by one until all can be shown.
_MOST_LACKING = 200
#: Below this all letters are of our fonts: Latin with all that Welsh and its neighbours put on it.
_OURS = 0x250


def document(shown: dict[str, Any], pictures: list[str]) -> bytes:
    """The PDF of what a pack shows; `pictures` are the roads of its goals as painted SVG, in their order.

    A letter that our fonts do not have is named in brackets instead: "[house building]".
    """
    goals = [goal | {"painted": picture} for goal, picture in zip(shown["goals"], pictures, strict=True)]
    told = json.dumps(shown | {"goals": goals}, default=str, ensure_ascii=False)
    for _ in range(_MOST_LACKING):
        try:
            return _compiled(told)
        except typst.TypstError as error:
            lacking = _LACKING.search(str(error))
            if lacking is None:
                raise
            told = _named(told, json.loads(lacking[1]))
    return _compiled("".join(each for each in told if ord(each) < _OURS))


def _named(told: str, lacking: str) -> str:
    for letter in set(lacking):
        if ord(letter) >= _OURS:
            # Marks and joiners belong to the letter before, and have no words of their own.
            is_mark = unicodedata.category(letter) in {"Mn", "Me", "Cf"}
            name = unicodedata.name(letter, "a letter").lower()
            told = told.replace(letter, "" if is_mark else f"[{name}]")
    return told


def _compiled(told: str) -> bytes:
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
