"""Errata as readers see them: with the names of what they are about, wherever the figures stand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from apps.areas.queries import names_of
from apps.common.periods import label
from apps.figures.errata import all_errata, errata_on
from apps.figures.models import ContextIndicator, Erratum
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.models import Run
from apps.scores.queries import AreaProfile, Reading, published_run


@dataclass(frozen=True)
class ToldErratum:
    """One erratum; `areas` and `periods` by name, none where it is about all. `on_site`: its indicator has a page."""

    erratum: Erratum
    name: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    on_site: bool


def errata_of(profile: AreaProfile, reading: Reading | None = None, *, is_former: bool = False) -> list[ToldErratum]:
    """What to tell on the page of an area, or of one element in it: errata of the indicators that it rests on.

    `is_former`: of a run that the public reads no more; what has a page is then asked of the one that it reads.
    """
    if not profile.run.has_errata:
        return []
    below = [reading] if reading else list(profile.headlines)
    codes = {leaf.code for each in below for leaf in _leaves(each)}
    return told(errata_on(codes, profile.area.code), None if is_former else profile.run)


def errata_of_indicator(code: str, run: Run) -> list[ToldErratum]:
    """What to tell on the page of one indicator."""
    return told(errata_on([code]), run) if run.has_errata else []


def every_erratum(published: Run | None = None) -> list[ToldErratum]:
    """The register of errata, newest first; those that were taken back stay in it."""
    return told(all_errata(), published)


def told(errata: Collection[Erratum], published: Run | None = None) -> list[ToldErratum]:
    """Errata with names: no query where there are none, and two at most where the run that the public reads is known.

    An indicator or an area that is nowhere any more is named by its code.
    """
    if not errata:
        return []
    run = published or published_run()
    elements = {each.code: each for each in elements_of(run.edition)} if run else {}
    gone = {erratum.element_code for erratum in errata} - elements.keys()
    kept = dict(ContextIndicator.objects.filter(code__in=gone).values_list("code", "name")) if gone else {}
    names = names_of({code for erratum in errata for code in erratum.areas})
    return [_told(erratum, elements, kept, names) for erratum in errata]


def _told(
    erratum: Erratum, elements: Mapping[str, Element], kept: Mapping[str, str], names: Mapping[str, str]
) -> ToldErratum:
    element = elements.get(erratum.element_code)
    of_periods = element.period_type if element else ""
    return ToldErratum(
        erratum=erratum,
        name=element.name if element else kept.get(erratum.element_code, erratum.element_code),
        areas=tuple(sorted(names[code] for code in erratum.areas)),
        periods=tuple(label(period, of_periods) for period in erratum.periods),
        on_site=element is not None and element.is_indicator,
    )


def _leaves(reading: Reading) -> Iterable[Reading]:
    if reading.is_indicator:
        yield reading
    for child in reading.children:
        yield from _leaves(child)
