"""How a figure is worked out from published ones, by the name a recipe gives."""

import math
from collections.abc import Callable, Sequence

Numbers = Sequence[float]

PUBLISHED = "published"

FORMULAS: dict[str, Callable[[Numbers], float]] = {
    "mean": lambda xs: math.fsum(xs) / len(xs),
    "difference": lambda xs: xs[0] - xs[1],
    "range": lambda xs: max(xs) - min(xs),
    "percent": lambda xs: 100 * xs[0] / xs[1],
    "percent-left": lambda xs: 100 * (xs[1] - xs[0]) / xs[1],
    "percent-first-three": lambda xs: 100 * math.fsum(xs[:3]) / math.fsum(xs),
    "per-thousand": lambda xs: 1_000 * xs[0] / xs[1],
    "millions-per": lambda xs: 1_000_000 * xs[0] / xs[1],
}


def as_text(value: float) -> str:
    """A worked-out number, to ten significant digits: no noise of floating point, the same on every machine."""
    return f"{value:.10g}" if value else "0"
