"""What the pages of explore show: areas to browse, areas found by typing, one element in an area."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any

import numpy as np
from django.db.models import Case, Q, QuerySet, Subquery, When
from django.utils import timezone

from apps.activity.models import Event
from apps.activity.queries import seen_version
from apps.activity.verbs import Verb
from apps.areas.models import Area, Predecessor
from apps.areas.queries import find_areas
from apps.common.periods import label, parse
from apps.common.prepared import Prepared
from apps.figures.derivation.chains import Chain, chain_of, read_chain, sum_behind
from apps.figures.models import Absence, Import, SnapshotSeries
from apps.figures.queries import FigureVersion, figure_history
from apps.figures.registered import with_registered
from apps.figures.snapshots import unpack
from apps.framework.queries import indicators_by_code
from apps.practice.models import CaseStudy
from apps.practice.queries import published_cases
from apps.scores.engine.method import Method
from apps.scores.explaining import Making, making_of
from apps.scores.models import ElementScores, Publication, Run
from apps.scores.queries import AreaProfile, Reading, published_version
from apps.scores.readings import Words
from apps.scores.trend import Point, Trend, recent_trend

# What people write before or after a council's name.
_KINDS_OF_COUNCIL = frozenset(
    ["borough", "city", "council", "county", "district", "london", "metropolitan", "of", "royal", "the", "unitary"]
)
# How alike two spellings are to be offered for each other, of 1; and how much of a name is enough to look for.
_ALIKE = 0.75
_SHORTEST_MEANT = 3


@dataclass(frozen=True)
class Region:
    """A region and the areas in it, by name."""

    name: str
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class FoundArea:
    """An area that fits what was typed; `former` is what it was found by when that is a name of old."""

    area: Area
    former: Predecessor | None


@dataclass(frozen=True)
class PastFigure:
    """One figure of a period in one release, and how the period is written."""

    period_label: str
    figure: FigureVersion
    absence_label: Words


@dataclass(frozen=True)
class ElementDetail:
    """What an element's page shows beside its reading: the group behind it, its past, its making, its origin."""

    group: tuple[tuple[str, float], ...]
    group_average: float | None
    making: Making | None
    history: tuple[PastFigure, ...]
    origin: Import | None
    trend: Trend | None = None
    chain: Chain | None = None
    sum: str = ""

    @property
    def group_values(self) -> tuple[float, ...]:
        """What the areas of the group have, without whose it is."""
        return tuple(value for _code, value in self.group)

    @property
    def has_limits(self) -> bool:
        """Whether any figure of the past comes with limits."""
        return any(past.figure.lower is not None and past.figure.upper is not None for past in self.history)


def regions() -> list[Region]:
    """Every area under its region, both by name; each with why the home page points to it, if it does."""
    areas = Area.objects.in_force().with_features(timezone.localdate()).order_by("region", "name")
    return [Region(name, tuple(group)) for name, group in groupby(areas, key=lambda area: area.region)]


def featured(regions: list[Region]) -> list[Area]:
    """The areas that the home page points to, by name: never by how they do."""
    found = [area for region in regions for area in region.areas if area.feature_words]  # type: ignore[attr-defined]
    return sorted(found, key=lambda area: area.name)


def found_areas(text: str, limit: int = 50) -> list[FoundArea]:
    """The areas that fit what someone typed, closest first, and the former name each was found by."""
    matches = find_areas(text, limit=limit)
    former = _former({match.area.pk for match in matches if match.former_name})
    return [FoundArea(match.area, former.get((match.area.pk, match.former_name))) for match in matches]


def similar_areas(text: str, limit: int = 3) -> list[FoundArea]:
    """Areas that may have been meant when nothing fits: by the name without "city of" and the like, or nearly so."""
    if not (words := text.casefold().split()):
        return []
    plain = " ".join(word for word in words if word not in _KINDS_OF_COUNCIL)
    if len(plain) >= _SHORTEST_MEANT and (found := found_areas(plain, limit)):
        return found
    names = {name.casefold(): name for name in Area.objects.in_force().values_list("name", flat=True)}
    close = get_close_matches(plain or text.casefold(), names, n=limit, cutoff=_ALIKE)
    areas = {area.name: area for area in Area.objects.in_force().filter(name__in=[names[name] for name in close])}
    return [FoundArea(areas[names[name]], None) for name in close]


def path_to(profile: AreaProfile, code: str) -> tuple[Reading, ...]:
    """The elements that hold one element, from its headline down; empty for a headline."""
    return _path(profile.headlines, code) or ()


def _path(readings: Iterable[Reading], code: str) -> tuple[Reading, ...] | None:
    for reading in readings:
        if reading.code == code:
            return ()
        below = _path(reading.children, code)
        if below is not None:
            return (reading, *below)
    return None


def _former(areas: Iterable[int]) -> dict[tuple[int, str], Predecessor]:
    if not (wanted := set(areas)):
        return {}
    return {(row.area_id, row.name): row for row in Predecessor.objects.filter(area__in=wanted).select_related("area")}


def publication() -> Publication | None:
    """What the public reads now, and since when."""
    return Publication.objects.select_related("run__edition").first()


def shown_version() -> str:
    """What pages change with that tell of people's work besides the scores. Empty before the first publication."""
    return published_version(with_seen=True)


