"""Drafting and freezing an edition."""

import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.models import Event
from apps.common.errors import Refused
from apps.framework import actions, queries, reading
from apps.framework.models import Edition, Element

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(actions, "DEFINITIONS", tmp_path)
    return Path(shutil.copytree(reading.DEFINITIONS / "2026-starter", tmp_path / "2026-starter"))


def _rename(folder: Path) -> None:
    path = folder / "elements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",Burglary rate,", ",Burglaries,"), encoding="utf-8")


def test_the_starter_edition_is_drafted_with_its_tree() -> None:
    edition = actions.draft_edition(by=OPERATOR)

    elements = queries.elements_of(edition)
    assert edition.frozen_at is None
    assert len(elements) == 103
    assert [element.code for element in elements if element.parent is None] == [
        "local-conditions",
        "equality",
        "sustainability",
    ]
    assert len(queries.indicators_by_code(edition)) == 69


def test_drafting_the_same_files_again_changes_nothing() -> None:
    first = actions.draft_edition(by=OPERATOR)

    second = actions.draft_edition(by=OPERATOR)

    assert second == first
    assert Event.objects.filter(verb="edition.drafted").count() == 1


def test_a_draft_takes_up_changed_files(folder: Path) -> None:
    actions.draft_edition(by=OPERATOR)
    _rename(folder)

    edition = actions.draft_edition(by=OPERATOR)

    assert Edition.objects.count() == 1
    assert edition.elements.get(code="burglary").name == "Burglaries"
    assert Element.objects.count() == 103


def test_a_frozen_edition_is_never_edited(folder: Path) -> None:
    actions.freeze_edition(by=OPERATOR, edition=actions.draft_edition(by=OPERATOR))
    _rename(folder)

    with pytest.raises(Refused, match="is frozen, but its definition files have changed"):
        actions.draft_edition(by=OPERATOR)

    assert Element.objects.get(code="burglary").name == "Burglary rate"


def test_faulty_files_are_refused_with_their_first_problem(folder: Path) -> None:
    (folder / "edition.toml").unlink()

    with pytest.raises(Refused, match=r"edition\.toml is missing"):
        actions.draft_edition(by=OPERATOR)


def test_freezing_puts_an_edition_in_force_once() -> None:
    edition = actions.draft_edition(by=OPERATOR)
    before = queries.current_edition()

    first = actions.freeze_edition(by=OPERATOR, edition=edition)
    again = actions.freeze_edition(by=OPERATOR, edition=edition)

    assert before is None
    assert queries.current_edition() == first
    assert again.frozen_at == first.frozen_at
    assert Event.objects.filter(verb="edition.frozen").count() == 1


def test_a_visitor_may_neither_draft_nor_freeze() -> None:
    edition = actions.draft_edition(by=OPERATOR)

    with pytest.raises(AccessDenied):
        actions.draft_edition(by=AnonymousUser())
    with pytest.raises(AccessDenied):
        actions.freeze_edition(by=AnonymousUser(), edition=edition)
