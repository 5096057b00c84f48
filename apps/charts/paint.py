"""Pure: the colours of the style sheets as attributes of the drawing, for a picture that stands alone.

A file that is taken away has no style sheet beside it, and programs that write reports read attributes best: a rule
in a `<style>` is refused by policies and ignored by some of them.
"""

import re
from collections.abc import Mapping
from functools import cache
from html import escape

#: What paints; everything else of a rule lays out a page.
_PAINTS = frozenset(
    [
        "display",
        "fill",
        "font-family",
        "font-size",
        "font-weight",
        "paint-order",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-width",
    ]
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT = re.compile(r"@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_ONE_CLASS = re.compile(r"\.[\w-]+")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_FONT = re.compile(r"(?:(\d{3}) )?([\d.]+)px (.+)")
_CLASSES = re.compile(r' class="([^"]*)"')
#: The letters of pictures: ours where it is drawn here, what a machine has where the file is opened there.
LETTERS = "Source Sans Pro, Segoe UI, Helvetica Neue, Arial, sans-serif"

Paints = Mapping[str, Mapping[str, str]]


@cache
def paints(rules: str, tokens: str) -> Paints:
    """What each single class of a style sheet paints, by its variables in the light: outside of any `@` block."""
    known = {name: value for _, own in _rules(tokens) for name, value in own.items() if name.startswith("--")}
    known["--sans"] = LETTERS
    found: dict[str, dict[str, str]] = {}
    for selectors, own in _rules(rules):
        painted = {name: _resolved(value, known) for name, value in _apart(own).items() if name in _PAINTS}
        for selector in (each.strip() for each in selectors.split(",")):
            if painted and _ONE_CLASS.fullmatch(selector):
                found.setdefault(selector[1:], {}).update(painted)
    return found


def painted(svg: str, by: Paints) -> str:
    """A picture whose classes have become attributes. A class without a rule paints nothing."""

    def attributes(classes: re.Match[str]) -> str:
        merged: dict[str, str] = {}
        for name in classes[1].split():
            merged |= by.get(name, {})
        return "".join(f' {name}="{escape(value)}"' for name, value in merged.items() if value != "block")

    return _CLASSES.sub(attributes, svg)


def _rules(sheet: str) -> list[tuple[str, dict[str, str]]]:
    plain = _AT.sub("", _COMMENT.sub("", sheet))
    return [(selectors, dict(_declarations(body))) for selectors, body in _RULE.findall(plain)]


def _declarations(body: str) -> list[tuple[str, str]]:
    parts = (each.partition(":") for each in body.split(";") if ":" in each)
    return [(name.strip(), value.strip()) for name, _, value in parts]


def _apart(own: dict[str, str]) -> dict[str, str]:
    """The short form `font` written out, for it is no attribute."""
    found = _FONT.fullmatch(own.get("font", ""))
    if not found:
        return own
    weight, height, family = found.groups()
    return {**own, "font-family": family, "font-size": f"{height}px", "font-weight": weight or "400"}


def _resolved(value: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda name: _resolved(known.get(name[1], ""), known), value)
