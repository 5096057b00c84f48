import re

import pytest

from apps.charts.wheel import HUB, RIM, Part, Petal, Spoke, radius, wheel, wrap

SPOKES = [
    Spoke("Local", 6.0, 4, [Petal("Place", 6.0, 4, [Part("Homes", 4), Part("Safety", 0)]), Petal("Health", None, 0)]),
    Spoke("Equality", None, 0, [Petal("Income", 4.0, 2)]),
]


def drawn(spokes=SPOKES, **more):
    return wheel(spokes, title="Wheel", says="Says.", **more)


def test_length_is_the_score():
    assert (radius(0), radius(10)) == (HUB, RIM)
    assert radius(5) == pytest.approx((HUB + RIM) / 2)


def test_the_ring_of_the_average_lies_at_five():
    assert f'<circle class="wheel-average" r="{radius(5):g}"/>' in drawn()


def test_every_petal_arc_and_part_is_drawn_in_its_band():
    steps = re.findall(r'class="mark mark--(\w+)"', drawn())

    assert sorted(steps) == sorted(["4", "none", "4", "4", "none", "2", "none"])


def test_a_petal_reaches_as_far_as_its_score():
    alone = drawn([Spoke("One", 7.0, 5, [Petal("Only", 7.0, 5)])], small=True)

    assert f"A{radius(7):.4g} {radius(7):.4g} " in alone


def test_what_has_no_score_is_an_open_outline_of_full_length_and_not_zero():
    missing = drawn([Spoke("One", None, 0, [Petal("Only", None, 0)])])

    petal = re.search(r'<path class="mark mark--none" d="[^"A]*A(\d+) ', missing)
    assert petal[1] == f"{RIM:g}"


def test_the_small_wheel_has_neither_words_nor_numbers():
    small = drawn(small=True)

    assert "<text" not in small
    assert 'class="wheel wheel--small"' in small
    assert "<title" in small


def test_the_large_wheel_names_every_domain_and_numbers_it():
    large = drawn()

    assert re.findall(r'class="wheel-number"[^>]*>(\d+)<', large) == ["1", "2", "3"]
    assert all(f">{name}<" in large for name in ("Place", "Health", "Income"))


def test_a_wheel_of_nothing_is_an_empty_ground():
    assert 'class="mark' not in drawn([])


def test_petals_do_not_overlap_and_stay_within_one_turn():
    many = [Spoke(f"S{i}", 5.0, 3, [Petal(f"P{i}{j}", 5.0, 3) for j in range(5)]) for i in range(3)]

    starts = re.findall(r'class="mark mark--3" d="M(\S+) (\S+?)L', drawn(many, small=True))

    assert len(set(starts)) == len(starts) == 18


def test_a_hostile_name_is_escaped():
    hostile = drawn([Spoke("<b>", 5.0, 3, [Petal("<i>&", 5.0, 3)])])

    assert "<i>" not in hostile
    assert "&lt;i&gt;&amp;" in hostile


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Waste", ["Waste"]),
        ("Mental & Physical Health", ["Mental &", "Physical Health"]),
        ("Extraordinarilylongword here", ["Extraordinarilylongword", "here"]),
        ("", []),
    ],
)
def test_a_name_is_broken_between_words_only(words, lines):
    assert wrap(words, 16) == lines
