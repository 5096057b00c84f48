"""Pure: the road of a goal, drawn beside the past: from its baseline to its target, on the day it falls due."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.charts import drawing
from apps.charts.history import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Point, Scale, dot, extent, limits, line

#: More than a history has, above and below: for the words at a target that lies at the edge.
ROOM = 16.0
#: How much lower than a target to which the road leads down the picture reaches, of what lies above the target.
_BELOW = 0.2


@dataclass(frozen=True)
class End:
    """One end of the road: when (a year, with its fraction), the value, and how both are written."""

    when: float
    value: float
    words: str


@dataclass(frozen=True)
class Way:
    """What leads from one end to the other, as (when, value): the corners of the line, and the marks on it."""

    corners: tuple[tuple[float, float], ...] = ()
    marks: tuple[tuple[float, float], ...] = ()


def road(
    points: Sequence[Point],
    start: End,
    target: End,
    *,
    way: Way = Way(),
    forecast: tuple[float, float] | None = None,
    low: str = "",
    high: str = "",
    title: str,
    says: str,
) -> str:
    """Past figures as a line, the road dashed from `start` to `target`, as SVG; straight unless its way says otherwise.

    `forecast` is the range of the figure on the target's day, drawn as a bar there. `low` and `high` are how the lowest
    and the highest value drawn are written; see `reach`.
    """
    known = [point for point in points if point.value is not None]
    scale = _scale(known, start, target, forecast)
    body = [
        f'<path class="history-frame" d="M{LEFT:.0f} {TOP:.0f}V{BOTTOM:.0f}H{RIGHT:.0f}"/>',
        drawing.text(LEFT - 8, TOP + 4, high, css="history-words", anchor="end"),
        drawing.text(LEFT - 8, BOTTOM, low, css="history-words", anchor="end"),
        limits(known, scale),
        _forecast(target, forecast, scale),
        _way(way.corners or ((start.when, start.value), (target.when, target.value)), scale),
        *(_passed(mark, scale) for mark in way.marks),
        line(points, scale) if known else "",
        *(dot(point, scale) for point in known),
        _mark(start, scale, "road-start"),
        _mark(target, scale, "road-target"),
        *_words(start, target, scale),
        *_years(known, start, target),
    ]
    return drawing.picture(
        "".join(body), box=(0, -ROOM, WIDTH, HEIGHT + 2 * ROOM), css="history road", name="road", title=title, says=says
    )


def reach(
    points: Sequence[Point], start: End, target: End, forecast: tuple[float, float] | None = None
) -> tuple[float, float]:
    """The lowest and the highest value that a picture of the road spans."""
    ends = [start.value, target.value, *(forecast or ())]
    low, high = extent(points) if any(point.value is not None for point in points) else (min(ends), max(ends))
    low, high = min(low, *ends), max(high, *ends)
    # Below a target to which the road leads down there is room for its words, clear of the frame and the years.
    return (
        (min(low, target.value - _BELOW * (high - target.value)), high) if target.value < start.value else (low, high)
    )


def _scale(known: Sequence[Point], start: End, target: End, forecast: tuple[float, float] | None) -> Scale:
    times = [start.when, target.when, *(point.when for point in known)]
    return Scale(min(times), max(times), *reach(known, start, target, forecast))


def _way(corners: Sequence[tuple[float, float]], scale: Scale) -> str:
    places = (f"{drawing.coordinate(scale.x(when))} {drawing.coordinate(scale.y(value))}" for when, value in corners)
    return f'<path class="road-way" d="M{"L".join(places)}"/>'


def _passed(mark: tuple[float, float], scale: Scale) -> str:
    x, y = (drawing.coordinate(each) for each in (scale.x(mark[0]), scale.y(mark[1])))
    return f'<circle class="road-mark" cx="{x}" cy="{y}" r="4"/>'


def _forecast(target: End, forecast: tuple[float, float] | None, scale: Scale) -> str:
    if forecast is None:
        return ""
    x, (lower, upper) = drawing.coordinate(scale.x(target.when)), forecast
    ends = f"{drawing.coordinate(scale.y(lower))}V{drawing.coordinate(scale.y(upper))}"
    return f'<path class="road-forecast" d="M{x} {ends}"/>'


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
    y = scale.y(target.value) + (-14 if rising else 22)
    return [drawing.text(min(scale.x(target.when) + 8, RIGHT), y, target.words, css="road-words", anchor="end")]


def _years(known: Sequence[Point], start: End, target: End) -> list[str]:
    """When the picture begins and ends: figures may be older than the baseline, and newer than the target's day."""
    times = [start.when, target.when, *(point.when for point in known)]
    ends = ((LEFT, min(times), "start"), (RIGHT, max(times), "end"))
    return [
        drawing.text(x, HEIGHT - 16 + ROOM, str(int(when)), css="history-words", anchor=anchor)
        for x, when, anchor in ends
    ]
