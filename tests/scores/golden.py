"""A world in which every code and figure is fixed, so that the hash of its scores can be written down."""

import random

from apps.access.checks import OPERATOR
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.release import ReleaseRow, write_release
from apps.framework.actions import freeze_edition
from apps.framework.models import Edition, Element
from apps.scores.actions import start_run
from apps.scores.models import Run
from tests.factories.areas import AreaFactory, ReferenceGroupFactory
from tests.factories.framework import EditionFactory, ElementFactory, IndicatorFactory
from tests.world import release_of

PERIODS = ("2022-01-01/P3Y", "2024-01-01/P1Y", "2025-04-01")
#: code, direction, transform, tier: one of each way through the engine.
INDICATORS = (
    ("plain", 1, "none", "both"),
    ("logged", -1, "log", "both"),
    ("rooted", 1, "sqrt", "both"),
    ("drawn-in", -1, "winsorise", "both"),
    ("counties-too", 1, "none", "upper"),
)


def golden_run(steward) -> Run:
    """The run of that world: imported, executed, finished."""
    areas = _areas()
    edition = _edition()
    for element in edition.elements.filter(level=Element.Level.INDICATOR):
        content = write_release(release_of(element, _rows(element, areas)))
        imported = start_import(by=steward, name=f"{element.code}.csv", content=content)
        run_waiting()
        imported.refresh_from_db()
        accept_import(by=steward, imported=imported)
        run_waiting()
    run = start_run(by=steward, edition=edition)
    run_waiting()
    run.refresh_from_db()
    return run


def _areas() -> list[Area]:
    unitary = [AreaFactory(code=f"E060000{n:02}", name=f"Unitary {n}") for n in range(1, 21)]
    districts = [AreaFactory(code=f"E070000{n:02}", name=f"District {n}", district=True) for n in range(1, 11)]
    counties = [AreaFactory(code=f"E100000{n:02}", name=f"County {n}", county=True) for n in range(1, 6)]
    # The last of each is left out, as the smallest are.
    ReferenceGroupFactory(tier="upper", areas=[*unitary[:-1], *counties])
    ReferenceGroupFactory(tier="district", areas=[*unitary[:-1], *districts])
    return [*unitary, *districts, *counties]


def _edition() -> Edition:
    edition = EditionFactory(code="golden", name="Golden edition")
    top = ElementFactory(edition=edition, code="top", level=Element.Level.HEADLINE, position=0)
    middle = ElementFactory(edition=edition, code="middle", level=Element.Level.DOMAIN, parent=top, position=1)
    ElementFactory(edition=edition, code="empty", level=Element.Level.DOMAIN, parent=top, position=2)
    for position, (code, direction, transform, tier) in enumerate(INDICATORS, start=3):
        IndicatorFactory(
            edition=edition,
            code=code,
            parent=top if code == "rooted" else middle,
            position=position,
            weight=1 + position / 10,
            direction=direction,
            transform=transform,
            tier=tier,
        )
    return freeze_edition(by=OPERATOR, edition=edition)


def _rows(element: Element, areas: list[Area]) -> list[ReleaseRow]:
    # A generator of its own per indicator, seeded by its name: Python promises the same numbers in every version.
    dice = random.Random(element.code)
    rows = []
    for area in areas:
        for period in PERIODS:
            value = round(dice.random() ** (25 if element.code == "drawn-in" else 4) * 1000 + 0.1, 3)
            if dice.random() < 0.1:
                rows.append(ReleaseRow(0, area.code, period, "", "", "", "suppressed", "published"))
            elif area.in_upper or element.tier == Element.AtTier.BOTH:
                limits = (f"{value * 0.9:.3f}", f"{value * 1.1:.3f}") if period == PERIODS[0] else ("", "")
                rows.append(ReleaseRow(0, area.code, period, str(value), *limits, "", "published"))
    return [row for row in rows if element.tier == Element.AtTier.BOTH or not row.area.startswith("E07")]
