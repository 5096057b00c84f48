"""Between a stored release file and the long table: what it says, and what its rows are checked against."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import ngettext

from apps.areas.models import Area
from apps.areas.queries import former_codes
from apps.common.fields import insist_visible
from apps.common.periods import label
from apps.figures.checking import Finding, Known, Limits
from apps.figures.columns import Names, Rows
from apps.figures.faults import FormerArea, KnownArea, KnownAreas, shown
from apps.figures.in_force import current_columns
from apps.figures.models import Absence, Basis, ContextIndicator, Import, Source
from apps.figures.release import REQUIRED_KEYS, UnreadableRelease
from apps.figures.screening import Screened, screen
from apps.figures.stream import Stream, open_release
from apps.files.queries import chunks_of
from apps.framework.models import Element
from apps.framework.queries import current_edition, indicators_by_code

#: Far above any real release of one indicator; it bounds what one check may take of memory and time.
MAX_ROWS = 6_000_000
_LONGEST_FACT = 2_000
_KEPT_KEYS = (*REQUIRED_KEYS, "period-type")


@dataclass(frozen=True)
class About:
    """The indicator that a release is about, of the edition in force or of context, as far as it bears on figures."""

    code: str
    unit: str
    limits: Limits


@dataclass(frozen=True)
class Opened:
    """A release whose header is read: what it says of itself, what it is about, and its rows to come."""

    stream: Stream
    indicator: About

    @property
    def header(self) -> dict[str, str]:
        return self.stream.header


def open_import(imported: Import) -> Opened:
    """The release in an import's file, to be checked once; raises UnreadableRelease."""
    stream = open_release(lambda: chunks_of(imported.file), most_lines=MAX_ROWS)
    try:
        _require_facts(stream.header)
        return Opened(stream, indicator_of(stream.header))
    except UnreadableRelease:
        # What is wrong with its rows comes first.
        stream.drain()
        raise


def check_content(content: bytes) -> Screened:
    """Check a release that was just written, without oddities, against what is in force. Raises UnreadableRelease."""
    stream = open_release(lambda: iter([content]), most_lines=MAX_ROWS)
    return check_opened(Opened(stream, indicator_of(stream.header)), oddities=False)


def check_opened(opened: Opened, *, oddities: bool = True, tell: Callable[[int], None] = lambda rows: None) -> Screened:
    """Check a release against what is in force now; see `checking.check`. Raises UnreadableRelease."""
    current = current_columns(opened.indicator.code, Names())
    return screen(opened.stream, known_of(opened.indicator), current, oddities=oddities, tell=tell)


def taken_away(revised: Rows) -> tuple[Finding, ...]:
    """That accepting a file would leave no figure where there is one now: nothing else says so as loudly as it must."""
    if revised.before is None:
        return ()
    lost = np.flatnonzero(np.isnan(revised.columns.value) & ~np.isnan(revised.before.value))
    if not lost.size:
        return ()
    first = revised[int(lost[0])]
    area = Area.objects.filter(code=first.area).values_list("name", flat=True).first() or first.area
    said = ngettext(
        "%(count)s figure in force would be taken away, as this file has none in its place: %(area)s, %(period)s. If "
        "that is not meant, say under “How to read it” that nothing is said of areas not in the file, or bring a "
        "whole one.",
        "%(count)s figures in force would be taken away, as this file has none in their place, such as that of "
        "%(area)s, %(period)s. If that is not meant, say under “How to read it” that nothing is said of areas not in "
        "the file, or bring a whole one.",
        lost.size,
    )
    return (Finding(1, "", said % {"count": f"{lost.size:,}", "area": area, "period": label(first.period)}, kept=True),)


def facts_of(header: dict[str, str]) -> dict[str, str]:
    """Of all that a file says of itself, what is kept."""
    return {key: header[key] for key in _KEPT_KEYS if key in header}


