"""Who stands before whom."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Scores that agree to so many decimals share a rank: no library's last bit puts one area before another.
DECIMALS = 9


def ranks(scores: Floats) -> Floats:
    """Competition ranks of `scores` (n,): 1 for the highest, the same for those that are the same, nan for nan.

    1, 2, 2, 4: the next rank counts all that stand before.
    """
    found = np.full(len(scores), np.nan)
    present = ~np.isnan(scores)
    known = -np.round(scores[present], DECIMALS)
    found[present] = np.searchsorted(np.sort(known), known, side="left") + 1.0
    return found
