"""Pure: one of everything, for the gallery. The area and its figures are made up and say so."""

from dataclasses import dataclass
from datetime import date, datetime

from apps.charts import history, road, strip, track, waterfall, wheel
from apps.charts.wheel import Part, Petal, Spoke

SPOKES = (
    Spoke(
        "Local Conditions",
        5.2,
        3,
        (
            Petal("Place & Environment", 6.8, 5, (Part("Local environment", 4), Part("Housing", 5), Part("Safety", 0))),
            Petal("Mental & Physical Health", 5.9, 4, (Part("Mortality", 4), Part("Mental health", 3))),
            Petal("Education & Learning", 5.0, 3, (Part("Adult education", 3),)),
            Petal("Work & Local Economy", 4.1, 2, (Part("Employment", 2), Part("Basic needs", 1))),
            Petal("People & Community", None, 0, (Part("Participation", 0), Part("Culture", 3))),
        ),
    ),
    Spoke("Equality", None, 0, (Petal("Health equality", 2.9, 1), Petal("Gender equality", None, 0))),
    Spoke("Sustainability", 6.1, 4, (Petal("Energy & Carbon", 7.4, 5), Petal("Waste", 4.3, 2))),
)


@dataclass(frozen=True)
class Drawings:
    """Every drawing once, as SVG."""

    wheel: str
    small_wheel: str
    strip: str
    history: str
    road: str
    waterfall: str
    tracks: tuple[str, ...]


@dataclass(frozen=True)
class Working:
    """Work half done, as the progress component takes it."""

    label: str = "running"
    step: str = "Loading rows"
    done: int = 4200
    total: int = 10000
    percent: int | None = 42
    reason: str = ""
    finished: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Clash:
    """What two people wrote in one field, as the overtaken component takes it."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Overtaking:
    """An edit that someone else's came before, as the overtaken component takes it."""

    by: str = "Robin Example"
    at: datetime = datetime(2026, 11, 22, 14, 5)
    taken_over: tuple[str, ...] = ("Due",)
    clashes: tuple[Clash, ...] = (Clash("Title", "More waste sorted", "More of what we throw away used again"),)


PAST = (
    history.Point(2019.0, "2019", 61.0, 59.0, 63.0),
    history.Point(2020.0, "2020", 60.2, 58.1, 62.3),
    history.Point(2021.0, "2021", None),
    history.Point(2022.0, "2022", 57.5, 55.2, 59.8),
    history.Point(2023.0, "2023", 58.2, 56.0, 60.4),
)


def drawings() -> Drawings:
    """Every drawing there is, of a made-up area."""
    title, says = "The wheel of an example area", "Made-up scores of nine domains, two of them missing."
    return Drawings(
        wheel=wheel.wheel(SPOKES, title=title, says=says, name="large"),
        small_wheel=wheel.wheel(SPOKES, title=title, says=says, name="small", small=True),
        strip=strip.strip(
            [50 + (index * 37 % 101) / 4 for index in range(151)],
            mine=strip.Marked(58.2, "Example 58.2%"),
            average=strip.Marked(62.4, "average 62.4%"),
            ends=("50.0%", "75.0%"),
            title="An example area among its group",
            says="Made-up figures.",
        ),
        history=history.history(
            PAST,
            low="55.2%",
            high="63.0%",
            title="An example figure over time",
            says="Made-up figures from 2019 to 2023; none for 2021.",
        ),
        road=road.road(
            PAST,
            road.End(2022.0, 57.5, "57.5%"),
            road.End(2029.0, 65.0, "target 65.0%"),
            low="55.2%",
            high="65.0%",
            title="An example figure, and the road to a target",
            says="Made-up figures from 2019 to 2023. The road leads from 57.5% in 2022 to 65.0% by December 2028.",
        ),
        waterfall=waterfall.waterfall(
            [
                waterfall.Bar("Other areas’ new figures", 5.3, 5.1, "−0.20"),
                waterfall.Bar("Its own new figures", 5.1, 5.6, "+0.50"),
            ],
            first=("Before", "5.30"),
            last=("Now", "5.60"),
            title="Why an example score changed",
            says="Made-up: from 5.30 to 5.60 in two steps.",
            name="waterfall",
        ),
        tracks=(track.track(None, 0), track.track(2.9, 1), track.track(5.9, 4, lower=5.1, upper=6.7)),
    )


AN_EXAMPLE_DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Cell:
    """One cell, or the head of a column, as the table component takes them."""

    text: str = ""
    numeric: bool = False
    href: str = ""
    label: str = ""


def tables() -> dict[str, object]:
    """What the table, the summary list and the breadcrumbs show."""
    return {
        "columns": [Cell(label="Area"), Cell(label="Figure", numeric=True), Cell(label="Period")],
        "rows": [
            [Cell("Example", href="#tables"), Cell("58.2%", numeric=True), Cell("2023")],
            [Cell("Sample & Specimen"), Cell("1,204.5", numeric=True), Cell("2021 to 2023")],
        ],
        "pairs": [("Publisher", "Office of Examples"), ("Licence", "OGL v3.0")],
        "trail": [("Areas", "#"), ("Example", "")],
    }
