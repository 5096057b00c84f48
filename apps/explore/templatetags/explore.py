"""`{% score_track reading %}`: the small line with the score as a dot."""

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.utils.safestring import SafeString

from apps.explore import drawing
from apps.explore.comparing_areas import Beside
from apps.explore.spine import SpineRow
from apps.scores.queries import Reading

register = template.Library()


@register.simple_tag
def score_track(reading: Reading) -> SafeString:
    return drawing.score_track(reading)


@register.simple_tag
def table_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """Plain rows of a table, made in one go: the first cell of each is its head, the others are figures."""
    return drawing.table_rows(rows)


@register.simple_tag
def named(code: str, names: Mapping[str, str]) -> str:
    """The name of an indicator, or its code where it has none."""
    return names.get(code, code)


@register.simple_tag
def beside_track(cell: Beside) -> SafeString:
    """The small line of one score beside others, with its range."""
    return drawing.beside_track(cell)


@register.simple_tag
def spine_row(row: SpineRow) -> SafeString:
    """The picture of one row of a spine chart."""
    return drawing.spine_row(row)
