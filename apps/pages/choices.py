"""What the method page says of other choices: how much each would move the scores of the published run."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.common.tiers import Tier
from apps.scores.effects import ALTERNATIVES
from apps.scores.models import Run, Study

Words = str | Promise

#: The choices of the sensitivity study, in words.
CHOICES: dict[str, Words] = {
    "figures": _("Errors of the figures, where limits are published"),
    "weights": _("Weights of the parts"),
    "spread": _("How far the scale spreads (k)"),
    "way": _("The way to one scale"),
    "left-out": _("Which indicator is left out, if any"),
    "averaging": _("The mean upwards, with or without a toll on what is unbalanced"),
}
_UNTOLD: dict[str, Words] = {
    "unscored": _("no area has a score for it"),
    "unused": _("it is not scored at this tier"),
}


@dataclass(frozen=True)
class Effect:
    """One alternative, and per headline what it would move: points on average and at most, areas in another band."""

    words: Words
    cells: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Weighing:
    """One choice, and per headline its shares of the variance in how far areas move, each with its interval."""

    words: Words
    cells: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Without:
    """One indicator of a headline, and what changes when it is left out."""

    code: str
    name: str
    about: dict[str, Any]


@dataclass(frozen=True)
class HeadlineWithout:
    """The indicators of one headline, those that move most first."""

    name: str
    indicators: tuple[Without, ...]


@dataclass(frozen=True)
class TierChoices:
    """What is known of one tier of the published run; each part is empty until its study is finished."""

    tier: Tier
    headlines: tuple[str, ...]
    effects: tuple[Effect, ...]
    weighings: tuple[Weighing, ...]
    without: tuple[HeadlineWithout, ...]
    samples: int
    skipped: tuple[tuple[str, Words], ...]


def choices_of(run: Run | None) -> list[TierChoices]:
    """Per tier of a run what other choices would change; nothing while no study of it is finished."""
    if run is None:
        return []
    kind = Study.Kind.SENSITIVITY
    studies = Study.objects.filter(run_tier__run=run, kind=kind, finished_at__isnull=False).select_related("run_tier")
    names = dict(run.edition.elements.values_list("code", "name"))
    return [_choices(study, names) for study in studies.order_by("-run_tier__tier")]


def _choices(study: Study, names: dict[str, str]) -> TierChoices:
    found, roots = study.found, study.settings["roots"]
    words = {key: said for key, _changes, said in ALTERNATIVES}
    return TierChoices(
        tier=Tier(study.run_tier.tier),
        headlines=tuple(names.get(root, root) for root in roots),
        effects=tuple(
            Effect(words[effect["key"]], tuple(effect["roots"][root] for root in roots))
            for effect in found["effects"]
            if effect["key"] in words
        ),
        weighings=tuple(
            Weighing(said, tuple(found["roots"][root]["points"][at] for root in roots))
            for at, said in enumerate(CHOICES.values())
        ),
        without=tuple(
            HeadlineWithout(
                names.get(root, root),
                tuple(
                    Without(each["code"], names.get(each["code"], each["code"]), each)
                    for each in sorted(found["roots"][root]["without"], key=lambda each: -(each["points"] or 0.0))
                ),
            )
            for root in roots
        ),
        samples=found["samples"],
        skipped=tuple((names.get(each["code"], each["code"]), _UNTOLD[each["why"]]) for each in found["skipped"]),
    )
