"""Errors in figures that readers saw, told wherever the figures stand.

An erratum says what was wrong and what is right. It concerns one indicator, some or all of its areas and periods, and
so every score that the indicator is part of. One that was itself mistaken is withdrawn, and says why.
"""

from collections.abc import Collection

from apps.figures.models import Erratum


def errata_on(codes: Collection[str], area: str = "", periods: Collection[str] = ()) -> list[Erratum]:
    """The errata that stand on some indicators, newest first; of one area, of some periods, if they are named."""
    found = Erratum.objects.filter(element_code__in=list(codes), withdrawn_at=None)
    return [
        erratum
        for erratum in found
        if (not area or not erratum.areas or area in erratum.areas)
        and (not periods or not erratum.periods or set(periods) & set(erratum.periods))
    ]


def all_errata() -> list[Erratum]:
    """Every erratum there ever was, those that were taken back too, newest first."""
    return list(Erratum.objects.all())


def told(erratum: Erratum) -> str:
    """An erratum in one line, for the head of a table."""
    where = f"; areas {', '.join(erratum.areas)}" if erratum.areas else ""
    when = f"; periods {', '.join(erratum.periods)}" if erratum.periods else ""
    said = (
        f"{erratum.published_at:%Y-%m-%d} {erratum.element_code}{where}{when}. "
        f"Wrong: {erratum.wrong} Right: {erratum.right}"
    )
    return " ".join(said.split())
