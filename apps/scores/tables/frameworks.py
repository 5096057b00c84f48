"""A framework as a CSV file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.panel import Declared
from apps.scores.engine.transform import TRANSFORMS
from apps.scores.tables.cells import BadTable, Problems, opened, parsed

FRAMEWORK_COLUMNS = (
    "code",
    "parent",
    "level",
    "name",
    "weight",
    "direction",
    "transform",
    "denominator",
    "goalpost_low",
    "goalpost_high",
    "target",
)


@dataclass(frozen=True, eq=False)
class FrameworkTable:
    """A framework as the engine takes it, what is declared of its indicators, and what was noticed on reading it."""

    framework: Framework
    declared: Declared
    noticed: tuple[str, ...]


def read_framework(path: Path) -> FrameworkTable:
    """The framework in a CSV file with FRAMEWORK_COLUMNS, of which `code` and `level` are needed. Raises BadTable."""
    reading = _FrameworkReading(path.name)
    with opened(path, ("code", "level")) as table:
        noticed = tuple(
            f"{path.name}, column {name}: not a column of a framework, so it was left out."
            for name in table.header
            if name not in FRAMEWORK_COLUMNS
        )
        for number, cells in table.rows:
            reading.take(number, dict(zip(table.header, cells, strict=True)))
    return reading.table(noticed)


class _FrameworkReading:
    """The rows of a framework, one after the other."""

    def __init__(self, file: str) -> None:
        self._problems = Problems(file)
        self._elements: dict[str, dict[str, Any]] = {}

    def take(self, number: int, row: Mapping[str, str]) -> None:
        code = row.get("code", "")
        if not code:
            self._problems.say(number, "code", "an element needs a code.")
            return
        if code in self._elements:
            self._problems.say(number, "code", f"“{code}” stands in row {self._elements[code]['row']} already.")
            return
        level = self._level(number, row.get("level", ""))
        self._elements[code] = {
            "row": number,
            "level": level,
            "parent": row.get("parent", ""),
            "weight": self._positive(number, "weight", row.get("weight", "")),
            "direction": self._direction(number, row.get("direction", ""), level),
            "transform": self._transform(number, row.get("transform", "")),
            "denominator": row.get("denominator", ""),
            **{
                name: self._float(number, name, row.get(name, ""))
                for name in ("goalpost_low", "goalpost_high", "target")
            },
        }

    def table(self, noticed: tuple[str, ...]) -> FrameworkTable:
        self._check_parents()
        self._problems.insist_none()
        # Children before parents; elements of one level keep the order of the file.
        codes = tuple(sorted(self._elements, key=lambda code: self._elements[code]["level"]))
        elements = [self._elements[code] for code in codes]
        position = {code: at for at, code in enumerate(codes)}
        try:
            framework = Framework(
                level=np.array([each["level"] for each in elements], dtype=np.int64),
                parent=np.array(
                    [position[each["parent"]] if each["parent"] else ROOT for each in elements], dtype=np.int64
                ),
                weight=np.array([each["weight"] for each in elements]),
                direction=np.array([each["direction"] for each in elements], dtype=np.int64),
                codes=codes,
            )
        except ValueError as error:
            raise BadTable([f"{self._problems.file}: {error}"]) from None
        leaves = [each for each in elements if each["level"] == 1]
        declared = Declared(
            transforms=tuple(each["transform"] for each in leaves),
            denominators=tuple(each["denominator"] for each in leaves),
            **{name: np.array([each[name] for each in leaves]) for name in ("goalpost_low", "goalpost_high", "target")},
        )
        return FrameworkTable(framework, declared, noticed)

    def _check_parents(self) -> None:
        if not any(each["level"] == 1 for each in self._elements.values()) and not self._problems.count:
            self._problems.add(
                f"{self._problems.file}: a framework needs at least one indicator, an element of level 1."
            )
        for code, each in self._elements.items():
            parent = each["parent"]
            if parent and parent not in self._elements:
                self._problems.say(each["row"], "parent", f"there is no element “{parent}”.")
            elif parent and self._elements[parent]["level"] <= each["level"]:
                self._problems.say(each["row"], "parent", f"“{parent}” must be of a higher level than “{code}”.")
            low, high = each["goalpost_low"], each["goalpost_high"]
            if low >= high:
                self._problems.say(each["row"], "goalpost_high", "the high goalpost must lie above the low one.")

    def _level(self, number: int, said: str) -> int:
        if said.isdecimal() and int(said) >= 1:
            return int(said)
        self._problems.say(
            number, "level", f"“{said}” is no level: 1 for an indicator, a whole number above it for the rest."
        )
        return 1

    def _direction(self, number: int, said: str, level: int) -> int:
        if level > 1 or not said:
            return 0 if level > 1 else 1
        if said in ("1", "+1", "-1"):
            return int(said)
        self._problems.say(number, "direction", f"“{said}” is no direction: 1 where more is better, -1 where less is.")
        return 1

    def _transform(self, number: int, said: str) -> str:
        if said and said not in TRANSFORMS:
            self._problems.say(number, "transform", f"“{said}” is none of {', '.join(TRANSFORMS)}.")
            return "none"
        return said or "none"

    def _positive(self, number: int, column: str, said: str) -> float:
        value = self._float(number, column, said)
        if value <= 0:
            self._problems.say(number, column, f"“{said}” is not above 0.")
            return 1.0
        return 1.0 if math.isnan(value) else value

    def _float(self, number: int, column: str, said: str) -> float:
        value = parsed(said)
        if value is None:
            self._problems.say(number, column, f"“{said}” is not a number.")
            return math.nan
        return value
