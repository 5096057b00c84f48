"""Pure: an area's wheel. Petals are domains, their length is the score, the ring at 5 is the average of the group.

Around it stand the headline elements as arcs. What has no score is an open outline, never a petal of length zero.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.charts import drawing

HUB, RIM = 14.0, 118.0
ARC_NEAR, ARC_FAR = 136.0, 143.0
LABEL_AT = 154.0
GAP_BETWEEN_HEADLINES = 0.024
GAP_BETWEEN_PETALS = 0.0028
LINE = 16


@dataclass(frozen=True)
class Part:
    """A subdomain: its name and its band's step, 0 when it has no score."""

    name: str
    step: int


@dataclass(frozen=True)
class Petal:
    """A domain: its score and band's step (None and 0 without a score), and the subdomains along its end."""

    name: str
    score: float | None
    step: int
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Spoke:
    """A headline element and its petals."""

    name: str
    score: float | None
    step: int
    petals: Sequence[Petal]


@dataclass(frozen=True)
class _Placed:
    number: int
    petal: Petal
    start: float
    end: float


def wheel(spokes: Sequence[Spoke], *, title: str, says: str, name: str = "wheel", small: bool = False) -> str:
    """The wheel as SVG. `small` is for 40 pixels: no words and no numbers, the petals only."""
    placed = [_place(spokes, index) for index in range(len(spokes))]
    body = [_ground()]
    for spoke, petals in zip(spokes, placed, strict=True):
        body.extend(_petal(each) for each in petals)
        if petals:
            body.append(_arc(spoke, petals[0].start, petals[-1].end))
        if not small:
            body.extend(mark for each in petals for mark in (*_parts(each), _number(each), *_label(each)))
    # Above the petals, so that one sees which of them pass the average.
    body.append(f'<circle class="wheel-average" r="{drawing.coordinate(radius(5))}"/>')
    side = ARC_FAR + 3 if small else 272.0
    height = side if small else 190.0
    css = "wheel wheel--small" if small else "wheel"
    box = (-side, -height, side * 2, height * 2)
    return drawing.picture("".join(body), box=box, css=css, name=name, title=title, says=says)


def radius(score: float) -> float:
    """How far from the middle a score reaches."""
    return HUB + (RIM - HUB) * score / 10


def _place(spokes: Sequence[Spoke], index: int) -> list[_Placed]:
    total = sum(len(spoke.petals) for spoke in spokes)
    before = sum(len(spoke.petals) for spoke in spokes[:index])
    width = (1 - GAP_BETWEEN_HEADLINES * len(spokes)) / max(total, 1)
    start = GAP_BETWEEN_HEADLINES * (index + 0.5) + before * width
    return [
        _Placed(
            before + position + 1,
            petal,
            start + position * width + GAP_BETWEEN_PETALS,
            start + (position + 1) * width - GAP_BETWEEN_PETALS,
        )
        for position, petal in enumerate(spokes[index].petals)
    ]


def _ground() -> str:
    rings = "".join(f'<circle class="wheel-ring" r="{drawing.coordinate(radius(score))}"/>' for score in (2.5, 7.5))
    return f'<circle class="wheel-ground" r="{drawing.coordinate(RIM)}"/>{rings}'


def _petal(each: _Placed) -> str:
    reach = RIM if each.petal.score is None else radius(each.petal.score)
    return f'<path class="{_css(each.petal.step)}" d="{drawing.wedge(each.start, each.end, HUB, reach)}"/>'


def _arc(spoke: Spoke, start: float, end: float) -> str:
    return f'<path class="{_css(spoke.step)}" d="{drawing.wedge(start, end, ARC_NEAR, ARC_FAR)}"/>'


def _parts(each: _Placed) -> Iterator[str]:
    """The subdomains, as small marks between the rim and the arc."""
    count = len(each.petal.parts)
    for position, part in enumerate(each.petal.parts):
        width = (each.end - each.start) / count
        start = each.start + position * width
        yield (
            f'<path class="{_css(part.step)}" '
            f'd="{drawing.wedge(start + 0.0012, start + width - 0.0012, RIM + 5, RIM + 12)}"/>'
        )


def _number(each: _Placed) -> str:
    x, y = _at(each, RIM - 9)
    return drawing.text(x, y + 4, str(each.number), css="wheel-number")


def _label(each: _Placed) -> Iterator[str]:
    x, y = _at(each, LABEL_AT)
    sideways = x / LABEL_AT
    anchor = "middle" if abs(sideways) < 0.16 else ("start" if sideways > 0 else "end")
    lines = wrap(each.petal.name, LINE)
    # Lines hang below the wheel, stand above it, and are centred beside it.
    lift = (1 - y / LABEL_AT) / 2 * (len(lines) - 1) * 14
    for row, line in enumerate(lines):
        yield drawing.text(x, y + 4 - lift + row * 14, line, css="wheel-label", anchor=anchor)


def _at(each: _Placed, distance: float) -> tuple[float, float]:
    turn = math.pi * (each.start + each.end)
    return distance * math.sin(turn), -distance * math.cos(turn)


def _css(step: int) -> str:
    return f"mark mark--{step}" if step else "mark mark--none"


def wrap(words: str, width: int) -> list[str]:
    """Words in lines of about `width` letters, broken between words only."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
