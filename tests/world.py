"""The small world: a dozen areas, an edition with two headlines, figures that came in by import, a published run.

Areas and elements merely exist; everything else came about through actions and jobs, as it does on the site.
"""

from dataclasses import dataclass, field

from django.test import override_settings

from apps.access.checks import OPERATOR
from apps.areas.models import Area, Predecessor
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Import
from apps.figures.release import Release, ReleaseRow, write_release
from apps.framework.actions import freeze_edition
from apps.framework.models import Edition, Element
from apps.scores.actions import publish_run, start_run
from apps.scores.models import Run
from tests.factories.areas import AreaFactory, ReferenceGroupFactory
from tests.factories.framework import EditionFactory, ElementFactory, IndicatorFactory
from tests.replay import Replay

OLD, NEW = "2023-01-01/P1Y", "2024-01-01/P1Y"
#: Indicator to what it gives the area at a position in the list, in a year further on by one.
SERIES = {
    "life-expectancy": lambda position, year: 78 + (position * 7 % 11) / 2 + year * 0.1,
    "smoking": lambda position, year: 10 + position * 5 % 7 + year,
    "clean-air": lambda position, year: 40 + (position * position) % 13 - year,
    "recycling": lambda position, year: 30 + position * 3 % 10 + year * 0.5,
    "bus-trips": lambda position, year: 20 + position * 4 % 9,
}


@dataclass
class SmallWorld:
    """What is in it, by name."""

    steward: object
    areas: dict[str, Area] = field(default_factory=dict)
    edition: Edition | None = None
    imports: dict[str, Import] = field(default_factory=dict)
    run: Run | None = None

    def bring(self, code: str, rows: list[ReleaseRow] | None = None, release: str = "1") -> Import:
        """Upload, check, accept and load a release of one indicator."""
        content = write_release(release_of(Element.objects.get(code=code), rows or self.rows(code), release))
        imported = start_import(by=self.steward, name=f"{code}.csv", content=content)
        run_waiting()
        imported.refresh_from_db()
        assert imported.state == Import.State.CHECKED, imported.refusal
        imported = accept_import(by=self.steward, imported=imported)
        run_waiting()
        imported.refresh_from_db()
        assert imported.state == Import.State.LOADED
        return imported

    def rows(self, code: str) -> list[ReleaseRow]:
        """Two years of an indicator for every area that it applies to; the last area's figure is suppressed."""
        upper_only = Element.objects.get(code=code).tier == Element.AtTier.UPPER
        areas = [area for area in self.areas.values() if area.in_upper or not upper_only]
        return [
            row_of(area.code, period, None if area is areas[-1] else SERIES[code](position, year))
            for position, area in enumerate(areas)
            for year, period in enumerate((OLD, NEW))
        ]

    def publish(self) -> Run:
        """Score the current figures and let the public read the scores."""
        run = start_run(by=self.steward, edition=self.edition)
        run_waiting()
        run.refresh_from_db()
        assert run.state == Run.State.DONE, run.job
        publish_run(by=self.steward, run=run)
        self.run = run
        return run


def build_small_world(steward: object) -> SmallWorld:
    world = SmallWorld(steward, areas=_areas(), edition=_edition())
    for code in SERIES:
        world.imports[code] = world.bring(code)
    with override_settings(STUDY_EVERY_RUN=True):
        world.publish()
    return world


_replay = Replay(build_small_world)
_names: list[str] = []


def small_world_again(steward: object) -> SmallWorld:
    """The small world, built once in a process, then put back: a tenth of the time."""
    if built := _replay(steward):
        _names[:] = built.areas
        return built
    areas = {area.name: area for area in Area.objects.all()}
    return SmallWorld(
        steward,
        areas={name: areas[name] for name in _names},
        edition=Edition.objects.get(),
        imports={imported.element_code: imported for imported in Import.objects.all()},
        run=Run.objects.select_related("edition").get(),
    )


def row_of(area: str, period: str, value: float | None, absence: str = "suppressed") -> ReleaseRow:
    """One row; without a value it is absent, and says why."""
    shown = "" if value is None else f"{value:.6g}"
    return ReleaseRow(0, area, period, shown, "", "", "" if shown else absence, "published")


def release_of(element: Element, rows: list[ReleaseRow], release: str = "1") -> Release:
    """A release of an indicator, with all it has to say of itself."""
    header = {
        "code": element.code,
        "name": element.name,
        "unit": element.unit,
        "source": f"{element.code}-source",
        "title": f"{element.name}, by area",
        "publisher": "Office of Figures",
        "vintage": "2025",
        "licence": "OGL v3.0",
        "attribution": "Contains public sector information.",
        "release": release,
    }
    return Release(header, rows)


def _areas() -> dict[str, Area]:
    county = AreaFactory(county=True, name="Northshire", slug="northshire")
    unitaries = [AreaFactory(name=name) for name in ("Ambleton", "Brackford", "Castle Vale", "Dunmere", "Eastwick")]
    districts = [AreaFactory(district=True, name=name, parent=county) for name in ("Ferndale", "Glenside", "Highmoor")]
    tiny = AreaFactory(name="Tiny Isle", region="South West", region_code="E12000009")
    ReferenceGroupFactory(tier="upper", areas=[county, *unitaries])
    ReferenceGroupFactory(tier="district", areas=[*districts, *unitaries])
    Predecessor.objects.create(
        area=unitaries[0], code="E07800001", name="Old Ambleton", relation=Predecessor.Relation.RECODED, ended=2023
    )
    return {area.name: area for area in (*unitaries, county, *districts, tiny)}


def _edition() -> Edition:
    edition = EditionFactory(code="small", name="Small edition")

    def element(code: str, level: int, parent: Element | None = None) -> Element:
        return ElementFactory(edition=edition, code=code, level=level, parent=parent)

    local = element("local-conditions", Element.Level.HEADLINE)
    health = element("health", Element.Level.DOMAIN, local)
    mortality = element("mortality", Element.Level.SUBDOMAIN, health)
    element("happiness", Element.Level.SUBDOMAIN, health)
    place = element("place", Element.Level.DOMAIN, local)
    sustainability = element("sustainability", Element.Level.HEADLINE)
    IndicatorFactory(edition=edition, code="life-expectancy", unit="years", parent=mortality)
    IndicatorFactory(edition=edition, code="smoking", direction=-1, parent=mortality)
    IndicatorFactory(edition=edition, code="clean-air", parent=place, minimum=0, maximum=100)
    IndicatorFactory(edition=edition, code="recycling", parent=sustainability)
    IndicatorFactory(edition=edition, code="bus-trips", parent=sustainability, tier=Element.AtTier.UPPER)
    return freeze_edition(by=OPERATOR, edition=edition)
