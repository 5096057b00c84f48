"""From a total to a rate."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def denominate(values: Floats, by: Floats) -> Floats:
    """`values` over what they are counted in, both (any one shape), in units of the first per unit of the second.

    nan where either is missing or the second is not above 0: a rate of nobody is none. (OECD/JRC Handbook on
    Constructing Composite Indicators, step 3: figures that depend on size are made comparable first.)
    """
    known = np.where(by > 0, by, np.nan)
    return values / known
