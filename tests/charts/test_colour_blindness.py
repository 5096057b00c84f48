"""The five bands stay apart for readers with each of the three common kinds of colour blindness, in light and dark.

Sights are simulated with the matrices of Machado, Oliveira and Fernandes (2009) for the full lack of one kind of cone,
on linear RGB; colours are told apart by CIEDE2000, where 2 is just seen side by side, and 11 is seen across a page.
Signs, patterns, words or figures go with every band besides.
"""

import re

import numpy as np
import pytest

from apps.charts.tile_map import SIGNS
from tests.pages.test_colours import MODES

APART = 11
SIGHTS = {
    "all cones": np.eye(3),
    "no red cones": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ]),
    "no green cones": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]),
    "no blue cones": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
TO_XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
])  # fmt: skip
WHITE = np.array([0.95047, 1, 1.08883])


def lab(colour, sight):
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(sight @ linear, 0, 1) / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (xyz * 24389 / 27 + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, other):
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean / (mean + 25**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    hue, chroma, light = h1 + turn / 2, (c1 + c2) / 2, (l1 + l2) / 2
    waves = ((1, 30, -0.17), (2, 0, 0.24), (3, -6, 0.32), (4, 63, -0.20))
    t = 1 + sum(size * np.cos(np.radians(times * hue - shift)) for times, shift, size in waves)
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    bend = np.sin(np.radians(60 * np.exp(-(((hue % 360 - 275) / 25) ** 2))))
    return np.sqrt(dl**2 + dc**2 + dh**2 - 2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * bend * dc * dh)


def test_the_measure_gives_what_its_authors_published():
    # Pairs 1, 7 and 17 of Sharma, Wu and Dalal (2005).
    for one, other, expected in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ):
        assert ciede2000(one, other) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_bands_look_alike(mode, sight):
    seen = [lab(MODES[mode][f"band-{step}"], SIGHTS[sight]) for step in range(1, 6)]

    near = {
        (i + 1, j + 1): round(float(ciede2000(seen[i], seen[j])), 1)
        for i in range(5)
        for j in range(i + 1, 5)
        if ciede2000(seen[i], seen[j]) < APART
    }
    assert near == {}


def test_each_band_has_a_sign_of_its_own_besides():
    assert len({SIGNS[step] for step in range(1, 6)}) == 5
    assert all(re.fullmatch(r"[−=+]{1,2}", SIGNS[step]) for step in range(1, 6))
