"""The check by whole columns says what the check row by row says, of good files and of spoilt ones."""

import random
from datetime import date
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.figures import checking, stream
from apps.figures.checking import Cell, Known, Limits, check
from apps.figures.columns import Names, columns_in_force
from apps.figures.faults import FormerArea, KnownArea, KnownAreas
from apps.figures.release import REQUIRED_KEYS, UnreadableRelease, read_release
from apps.figures.screening import screen
from apps.figures.stream import open_release

CODES = [f"E080000{number:02}" for number in range(30)]
AREAS = KnownAreas(
    {code: KnownArea(f"Area {code[-2:]}", in_upper=number % 5 != 0) for number, code in enumerate(CODES)},
    former={"E07000001": [FormerArea("Old", "Area 01", CODES[1])]},
)
PERIODS = ["2021-01-01/P1Y", "2022-01-01/P1Y", "2022-01-01/P3Y", "2023-01-01/P1Y", "2024-03-21", "1999-12-01/P18M"]
HEAD = "".join(f"# {key}: some\n" for key in REQUIRED_KEYS)
COLUMNS = ("area", "period", "value", "lower", "upper", "absence", "basis", "line")
#: What a cell of each column may be spoilt with.
SPOILT = {
    "area": ["", "W06000015", "e08000001", "E07000001", "E08000099", "Leeds", " E08000001 ", "É", "E0800000100000000"],
    "period": ["", "2024", "2999-01-01/P1Y", "2021-02-30", "2021-01-01/P3Y", " 2022-01-01/P1Y", "x" * 40, "2022-13-01"],
    "value": [
        "", "x", "1,5", '"1,200"', '"1 ""2"""', "1e3", "1E-2", "-0", "+7", ".5", "5.", "1_0", "nan", "inf", "1e15",
        "1234567890123456789", "12345678901234567890.1234", "0.1234567890123456789", "9%", "1.2.3", "--1", "-", "-5",
        "101", " 5", "5 ", "٣", "0x10", "1e400", "999999999999999.9", "5\x0b", '"5\n6"', '"5"',
    ],
    "lower": ["", "1", "900", "x", "-3.5", " 2"],
    "upper": ["", "99", "0.001", "y", "9e1", '"7"'],
    "absence": ["", "suppressed", "withdrawn", "lost", " suppressed", '"suppressed"'],
    "basis": ["", "published", "computed", "guessed", "Published", " computed"],
    "line": ["", "7", "0", "12", "999999999", "1234567890", "-1", "x", "٣", " 8"],
}  # fmt: skip
WHOLE_LINES = [
    "",
    ",,,,",
    ",,,,,,,,,,,,,",
    "   ",
    "# key: late",
    "a,b",
    '"E08000001","2022-01-01/P1Y","3"',
    "x" * 25_000,
]


def known(current, **limits):
    return Known(
        limits=Limits(**limits),
        areas=AREAS,
        current=current,
        absences=frozenset({"suppressed", "withdrawn"}),
        bases=frozenset({"published", "computed"}),
        today=date(2026, 11, 22),
    )


def value_of(chance, shape):
    if shape == "same":
        return "5"
    number = chance.gauss(50, 12) * chance.choice([1, 1, 1, 1, 1, 1, 1, 1, 1, 40]) * (100 if shape == "large" else 1)
    return f"{number:.{chance.choice([0, 1, 4, 17])}f}"


def file_of(chance, *, spoilt, lines):
    """A release as text, where about so much of each hundred cells is spoilt."""
    columns = [name for name in COLUMNS if name in COLUMNS[:3] or chance.random() < 0.7]
    chance.shuffle(columns)
    shape, end = chance.choice(["", "", "same", "large"]), chance.choice(["\n", "\n", "\n", "\r\n", "\r"])
    periods = chance.sample(PERIODS, chance.randint(1, 3))
    text = [",".join(columns)]
    places = [(area, period) for period in periods for area in chance.sample(CODES, chance.randint(1, 30))]
    for area, period in places[:lines]:
        for _ in range(2 if chance.random() < spoilt / 100 else 1):
            cells = dict.fromkeys(columns, "") | {"area": area, "period": period, "value": value_of(chance, shape)}
            cells = {name: cells[name] for name in columns}
            if "lower" in cells and "upper" in cells and chance.random() < 0.5:
                cells |= {"lower": "-900000", "upper": "900000"}
            if "basis" in cells and chance.random() < 0.8:
                cells["basis"] = "published"
            if "absence" in cells and chance.random() < 0.1:
                cells |= {"value": "", "absence": "suppressed"}
            for name in columns:
                if chance.random() < spoilt / 100:
                    cells[name] = chance.choice(SPOILT[name])
            text.append(",".join(cells.values()))
    for _ in range(chance.choice([0, 0, 0, 1, 2]) if spoilt else 0):
        text.insert(chance.randint(1, len(text)), chance.choice(WHOLE_LINES))
    mark = chance.choice(["", "\ufeff"])
    return (mark + HEAD + end.join(text) + chance.choice(["", end, end * 3])).encode()


