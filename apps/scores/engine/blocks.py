"""Work cut into blocks, each so small that it stays in the processor's own memory meanwhile."""


def slices(count: int, step: int) -> list[slice]:
    """The slices of `step` that 0 to `count` fall into; the last may end beyond."""
    return [slice(start, start + step) for start in range(0, count, step)]
