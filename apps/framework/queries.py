"""What everyone asks of the framework: the edition in force and its elements."""

from apps.framework.models import Edition, Element


def current_edition() -> Edition | None:
    """The edition frozen last; scores stand on it."""
    return Edition.objects.filter(frozen_at__isnull=False).order_by("-frozen_at", "-pk").first()


def elements_of(edition: Edition) -> list[Element]:
    """Its elements in the published order, each with its parent at hand."""
    return list(edition.elements.select_related("parent").order_by("position"))


def indicators_by_code(edition: Edition) -> dict[str, Element]:
    """The indicators of an edition by code."""
    return {element.code: element for element in elements_of(edition) if element.is_indicator}
