"""Timing side by side: contenders take turns within each round, so that a busy machine slows all of them alike."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """How long one thing took, in seconds, round by round."""

    name: str
    seconds: Sequence[float]
    reference: "Timing | None" = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times its reference, as the median over the rounds that both ran in."""
        if self.reference is None:
            return None
        pairs = zip(self.seconds, self.reference.seconds, strict=True)
        return statistics.median(mine / max(its, 1e-9) for mine, its in pairs)


def side_by_side(contenders: Mapping[str, Callable[[], object]], rounds: int) -> list[Timing]:
    """Time each contender once a round, in turns; the first is the reference of the others."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for act in contenders.values():
        act()
    names = list(contenders)
    for number in range(rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            taken[name].append(seconds_of(contenders[name]))
    first = Timing(names[0], taken[names[0]])
    return [first, *(Timing(name, taken[name], first) for name in names[1:])]


def seconds_of(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def table(timings: Sequence[Timing], *, markdown: bool) -> str:
    """Name, least, median, most, rounds, ratio and note, one line each."""
    rows = [("", "min", "median", "max", "rounds", "ratio", ""), *map(_row, timings)]
    if markdown:
        rows.insert(1, ("---",) * len(rows[0]))
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(timing: Timing) -> tuple[str, ...]:
    taken = timing.seconds
    ratio = "" if timing.ratio is None else f"{timing.ratio:,.1f}x"
    least, middle, most = min(taken), statistics.median(taken), max(taken)
    return (timing.name, _told(least), _told(middle), _told(most), str(len(taken)), ratio, timing.note)


def _told(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.1f} us"
