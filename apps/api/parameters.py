"""Pure: what may stand after the question mark. Only what an endpoint names is known; all else is refused."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: A code of an area or an element: letters, digits and hyphens. Nothing that means something to a database.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}", re.ASCII)
_PERIOD = re.compile(r"\d{4}-\d{2}-\d{2}(/P\d{1,2}[YM])?", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_LONGEST = 100
Query = dict[str, Any]


class Unclear(Exception):
    """A parameter that is not known, or a value it cannot take; the message says what would be."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it does in words, how it is read, and what it is when it is not given."""

    says: str
    read: Callable[[str, str], Any]
    default: Any = None


def read_query(given: Iterable[tuple[str, list[str]]], known: Mapping[str, Parameter]) -> Query:
    """The value of every known parameter; raises Unclear at anything else."""
    query: Query = {name: parameter.default for name, parameter in known.items()}
    for name, values in given:
        if name not in known:
            raise Unclear(f"“{_shown(name)}” is not a parameter here. {_list_of(known)}")
        if len(values) != 1:
            raise Unclear(f"“{name}” is given {len(values)} times. Give it once.")
        query[name] = known[name].read(name, values[0])
    return query


def code(name: str, value: str) -> str:
    """A code, such as E06000001 or air-pollution."""
    return _matched(_CODE, name, value, "a code: letters, digits and hyphens, such as E06000001")


def period(name: str, value: str) -> str:
    """A period, such as 2022-01-01/P3Y, or a single date."""
    return _matched(_PERIOD, name, value, "a period such as 2022-01-01/P3Y, or one date")


def number(most: int) -> Callable[[str, str], int]:
    """Reads a whole number from 1 to `most`."""

    def read(name: str, value: str) -> int:
        found = int(_matched(_NUMBER, name, value, f"a whole number from 1 to {most}"))
        if found > most:
            raise Unclear(f"“{name}” can be {most} at most.")
        return found

    return read


def one_of(*choices: str) -> Callable[[str, str], str]:
    """Reads one word of a closed list."""

    def read(name: str, value: str) -> str:
        if value not in choices:
            raise Unclear(f"“{name}” is one of: {', '.join(choices)}.")
        return value

    return read


def words(name: str, value: str) -> str:
    """Reads a few words to search for."""
    if len(value) > _LONGEST or not value.isprintable():
        raise Unclear(f"“{name}” is a few words, {_LONGEST} letters at most.")
    return value.strip()


def _matched(pattern: re.Pattern[str], name: str, value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise Unclear(f"“{name}” should be {what}.")
    return value


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in name[:40])


def _list_of(known: Mapping[str, Parameter]) -> str:
    if not known:
        return "This address takes none."
    return "Known here: " + "; ".join(f"{name} ({parameter.says})" for name, parameter in sorted(known.items())) + "."
