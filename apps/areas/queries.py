"""What pages and files ask about areas: by code, by slug, by whatever someone types."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from apps.areas.models import Area, NewArea, Part, Predecessor, Reorganisation
from apps.common.matching import closeness, words_of


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


#: How long a process goes by the names that it asked for last, in seconds: as long as it holds a page.
_NAMES_FOR = 600
_names: list[tuple[float, dict[str, Area]]] = []


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """The names of areas by their codes, in the language that is read; a code that no area has is its own name.

    A process asks for all once in ten minutes, and again for an area that came since.
    """
    wanted = list(codes)
    if not wanted:
        return {}
    if not _names or monotonic() - _names[0][0] > _NAMES_FOR or not _names[0][1].keys() >= set(wanted):
        named = Area.objects.only("code", "name", "name_cy")
        _names[:] = [(monotonic(), {area.code: area for area in named})]
    known = _names[0][1]
    return {code: known[code].local_name if code in known else code for code in wanted}


def forget_names() -> None:
    """Let go of the names that this process holds: for whoever changes them, or puts another database in its place."""
    _names.clear()


def area_by_code() -> dict[str, Area]:
    """Every area in force, by its code."""
    return {area.code: area for area in Area.objects.in_force().select_related("parent")}


def former_codes() -> dict[str, FormerCode]:
    """Every code no longer in force, and what became of it."""
    areas: dict[str, list[Area]] = {}
    rows: dict[str, Predecessor] = {}
    for row in Predecessor.objects.filter(area__ended=None).select_related("area"):
        areas.setdefault(row.code, []).append(row.area)
        rows[row.code] = row
    return {code: FormerCode(code, row.name, row.relation, row.ended, tuple(areas[code])) for code, row in rows.items()}


def area_or_none(slug: str) -> Area | None:
    """The area at an address, be it in force or ended."""
    return Area.objects.known().select_related("parent").filter(slug=slug).first()


@dataclass(frozen=True)
class Origin:
    """How an area came about: by which reorganisation, of which areas whole, and of which in part."""

    reorganisation: Reorganisation
    day: date
    whole: tuple[Part, ...]
    part: tuple[Part, ...]

    @property
    def names(self) -> str:
        """Of what it was made, whole: "Allerdale, Carlisle and Copeland"."""
        return listed([part.name for part in self.whole])

    @property
    def names_of_parts(self) -> str:
        return listed([part.name for part in self.part])


def origin_of(area: Area) -> Origin | None:
    """How a reorganisation made an area; None where none that is known here did."""
    if area.began is None:
        return None
    made = _made().filter(area=area, reorganisation__state=Reorganisation.State.APPLIED)
    new = made.order_by("-reorganisation__takes_effect").first()
    if new is None:
        return None
    parts = list(new.parts.all())
    whole = tuple(part for part in parts if part.share == Part.Share.WHOLE)
    # A county that went in with all its districts is told by them.
    within = {part.code for part in whole if part.code.startswith("E10")}
    told = tuple(part for part in whole if part.code not in within or len(within) == len(whole))
    # So is one that was divided along them.
    split = tuple(
        part for part in parts if part.share == Part.Share.PART and not (whole and part.code.startswith("E10"))
    )
    return Origin(new.reorganisation, area.began, told, split)


def listed(names: list[str]) -> str:
    """Names as a sentence lists them."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


def heirs_of(area: Area) -> list[Area]:
    """The areas that stand in the place of one that ended, by name."""
    if area.ended is None:
        return []
    parts = Part.objects.filter(area=area, new_area__reorganisation__state=Reorganisation.State.APPLIED)
    heirs = Area.objects.filter(made_by__parts__in=parts).distinct()
    return list(heirs.order_by("name"))


def reorganisations_in_force() -> list[Reorganisation]:
    """Every reorganisation that the areas of today come after, the latest first, with its areas and their parts."""
    applied = Reorganisation.objects.filter(state=Reorganisation.State.APPLIED)
    return list(applied.prefetch_related(Prefetch("new_areas", queryset=_made())).order_by("-takes_effect", "title"))


def _made() -> QuerySet[NewArea]:
    return NewArea.objects.select_related("reorganisation", "area").prefetch_related("parts__area")


def find_areas(text: str, tier: str | None = None, limit: int = 10) -> list[Match]:
    """Areas in force whose name, former name or code fits what was typed, closest first.

    Case, accents, punctuation, the order of words and “&” make no difference.
    """
    typed = words_of(text)
    if not typed:
        return []
    chosen = Area.objects.in_force() if tier is None else Area.objects.in_force().of_tier(tier)
    areas = {area.pk: area for area in chosen.select_related("parent")}
    found: dict[int, tuple[tuple[int, str], Match]] = {}
    for area in areas.values():
        others = [name for name in area.other_names.split(",") if name.strip()]
        _offer(found, _closeness(typed, (area.name, area.code, area.name_cy, *others)), Match(area))
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
    return closeness(typed, (words_of(name) for name in names))
