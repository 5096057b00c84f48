"""The demonstration's local measure with its figures, and the goal on it: invented, as the partnership is."""

from dataclasses import dataclass

from apps.accounts.demonstration import CHARITY


@dataclass(frozen=True)
class MeasureStory:
    """A local measure with its figures and limits, a year each up to the last whole one, and the goal on it.

    The goal starts from the figure of `since` years ago and falls due at the end of a year, `years` from now.
    """

    by: str
    area: str
    name: str
    definition: str
    unit: str
    source: str
    figures: tuple[tuple[float, float, float], ...]
    title: str
    since: int
    target: float
    years: int
    lead: str
    success: str
    why: str


MEASURES = (
    MeasureStory(
        by="charity@demo.example",
        area="calderdale",
        name="Young people at youth clubs in a usual week",
        definition="Young people of 11 to 18 who come to one of the five clubs at least once in the second week of "
        "November, each counted once. Whoever lives elsewhere and comes is counted, too. An invented example.",
        unit="young people",
        source="Lists at the doors of the clubs, added up by the charity. Limits allow for missed names.",
        figures=(
            (412.0, 390.0, 434.0),
            (431.0, 409.0, 453.0),
            (420.0, 398.0, 442.0),
            (447.0, 425.0, 469.0),
            (468.0, 446.0, 490.0),
            (473.0, 450.0, 496.0),
        ),
        title="Half as many young people again at the clubs",
        since=4,
        target=630.0,
        years=3,
        lead=CHARITY,
        success="No club sends anyone home because it is full, and each is open on a Saturday.",
        why="The index says nothing of clubs, and the charity counts them anyway.",
    ),
)