def source_facts(header: dict[str, str]) -> dict[str, str]:
    """What a file says of its source, beside the code."""
    return {key: header[key] for key in ("title", "publisher", "vintage", "licence", "attribution")}


def known_of(indicator: About) -> Known:
    """What rows about an indicator are checked against, now, beside the figures in force."""
    return Known(
        limits=indicator.limits,
        areas=_known_areas(),
        current={},
        absences=frozenset(Absence.values),
        bases=frozenset(Basis.values),
        today=timezone.localdate(),
    )


def loads_of(element_code: str) -> str:
    """A mark of what is in force of an indicator: another load, or a withdrawal, makes another mark."""
    loaded = Import.objects.filter(element_code=element_code, state=Import.State.LOADED)
    seen = loaded.aggregate(count=Count("pk"), last=Max("sequence"))
    return f"{seen['count']} loads, last {seen['last'] or 0}"


def is_overtaken(imported: Import) -> bool:
    """Whether other figures of its indicator came into force, or were withdrawn, since it was checked."""
    return imported.checked_against != loads_of(imported.element_code)


def _require_facts(header: dict[str, str]) -> None:
    for key in _KEPT_KEYS:
        if len(header.get(key, "")) > _LONGEST_FACT:
            raise UnreadableRelease(f"The line “# {key}:” is far too long. Shorten it.")
    probe = Source(code=header["source"], **source_facts(header))
    try:
        for key in _KEPT_KEYS:
            insist_visible(header.get(key, ""))
        probe.clean_fields()
        Import._meta.get_field("release").run_validators(header["release"])
    except ValidationError as error:
        raise UnreadableRelease(
            f"What the file says of its source cannot be kept: {' '.join(error.messages)} "
            "Correct the lines “# key: value”."
        ) from None


def indicator_of(header: dict[str, str]) -> About:
    """The indicator of a code, if it is kept in the unit that the header gives; raises UnreadableRelease."""
    about = _of_context(header["code"]) or _of_the_edition(header)
    if header["unit"].casefold() != about.unit.casefold():
        raise UnreadableRelease(
            f"The file gives {shown(header['unit'])}, the indicator is kept in “{about.unit}”. "
            "Convert the figures and correct the line “# unit:”."
        )
    return about


def _of_context(code: str) -> About | None:
    kept = ContextIndicator.objects.filter(code=code).first()
    return (
        About(kept.code, kept.unit, Limits(kept.upper_only, kept.minimum, kept.maximum, _is_percent(kept.unit)))
        if kept
        else None
    )


def _of_the_edition(header: dict[str, str]) -> About:
    edition = current_edition()
    if edition is None:
        raise UnreadableRelease("There is no edition of the framework in force yet. Freeze one, then check again.")
    indicator = edition.elements.filter(level=Element.Level.INDICATOR, code=header["code"]).first()
    if indicator is None:
        near = get_close_matches(header["code"][:60], indicators_by_code(edition), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UnreadableRelease(
            f"{shown(header['code'])} is not the code of an indicator of {edition}. Correct the line “# code:”.{hint}"
        )
    upper_only = indicator.tier == Element.AtTier.UPPER
    limits = Limits(upper_only, indicator.minimum, indicator.maximum, _is_percent(indicator.unit))
    return About(indicator.code, indicator.unit, limits)


def _is_percent(unit: str) -> bool:
    """Whether values in it are shares of a whole: of changes and gaps one may well be below 0."""
    plain = unit.casefold()
    return plain.startswith(("%", "percent")) and not any(word in plain for word in ("change", "gap", "point"))


def _known_areas() -> KnownAreas:
    by_code = {
        code: KnownArea(name, in_upper)
        for code, name, in_upper in Area.objects.in_force().values_list("code", "name", "in_upper")
    }
    former = {
        code: [FormerArea(known.name, area.name, area.code) for area in known.areas]
        for code, known in former_codes().items()
    }
    return KnownAreas(by_code, former)
