"""Pure: one area among all others on one line: a tick for each, this one marked, the group's average named."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from apps.charts import drawing

WIDTH, HEIGHT, SIDE = 640.0, 104.0, 8.0
AVERAGE_WORDS, END_WORDS = 84.0, 100.0
TICK_TOP, TICK_BOTTOM = 38.0, 62.0
# How wide a letter of the name is at most, so that a long name is not cut off at the side.
LETTER = 8.5


@dataclass(frozen=True)
class Marked:
    """What the strip points out: a value, how it is written, and whose it is; a narrow page leaves that name out."""

    value: float
    words: str
    name: str = ""


def strip(
    values: Sequence[float],
    *,
    mine: Marked | None,
    average: Marked | None,
    ends: tuple[str, str],
    title: str,
    says: str,
) -> str:
    """All `values` as ticks; `ends` are how the lowest and the highest are written. Empty text when there are none."""
    known = [value for value in values if math.isfinite(value)]
    points = known + [mark.value for mark in (mine, average) if mark]
    if not points:
        return ""
    low, high = min(points), max(points)
    body = [f'<path class="strip-tick" d="{_ticks(known, low, high)}"/>']
    if average:
        body.append(_average(average, low, high))
    if mine:
        body.append(_mine(mine, low, high))
    body.append(drawing.text(SIDE, END_WORDS, ends[0], css="strip-end", anchor="start"))
    body.append(drawing.text(WIDTH - SIDE, END_WORDS, ends[1], css="strip-end", anchor="end"))
    return drawing.picture("".join(body), box=(0, 0, WIDTH, HEIGHT), css="strip", name="strip", title=title, says=says)


def places(values: Sequence[float], mine: float | None, average: float | None) -> list[float]:
    """Where the ticks of `values` lie from left to right, with what is marked besides."""
    known = [value for value in (*values, mine, average) if value is not None and math.isfinite(value)]
    return [round(_place(value, min(known), max(known)), 1) for value in values]


def _place(value: float, low: float, high: float) -> float:
    if high == low:
        return WIDTH / 2
    return SIDE + (WIDTH - 2 * SIDE) * (value - low) / (high - low)


def _ticks(values: Sequence[float], low: float, high: float) -> str:
    height = drawing.coordinate(TICK_BOTTOM - TICK_TOP)
    return "".join(
        f"M{drawing.coordinate(_place(value, low, high))} {drawing.coordinate(TICK_TOP)}v{height}" for value in values
    )


def _average(mark: Marked, low: float, high: float) -> str:
    x = _place(mark.value, low, high)
    anchor = _anchor(x, mark)
    line = f'<path class="strip-average" d="M{drawing.coordinate(x)} {drawing.coordinate(TICK_TOP - 4)}V70"/>'
    return line + drawing.text(x, AVERAGE_WORDS, mark.words, css="strip-words", anchor=anchor)


def _mine(mark: Marked, low: float, high: float) -> str:
    x = _place(mark.value, low, high)
    at = drawing.coordinate(x)
    pin = f'<path class="strip-mine" d="M{at} 24V68"/><circle class="strip-pin" cx="{at}" cy="24" r="5"/>'
    return pin + drawing.text(x, 14, mark.words, css="strip-name", anchor=_anchor(x, mark), name=mark.name)


def _anchor(x: float, mark: Marked) -> str:
    half = max(WIDTH * 0.2, LETTER * len(f"{mark.name} {mark.words}") / 2)
    if x < half:
        return "start"
    return "end" if x > WIDTH - half else "middle"
