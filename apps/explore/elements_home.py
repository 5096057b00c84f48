"""The tile map of the home page: one headline of the published run at one tier, as the address asks."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from apps.common.tiers import Tier
from apps.explore.elements_drawing import headline_tiles
from apps.framework.models import Element
from apps.scores.models import Run
from apps.scores.queries import element_scores


@dataclass(frozen=True)
class HomeMap:
    """The headlines to choose among, the one that is shown, at which tier, and the map, empty where there is none."""

    headlines: tuple[Element, ...]
    chosen: Element
    tier: Tier
    tiles: SafeString
    scored: int


def home_map(run: Run, of: str, tier: str) -> HomeMap | None:
    """The map that is asked for; the first headline and the upper tier where nothing is, or nothing that there is."""
    headlines = tuple(run.edition.elements.filter(level=Element.Level.HEADLINE).order_by("position"))
    if not headlines:
        return None
    chosen = next((each for each in headlines if each.code == of), headlines[0])
    shown = Tier(tier) if tier in Tier.values else Tier.UPPER
    scores = element_scores(chosen.code, shown, run)
    count = sum(each.score is not None for each in scores)
    return HomeMap(headlines, chosen, shown, headline_tiles(scores, shown, chosen.name), count)
