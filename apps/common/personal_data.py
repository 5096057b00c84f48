"""What in a text looks as if it said who somebody is: numbers, addresses and dates that belong to one person.

Pure, and for a prompt only: it errs on the side of asking where a slip would hurt, and never where a text is about
figures, areas, days or the lines of organisations. What people are called it cannot tell.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a finding looks like."""

    NHS_NUMBER = "nhs-number"
    NATIONAL_INSURANCE = "national-insurance"
    BIRTH = "birth"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    BANK = "bank"


@dataclass(frozen=True)
class Finding:
    """The words that look like it, as they stand in the text."""

    sort: Sort
    words: str


#: Of an address on the web nothing is looked at: numbers in it are those of pages.
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NHS = re.compile(r"(?<![\w.,/£-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w/]|[.,]\d)")
_NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})"
)
#: A day of birth is said to be one, or stands just behind somebody's name with a title before it.
_BIRTH = re.compile(
    rf"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date)\b[^\n\d]{{0,15}}{_DAY}"
    rf"|\b(?:mr|mrs|miss|ms|mx|dr)\.? [a-z][\w’'-]{{1,40}}[^\n\d]{{0,30}}{_DAY}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,/£+-])(?:\+44 ?(?:\(0\) ?)?|\(?0)(\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4})(?![\w/]|[.,]\d)")
#: Beginnings of lines that only organisations have, such as 0800 and 0303.
_OF_ORGANISATIONS = ("3", "8", "9")
#: Where people have addresses of their own; those of organisations are how one reaches them at work.
_PRIVATE = (
    "aol|btinternet|fastmail|gmail|gmx|googlemail|hotmail|icloud|live|mail|mac|me|msn|ntlworld|outlook|proton|protonmail|"
    "rocketmail|sky|talktalk|tiscali|virginmedia|yahoo|ymail|zoho"
)
_EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]+@(?:{_PRIVATE})\.[a-z]{{2,}}(?:\.[a-z]{{2,}})?", re.IGNORECASE)
#: The beginnings of all postcodes, the longer before the shorter.
_POSTCODE_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU|"
    "GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|"
    "PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|"
    "YO|ZE|B|E|G|L|M|N|S|W"
)
_POSTCODE = re.compile(rf"(?<![\w/-])(?:{_POSTCODE_AREAS})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}(?![\w/-])")
_SORT_CODE = r"\d{2}[- ]\d{2}[- ]\d{2}"
_BANK = re.compile(
    rf"\bsort code\b[^\n\d]{{0,10}}(?:{_SORT_CODE}|\d{{6}})\b"
    r"|\baccount (?:number|no)\b\.?[^\n\d]{0,10}\d{8}\b"
    rf"|(?<![\w-]){_SORT_CODE}[ ,;/]{{1,3}}\d{{8}}(?!\d)"
    r"|\bGB\d{2} ?[A-Z]{4} ?(?:\d ?){13}\d\b",
    re.IGNORECASE,
)


def found_in(text: str) -> list[Finding]:
    """What looks like personal data, in the order of the text; the same words once."""
    plain = _WEB.sub(lambda found: " " * len(found[0]), text)
    places: dict[int, Finding] = {}
    for sort, pattern, is_one in _LOOKED_FOR:
        for match in _matches(pattern, is_one, plain):
            places.setdefault(match.start(), Finding(sort, " ".join(match[0].split())))
    return list(dict.fromkeys(places[place] for place in sorted(places)))


def _matches(pattern: re.Pattern[str], is_one: Callable[[re.Match[str]], bool], text: str) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(text) if is_one(match))


def _always(match: re.Match[str]) -> bool:
    return True


def _checks(match: re.Match[str]) -> bool:
    """Whether ten digits are an NHS number: the last checks the others, modulo 11."""
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(set(digits)) > 1 and check % 11 == digits[9] and check != 10


def _is_of_a_person(match: re.Match[str]) -> bool:
    """Whether a telephone number can be somebody's own: of a mobile, or of a place."""
    number = "".join(digit for digit in match[1] if digit.isdigit())
    return len(number) in (9, 10) and not number.startswith(_OF_ORGANISATIONS) and number[0] != "0"


_LOOKED_FOR: tuple[tuple[Sort, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (Sort.BANK, _BANK, _always),
    (Sort.BIRTH, _BIRTH, _always),
    (Sort.NHS_NUMBER, _NHS, _checks),
    (Sort.NATIONAL_INSURANCE, _NATIONAL_INSURANCE, _always),
    (Sort.PHONE, _PHONE, _is_of_a_person),
    (Sort.EMAIL, _EMAIL, _always),
    (Sort.POSTCODE, _POSTCODE, _always),
)
