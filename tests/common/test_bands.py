import pytest

from apps.common.bands import BANDS, band_of


@pytest.mark.parametrize(
    ("score", "step"),
    [
        (0, 1),
        (3.494, 1),
        (3.495, 2),
        (3.5, 2),
        (4.5, 3),
        (5.494, 3),
        (5.496, 4),
        (5.5, 4),
        (6.4949, 4),
        (6.5, 5),
        (10, 5),
    ],
)
def test_a_band_is_that_of_two_decimals_and_a_cut_belongs_to_the_higher_one(score, step):
    assert band_of(score).step == step


def test_the_bands_cover_the_scale_without_a_gap():
    assert (BANDS[0].floor, BANDS[-1].ceiling) == (0, 10)
    assert [band.floor for band in BANDS[1:]] == [band.ceiling for band in BANDS[:-1]]
    assert [band.step for band in BANDS] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("score", [-0.01, 10.01, float("nan")])
def test_what_is_off_the_scale_has_no_band(score):
    with pytest.raises(ValueError, match="between 0 and 10"):
        band_of(score)
