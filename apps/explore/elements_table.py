"""The rows of the table of an element across areas: there are three hundred, and a template takes ten times as long."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.common.numbers import amount, number
from apps.common.templatetags.figures import band, percent
from apps.explore.drawing import drawn
from apps.explore.elements import Across, AreaLine
from apps.explore.elements_drawing import address_of_area

#: Laid out as a template would.
_BEFORE_ROW, _BETWEEN_CELLS, _AFTER_ROW = (
    "\n          \n            ", "\n              ", "\n            </tr>\n          \n        ",
)  # fmt: skip


def body(known: Across, lines: Sequence[AreaLine], *, beside: bool, marked: AreaLine | None) -> SafeString:
    """The rows; `beside`: they say how each area stands to the one above it, and to the one `marked` if there is one.

    Their cells are those of the head that `explore/element_across_table.html` gives them.
    """
    before, after = address_of_area(known)
    against = any(line.against for line in lines)
    rows = []
    for line in lines:
        cells = [
            f'<th scope="row"><a href="{before}{line.area.slug}{after}">{escape(line.area.local_name)}</a></th>',
            f'<td class="small">{escape(line.area.region)}</td>',
            _figure(known, line) if known.element.is_indicator else "",
            _number(number(line.reading.score, 2)),
            _number(_range(line.reading.low, line.reading.high, 2)) if known.has_ranges else "",
            "" if known.element.is_indicator else _number(percent(line.reading.coverage) if line.in_group else ""),
            f"<td>{_band(line)}</td>",
            f'<td class="small across-beside">{_beside(line)}</td>' if beside else "",
            f'<td class="small across-beside">{_against(line)}</td>' if against else "",
        ]
        css = ' class="across-marked"' if marked and marked.area == line.area else ""
        rows.append(f"{_BEFORE_ROW}<tr{css}>{_BETWEEN_CELLS}{_BETWEEN_CELLS.join(cells)}{_AFTER_ROW}")
    return drawn("".join(rows))


def _number(written: str) -> str:
    return f'<td class="num">{written}</td>'


def _figure(known: Across, line: AreaLine) -> str:
    """What the source says of the area, and its limits where it gives any."""
    reading, element = line.reading, known.element
    if reading.value is None:
        shown = f'<span class="soft">{escape(line.missing)}</span>'
    else:
        shown = escape(amount(reading.value, element.unit, element.decimals))
    limits = _number(_range(reading.lower, reading.upper, element.decimals)) if known.has_limits else ""
    return f"\n                {_number(shown)}\n                {limits}{_BETWEEN_CELLS}"


def _range(low: float | None, high: float | None, decimals: int) -> str:
    return "" if low is None or high is None else f"{number(low, decimals)}–{number(high, decimals)}"


def _band(line: AreaLine) -> str:
    reading = line.reading
    return band(reading.band) if reading.band else f'<span class="small soft">{escape(str(reading.reason))}</span>'


def _beside(line: AreaLine) -> str:
    if line.beside == "neither":
        return escape(_("not clearly different"))
    return f"<strong>{escape(_('clearly different'))}</strong>" if line.beside else ""


def _against(line: AreaLine) -> str:
    if line.against == "neither":
        return escape(_("not clearly different"))
    if not line.against:
        return ""
    higher = line.against == "above"
    return f"<strong>{escape(_('scores clearly higher') if higher else _('scores clearly lower'))}</strong>"
