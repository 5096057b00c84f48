"""A method: every choice the engine makes, as data that is stored with each run."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

AVERAGINGS = ("arithmetic",)
CAPS = ("indicator", "every", "none")


@dataclass(frozen=True)
class Method:
    """The plain standing method by default; any other is a variation of it. Raises ValueError with a sentence.

    `k`: points of score per standard deviation. `centre`: the score of the group's mean. `lowest`, `highest`: the ends
    of the scale. `cap`: where scores are kept within them. `ddof`: 0 when the group is the whole population, 1 when it
    is a sample. `least_coverage`: share of the weight below an element that must be present. `least_period_coverage`:
    share of the group that must have a figure in the period used. `winsorise_points`: at most so many figures of the
    group are drawn in, while |skewness| is above `skewness_limit` and excess kurtosis above `kurtosis_limit`.
    """

    name: str = "standing"
    version: str = "1"
    k: float = 5 / 3
    centre: float = 5.0
    lowest: float = 0.0
    highest: float = 10.0
    cap: str = "indicator"
    ddof: int = 0
    averaging: str = "arithmetic"
    least_coverage: float = 0.5
    least_period_coverage: float = 0.6
    winsorise_points: int = 5
    skewness_limit: float = 2.0
    kurtosis_limit: float = 3.5
    upper_group: str = "england-upper"
    district_group: str = "england-district"

    def __post_init__(self) -> None:
        for field in fields(self):
            self._check_kind(field.name, field.type)
        self._check_scale()
        self._check_rules()

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` turns back into an equal method."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Method":
        """The method that `data` describes. Raises ValueError with a sentence on a missing, strange or wrong entry."""
        known = {field.name for field in fields(cls)}
        if missing := sorted(known - set(data)):
            raise ValueError(f"The method does not say its {', '.join(missing)}.")
        if strange := sorted(set(data) - known):
            raise ValueError(f"The method has entries that this engine does not know: {', '.join(strange)}.")
        # JSON has one kind of number: PostgreSQL gives 5.0 back as 5.0, but another writer may say 5.
        floats = {field.name for field in fields(cls) if field.type is float}
        entries: dict[str, Any] = {
            name: float(value) if name in floats and _is_whole(value) else value for name, value in data.items()
        }
        return cls(**entries)

    def _check_kind(self, name: str, kind: Any) -> None:
        value = getattr(self, name)
        if not isinstance(value, kind) or isinstance(value, bool) or value == "":
            raise ValueError(f"The {name} of a method must be a {_WORDS[kind]}, not {value!r}.")
        if kind is float and not math.isfinite(value):
            raise ValueError(f"The {name} of a method must be a finite number.")

    def _check_scale(self) -> None:
        if self.k <= 0:
            raise ValueError("The k of a method must be above 0: more of what is good must score higher.")
        if not self.lowest < self.centre < self.highest:
            raise ValueError("The centre of a method must lie within its scale.")
        if self.cap not in CAPS:
            raise ValueError(f"A method caps at one of {', '.join(CAPS)}; not at {self.cap!r}.")

    def _check_rules(self) -> None:
        if self.averaging not in AVERAGINGS:
            raise ValueError(
                f"A method averages in one of these ways: {', '.join(AVERAGINGS)}; not {self.averaging!r}."
            )
        if self.ddof not in (0, 1):
            raise ValueError("The ddof of a method is 0 (the group is everyone) or 1 (the group is a sample).")
        for name in ("least_coverage", "least_period_coverage"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"The {name} of a method is a share above 0 and at most 1.")
        for name in ("winsorise_points", "skewness_limit", "kurtosis_limit"):
            if getattr(self, name) < 0:
                raise ValueError(f"The {name} of a method may not be below 0.")


_WORDS = {str: "word", float: "number", int: "whole number"}


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
