"""Which changes stand out among many: measured against how the others changed, so that one wild value cannot hide."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

#: A change this many robust deviations from the middle of all changes is odd; a normal one is once in a billion.
CHANGE_LIMIT = 6.0
#: A first value is held against the spread of all values, which is often skewed: only the wildest are odd.
VALUE_LIMIT = 15.0
FEWEST = 20
# The median distance from the median of normally spread numbers is this much less than their standard deviation.
TO_DEVIATION = 1.4826
# Where hardly anything changed, the spread of changes says nothing: changes below this part of the spread are small.
LEAST_SPREAD = 0.25


@dataclass(frozen=True)
class Move:
    """A value and the one before it for the same area, if there was one."""

    value: float
    before: float | None


def odd_moves(moves: Sequence[Move]) -> list[int]:
    """The positions of the moves that stand out from the others; none when there are too few to tell."""
    values = [move.value for move in moves]
    if len(values) < FEWEST:
        return []
    middle, spread = _middle_and_spread(values)
    changes = [move.value - move.before for move in moves if move.before is not None]
    usual, scatter = _middle_and_spread(changes) if len(changes) >= FEWEST else (0.0, 0.0)
    scatter = max(scatter, LEAST_SPREAD * spread)
    return [
        position
        for position, move in enumerate(moves)
        if _is_odd(move.value, middle, spread * VALUE_LIMIT)
        and move.before is None
        or move.before is not None
        and _is_odd(move.value - move.before, usual, scatter * CHANGE_LIMIT)
    ]


def _is_odd(number: float, middle: float, limit: float) -> bool:
    return limit > 0 and abs(number - middle) > limit


def _middle_and_spread(numbers: Sequence[float]) -> tuple[float, float]:
    middle = median(numbers)
    return middle, TO_DEVIATION * median(abs(number - middle) for number in numbers)
