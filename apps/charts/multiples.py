"""Pure: one small chart of many: an area's own line, its group's average, its base year and breaks."""

from collections.abc import Sequence

from apps.charts import drawing
from apps.charts.history import Point, extent

WIDTH, HEIGHT = 300.0, 132.0
LEFT, RIGHT, TOP, BOTTOM = 8.0, 292.0, 22.0, 108.0


def small(
    points: Sequence[Point],
    average: Sequence[Point],
    *,
    base: float | None,
    ends: tuple[str, str],
    title: str,
    says: str,
    name: str,
    span: tuple[float, float] | None = None,
) -> str:
    """The lines as SVG; empty text with fewer than two known values. `base` is when the base year lies, if it is drawn.

    `span`: the lowest and the highest of the scale, where several charts share one; `ends` are how they are written.
    A missing period breaks a line, and a thin upright line stands where it does.
    """
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return ""
    low, high = span or reach(points, average)
    times = [point.when for point in (*points, *average)]
    first, last = min(times), max(times)

    def place(length: float) -> str:
        # Finer than a tenth of a unit nobody sees at this size.
        return drawing.coordinate(length, 1)

    def x(when: float) -> float:
        return LEFT + (RIGHT - LEFT) * ((when - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * ((value - low) / (high - low) if high > low else 0.5)

    def spots(of: Sequence[Point]) -> list[str]:
        """Where each point lies; empty without a value."""
        return ["" if p.value is None else f"{place(x(p.when))} {place(y(p.value))}" for p in of]

    def line(of: Sequence[str]) -> str:
        pairs = zip(["", *of], of, strict=False)
        return "".join(f"{'L' if before else 'M'}{spot}" for before, spot in pairs if spot)

    own = spots(points)
    upright = f"V{BOTTOM:.0f}"
    bars = "".join(
        f"M{place(x(p.when))} {place(y(p.lower))}V{place(y(p.upper))}"
        for p in known
        if p.lower is not None and p.upper is not None
    )
    breaks = "".join(f"M{place(x(p.when))} {TOP:.0f}{upright}" for p in points if p.value is None)
    based = base is not None and first <= base <= last
    body = [
        f'<path class="small-base" d="M{place(x(base or 0))} {TOP:.0f}{upright}"/>' if based else "",
        f'<path class="small-break" d="{breaks}"/>' if breaks else "",
        f'<path class="small-limits" d="{bars}"/>' if bars else "",
        f'<path class="small-average" d="{line(spots(average))}"/>' if average else "",
        f'<path class="small-line" d="{line(own)}"/>',
        # Points of next to no length with round ends: one path for all dots, as a page has dozens of such charts.
        f'<path class="small-dot" d="{"".join(f"M{spot}h.01" for spot in own if spot)}"/>',
        drawing.text(LEFT, TOP - 8, ends[1], css="small-words", anchor="start"),
        drawing.text(LEFT, BOTTOM + 18, f"{ends[0]}", css="small-words", anchor="start"),
        drawing.text(RIGHT, BOTTOM + 18, f"{int(first)}–{int(last)}", css="small-words", anchor="end"),
    ]
    box = (0, 0, WIDTH, HEIGHT)
    return drawing.picture("".join(body), box=box, css="small-chart", name=name, title=title, says=says)


def beside(pictures: Sequence[tuple[str, str]], *, title: str, says: str) -> str:
    """Small charts, each with its name above it, two beside each other, as one picture; empty text without any."""
    if not pictures:
        return ""
    body = []
    for at, (name, picture) in enumerate(pictures):
        x, y = (at % 2) * (WIDTH + 32), (at // 2) * (HEIGHT + 36)
        body.append(drawing.text(x + LEFT, y + 16, name, css="sheet-says", anchor="start"))
        body.append(picture.replace("<svg ", f'<svg x="{x:.0f}" y="{y + 20:.0f}" ', 1))
    height = (len(pictures) + 1) // 2 * (HEIGHT + 36)
    box = (0, 0, 2 * WIDTH + 32, height)
    return drawing.picture("".join(body), box=box, css="beside", name="beside", title=title, says=says)


def reach(points: Sequence[Point], average: Sequence[Point]) -> tuple[float, float]:
    """The lowest and the highest value or limit that is drawn. Raises ValueError when nothing is known."""
    return extent([*points, *average])
