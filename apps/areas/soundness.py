"""Whether a reorganisation can be: each thing wrong with its draft in one sentence."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from apps.areas.geography import TYPES
from apps.areas.models import Area, NewArea, Part, Reorganisation

_OVERLAP = _later(
    "%(county)s goes whole into one new area, and its district %(district)s into another, so that their bounds would "
    "overlap. Take the county in part."
)
_CODE = re.compile(r"E0[6-9]\d{6}", re.ASCII)


def code_fault(code: str) -> str:
    """What is wrong with the code of a new area; empty if nothing."""
    if _CODE.fullmatch(code):
        return ""
    if re.fullmatch(r"E10\d{6}", code, re.ASCII):
        return _("A county that goes on under a new code keeps its districts: that comes with the list of areas.")
    return _(
        "“%(code)s” is not the code of a council area. It is E06 (unitary authority), E07 (district), E08 "
        "(metropolitan district) or E09 (London borough), and six digits."
    ) % {"code": code}


def type_of(code: str) -> str:
    """The kind of area that a code stands for."""
    return TYPES[code[:3]]


def faults_of(reorganisation: Reorganisation, today: date) -> list[str]:
    """Why a draft cannot be brought in, one sentence each; empty where it can."""
    made = list(reorganisation.new_areas.prefetch_related("parts__area__parent"))
    if not made:
        return [*_day_faults(reorganisation, today), _("It makes no new area yet. Add one.")]
    faults = list(_day_faults(reorganisation, today))
    for new in made:
        faults += _new_area_faults(new)
    return [*faults, *_share_faults(made), *_county_faults(made)]


def _day_faults(reorganisation: Reorganisation, today: date) -> Iterator[str]:
    day = reorganisation.takes_effect
    if day is None:
        yield _("The day on which it takes effect is missing.")
    elif day > today:
        yield _("It takes effect on %(day)s. Bring it in on that day or later.") % {"day": date_format(day, "j F Y")}


def _new_area_faults(new: NewArea) -> Iterator[str]:
    parts = list(new.parts.all())
    if fault := code_fault(new.code):
        yield fault
    if Area.objects.known().filter(code=new.code).exists():
        yield _("There is an area with the code %(code)s already.") % {"code": new.code}
    if not parts:
        yield _("%(name)s is made of nothing yet. Name the areas that it follows.") % {"name": new.name}
    for part in parts:
        if part.area and part.area.ended:
            yield _("%(name)s ended on %(day)s already.") % {
                "name": part.name,
                "day": date_format(part.area.ended, "j F Y"),
            }
    if new.code.startswith("E07") and len({part.area.parent_id for part in parts if part.area}) != 1:
        yield _("%(name)s would be a district, so all that it is made of must lie in one county.") % {"name": new.name}


def _share_faults(made: list[NewArea]) -> Iterator[str]:
    shares: dict[str, list[Part]] = {}
    for new in made:
        for part in new.parts.all():
            shares.setdefault(part.code, []).append(part)
    for parts in shares.values():
        whole = sum(part.share == Part.Share.WHOLE for part in parts)
        name = {"name": parts[0].name}
        if whole > 1 or (whole and len(parts) > 1):
            yield _("%(name)s goes whole into one new area, so it cannot be part of another.") % name
        elif not whole and len(parts) == 1:
            yield _("%(name)s goes in part into one new area. Say which other takes the rest, or take it whole.") % name


def _county_faults(made: list[NewArea]) -> Iterator[str]:
    """A county that ends takes its districts with it: none may be left without one, or lie in two new areas."""
    within = {part.code: new for new in made for part in new.wholes()}
    named = {part.code for new in made for part in new.parts.all()}
    counties = {part.area.pk: part for new in made for part in new.parts.all() if part.area and _is_county(part.area)}
    for part in counties.values():
        for district in Area.objects.in_force().filter(parent=part.area).order_by("name"):
            names = {"district": district.name, "county": part.name}
            if district.code not in named:
                yield _("%(county)s would end and leave %(district)s behind. Name what follows it too.") % names
            elif part.code in within and within.get(district.code) != within[part.code]:
                yield str(_OVERLAP) % names


def _is_county(area: Area) -> bool:
    return area.type == Area.Type.COUNTY
