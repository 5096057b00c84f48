"""The whole starter set from a folder of sources: every file it ships, as bytes, the same on every machine."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from apps.areas.reading import AreaDefinitions
from apps.figures.compiling import report
from apps.figures.compiling.demonstration import OFFERED, faulty, without_last_period
from apps.figures.compiling.indicators import Compiled, compile_indicator, denominator
from apps.figures.compiling.places import Places, places
from apps.figures.compiling.recipes import Recipe, SourceNote, read_recipes, read_source_notes
from apps.figures.compiling.rules import Cells
from apps.figures.release import Release, ReleaseRow, write_release
from apps.figures.sources import SourceRow, climate, els, health_index, lait, sdg, small_areas
from apps.framework.reading import EditionDefinition, ElementRow

READERS: dict[str, Callable[[Path], Iterator[SourceRow]]] = {
    "els": els.read,
    "lait": lait.read,
    "health_index": health_index.read,
    "climate": climate.read,
    "small_areas": small_areas.read,
    "sdg": sdg.read,
}
_LAND = "climate/green_belt.csv"


@dataclass(frozen=True)
class StarterSet:
    """Every file of the set by its path inside the folder, and how each indicator came about."""

    files: dict[str, bytes]
    compiled: dict[str, Compiled]


class Shelf:
    """The source files, each read once, their rows by series."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, dict[str, list[SourceRow]]] = {}

    def rows(self, reader: str, file: str) -> dict[str, list[SourceRow]]:
        if file not in self._rows:
            self._rows[file] = defaultdict(list)
            for row in READERS[reader](self.folder / file):
                self._rows[file][row.series].append(row)
        return self._rows[file]


def build(folder: Path, areas: AreaDefinitions, edition: EditionDefinition) -> StarterSet:
    """Read, compile and write out; `folder` holds the sources as `docs/data.md` lists them."""
    shelf, where = Shelf(folder), places(areas)
    denominators = _denominators(shelf, where)
    indicators = {row.code: row for row in edition.elements if row.level == 1}
    notes = read_source_notes()
    files: dict[str, bytes] = {}
    compiled: dict[str, Compiled] = {}
    used: dict[str, SourceNote] = {}
    for recipe in read_recipes():
        element = indicators[recipe.code]
        note = used[recipe.source] = notes.get(recipe.source) or _els_note(folder, recipe)
        done = compile_indicator(
            recipe, element.tier == "upper", shelf.rows(recipe.reader, recipe.file), where, denominators
        )
        compiled[recipe.code] = done
        files |= _releases(element, note, done)
    files["sources.csv"] = report.sources_table(used.values())
    files["report.csv"] = report.table(compiled.values(), where)
    files["report.md"] = report.page(compiled.values(), where)
    files["checksums.txt"] = checksums(files)
    return StarterSet(files, compiled)


def checksums(files: dict[str, bytes]) -> bytes:
    """One line per file, as `sha256sum` writes and checks them."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _denominators(shelf: Shelf, where: Places) -> dict[str, Cells]:
    residents = [SourceRow("residents", code, "", f"{where.residents[code]:.0f}") for code in where.districts]
    land = shelf.rows("climate", _LAND)["Total area"]
    return {"residents": denominator(residents, where), "hectares": denominator(land, where)}


def _els_note(folder: Path, recipe: Recipe) -> SourceNote:
    label, owner, when = els.read_about(folder / recipe.file)
    via = "" if owner == "Office for National Statistics" else ", via the Office for National Statistics"
    return SourceNote(
        code=recipe.source,
        title=f"{label}, Explore local statistics",
        publisher=f"{owner}{via}",
        vintage=when,
        licence="OGL v3.0",
        attribution="Source: Office for National Statistics and other government departments, Explore local "
        "statistics, licensed under the Open Government Licence v3.0.",
    )


def _releases(element: ElementRow, note: SourceNote, compiled: Compiled) -> dict[str, bytes]:
    whole = Release(_header(element, note), list(_rows(compiled)))
    if element.code != OFFERED:
        return {f"figures/{element.code}.csv": write_release(whole)}
    return {
        f"figures/{element.code}.csv": write_release(without_last_period(whole)),
        f"newer/{element.code}.csv": write_release(whole),
        f"practice/{element.code}-with-mistakes.csv": write_release(faulty(whole)),
    }


def _header(element: ElementRow, note: SourceNote) -> dict[str, str]:
    return {
        "code": element.code,
        "name": element.name,
        "unit": element.unit,
        "source": note.code,
        "title": note.title,
        "publisher": note.publisher,
        "vintage": note.vintage,
        "licence": note.licence,
        "attribution": note.attribution,
        "release": note.vintage,
        "period-type": element.period_type,
    }


def _rows(compiled: Compiled) -> Iterable[ReleaseRow]:
    ordered = sorted(compiled.cells.items(), key=lambda item: (item[0][1], item[0][0]))
    for line, ((area, period), cell) in enumerate(ordered, start=1):
        yield ReleaseRow(line, area, period, cell.value, cell.lower, cell.upper, cell.absence, cell.basis)