def registers_version() -> str:
    """What the registers change with: a publication, what stewards say of sources and of what is expected, the day.

    Empty before the first publication.
    """
    held = shown_version()
    return f"{held} on {timezone.localdate().isoformat()}" if held else ""


def practice_version() -> str:
    """What the list of practice changes with: what is written, and the run that its citation names."""
    return shown_version() or seen_version()


def listed_version() -> str:
    """What lists of areas change with: what is published, and which areas there are since. One small query.

    Empty before the first publication.
    """
    row = _LISTED.first()
    return f"run {row[0]} since {row[1]} areas {row[2] or 0}" if row else ""


def _what_is_listed() -> QuerySet[Publication, Any]:
    changed = Event.objects.filter(verb__in=[Verb.REORGANISATION_APPLIED, Verb.REORGANISATION_UNDONE])
    found = Publication.objects.annotate(areas=Subquery(changed.order_by("-pk").values("pk")[:1]))
    return found.values_list("run_id", "published_at", "areas")


_LISTED = Prepared(_what_is_listed)


def listed(profile: AreaProfile, most: int = 5) -> int:
    """How many highest and lowest scores to show, so that none is in both lists."""
    scored = sum(reading.score is not None for reading in profile.indicators())
    return min(most, scored // 2)


def practice_on(code: str, area: Area) -> QuerySet[CaseStudy]:
    """The published case studies on an element: those of an area first, then of others, newest first."""
    here_first = Case(When(area=area, then=0), default=1)
    return published_cases(element_code=code).order_by(here_first, "-published_at", "-pk")


def element_detail(profile: AreaProfile, reading: Reading) -> ElementDetail:
    """The page of one element in an area. A figure is compared in its own unit, a score on the scale."""
    if not reading.is_indicator:
        return ElementDetail(_group_scores(profile, reading.code), _centre(profile.run), None, (), None)
    # Of figures, too, readers see those that the published run rests on; what was loaded since waits for the next.
    imports = profile.run.imports
    history = figure_history(reading.code, profile.area, imports)
    own = next((each for each in history if each.current and each.period == reading.period), None)
    origin, chain = _made_of(profile, reading, own)
    return ElementDetail(
        group=_group_figures(profile, reading),
        group_average=reading.group_mean,
        making=making_of(profile, reading),
        history=tuple(PastFigure(label(each.period, reading.period_type), each, _absence(each)) for each in history),
        origin=origin,
        trend=_trend(history),
        chain=chain,
        sum=sum_behind(origin, profile.area, reading.period, reading.value)
        if chain and origin and reading.value is not None
        else "",
    )


def _made_of(profile: AreaProfile, reading: Reading, own: FigureVersion | None) -> tuple[Import | None, Chain | None]:
    """The import that the figure came with, or the last one where there is no figure; and how it was derived, if so."""
    imports = profile.run.imports
    if own and own.behind is not None:
        read = read_chain([own.import_id, *own.behind])
        names = {code: each.name for code, each in indicators_by_code(profile.run.edition).items()}
        return read[own.import_id], chain_of(own.import_id, imports, names, reading.period, imports=read)
    theirs = Q(reorganisation=None) | Q(reorganisation__new_areas__area=profile.area)
    came_in = Import.objects.filter(theirs, element_code=reading.code, pk__in=imports)
    return _origin(came_in if own is None else came_in.filter(pk=own.import_id)), None


def _origin(imports: QuerySet[Import]) -> Import | None:
    """The last of some imports, with its file and its source, and what a steward says of that."""
    known = with_registered(imports.select_related("source", "file").defer("file__content"))
    found: Import | None = known.order_by("-sequence").first()
    return found


def _trend(history: Iterable[FigureVersion]) -> Trend | None:
    """What the test of recent trends says of the figures that are in force; None with fewer than two to look at."""
    points = [
        Point(parse(each.period), each.value, each.lower, each.upper)
        for each in history
        if each.current and each.value is not None
    ]
    return recent_trend(points) if len(points) > 1 else None


def _absence(figure: FigureVersion) -> Words:
    return Absence(figure.absence).label if figure.absence else ""


def _centre(run: Run) -> float:
    return Method.from_json(run.method).centre


def _group_scores(profile: AreaProfile, code: str) -> tuple[tuple[str, float], ...]:
    rows = ElementScores.objects.filter(run_tier=profile.run_tier, element_code=code)
    row = rows.only("scores").first()
    scores = zip(profile.run_tier.areas, unpack(row.scores).tolist(), strict=True) if row else ()
    return tuple((area, score) for area, score in scores if not np.isnan(score))


def _group_figures(profile: AreaProfile, reading: Reading) -> tuple[tuple[str, float], ...]:
    series = (
        SnapshotSeries.objects.filter(
            snapshot=profile.run.snapshot_id, element_code=reading.code, period=reading.period
        )
        .select_related("snapshot")
        .defer("lower", "upper", "notes")
        .first()
    )
    if series is None:
        return ()
    inside = set(profile.run_tier.scored)
    values = zip(series.snapshot.areas, unpack(series.values).tolist(), strict=True)
    return tuple((code, value) for code, value in values if code in inside and not np.isnan(value))
