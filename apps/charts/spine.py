"""Pure: one area's figure against the spread of its group, one row of a spine chart.

The average of the group is in the middle of every row, so that it runs down the page as a spine, and what counts as
higher is to the right. Either side is to one scale, which ends where the figure farthest from the average is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.charts import drawing

WIDTH, HEIGHT, SIDE = 240.0, 24.0, 6.0
_THIN, _THICK = 4.0, 12.0


@dataclass(frozen=True)
class Spread:
    """How the figures of a group lie: lowest, a quarter of the way, the average, three quarters, highest."""

    low: float
    quarter: float
    average: float
    three_quarters: float
    high: float


def row(
    spread: Spread,
    *,
    mine: float | None,
    limits: tuple[float, float] | None,
    region: float | None,
    step: int,
    more_is_higher: bool = True,
) -> str:
    """One row as SVG, hidden from screen readers: all that it shows stands beside it in the table.

    `mine`, its `limits` and the average of its `region` may be missing; `step` is the band of the score, 0 for none.
    """
    place = _Scale(spread, [value for value in (mine, *(limits or ())) if value is not None], more_is_higher)
    body = _bar("spine-all", place(spread.low), place(spread.high), _THIN)
    body += _bar("spine-half", place(spread.quarter), place(spread.three_quarters), _THICK)
    middle, centre = drawing.coordinate(WIDTH / 2), drawing.coordinate(HEIGHT / 2)
    body += f'<path class="spine-average" d="M{middle} 0V{HEIGHT:.0f}"/>'
    if region is not None:
        body += f'<path class="spine-region" d="{_diamond(place(region))}"/>'
    if limits is not None:
        ends = [drawing.coordinate(place(value)) for value in limits]
        body += f'<path class="spine-limits" d="M{ends[0]} {centre}H{ends[1]}"/>'
    if mine is not None:
        css = f"mark mark--{step}" if step else "spine-mine"
        body += f'<circle class="{css}" cx="{drawing.coordinate(place(mine))}" cy="{centre}" r="5"/>'
    return (
        f'<svg class="spine" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" width="{WIDTH:.0f}" height="{HEIGHT:.0f}" '
        f'aria-hidden="true">{body}</svg>'
    )


class _Scale:
    """A figure to its place across the row; what is farther out than the ends stays at the edge."""

    def __init__(self, spread: Spread, others: Sequence[float], more_is_higher: bool) -> None:
        self.average = spread.average
        ends = (spread.low, spread.high, *others)
        self.reach = max(abs(value - spread.average) for value in ends) or 1.0
        self.sign = 1 if more_is_higher else -1

    def __call__(self, value: float) -> float:
        share = max(-1.0, min(1.0, (value - self.average) / self.reach))
        return WIDTH / 2 + self.sign * share * (WIDTH / 2 - SIDE)


def _bar(css: str, one: float, other: float, height: float) -> str:
    left, width = min(one, other), abs(other - one)
    at, top = drawing.coordinate(left), drawing.coordinate((HEIGHT - height) / 2)
    return f'<rect class="{css}" x="{at}" y="{top}" width="{drawing.coordinate(width)}" height="{height:.0f}"/>'


def _diamond(x: float) -> str:
    return f"M{drawing.coordinate(x)} {drawing.coordinate(HEIGHT / 2 - 6)}l4 6l-4 6l-4 -6z"
