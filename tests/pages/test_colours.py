"""Every colour is readable where it stands, in light and in dark: measured from the one file that has colours in it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text("utf-8")
LIGHT_TEXT, DARK_TEXT = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
MODES = {mode: dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", text)) for mode, text in (
    ("light", LIGHT_TEXT), ("dark", DARK_TEXT),
)}  # fmt: skip
BANDS = range(1, 6)


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("band", BANDS)
def test_what_is_written_on_a_band_can_be_read(mode, band):
    colours = MODES[mode]

    assert contrast(colours[f"band-{band}"], colours[f"band-{band}-ink"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_the_edge_of_a_band_stands_out_from_its_ground(mode, band, ground):
    colours = MODES[mode]

    assert contrast(colours[f"band-{band}-edge"], colours[ground]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent", "alert", "done"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "well"])
def test_every_ink_can_be_read_on_every_ground(mode, ink, ground):
    assert contrast(MODES[mode][ink], MODES[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("accent-ink", "accent"),
        ("ink", "accent-wash"),
        ("ink", "alert-wash"),
        ("ink", "done-wash"),
        ("alert", "alert-wash"),
    ],
)
def test_words_in_buttons_and_notices_can_be_read(mode, ink, ground):
    assert contrast(MODES[mode][ink], MODES[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["paper", "sheet", "well"])
def test_the_edges_of_controls_can_be_seen(mode, ground):
    assert contrast(MODES[mode]["edge"], MODES[mode][ground]) >= 3


def test_colours_are_written_in_one_file_only():
    others = [path for path in Path(settings.BASE_DIR, "static", "css").glob("*.css") if path.name != "tokens.css"]
    on_paper = {"#ffffff"}

    found = {path.name: set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8"))) for path in others}

    assert {name: colours for name, colours in found.items() if colours - on_paper} == {}


def test_both_modes_name_the_same_bands():
    assert {name for name in MODES["light"] if name.startswith("band")} == {
        name for name in MODES["dark"] if name.startswith("band")
    }
