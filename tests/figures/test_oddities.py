import random

from apps.figures.oddities import Move, odd_moves


def steady(count=100, spread=1.0):
    chance = random.Random(3)
    return [Move(50 + chance.gauss(0, 5), None) for _ in range(count)], chance


def test_a_change_that_no_other_area_made_stands_out():
    moves, chance = steady()
    changed = [Move(move.value + chance.gauss(0, 1), move.value) for move in moves]
    changed[7] = Move(changed[7].before * 10, changed[7].before)

    assert odd_moves(changed) == [7]


def test_a_change_that_all_areas_made_is_not_odd():
    moves, chance = steady()

    assert odd_moves([Move(move.value + 30 + chance.gauss(0, 1), move.value) for move in moves]) == []


def test_a_small_change_is_not_odd_where_no_other_area_changed():
    moves, _ = steady()
    revised = [Move(move.value, move.value) for move in moves]
    revised[3] = Move(revised[3].value + 1, revised[3].value)

    assert odd_moves(revised) == []


def test_a_first_value_a_hundred_times_the_others_stands_out():
    moves, _ = steady()
    moves[11] = Move(5000, None)

    assert odd_moves(moves) == [11]


def test_a_wild_value_does_not_hide_another():
    moves, _ = steady()
    moves[1], moves[2] = Move(1e9, None), Move(5000, None)

    assert odd_moves(moves) == [1, 2]


def test_a_few_values_say_nothing_about_each_other():
    assert odd_moves([Move(1, None)] * 18 + [Move(1e6, None)]) == []


def test_nothing_stands_out_where_all_values_are_the_same():
    assert odd_moves([Move(1, None)] * 50 + [Move(2, None)]) == []