def in_force(chance):
    cells = {}
    for period in chance.sample(PERIODS, chance.randint(0, 4)):
        for area in chance.sample(CODES, chance.choice([3, 28, 30])):
            absent = chance.random() < 0.1
            value = None if absent else float(value_of(chance, chance.choice(["", "", "", "same"])))
            limits = (-900000.0, 900000.0) if chance.random() < 0.3 and not absent else (None, None)
            cells[area, period] = Cell(value, *limits, "suppressed" if absent else "", "published")
    return cells


def again(chance, current):
    """What is in force comes in once more: as it is, or as a slip of a whole period would have it."""
    period, later = chance.choice([(None, None), (PERIODS[0], PERIODS[1]), (PERIODS[1], PERIODS[3])])
    held = [(at, cell.value) for at, cell in sorted(current.items()) if period in (None, at[1]) and cell.lower is None]
    held = [(at, value) for at, value in held if value is not None]
    values, factor = [value for _, value in held], chance.choice([1.0, 1.0, 10, 0.01, 1.3, -1.0])
    moved = chance.choice([0, 0, 0, 1, -1])
    values = values[moved:] + values[:moved]
    told = [f"{area},{later or own},{value * factor!r}" for ((area, own), _), value in zip(held, values, strict=True)]
    chance.shuffle(told)
    text = "\n".join(told)
    return f"{HEAD}area,period,value\n{text}\n".encode()


def said(act):
    try:
        report = act()
    except UnreadableRelease as error:
        return str(error)
    kept = [[repr(row) for row in rows] for rows in (report.new, report.revised)]
    return (report.rows, report.refused, report.unchanged, kept, report.findings)


def by_rows(content, ground):
    return check(read_release(content).rows, ground)


def by_columns(content, ground, *, size, oddities=True):
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    current = columns_in_force(Names(), ground.current)
    read = open_release(lambda: pieces, most_lines=100_000)
    return screen(read, ground, current, oddities=oddities)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), spoilt=st.sampled_from([0, 0, 1, 5, 30]), size=st.sampled_from([7, 200, 5_000]))
def test_whatever_comes_in_is_judged_alike_by_columns_and_by_rows(seed, spoilt, size):
    chance = random.Random(seed)
    current = in_force(chance)
    fresh = file_of(chance, spoilt=spoilt, lines=chance.choice([3, 40, 90]))
    content = again(chance, current) if chance.random() < 0.3 else fresh
    limits = chance.choice([{}, {"minimum": 0.0, "maximum": 100.0}, {"percent": True}, {"upper_only": True}])
    ground = known(current, **limits)

    with mock.patch.object(stream, "BLOCK", size):
        found = said(lambda: by_columns(content, ground, size=size))

    assert found == said(lambda: by_rows(content, ground))


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), most=st.sampled_from([1, 5, 40]))
def test_of_far_too_many_faults_the_same_are_listed(seed, most):
    chance = random.Random(seed)
    ground = known(in_force(chance))
    content = file_of(chance, spoilt=60, lines=90)

    with mock.patch.object(checking, "MOST_FINDINGS", most):
        assert said(lambda: by_columns(content, ground, size=300)) == said(lambda: by_rows(content, ground))


@settings(max_examples=200, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='#:ab ,"\r\n\ufeffé\0', max_size=60).map(str.encode),
        st.text(alphabet='E08,"\r\n5-/PY# ', max_size=80).map(
            lambda text: (HEAD + "area,period,value\n" + text).encode()
        ),
    ),
    size=st.sampled_from([1, 3, 50]),
)
def test_whatever_bytes_come_in_the_same_is_said_of_them(content, size):
    ground = known({})

    with mock.patch.object(stream, "BLOCK", size):
        found = said(lambda: by_columns(content, ground, size=size))

    assert found == said(lambda: by_rows(content, ground))


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 300_000,
        b"\xc3\xa9" * 300_000 + b"\r\nx",
        (HEAD + "area,period,value\n" + "x" * 200_000 + "\r" + "y\n").encode(),
        (HEAD + "area,period,value\n" + '"' + "x\n" * 90_000).encode(),
        (HEAD + "area,period,value\n" + "E08000001,2022-01-01/P1Y," + "5" * 19_000 + "\n").encode(),
    ],
    ids=["line", "wide characters", "return", "quote", "number"],
)
def test_lines_of_any_length_are_told_of_alike(content):
    ground = known({})

    with mock.patch.object(stream, "BLOCK", 1_000):
        found = said(lambda: by_columns(content, ground, size=1_000))

    assert found == said(lambda: by_rows(content, ground))
