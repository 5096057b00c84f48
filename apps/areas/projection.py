"""Pure: where a place lies on a flat map: transverse Mercator around 2° west, as British maps have it."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: The earth as a ball, in kilometres, and the meridian that stands upright on the map.
_RADIUS = 6371.0
_MERIDIAN = -2.0


def project(latitude: Floats, longitude: Floats) -> Floats:
    """Kilometres east of 2° west and north of the equator, (n, 2), of places in degrees (n,) each."""
    up, across = np.radians(latitude), np.radians(longitude - _MERIDIAN)
    east = np.arctanh(np.clip(np.cos(up) * np.sin(across), -0.999999, 0.999999))
    north = np.arctan2(np.sin(up), np.cos(up) * np.cos(across))
    return np.asarray(np.stack([east, north], axis=-1) * _RADIUS)
