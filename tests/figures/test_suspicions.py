import pytest

from apps.figures.suspicions import Period, beyond_history, suspicions

AREAS = [f"E07{number:06}" for number in range(30)]
BEFORE = {area: 20 + at * 7 % 31 + at / 10 for at, area in enumerate(AREAS)}


def said(values, before=BEFORE, history=None, *, percent=False):
    history = list(before.values()) if history is None else history
    ends = (min(history), max(history)) if history else None
    return " ".join(suspicions(Period(values, before, ends, percent)))


def times(factor):
    return {area: value * factor * (1 + at % 5 / 100) for at, (area, value) in enumerate(BEFORE.items())}


def test_a_year_that_moved_as_years_do_is_not_suspicious():
    assert said(times(1.02)) == ""
    assert said({area: value - 3 + at % 7 for at, (area, value) in enumerate(BEFORE.items())}) == ""


@pytest.mark.parametrize(
    ("factor", "words"),
    [(100, "about 100 times"), (10, "about 10 times"), (1000, "about 1000 times"), (0.01, "a hundredth of")],
)
def test_another_unit_is_seen(factor, words):
    assert words in said(times(factor))


def test_one_value_everywhere_is_seen_but_not_where_it_always_was_so():
    flat = dict.fromkeys(AREAS, 5.0)

    assert "the same value, 5" in said(flat)
    assert "the same value" not in said(flat, before=flat, history=list(flat.values()))


def test_a_year_that_was_only_repeated_is_seen():
    assert "exactly the value of the period before" in said(BEFORE)


def test_a_column_that_moved_by_a_row_is_seen_in_either_direction():
    down = dict(zip(AREAS[1:], [BEFORE[area] for area in AREAS[:-1]], strict=True))
    up = dict(zip(AREAS[:-1], [BEFORE[area] for area in AREAS[1:]], strict=True))

    assert "moved by a row" in said(down)
    assert "moved by a row" in said(up)


def test_signs_that_were_turned_are_seen():
    assert "below 0" in said({area: -value for area, value in BEFORE.items()})
    assert "above 0" in said(BEFORE, before={a: -v for a, v in BEFORE.items()}, history=[-v for v in BEFORE.values()])


def test_impossible_percentages_are_counted():
    values = BEFORE | {AREAS[0]: 101.0, AREAS[1]: -1.0}

    assert "2 of 30 percentages" in said(values, percent=True)
    assert "percentages" not in said(values)


def test_few_areas_or_none_before_say_nothing():
    assert said(dict(list(times(100).items())[:10])) == ""
    assert said(times(100), before={}, history=[]) == ""


def test_a_value_far_outside_all_earlier_ones_is_odd():
    assert beyond_history(200, 0, 100) != ""
    assert beyond_history(120, 0, 100) == ""
    assert beyond_history(5, 3, 3) == ""
