"""How figures are written on a page: `{{ value|number:2 }}`, `{{ value|written:unit }}`."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.common import numbers
from apps.common.bands import BANDS, Band

register = template.Library()


@register.filter
def number(value: float | None, decimals: int = 1) -> str:
    """A number to so many decimals, thousands set apart; nothing for nothing."""
    return numbers.number(value, decimals)


@register.filter
def signed(value: float | None, decimals: int = 2) -> str:
    """A change, with a plus or a minus."""
    return numbers.signed(value, decimals)


@register.simple_tag
def figure(value: float | None, unit: str = "", decimals: int = 1) -> SafeString:
    """A figure with its unit, the number set stronger than the words."""
    written = numbers.in_unit(value, unit, decimals)
    if not written.rest:
        return format_html('<span class="figure-value"><b>{}</b></span>', written.amount)
    return format_html(
        '<span class="figure-value"><b>{}</b> <span class="unit">{}</span></span>', written.amount, written.rest
    )


@register.simple_tag
def amount(value: float | None, unit: str = "", decimals: int = 1) -> str:
    """A figure with no more of its unit than the sign: for where the words stand beside it already."""
    return numbers.amount(value, unit, decimals)


@register.simple_tag
def unit_parts(unit: str) -> numbers.Unit:
    """The sign of a unit and its rest, for the head of a column."""
    return numbers.unit_parts(unit)


@register.simple_tag
def band(of: Band | None) -> SafeString:
    """A band in its colour, or that there is no score: the component `band.html`."""
    return _band(of.step if of else 0, get_language())


@cache
def _band(step: int, _language: str | None) -> SafeString:
    # There are six of them, and pages show hundreds.
    return render_to_string("components/band.html", {"band": BANDS[step - 1] if step else None})


@register.filter
def direction_words(direction: int | None) -> str:
    """Which way is better for thriving, in words."""
    if not direction:
        return ""
    return _("higher is better") if direction > 0 else _("lower is better")


@register.filter
def percent(share: float | None) -> str:
    """A share of 1 as whole percent: "86%"."""
    return "" if share is None else f"{numbers.number(share * 100, 0)}%"


@register.filter
def page_numbers(page: "Page[object]") -> Iterable[int | str]:
    """The numbers to offer below a long list: the first, the last and those around this page, with gaps shown."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
