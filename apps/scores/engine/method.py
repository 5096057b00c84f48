"""A method: every choice the engine makes, as data that is stored with each run."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any

from apps.scores.engine.transform import TRANSFORMS

AVERAGINGS = ("arithmetic", "geometric", "harmonic", "adjusted-mazziotta-pareto")
CAPS = ("indicator", "every", "none")
NORMALISATIONS = (
    "z-score",
    "min-max",
    "goalposts",
    "percentile-rank",
    "rank-exponential",
    "distance-to-target",
    "none",
)
OUTLIERS = ("declared", "none", "winsorise", "winsorise-else-log")
IMPUTATIONS = ("none", "group-mean", "carry-forward", "linear")

#: The ways that a text of a method may name, by entry.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "denominate": ("declared", "none"),
    "transform": ("declared", *(name for name in TRANSFORMS if name != "winsorise")),
    "outliers": OUTLIERS,
    "impute": IMPUTATIONS,
    "impute_at": ("treated", "published"),
    "normalise": NORMALISATIONS,
    "within": ("all", "group"),
    "ties": ("lowest", "mean", "highest"),
    "cap": CAPS,
    "averaging": AVERAGINGS,
    "penalty": ("negative", "positive"),
    "weights": ("given", "equal", "group"),
}

#: What may be said otherwise of one level; the rest of a method holds everywhere.
PER_LEVEL = ("averaging", "weights", "least_coverage", "normalise")


@dataclass(frozen=True)
class Method:
    """The plain standing method by default; any other is a variation of it. Raises ValueError with a sentence.

    In the order in which they come to bear:

    `denominate`: whether indicators that declare a denominator are divided by it. `transform`: each indicator's own
    (declared), or one for all. `outliers`: draw in those of indicators that declare it, of none, or of every one that
    is skewed, and take a logarithm where that was not enough; at most `winsorise_points` figures are drawn in, while
    |skewness| is above `skewness_limit` and excess kurtosis above `kurtosis_limit`. `impute`, `impute_years`,
    `impute_at`: what is put where a figure is missing, carried forward over at most so many years, and whether that
    happens to the published figures or after outliers were treated.

    `normalise`: the way to one scale; `normalise_weights` names the companion series by which z-scores are weighted;
    `ddof`: 0 when the group is the whole population, 1 when it is a sample; `within`: compared with all, or with the
    areas of the same group; `base_period`: compared with how they were then, or in the same period when empty; `ties`:
    which rank those share that are the same.

    `k`: points of score per standard deviation. `centre`: the score of the group's mean. `lowest`, `highest`: the ends
    of the scale. `cap`: where scores are kept within them.

    `averaging`: the mean upwards; `penalty`: whether imbalance takes away or adds, for the adjusted Mazziotta-Pareto
    mean. `weights`: those the framework gives, all equal, or those each area's group states in `group_weights` (group,
    then code). `least_coverage`: share of the weight below an element that must be present. `levels`: for the elements
    of one level (its number as a text) another averaging, weights of its children or least_coverage, or a way in which
    its scores are put on the scale once more (normalise).

    The last say which figures a run takes: `least_period_coverage`: share of the group that must have a figure in the
    period used; `upper_group` and `district_group`: the reference groups.
    """

    name: str = "standing"
    version: str = "1"
    denominate: str = "declared"
    transform: str = "declared"
    outliers: str = "declared"
    winsorise_points: int = 5
    skewness_limit: float = 2.0
    kurtosis_limit: float = 3.5
    impute: str = "none"
    impute_years: float = 1.0
    impute_at: str = "treated"
    normalise: str = "z-score"
    normalise_weights: str = ""
    ddof: int = 0
    within: str = "all"
    base_period: str = ""
    ties: str = "lowest"
    k: float = 5 / 3
    centre: float = 5.0
    lowest: float = 0.0
    highest: float = 10.0
    cap: str = "indicator"
    averaging: str = "arithmetic"
    penalty: str = "negative"
    weights: str = "given"
    group_weights: dict[str, dict[str, float]] = field(default_factory=dict)
    least_coverage: float = 0.5
    levels: dict[str, dict[str, Any]] = field(default_factory=dict)
    least_period_coverage: float = 0.6
    upper_group: str = "england-upper"
    district_group: str = "england-district"

    def __post_init__(self) -> None:
        for each in fields(self):
            self._check_kind(each.name, each.type)
        for name, ways in CHOICES.items():
            _insist_one_of(name, getattr(self, name), ways)
        self._check_scale()
        self._check_rules()
        self._check_together()
        self._check_levels()
        self._check_group_weights()

    def at(self, level: int, choice: str) -> Any:
        """What the method says of one of PER_LEVEL at a level; of `normalise` nothing ("") unless it says it there."""
        said = self.levels.get(str(level), {})
        return said.get(choice, "" if choice == "normalise" else getattr(self, choice))

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` turns back into an equal method."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Method":
        """The method that `data` describes, as it was stored. Raises ValueError with a sentence.

        Every entry has to be there, but for those that earlier methods do not have since there was no choice yet.
        """
        if missing := sorted({each.name for each in fields(cls)} - set(data) - _ADDED_LATER):
            raise ValueError(f"The method does not say its {', '.join(missing)}.")
        return cls.described(data)

    @classmethod
    def described(cls, data: Mapping[str, Any]) -> "Method":
        """The standing method but for what `data` says. Raises ValueError with a sentence on a wrong entry."""
        known = {each.name for each in fields(cls)}
        if strange := sorted(set(data) - known):
            raise ValueError(f"The method has entries that this engine does not know: {', '.join(strange)}.")
        # JSON has one kind of number: PostgreSQL gives 5.0 back as 5.0, but another writer may say 5.
        floats = {each.name for each in fields(cls) if each.type is float}
        entries: dict[str, Any] = {
            name: float(value) if name in floats and _is_whole(value) else value for name, value in data.items()
        }
        return cls(**entries)

    def _check_kind(self, name: str, kind: Any) -> None:
        value = getattr(self, name)
        if kind not in _WORDS:
            if not isinstance(value, dict):
                raise ValueError(f"The {name} of a method must be a table of names, not {value!r}.")
            return
        if not isinstance(value, kind) or isinstance(value, bool) or value == "" and name not in _MAY_BE_EMPTY:
            raise ValueError(f"The {name} of a method must be a {_WORDS[kind]}, not {value!r}.")
        if kind is float and not math.isfinite(value):
            raise ValueError(f"The {name} of a method must be a finite number.")

    def _ways(self) -> set[Any]:
        """The ways to one scale that the method takes anywhere."""
        return {self.normalise, *(said.get("normalise", "") for said in self.levels.values() if isinstance(said, dict))}

    def _check_scale(self) -> None:
        if self.k <= 0:
            raise ValueError("The k of a method must be above 0: more of what is good must score higher.")
        if not self.lowest < self.highest:
            raise ValueError("The scale of a method must end above where it begins: highest above lowest.")
        if "z-score" in self._ways() and not self.lowest < self.centre < self.highest:
            raise ValueError("The centre of a method must lie within its scale.")

    def _check_rules(self) -> None:
        if self.ddof not in (0, 1):
            raise ValueError("The ddof of a method is 0 (the group is everyone) or 1 (the group is a sample).")
        for name in ("least_coverage", "least_period_coverage"):
            _insist_share(name, getattr(self, name))
        for name in ("winsorise_points", "skewness_limit", "kurtosis_limit", "impute_years"):
            if getattr(self, name) < 0:
                raise ValueError(f"The {name} of a method may not be below 0.")

    def _check_together(self) -> None:
        ways = self._ways()
        if self.normalise_weights and "z-score" not in ways:
            raise ValueError("Only z-scores can be weighted: leave normalise_weights out, or normalise by z-score.")
        if self.base_period and ways & {"percentile-rank", "rank-exponential"}:
            raise ValueError("Ranks are among the areas of one period: leave base_period out, or choose another way.")
        if self.base_period and self.outliers == "winsorise-else-log":
            raise ValueError(
                "A logarithm fitted to the base period need not exist for later figures: declare the transform of each "
                "indicator, or leave base_period out."
            )

    def _check_levels(self) -> None:
        for level, said in self.levels.items():
            if not str(level).isdecimal() or int(level) < 2 or not isinstance(said, dict):
                raise ValueError(
                    "The levels of a method are whole numbers of 2 or more, each with a table of choices; "
                    f"not {level!r}."
                )
            if strange := sorted(set(said) - set(PER_LEVEL)):
                raise ValueError(
                    f"Of one level a method can say its {', '.join(PER_LEVEL)}; not its {', '.join(strange)}."
                )
            for name, value in said.items():
                if name == "least_coverage":
                    _insist_share(f"least_coverage of level {level}", value)
                else:
                    _insist_one_of(name, value, CHOICES[name])

    def _check_group_weights(self) -> None:
        for group, stated in self.group_weights.items():
            if not isinstance(stated, dict):
                raise ValueError(f"The group_weights of “{group}” must be a table of codes and weights.")
            for code, weight in stated.items():
                if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < math.inf:
                    raise ValueError(f"The weight that “{group}” gives to “{code}” must be a number above 0.")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a method as a file: what may be said, and what holds where nothing is said."""
    entries: dict[str, Any] = {}
    for each in fields(Method):
        default = each.default if each.default is not MISSING else {}
        entry: dict[str, Any] = {"type": _JSON_KINDS.get(each.type, "object"), "default": default}
        entries[each.name] = entry | ({"enum": list(CHOICES[each.name])} if each.name in CHOICES else {})
    entries["ddof"]["enum"] = [0, 1]
    weights = {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}}
    entries["group_weights"]["additionalProperties"] = weights
    one_level = {
        name: {key: entries[name][key] for key in ("type", "enum") if key in entries[name]} for name in PER_LEVEL
    }
    entries["levels"] |= {
        "propertyNames": {"pattern": "^([2-9]|[1-9][0-9]+)$"},
        "additionalProperties": {"type": "object", "properties": one_level, "additionalProperties": False},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A method of scoring",
        "description": "Every choice the engine makes. What is left out is as in the plain standing method.",
        "type": "object",
        "properties": entries,
        "additionalProperties": False,
    }


_JSON_KINDS: Mapping[Any, str] = {str: "string", float: "number", int: "integer"}
_WORDS: Mapping[Any, str] = {str: "word", float: "number", int: "whole number"}
_MAY_BE_EMPTY = {"normalise_weights", "base_period"}
#: Entries that methods stored before there was a choice do not have: what was done then is now their default.
_ADDED_LATER = {
    "denominate",
    "transform",
    "outliers",
    "impute",
    "impute_years",
    "impute_at",
    "normalise",
    "normalise_weights",
    "within",
    "base_period",
    "ties",
    "penalty",
    "weights",
    "group_weights",
    "levels",
}


def _insist_one_of(name: str, value: object, ways: tuple[str, ...]) -> None:
    if value not in ways:
        raise ValueError(f"The {name} of a method is one of {', '.join(ways)}; not {value!r}.")


def _insist_share(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError(f"The {name} of a method is a share above 0 and at most 1.")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
