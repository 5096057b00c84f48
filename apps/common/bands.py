"""A score to its band. The cuts are the index's own; a cut belongs to the higher band (5.50 is "higher")."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Band:
    """One of five steps: `step` 1 (much lower) to 5 (much higher), its short word and the words for a sentence."""

    step: int
    word: str | Promise
    phrase: str | Promise
    floor: float
    ceiling: float


BANDS = (
    Band(1, _("Much lower"), _("much lower than the average of its group"), 0.0, 3.5),
    Band(2, _("Lower"), _("lower than the average of its group"), 3.5, 4.5),
    Band(3, _("About average"), _("about the average of its group"), 4.5, 5.5),
    Band(4, _("Higher"), _("higher than the average of its group"), 5.5, 6.5),
    Band(5, _("Much higher"), _("much higher than the average of its group"), 6.5, 10.0),
)


def band_of(score: float) -> Band:
    """The band of a 0-10 `score`, judged on the two decimals that are shown. Raises ValueError off the scale."""
    shown = round(score, 2)
    if not 0 <= shown <= 10:
        raise ValueError(f"A score lies between 0 and 10, not at {score!r}.")
    return next(band for band in reversed(BANDS) if shown >= band.floor)
