import pytest

from apps.common.numbers import in_unit, number, signed


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234.567, 1, "1,234.6"),
        (0.0, 0, "0"),
        (-0.04, 1, "0.0"),
        (-3.25, 2, "−3.25"),
        (1e6, 0, "1,000,000"),
        (None, 1, ""),
    ],
)
def test_a_number_is_written_for_a_reader(value, decimals, written):
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("change", "written"), [(0.31, "+0.31"), (-0.31, "−0.31"), (0.0, "0.00"), (0.004, "0.00"), (None, "")]
)
def test_a_change_says_which_way_it_goes(change, written):
    assert signed(change) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (71.23, "% of adults", 1, "71.2% of adults"),
        (71.23, "%", 1, "71.2%"),
        (32410, "pounds per resident", 0, "£32,410 per resident"),
        (-12, "pounds per hectare, net", 0, "−£12 per hectare, net"),
        (1200, "pounds, not adjusted for prices", 0, "£1,200 not adjusted for prices"),
        (12.34, "per 100,000", 1, "12.3 per 100,000"),
        (5, "", 0, "5"),
        (None, "% of adults", 1, ""),
    ],
)
def test_a_figure_is_written_with_its_unit_where_a_reader_expects_it(value, unit, decimals, written):
    assert str(in_unit(value, unit, decimals)) == written
