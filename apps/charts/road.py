"""Pure: the road of a goal, drawn beside the past: from its baseline to its target, on the day it falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from apps.charts import drawing
from apps.charts.history import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Point, Scale, dot, extent, limits, line

#: More than a history has, above and below: for the words at a target that lies at the edge.
ROOM = 16.0


@dataclass(frozen=True)
class End:
    """One end of the road: when (a year, with its fraction), the value, and how both are written."""

    when: float
    value: float
    words: str
    day: str


def road(
    points: Sequence[Point], start: End, target: End, *, low: str = "", high: str = "", title: str, says: str
) -> str:
    """Past figures as a line, the road dashed from `start` to `target`, as SVG.

    `low` and `high` are how the lowest and the highest value drawn are written; see `reach`.
    """
    known = [point for point in points if point.value is not None]
    scale = _scale(known, start, target)
    body = [
        f'<path class="history-frame" d="M{LEFT:.0f} {TOP:.0f}V{BOTTOM:.0f}H{RIGHT:.0f}"/>',
        drawing.text(LEFT - 8, TOP + 4, high, css="history-words", anchor="end"),
        drawing.text(LEFT - 8, BOTTOM, low, css="history-words", anchor="end"),
        limits(known, scale),
        _way(start, target, scale),
        line(points, scale) if known else "",
        *(dot(point, scale) for point in known),
        _mark(start, scale, "road-start"),
        _mark(target, scale, "road-target"),
        *_words(start, target, scale),
        *_days(known, start, target),
    ]
    return drawing.picture(
        "".join(body), box=(0, -ROOM, WIDTH, HEIGHT + 2 * ROOM), css="history road", name="road", title=title, says=says
    )


def reach(points: Sequence[Point], start: End, target: End) -> tuple[float, float]:
    """The lowest and the highest value that a picture of the road spans."""
    ends = [start.value, target.value]
    low, high = extent(points) if any(point.value is not None for point in points) else (min(ends), max(ends))
    return min(low, *ends), max(high, *ends)


def _scale(known: Sequence[Point], start: End, target: End) -> Scale:
    times = [start.when, target.when, *(point.when for point in known)]
    return Scale(min(times), max(times), *reach(known, start, target))


def _way(start: End, target: End, scale: Scale) -> str:
    ends = [f"{drawing.coordinate(scale.x(e.when))} {drawing.coordinate(scale.y(e.value))}" for e in (start, target)]
    return f'<path class="road-way" d="M{ends[0]}L{ends[1]}"/>'


def _mark(end: End, scale: Scale, css: str) -> str:
    x, y = scale.x(end.when), scale.y(end.value)
    if css == "road-start":
        return f'<circle class="{css}" cx="{drawing.coordinate(x)}" cy="{drawing.coordinate(y)}" r="6"/>'
    corners = " ".join(f"{drawing.coordinate(x + a)},{drawing.coordinate(y + b)}" for a, b in _DIAMOND)
    return f'<polygon class="{css}" points="{corners}"/>'


_DIAMOND = ((0, -7), (7, 0), (0, 7), (-7, 0))


def _words(start: End, target: End, scale: Scale) -> list[str]:
    """What the target is, above its mark or below, on the side from which the road does not come."""
    rising = target.value >= start.value
    y = scale.y(target.value) + (-14 if rising else 24)
    return [drawing.text(min(scale.x(target.when) + 8, RIGHT), y, target.words, css="road-words", anchor="end")]


def _days(known: Sequence[Point], start: End, target: End) -> list[str]:
    """When the picture begins and ends: figures may be older than the baseline, and newer than the target's day."""
    days = [(start.when, start.day), *((point.when, point.label) for point in known), (target.when, target.day)]
    days.sort(key=itemgetter(0))
    return [
        drawing.text(LEFT, HEIGHT - 16 + ROOM, days[0][1], css="history-words", anchor="start"),
        drawing.text(RIGHT, HEIGHT - 16 + ROOM, days[-1][1], css="history-words", anchor="end"),
    ]
