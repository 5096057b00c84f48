"""Rebuilding the starter set from its sources, where they are at hand."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from apps.areas import reading
from apps.figures import starter_set
from apps.figures.compiling.starter import StarterSet
from apps.figures.management.commands import rebuild_starter

SOURCES = Path(os.environ.get("TPI_DATA") or settings.BASE_DIR.parent / "shared" / "data")
needs_sources = pytest.mark.skipif(
    not (SOURCES / "geography").is_dir(), reason="The sources are not at hand: set TPI_DATA to their folder."
)


_made: list[StarterSet] = []


@pytest.fixture
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the sources give is compiled once for tests of what the command does with it."""
    build = rebuild_starter.build

    def once(*arguments: Any) -> StarterSet:
        if not _made:
            _made.append(build(*arguments))
        return _made[0]

    monkeypatch.setattr(rebuild_starter, "build", once)


@needs_sources
def test_the_shipped_set_comes_out_again_byte_for_byte(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_starter", str(SOURCES), "--check", skip_checks=True)

    told = capsys.readouterr().out
    assert "starter: 0 files differ." in told
    assert "Periods and coverage of every indicator are those the sources' own list states." in told


@needs_sources
@pytest.mark.usefixtures("compiled_once")
def test_a_changed_figure_is_noticed_and_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(starter_set.FOLDER, tmp_path / "starter"))
    areas = Path(shutil.copytree(reading.DEFINITIONS, tmp_path / "definitions"))
    monkeypatch.setattr(starter_set, "FOLDER", folder)
    monkeypatch.setattr(reading, "DEFINITIONS", areas)
    path = folder / "figures" / "gas-use.csv"
    shipped = path.read_bytes()
    path.write_bytes(shipped.replace(b",published", b",recoded", 1))

    with pytest.raises(CommandError, match=r"1 files of starter differ from what the sources give, first figures/gas"):
        call_command("rebuild_starter", str(SOURCES), "--check", skip_checks=True)
    call_command("rebuild_starter", str(SOURCES), skip_checks=True)

    assert path.read_bytes() == shipped


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The same sources, but for the list beside them."""
    for folder in ("geography", "els", "lait", "health-index-inputs", "climate", "other"):
        (tmp_path / folder).symlink_to(SOURCES / folder)
    return tmp_path


@needs_sources
@pytest.mark.usefixtures("compiled_once")
def test_a_difference_in_coverage_is_printed(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = (SOURCES / "framework" / "elements.csv").read_text(encoding="utf-8")
    (sources / "framework").mkdir()
    wrong = listed.replace("2018,2025,8,132,153,n", "2018,2025,8,132,150,n")
    (sources / "framework" / "elements.csv").write_text(wrong, encoding="utf-8")

    call_command("rebuild_starter", str(sources), "--check", skip_checks=True)

    sentence = "neet: the coverage of the upper tier is 153 where the list beside the sources says 150."
    assert sentence in capsys.readouterr().out


@needs_sources
@pytest.mark.usefixtures("compiled_once")
def test_a_missing_list_is_said_to_be_missing(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_starter", str(sources), "--check", skip_checks=True)

    assert "No framework/elements.csv at hand" in capsys.readouterr().out


def test_a_folder_without_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder of sources"):
        call_command("rebuild_starter", str(tmp_path), skip_checks=True)
