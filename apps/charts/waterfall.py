"""Pure: how a score came from one level to another, step by step, as bars that hang where the one before ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.charts import drawing

WIDTH, LEFT, RIGHT = 640.0, 232.0, 560.0
TOP, ROW, BAR, TICK = 8.0, 30.0, 16.0, 5.0
#: The least that the width stands for, in points: what is small is to look small.
LEAST = 0.2


@dataclass(frozen=True)
class Bar:
    """One step: its name, the levels it leads from and to, and how its change is written."""

    name: str
    start: float
    end: float
    words: str


def waterfall(
    bars: Sequence[Bar], *, first: tuple[str, str], last: tuple[str, str], title: str, says: str, name: str
) -> str:
    """The steps between two levels as SVG; empty text without any.

    `first`, `last`: how the levels before and after are named and written. A step down is an open box, so that nobody
    needs colour to tell it from a step up.
    """
    if not bars:
        return ""
    levels = [bars[0].start, *(bar.end for bar in bars)]
    low, high = min(levels), max(levels)
    if high - low < LEAST:
        low, high = (low + high - LEAST) / 2, (low + high + LEAST) / 2
    height = TOP + ROW * (len(bars) + 2)
    rows = [TOP + ROW * (at + 0.5) for at in range(len(bars) + 2)]

    def x(level: float) -> float:
        return LEFT + (RIGHT - LEFT) * (level - low) / (high - low)

    body = [
        _level(x(levels[0]), rows[0], *first),
        *(_bar(bar, x(bar.start), x(bar.end), y) for bar, y in zip(bars, rows[1:-1], strict=True)),
        *(_link(x(level), y, y + ROW) for level, y in zip(levels, rows, strict=False)),
        _level(x(levels[-1]), rows[-1], *last),
    ]
    return drawing.picture("".join(body), box=(0, 0, WIDTH, height), css="waterfall", name=name, title=title, says=says)


def _level(x: float, y: float, name: str, words: str) -> str:
    mark = f"M{drawing.coordinate(x)} {drawing.coordinate(y - BAR / 2)}v{drawing.coordinate(BAR)}"
    return (
        f'<path class="waterfall-level" d="{mark}"/>'
        + drawing.text(LEFT - 12, y + TICK, name, css="waterfall-name", anchor="end")
        + drawing.text(WIDTH - 4, y + TICK, words, css="waterfall-name", anchor="end")
    )


def _bar(bar: Bar, start: float, end: float, y: float) -> str:
    css = "waterfall-up" if end >= start else "waterfall-down"
    left, width = min(start, end), max(abs(end - start), 1.0)
    box = f'x="{drawing.coordinate(left)}" y="{drawing.coordinate(y - BAR / 2)}" width="{drawing.coordinate(width)}"'
    return (
        f'<rect class="{css}" {box} height="{drawing.coordinate(BAR)}"/>'
        + drawing.text(LEFT - 12, y + TICK, bar.name, css="waterfall-words", anchor="end")
        + drawing.text(WIDTH - 4, y + TICK, bar.words, css="waterfall-words", anchor="end")
    )


def _link(x: float, top: float, bottom: float) -> str:
    """The thin line from where a step ended to where the next one begins."""
    return (
        f'<path class="waterfall-link" d="M{drawing.coordinate(x)} {drawing.coordinate(top)}'
        f'V{drawing.coordinate(bottom)}"/>'
    )
