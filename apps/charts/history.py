"""Pure: the history of one figure as a line, with its 95% limits where they are known and gaps where it is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.charts import drawing

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 624.0, 18.0, 178.0


@dataclass(frozen=True)
class Point:
    """A figure of one period: where in time (a year, with its fraction), the value or None, its limits, its label."""

    when: float
    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None


def history(points: Sequence[Point], *, low: str, high: str, title: str, says: str) -> str:
    """The line as SVG; empty text with fewer than two known values. `low` and `high` are how the ends are written."""
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return ""
    scale = scale_of(points)
    body = [
        f'<path class="history-frame" d="M{LEFT:.0f} {TOP:.0f}V{BOTTOM:.0f}H{RIGHT:.0f}"/>',
        drawing.text(LEFT - 8, TOP + 4, high, css="history-words", anchor="end"),
        drawing.text(LEFT - 8, BOTTOM, low, css="history-words", anchor="end"),
        limits(known, scale),
        line(points, scale),
        *(dot(point, scale) for point in known),
        drawing.text(LEFT, HEIGHT - 16, points[0].label, css="history-words", anchor="start"),
        drawing.text(RIGHT, HEIGHT - 16, points[-1].label, css="history-words", anchor="end"),
    ]
    return drawing.picture(
        "".join(body), box=(0, 0, WIDTH, HEIGHT), css="history", name="history", title=title, says=says
    )


def extent(points: Sequence[Point]) -> tuple[float, float]:
    """The lowest and highest value or limit that is drawn. Raises ValueError when nothing is known."""
    seen = [number for p in points for number in (p.value, p.lower, p.upper) if number is not None]
    return min(seen), max(seen)


def scale_of(points: Sequence[Point]) -> "Scale":
    """The scale on which some points are drawn. Raises ValueError when nothing is known."""
    return Scale(points[0].when, points[-1].when, *extent(points))


class Scale:
    """From time and value to places on the picture."""

    def __init__(self, first: float, last: float, low: float, high: float) -> None:
        self.first, self.last, self.low, self.high = first, last, low, high

    def x(self, when: float) -> float:
        span = self.last - self.first
        return LEFT + 10 + (RIGHT - LEFT - 20) * ((when - self.first) / span if span else 0.5)

    def y(self, value: float) -> float:
        span = self.high - self.low
        return BOTTOM - (BOTTOM - TOP) * ((value - self.low) / span if span else 0.5)


def limits(known: Sequence[Point], scale: Scale) -> str:
    """A bar for each point whose limits are known."""
    bars = "".join(
        f"M{drawing.coordinate(scale.x(p.when))} {drawing.coordinate(scale.y(p.lower))}"
        f"V{drawing.coordinate(scale.y(p.upper))}"
        for p in known
        if p.lower is not None and p.upper is not None
    )
    return f'<path class="history-limits" d="{bars}"/>' if bars else ""


def line(points: Sequence[Point], scale: Scale) -> str:
    """The line through the known points."""
    # A missing period breaks the line: nothing is drawn across what is not known.
    steps, pen = [], "M"
    for point in points:
        if point.value is None:
            pen = "M"
            continue
        steps.append(f"{pen}{drawing.coordinate(scale.x(point.when))} {drawing.coordinate(scale.y(point.value))}")
        pen = "L"
    return f'<path class="history-line" d="{"".join(steps)}"/>'


def dot(point: Point, scale: Scale) -> str:
    """The mark of one known point."""
    y = drawing.coordinate(scale.y(point.value or 0.0))
    return f'<circle class="history-dot" cx="{drawing.coordinate(scale.x(point.when))}" cy="{y}" r="3.5"/>'
