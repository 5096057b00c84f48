import pytest

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.models import Event
from apps.areas import neighbours_actions
from apps.areas.models import Likeness
from apps.areas.neighbours import SOURCES, neighbour_rows, read_neighbours
from apps.areas.neighbours_actions import load_neighbours
from apps.areas.neighbours_queries import peers_of
from apps.areas.reading import read_areas
from apps.common.errors import FaultyDefinition, Refused
from tests.factories.areas import AreaFactory

HEAD = "area,likeness,neighbours\n"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Say what the definition file holds, line by line."""

    def ship(*lines):
        (tmp_path / "neighbours.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines))

    monkeypatch.setattr(neighbours_actions, "DEFINITIONS", tmp_path)
    return ship


def test_the_file_that_ships_tells_of_every_area_in_every_likeness():
    told = {(row.area, row.likeness) for row in read_neighbours()}

    assert told == {(area.code, likeness) for area in read_areas().areas for likeness in SOURCES}


def test_the_publishers_tables_become_rows_without_their_marks_blanks_and_areas_that_are_not_ours(tmp_path):
    columns = ",".join(str(place) for place in range(1, 21))
    for name in SOURCES.values():
        rows = "E06000001,W06000022, E06000002 ," + "," * 17 + "\nE47000001,E06000001" + "," * 19 + "\n"
        (tmp_path / f"{name}-neighbours.csv").write_text(f"\N{BOM}AREACD,{columns}\n{rows}", encoding="utf-8")

    rows = neighbour_rows(tmp_path, {"E06000001"})

    assert [row["likeness"] for row in rows] == list(SOURCES)
    assert {row["neighbours"] for row in rows} == {"W06000022 E06000002"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["E06000001,friendly,E06000002"], "“friendly” is no likeness"),
        (["E06000001,overall,E06000002", "E06000001,overall,E06000003"], "is there twice"),
        (["E06000001,overall,Bristol"], "“Bristol” is not a code"),
        (["E06000001,overall,E06000001"], "its own neighbour"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_with_its_line(tmp_path, lines, said):
    (tmp_path / "neighbours.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines))

    with pytest.raises(FaultyDefinition, match=said):
        read_neighbours(tmp_path)


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_says_nothing(shipped):
    area = AreaFactory(code="E06000001")
    shipped("E06000001,overall,W06000022", "E06000999,overall,E06000001")

    first = load_neighbours(by=OPERATOR)
    kept = Likeness.objects.get(area=area).pk
    load_neighbours(by=OPERATOR)

    assert first == 1
    assert Likeness.objects.get().pk == kept
    assert Event.objects.filter(verb="areas.loaded").count() == 1


@pytest.mark.django_db
def test_a_faulty_file_is_refused_in_a_sentence(shipped):
    shipped("E06000001,friendly,E06000002")

    with pytest.raises(Refused, match="faulty"):
        load_neighbours(by=OPERATOR)


@pytest.mark.django_db
def test_nobody_but_who_may_edit_areas_loads_them(shipped, stranger):
    shipped()

    with pytest.raises(AccessDenied):
        load_neighbours(by=stranger)


@pytest.mark.django_db
def test_areas_like_one_come_closest_first_and_others_are_counted_by_where_they_are(django_assert_num_queries):
    area, near, far = (AreaFactory(code=f"E0600000{at}") for at in (1, 2, 3))
    district = AreaFactory(code="E07000001", district=True)
    gone = AreaFactory(code="E06000009", ended="2024-04-01")
    codes = [near.code, "W06000022", district.code, gone.code, far.code, "S12000049", "W06000001"]
    Likeness.objects.create(area=area, kind="economic", codes=codes)

    with django_assert_num_queries(2):
        found = peers_of(area, "upper", "economic")

    assert found.areas == (near, far)
    assert found.abroad == {"wales": 2, "scotland": 1}
    assert (found.other_tier, found.gone) == (1, 1)
    assert peers_of(area, "upper", "overall") is None
