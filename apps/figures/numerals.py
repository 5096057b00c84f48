"""A cell of a publisher's or a council's table as a plain number, or why there is none."""

import re
from dataclasses import dataclass

from apps.figures.faults import number_fault, shown

NOT_MEASURED, SUPPRESSED = "not-measured", "suppressed"
#: How tables say that there is no figure, without brackets and case. What is held back exists; what is not, does not.
MARKS = {
    "": NOT_MEASURED, "-": NOT_MEASURED, "–": NOT_MEASURED, "—": NOT_MEASURED, ".": NOT_MEASURED, "..": NOT_MEASURED,
    "...": NOT_MEASURED, ":": NOT_MEASURED, "na": NOT_MEASURED, "n/a": NOT_MEASURED, "nan": NOT_MEASURED,
    "null": NOT_MEASURED, "none": NOT_MEASURED, "x": NOT_MEASURED, "z": NOT_MEASURED, "w": NOT_MEASURED,
    "m": NOT_MEASURED, "#n/a": NOT_MEASURED, "not available": NOT_MEASURED, "not applicable": NOT_MEASURED,
    "*": SUPPRESSED, "**": SUPPRESSED, "c": SUPPRESSED, "u": SUPPRESSED, "s": SUPPRESSED, "supp": SUPPRESSED,
    "suppressed": SUPPRESSED, "low": SUPPRESSED, "!": SUPPRESSED,
}  # fmt: skip
#: Letters and signs that stand behind a figure to say something of it: provisional, revised, estimated, a footnote.
_BEHIND = re.compile(r"(?<=[\d%])\s*(?:\[[a-z0-9]{1,2}\]|[per†‡§*¹²³]+)$", re.ASCII | re.IGNORECASE)
#: What a unit says, one of these, of which a sign is the short form.
_UNITS = {"%": ("%", "percent", "per cent"), "£": ("£", "pound", "gbp"), "$": ("$", "dollar"), "€": ("€", "euro")}
_MONEY = re.compile(r"^([+-]?)\s*([£$€])\s*")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", re.ASCII)
_SIGNS = str.maketrans(
    {"−": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as text, or why there is none, or what is wrong; `remark` where the cell said more than a number.

    `sign`: the percent or money sign that was taken off it, which says a unit.
    """

    text: str = ""
    absence: str = ""
    fault: str = ""
    remark: str = ""
    sign: str = ""


def speaks_against(sign: str, unit: str) -> bool:
    """Whether a sign beside a number says another unit than the indicator is kept in."""
    return bool(sign) and not any(word in unit.casefold() for word in _UNITS[sign])


def read_numeral(cell: str) -> Numeral:
    """What a cell says: separators of thousands, signs of money and percent, and marks behind it are taken off."""
    if _PLAIN.fullmatch(cell):
        fault = number_fault(cell)
        return Numeral(fault=fault) if fault else Numeral(cell)
    plain = cell.translate(_SIGNS).strip()
    mark = plain.casefold().strip("[]() ") if plain not in MARKS else plain
    if mark in MARKS:
        return Numeral(absence=MARKS[mark])
    bare, remark = plain, ""
    if behind := _BEHIND.search(bare):
        bare, remark = bare[: behind.start()].strip(), f"{shown(cell)} was read without the mark behind it."
    sign = "%" if bare.endswith("%") else ""
    bare = bare.removesuffix("%").strip()
    if money := _MONEY.match(bare):
        sign, bare = money[2], money[1] + bare[money.end() :]
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(" ", "")
    if _PLAIN.fullmatch(bare) and not number_fault(bare):
        return Numeral(bare, remark=remark, sign=sign)
    return Numeral(fault=number_fault(bare if bare else cell) or number_fault(cell))
