"""Pure: pictures of the site painted by its own style sheets, in the light, for what has no style sheet beside it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from apps.charts.paint import Paints, painted, paints


@cache
def paints_of(base: Path) -> Paints:
    """What the style sheets of the site at `base` paint."""
    folder = Path(base, "static", "css")
    return paints((folder / "charts.css").read_text(), (folder / "tokens.css").read_text())


def painter(base: Path) -> Callable[[str], str]:
    """What makes of a picture in a page one that stands alone."""
    by = paints_of(base)
    return lambda svg: painted(svg, by)
