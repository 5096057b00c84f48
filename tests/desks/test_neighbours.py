"""The second partnership of the demonstration: something that others may begin from."""

from apps.desks import neighbours
from apps.initiatives.borrowing import Sought, borrowable_elsewhere
from apps.workspaces.models import Workspace


def test_it_is_set_up_once_and_marked_as_invented_and_others_may_begin_from_it(partnership, monkeypatch):
    monkeypatch.setattr(neighbours, "_AREA", "dunmere")

    neighbours.set_up_neighbours()
    neighbours.set_up_neighbours()

    made = Workspace.objects.get(slug="five-mills-together")
    found = borrowable_elsewhere(partnership.workspace, Sought())
    assert {each.title for each in found} == {"Library of things", "Every new street has a place to sit"}
    assert made.is_demonstration
    assert all(each.lead.is_demonstration for each in found)


def test_where_its_area_is_not_there_it_is_left_out(partnership):
    neighbours.set_up_neighbours()

    assert not Workspace.objects.filter(slug="five-mills-together").exists()
