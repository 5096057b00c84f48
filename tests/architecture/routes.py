"""Every address of the site, out of the resolver itself: what is not listed here cannot be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One pattern: its full name, the names of its parameters, and the view behind it."""

    name: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def access(self) -> str | None:
        return getattr(self.view, "access", None)

    @property
    def scope(self) -> str:
        """In what roles are held that open it; empty for those held on the platform."""
        return getattr(self.view, "scope", "")

    def address(self, values: dict[str, Any]) -> str:
        """Where it is, with `values` in the place of its parameters."""
        return reverse(self.name, kwargs=values)


def all_routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, (), ()))


def _walk(patterns: Any, namespaces: tuple[str, ...], above: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        parameters = (*above, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield Route(":".join((*namespaces, entry.name or str(entry.pattern))), parameters, entry.callback)
        else:
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry.url_patterns, deeper, parameters)
