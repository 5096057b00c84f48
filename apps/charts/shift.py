"""Pure: all areas on two lines of one scale, before and after: what moved, how far, and where this one went."""

import math
from collections.abc import Sequence

from apps.charts import drawing

WIDTH, HEIGHT, SIDE = 640.0, 128.0, 8.0
BEFORE_TOP, BEFORE_BOTTOM = 26.0, 44.0
AFTER_TOP, AFTER_BOTTOM = 84.0, 102.0
BEFORE_WORDS, AFTER_WORDS = 16.0, 122.0

Pair = tuple[float | None, float | None]


def shift(
    pairs: Sequence[Pair],
    *,
    mine: Pair,
    ends: tuple[float, float],
    words: tuple[str, str],
    title: str,
    says: str,
    name: str,
) -> str:
    """Each of `pairs` as a tick above (before) and below (after), joined by a line; `mine` is drawn stronger.

    `ends`: what lies at the left and the right end; who has no score at one of the times has a tick at the other only.
    `words` name the two lines; `name` makes the ids of the picture unique. Empty text when nobody has a score.
    """
    if not any(_is_known(value) for pair in pairs for value in pair):
        return ""
    body = [
        f'<path class="shift-lines" d="{"".join(_between(pair, ends) for pair in pairs)}"/>',
        f'<path class="strip-tick" d="{_ticks([before for before, _ in pairs], BEFORE_TOP, BEFORE_BOTTOM, ends)}"/>',
        f'<path class="strip-tick" d="{_ticks([after for _, after in pairs], AFTER_TOP, AFTER_BOTTOM, ends)}"/>',
        _mine(mine, ends),
        drawing.text(SIDE, BEFORE_WORDS, words[0], css="shift-words", anchor="start"),
        drawing.text(SIDE, AFTER_WORDS, words[1], css="shift-words", anchor="start"),
    ]
    return drawing.picture("".join(body), box=(0, 0, WIDTH, HEIGHT), css="shift", name=name, title=title, says=says)


def _is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _place(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    share = (value - low) / (high - low) if high > low else 0.5
    return SIDE + (WIDTH - 2 * SIDE) * min(max(share, 0.0), 1.0)


def _ticks(values: Sequence[float | None], top: float, bottom: float, ends: tuple[float, float]) -> str:
    height = drawing.coordinate(bottom - top)
    known = [value for value in values if value is not None and math.isfinite(value)]
    return "".join(f"M{drawing.coordinate(_place(value, ends))} {drawing.coordinate(top)}v{height}" for value in known)


def _between(pair: Pair, ends: tuple[float, float]) -> str:
    before, after = pair
    if before is None or after is None or not (_is_known(before) and _is_known(after)):
        return ""
    start, end = (drawing.coordinate(_place(value, ends)) for value in (before, after))
    return f"M{start} {drawing.coordinate(BEFORE_BOTTOM)}L{end} {drawing.coordinate(AFTER_TOP)}"


def _mine(mine: Pair, ends: tuple[float, float]) -> str:
    lines = _between(mine, ends)
    lines += _ticks([mine[0]], BEFORE_TOP - 4, BEFORE_BOTTOM, ends) + _ticks(
        [mine[1]], AFTER_TOP, AFTER_BOTTOM + 4, ends
    )
    return f'<path class="shift-mine" d="{lines}"/>' if lines else ""
