"""Pure: one score as a dot on a line from 0 to 10, the average of the group marked at 5, its range if it has one."""

from apps.charts import drawing

WIDTH, HEIGHT = 100.0, 16.0


def track(score: float | None, step: int, *, lower: float | None = None, upper: float | None = None) -> str:
    """The dot as SVG, hidden from screen readers: it always stands beside the score in words."""
    middle = drawing.coordinate(HEIGHT / 2)
    body = f'<path class="track-line" d="M4 {middle}H96M50 3v10"/>'
    if score is None:
        return _wrap(body)
    if lower is not None and upper is not None:
        body += f'<path class="track-range" d="M{_x(lower)} {middle}H{_x(upper)}"/>'
    return _wrap(f'{body}<circle class="mark mark--{step}" cx="{_x(score)}" cy="{middle}" r="4.5"/>')


def _x(score: float) -> str:
    return drawing.coordinate(4 + 9.2 * score)


def _wrap(body: str) -> str:
    return (
        f'<svg class="track" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" width="{WIDTH:.0f}" height="{HEIGHT:.0f}" '
        f'aria-hidden="true">{body}</svg>'
    )
