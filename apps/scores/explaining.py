"""How one score came to be: everything beneath it, with what each part weighs and adds, down to the figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.scores.engine.method import Method
from apps.scores.readings import AreaProfile, Reading
from apps.scores.sentences import NOT_COLLECTED

#: Two floats of the same sum may differ in their last bits.
_HAIR = 1e-9


@dataclass(frozen=True)
class Making:
    """How an indicator's score was made: centre + k z, kept within the scale.

    `treated`, `mean`, `sd` in the unit after its transform, `treated` as the value went into the sum; `drawn_in`: how
    many figures of the group were drawn in, `own_drawn_in` whether this one was; `before_cap`: the score before it was
    kept within the scale, which changed it where `capped`.
    """

    treated: float
    mean: float
    sd: float
    z: float
    k: float
    centre: float
    before_cap: float
    group_size: int
    drawn_in: int
    own_drawn_in: bool
    capped: bool


@dataclass(frozen=True)
class Explained:
    """One element beneath the score that is asked about, or that itself.

    `weight`: its share of the weight of its siblings, 0 to 1, as the framework has it; `share`: its share of the score
    that is asked about, 0 to 1, once what has no score is left out on every level; None where it has no part in it.
    `adds`: by how many points it raises (or, below 0, lowers) that score from the middle of the scale; None where it
    has no part in it or where scores above it are not arithmetic means. The parts of each level add up to the whole.
    """

    reading: Reading
    weight: float
    share: float | None
    adds: float | None
    making: Making | None
    children: tuple["Explained", ...]

    def indicators(self) -> Iterator["Explained"]:
        """Every indicator at or below, in published order."""
        if self.reading.is_indicator:
            yield self
        for child in self.children:
            yield from child.indicators()

    def everything(self) -> Iterator["Explained"]:
        """This and all beneath it, each before its parts."""
        yield self
        for child in self.children:
            yield from child.everything()


def explain(profile: AreaProfile, code: str) -> Explained | None:
    """The whole tree beneath one score of an area; None for an element that the edition does not have."""
    reading = profile.find(code)
    if reading is None:
        return None
    method = Method.from_json(profile.run.method)
    share = None if reading.score is None else 1.0
    return _explained(profile, method, reading, weight=1.0, share=share, straight=True)


def _explained(
    profile: AreaProfile, method: Method, reading: Reading, *, weight: float, share: float | None, straight: bool
) -> Explained:
    # What is not collected at this tier does not belong to what is above it there.
    belonging = [child for child in reading.children if child.absence != NOT_COLLECTED]
    whole = sum(child.weight for child in belonging)
    there = sum(child.weight for child in belonging if child.score is not None)
    below = straight and (reading.is_indicator or method.at(reading.level, "averaging") == "arithmetic")
    return Explained(
        reading=reading,
        weight=weight,
        share=share,
        adds=share * (reading.score - method.centre) if straight and share and reading.score is not None else None,
        making=making_of(profile, reading) if reading.is_indicator else None,
        children=tuple(
            _explained(
                profile,
                method,
                child,
                weight=child.weight / whole if child in belonging else 0.0,
                share=share * child.weight / there if share and child.score is not None else None,
                straight=below,
            )
            for child in reading.children
        ),
    )


def making_of(profile: AreaProfile, reading: Reading) -> Making | None:
    """How the score of an indicator was made; None when there is no score to explain."""
    about, z = profile.run_tier.indicators.get(reading.code, {}), reading.z
    if reading.score is None or z is None or not about.get("used"):
        return None
    method = Method.from_json(profile.run.method)
    # The value as it went into the sum: z turned back, so that a value that was drawn in shows as it counted.
    treated = about["mean"] + z * about["sd"] * (reading.direction or 1)
    before_cap = method.centre + method.k * z
    itself = reading.transform in ("none", "winsorise") and reading.value is not None
    return Making(
        treated=treated,
        mean=about["mean"],
        sd=about["sd"],
        z=z,
        k=method.k,
        centre=method.centre,
        before_cap=before_cap,
        group_size=about["areas"],
        drawn_in=about["drawn_in"],
        own_drawn_in=itself and abs((reading.value or 0.0) - treated) > _HAIR * max(1.0, abs(treated)),
        capped=abs(before_cap - reading.score) > _HAIR,
    )
