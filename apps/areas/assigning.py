"""Pure: who gets what, so that it costs the least on the whole: the assignment problem by shortest paths.

(Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems",
Computing 38, 1987.)
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def assigned(cost: Floats) -> list[int]:
    """For each row of `cost` (rows, columns) the column it gets. Raises ValueError with fewer columns than rows."""
    rows, columns = cost.shape
    if columns < rows:
        raise ValueError("There are fewer columns than rows.")
    holder = np.full(columns, -1)
    price, worth = np.zeros(columns), np.zeros(rows)
    for row in range(rows):
        _give(row, cost, holder, price, worth)
    found = np.empty(rows, dtype=int)
    taken = np.flatnonzero(holder >= 0)
    found[holder[taken]] = taken
    return [int(column) for column in found]


def _give(row: int, cost: Floats, holder: NDArray[np.int64], price: Floats, worth: Floats) -> None:
    """Give one more row a column; those who hold one may change it along the cheapest path to a free one."""
    columns = cost.shape[1]
    far = np.full(columns, np.inf)
    came = np.full(columns, -1)
    done = np.zeros(columns, dtype=bool)
    at, column, length = row, -1, 0.0
    path: list[tuple[int, int, float]] = []
    while True:
        path.append((at, column, length))
        through = length + cost[at] - worth[at] - price
        better = ~done & (through < far)
        far[better], came[better] = through[better], column
        column = int(np.argmin(np.where(done, np.inf, far)))
        length = float(far[column])
        done[column] = True
        if holder[column] < 0:
            break
        at = int(holder[column])
    for who, held, reached in path:
        worth[who] += length - reached
        if held >= 0:
            price[held] -= length - reached
    while column >= 0:
        before = int(came[column])
        holder[column] = row if before < 0 else holder[before]
        column = before
