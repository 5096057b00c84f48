"""Loading the list of areas: what comes about, what is said, and who may not."""

import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas import actions, reading
from apps.areas.models import Area, Predecessor, ReferenceGroup
from apps.common.errors import Refused

pytestmark = pytest.mark.django_db


def test_the_areas_of_both_tiers_come_about_with_their_groups() -> None:
    count = actions.load_areas(by=OPERATOR)

    assert count == Area.objects.count() == 317
    assert Area.objects.of_tier("upper").count() == 153
    assert Area.objects.of_tier("district").count() == 296
    assert ReferenceGroup.objects.get(code="england-upper").areas.count() == 151
    assert ReferenceGroup.objects.get(code="england-district").areas.count() == 294
    assert Area.objects.get(code="E07000008").parent == Area.objects.get(code="E10000003")


def test_loading_twice_changes_nothing_and_is_told_once(django_assert_max_num_queries) -> None:
    actions.load_areas(by=OPERATOR)
    former = set(Predecessor.objects.values_list("pk", flat=True))

    with django_assert_max_num_queries(20):
        actions.load_areas(by=OPERATOR)

    assert set(Predecessor.objects.values_list("pk", flat=True)) == former
    assert Event.objects.filter(verb=Verb.AREAS_LOADED).count() == 1


def test_a_changed_name_is_taken_up() -> None:
    actions.load_areas(by=OPERATOR)
    Area.objects.filter(code="E06000001").update(name="Monkton")
    Predecessor.objects.filter(code="E08000016").delete()
    ReferenceGroup.objects.get(code="england-upper").areas.clear()

    actions.load_areas(by=OPERATOR)

    assert Area.objects.get(code="E06000001").name == "Hartlepool"
    assert Predecessor.objects.filter(code="E08000016").exists()
    assert ReferenceGroup.objects.get(code="england-upper").areas.count() == 151


def test_a_visitor_may_not_load_the_areas() -> None:
    with pytest.raises(AccessDenied):
        actions.load_areas(by=AnonymousUser())

    assert not Area.objects.exists()


def test_faulty_files_are_refused_with_a_sentence_and_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(reading.DEFINITIONS, tmp_path / "definitions"))
    (folder / "areas.csv").unlink()
    monkeypatch.setattr(actions, "DEFINITIONS", folder)

    with pytest.raises(Refused, match=r"areas\.csv is missing"):
        actions.load_areas(by=OPERATOR)

    assert not Area.objects.exists()


def test_the_command_brings_a_running_site_in_line(capsys) -> None:
    call_command("load_areas")
    Area.objects.filter(code="E06000052").update(name_cy="")

    call_command("load_areas")

    assert Area.objects.get(code="E06000052").name_cy == "Cernyw"
    assert "317 areas are as their files say." in capsys.readouterr().out
