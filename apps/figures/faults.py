"""What is wrong with one cell of a release, said in a sentence that tells what to do; empty when nothing is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.common import periods

_LONGEST_PERIOD = 30
_SHOWN = 40
#: Nothing that is counted or measured here comes near it, and sums and squares of what is below it stay numbers.
TOO_LARGE = 1e15
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,40},\d{1,40}", re.ASCII)
_MARKS = frozenset({"*", "-", "–", ".", "..", ":", "c", "x", "z", "n/a", "na", "nan", "null", "none", "inf", "-inf"})
_LENGTHS = {"Y": "year", "M": "month", "D": "day"}
_COUNTRIES = {"W": "in Wales", "S": "in Scotland", "N": "in Northern Ireland", "K": "larger than one country"}
_LEVELS = {
    "E92": "England as a whole",
    "E12": "a region",
    "E13": "a part of London",
    "E47": "a combined authority",
    "E61": "a combined authority",
    "E05": "a ward",
    "E04": "a parish",
    "E14": "a constituency",
    "E01": "a small area (LSOA)",
    "E02": "a small area (MSOA)",
    "E00": "a small area (output area)",
    "E23": "a police force",
    "E31": "a fire service",
    "E38": "an NHS area",
    "E54": "an NHS area",
}


@dataclass(frozen=True)
class KnownArea:
    """An area in force."""

    name: str
    in_upper: bool


@dataclass(frozen=True)
class FormerArea:
    """What a code no longer in force stood for, and the area that stands for it now."""

    name: str
    now: str
    now_code: str


@dataclass(frozen=True)
class KnownAreas:
    """The areas in force by code, and what former codes stood for."""

    by_code: Mapping[str, KnownArea]
    former: Mapping[str, Sequence[FormerArea]]


def shown(text: str) -> str:
    """A cell as a sentence may repeat it: in quotation marks, on one line, never long; what nobody sees is a �."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split())[: _SHOWN + 1])
    return f"“{plain[:_SHOWN]}…”" if len(plain) > _SHOWN else f"“{plain}”"


def area_fault(code: str, known: KnownAreas, *, upper_only: bool) -> str:
    """What is wrong with an area's code, for an indicator of both tiers or of the upper tier only."""
    area = known.by_code.get(code)
    if area is None:
        return _unknown_code(code, known)
    if upper_only and not area.in_upper:
        return (
            f"{area.name} ({code}) is a district of a county; this indicator is kept for counties and single-tier "
            "areas only. Leave the row out."
        )
    return ""


def period_fault(period: str, *, today: date, shapes: frozenset[str]) -> str:
    """What is wrong with a period; `shapes` are the lengths of the periods already held, if there are any."""
    if not period:
        return "The period is missing. Write a date (2021-03-21) or a start and length (2022-01-01/P3Y)."
    if len(period) > _LONGEST_PERIOD:
        return f"{shown(period)} is not a period: it is too long."
    try:
        read = periods.parse(period)
    except ValueError as error:
        return str(error)
    if read.start > today:
        return f"{shown(period)} lies in the future. Correct the period."
    if shapes and shape_of(period) not in shapes:
        held = " or ".join(sorted(map(_length, shapes)))
        return (
            f"{shown(period)} is {_length(shape_of(period))} long; the figures held for this indicator are for {held}. "
            "Figures for another length of time cannot be compared with them."
        )
    return ""


def is_number(text: str) -> bool:
    """Whether a cell holds a number as it should be written, however large."""
    return _NUMBER.fullmatch(text) is not None


def number_fault(text: str) -> str:
    """What is wrong with a cell that should hold a number."""
    if _NUMBER.fullmatch(text):
        return "" if abs(float(text)) < TOO_LARGE else f"{shown(text)} is too large a number."
    if text.casefold() in _MARKS:
        return f"{shown(text)} is not a number. Leave the cell empty and say why in the column absence."
    if len(text) > _SHOWN:
        return f"{shown(text)} is not a number."
    if _THOUSANDS.fullmatch(text):
        return f"{shown(text)} has a separator of thousands. Write {text.replace(',', '')}."
    if _DECIMAL_COMMA.fullmatch(text):
        return f"{shown(text)} has a comma in it. Write {text.replace(',', '.')}."
    if text.endswith("%"):
        return f"{shown(text)} has a sign in it. Write the number only."
    return f"{shown(text)} is not a number."


def shape_of(period: str) -> str:
    """The length of a period as ISO 8601 writes it; empty for a single date."""
    return period.partition("/")[2]


def _length(shape: str) -> str:
    if not shape:
        return "a single day"
    count, unit = int(shape[1:-1]), _LENGTHS[shape[-1]]
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _unknown_code(code: str, known: KnownAreas) -> str:
    if not code:
        return "The area is missing. Write its ONS code, such as E08000035."
    if former := known.former.get(code):
        now = " and ".join(f"{area.now} ({area.now_code})" for area in former)
        return f"{code} is a former code, of {former[0].name}. Now it is {now}: give the figure for the area as it is."
    if code.upper() in known.by_code:
        return f"Write {shown(code)} in capitals: {code.upper()}."
    if country := _COUNTRIES.get(code[:1].upper() if code[1:].isdigit() else ""):
        return f"{shown(code)} is the code of somewhere {country}. This index holds areas in England only."
    if level := _LEVELS.get(code[:3].upper() if code[1:].isdigit() else ""):
        return f"{shown(code)} is the code of {level}, not of a council's area. Leave the row out."
    return f"{shown(code)} is not the code of an area here. Write an ONS code in force, such as E08000035."
