"""What a reorganisation does to areas: the new ones begin, and stand for those of before in codes and groups."""

from collections.abc import Iterable

from apps.areas.models import Area, NewArea, Part, Predecessor, ReferenceGroup, Reorganisation
from apps.areas.soundness import type_of
from apps.common.slugs import free_slug
from apps.common.tiers import Tier

_SAME_BOUNDS = (Predecessor.Relation.RECODED, Predecessor.Relation.COUNTY)


def begin(reorganisation: Reorganisation, made: NewArea) -> None:
    """Make an area of a reorganisation, with all codes by which figures of it may still come."""
    parts = [part for part in made.parts.all() if part.area]
    # One that was made before and undone is taken up again: what points to it stays.
    area = Area.objects.filter(code=made.code).first() or Area(code=made.code, slug=free_slug(made.name, Area.objects))
    area.name, area.other_names, area.type = made.name, made.other_names, type_of(made.code)
    area.in_district, area.in_upper = True, area.type != Area.Type.DISTRICT
    olds = [part.area for part in parts if part.area]
    area.parent = olds[0].parent if area.type == Area.Type.DISTRICT else None
    area.began, area.ended = reorganisation.takes_effect, None
    _place(area, made, parts)
    area.full_clean()
    area.save()
    made.area = area
    made.save(update_fields=["area"])
    _keep_predecessors(area, parts, reorganisation)


def _place(area: Area, made: NewArea, parts: list[Part]) -> None:
    """Where it lies and how many live there: as was said, else by what goes into it whole (else by all of it)."""
    top = _outermost(parts)
    olds = [part.area for part in top if part.area]
    whose = next((old for old in olds if old.region_code == made.region_code), olds[0])
    area.nation, area.region, area.region_code = whose.nation, whose.region, whose.region_code
    people = sum(old.population for old in olds) or 1
    area.population = made.population if made.population is not None else people
    area.population_year = made.population_year or max(old.population_year for old in olds)
    for name in ("latitude", "longitude"):
        said = getattr(made, name)
        middle = sum(getattr(old, name) * old.population for old in olds) / people
        setattr(area, name, said if said is not None else round(middle, 5))


def _outermost(parts: list[Part]) -> list[Part]:
    """The parts that cover it, each once: a county that goes in whole stands for its districts."""
    whole = [part for part in parts if part.share == Part.Share.WHOLE] or parts
    named = {part.area_id for part in whole}
    return [part for part in whole if part.area and part.area.parent_id not in named]


def _keep_predecessors(area: Area, parts: list[Part], reorganisation: Reorganisation) -> None:
    """By which codes figures of it may still come, and what became of codes of before those."""
    year = reorganisation.takes_effect.year if reorganisation.takes_effect else None
    outermost = _outermost(parts)
    rows: dict[str, Predecessor] = {}
    for part in parts:
        relation = _relation(part, outermost)
        county = part.area.parent if part.area and _stands_in_its_county(part, outermost) else None
        rows[part.code] = Predecessor(
            area=area,
            code=part.code,
            name=part.name,
            relation=relation,
            ended=year,
            within=county.code if county else "",
            population=part.population if relation == Predecessor.Relation.MERGED else None,
        )
        for row in _earlier(part, area, relation):
            rows.setdefault(row.code, row)
    Predecessor.objects.filter(area=area).delete()
    Predecessor.objects.bulk_create(rows.values())


def _relation(part: Part, outermost: list[Part]) -> str:
    if part.share == Part.Share.PART:
        return Predecessor.Relation.SPLIT
    if part in outermost and len(outermost) == 1:
        county = part.area and part.area.type == Area.Type.COUNTY
        return Predecessor.Relation.COUNTY if county else Predecessor.Relation.RECODED
    return Predecessor.Relation.MERGED


def _stands_in_its_county(part: Part, outermost: list[Part]) -> bool:
    """Whether it goes in as a part of a county that is one of several things that make the new area."""
    return part.share == Part.Share.WHOLE and part not in outermost and len(outermost) > 1


def _earlier(part: Part, area: Area, relation: str) -> list[Predecessor]:
    """What a predecessor itself had followed: still known by its code, as a part of what it had become."""
    found = []
    rows = list(part.area.predecessors.all()) if part.area else []
    merged = [row for row in rows if row.relation == Predecessor.Relation.MERGED]
    # Of what was merged, the whole is known by its parts; whatever else it was called would count twice.
    for row in rows if relation in _SAME_BOUNDS else merged or rows:
        lost = relation == Predecessor.Relation.SPLIT or row.relation == Predecessor.Relation.SPLIT
        kind = row.relation if relation in _SAME_BOUNDS else Predecessor.Relation.MERGED
        kind = Predecessor.Relation.SPLIT if lost else kind
        weight = row.population or (part.population if kind == Predecessor.Relation.MERGED else None)
        within = "" if relation in _SAME_BOUNDS and not row.within else row.within or part.code
        found.append(
            Predecessor(
                area=area,
                code=row.code,
                name=row.name,
                relation=kind,
                ended=row.ended,
                within=within,
                population=weight,
            )
        )
    return found


def keep_groups(parts: Iterable[Part]) -> None:
    """Note in which reference groups the areas that end are, so that undoing puts them back there."""
    for part in parts:
        if part.area:
            part.groups = sorted(part.area.reference_groups.values_list("code", flat=True))
            part.save(update_fields=["groups"])


def swap_groups(reorganisation: Reorganisation) -> None:
    """A group that held any area of before holds the new ones of its tier from now on."""
    old = Area.objects.filter(became__new_area__reorganisation=reorganisation)
    for group in ReferenceGroup.objects.filter(areas__in=old).distinct():
        new = Area.objects.filter(made_by__reorganisation=reorganisation).of_tier(Tier(group.tier))
        members = set(group.areas.filter(pk__in=old))
        heirs = {heir for heir in new if heir.made_by.filter(parts__area__in=members).exists()}
        group.areas.remove(*members)
        group.areas.add(*heirs)
