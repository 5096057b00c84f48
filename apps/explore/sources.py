"""The register of sources: each publication that figures come from, with its indicators and its releases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.figures.registers import ReleaseLine, SourceEntry, source_entries
from apps.framework.models import Element


@dataclass(frozen=True)
class ListedSource:
    """A source, and the indicators that use it, in published order."""

    entry: SourceEntry
    indicators: tuple[Element, ...]

    @property
    def releases(self) -> list[tuple[str, ReleaseLine]]:
        """Its releases, newest first, each with the name of its indicator."""
        names = {element.code: element.name for element in self.indicators}
        return [(names.get(line.element_code, line.element_code), line) for line in self.entry.releases]


def listed_sources(lines: Iterable[ReleaseLine], indicators: Mapping[str, Element]) -> list[ListedSource]:
    """The sources of some releases (newest first), by publisher and title."""
    return [
        ListedSource(entry, tuple(found for code, found in indicators.items() if code in entry.indicators))
        for entry in source_entries(lines)
    ]
