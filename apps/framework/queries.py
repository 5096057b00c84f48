"""What everyone asks of the framework: the edition in force and its elements."""

from datetime import datetime

from apps.framework.models import Edition, Element

#: So many frozen editions are held by a process.
_FROZEN = 8
_frozen: dict[tuple[int, datetime], list[Element]] = {}


def current_edition() -> Edition | None:
    """The edition frozen last; scores stand on it."""
    return Edition.objects.filter(frozen_at__isnull=False).order_by("-frozen_at", "-pk").first()


def elements_of(edition: Edition) -> list[Element]:
    """Its elements in the published order, each with its parent at hand. Not to be changed: others hold them too."""
    if edition.frozen_at is None:
        return _read(edition)
    # A frozen edition is never edited, so a process reads it once.
    key = (edition.pk, edition.frozen_at)
    if key not in _frozen:
        while len(_frozen) >= _FROZEN:
            _frozen.pop(next(iter(_frozen)), None)
        _frozen[key] = _read(edition)
    return list(_frozen[key])


def forget_editions() -> None:
    """Let go of what this process read of frozen editions: for whoever puts another database in its place."""
    _frozen.clear()


def _read(edition: Edition) -> list[Element]:
    return list(edition.elements.select_related("parent").order_by("position"))


def indicators_by_code(edition: Edition) -> dict[str, Element]:
    """The indicators of an edition by code."""
    return {element.code: element for element in elements_of(edition) if element.is_indicator}
