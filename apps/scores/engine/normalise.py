"""From many units to one scale."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def z_scores(values: Floats, mean: Floats, spread: Floats) -> Floats:
    """Standard deviations from the reference group's mean: (x - mean) / spread.

    `values` (areas, indicators), `mean` and `spread` (indicators,) in the indicators' units; the result has none. nan
    stays nan; an indicator whose spread is 0 or unknown tells no area from another and gives nan throughout.
    (OECD/JRC Handbook on Constructing Composite Indicators, step 5: standardisation, or z-scores.)
    """
    known = np.where(spread > 0, spread, np.nan)
    return (values - mean) / known


def to_scale(z: Floats, k: float, centre: float) -> Floats:
    """Scores from `z` (any shape): centre + k * z, so that the group's mean scores `centre`; not capped."""
    return centre + k * z


def cap(scores: Floats, lowest: float, highest: float) -> Floats:
    """`scores` (any shape) kept within the scale; nan stays nan."""
    return np.clip(scores, lowest, highest)
