"""What pages and files ask about areas: by code, by slug, by whatever someone types."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from apps.areas.models import Area, Predecessor


@dataclass(frozen=True)
class Match:
    """An area found; `former_name` is the name of old that it was found by, if it was."""

    area: Area
    former_name: str = ""


@dataclass(frozen=True)
class FormerCode:
    """What a code no longer in force meant, and the areas that now stand for it."""

    code: str
    name: str
    relation: str
    ended: int | None
    areas: tuple[Area, ...]


def area_by_code() -> dict[str, Area]:
    """Every area by the code in force."""
    return {area.code: area for area in Area.objects.select_related("parent")}


def former_codes() -> dict[str, FormerCode]:
    """Every code no longer in force, and what became of it."""
    areas: dict[str, list[Area]] = {}
    rows: dict[str, Predecessor] = {}
    for row in Predecessor.objects.select_related("area"):
        areas.setdefault(row.code, []).append(row.area)
        rows[row.code] = row
    return {code: FormerCode(code, row.name, row.relation, row.ended, tuple(areas[code])) for code, row in rows.items()}


def area_or_none(slug: str) -> Area | None:
    """The area at an address."""
    return Area.objects.select_related("parent").filter(slug=slug).first()


def find_areas(text: str, tier: str | None = None, limit: int = 10) -> list[Match]:
    """Areas whose name, former name or code fits what was typed, closest first.

    Case, accents, punctuation, the order of words and “&” make no difference.
    """
    typed = _words(text)
    if not typed:
        return []
    chosen = Area.objects.all() if tier is None else Area.objects.of_tier(tier)
    areas = {area.pk: area for area in chosen.select_related("parent")}
    found: dict[int, tuple[tuple[int, str], Match]] = {}
    for area in areas.values():
        _offer(found, _closeness(typed, (area.name, area.code)), Match(area))
    for row in Predecessor.objects.filter(area_id__in=areas):
        match = Match(areas[row.area_id], row.name)
        if row.area_id not in found:
            _offer(found, _closeness(typed, (row.name, row.code)), match, former=True)
    return [match for _, match in sorted(found.values(), key=lambda pair: pair[0])[:limit]]


def _offer(
    found: dict[int, tuple[tuple[int, str], Match]], close: int | None, match: Match, former: bool = False
) -> None:
    if close is not None:
        order = (close + (10 if former else 0), match.area.name)
        found.setdefault(match.area.pk, (order, match))


def _closeness(typed: list[str], names: Iterable[str]) -> int | None:
    """0 the whole name, 1 its beginning, 2 words in it; None when it does not fit."""
    for name in names:
        words = _words(name)
        if words == typed:
            return 0
        if " ".join(words).startswith(" ".join(typed)):
            return 1
        if all(any(word.startswith(piece) for word in words) for piece in typed):
            return 2
    return None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "").replace("’", "")
    return ["st" if word == "saint" else word for word in re.findall(r"\w+", plain)]
