"""What is expected when: the release calendar as readers and stewards see it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.activity.models import Version
from apps.common import kinds
from apps.figures.models import ExpectedRelease, Import

#: For so long readers find what came in or was called off in the calendar.
_KEPT_DAYS = 365
_MONTHS = {"day": 0, "month": 1, "quarter": 3}


@dataclass(frozen=True)
class FormerDate:
    """When a release was expected before, in words, and why that changed."""

    told: str
    reason: str


@dataclass(frozen=True)
class Expectation:
    """One entry of the calendar, as it is today.

    `end` is the last day on which it would be in time; `is_over` says that it has passed, and nothing came. `reason` is
    what was said last of a change.
    """

    release: ExpectedRelease
    told: str
    end: date
    is_over: bool
    former: tuple[FormerDate, ...]
    reason: str


def first_day(on: date, precision: str) -> date:
    """The first day of the day, month or quarter that a day lies in."""
    if precision == ExpectedRelease.Precision.MONTH:
        return on.replace(day=1)
    if precision == ExpectedRelease.Precision.QUARTER:
        return on.replace(month=on.month - (on.month - 1) % 3, day=1)
    return on


def day_after(on: date, precision: str) -> date:
    """The first day after the day, month or quarter that begins with a day."""
    months = _MONTHS[precision]
    if not months:
        return on + timedelta(days=1)
    years, month = divmod(on.month - 1 + months, 12)
    return date(on.year + years, month + 1, 1)


def date_words(on: date, precision: str) -> str:
    """A day, a month or a quarter in words."""
    if precision == ExpectedRelease.Precision.DAY:
        return date_format(on, "j F Y")
    if precision == ExpectedRelease.Precision.MONTH:
        return date_format(on, "F Y")
    last = day_after(on, precision) - timedelta(days=1)
    return _("%(first)s to %(last)s") % {"first": date_format(on, "F"), "last": date_format(last, "F Y")}


def calendar(today: date | None = None) -> list[Expectation]:
    """All that is expected, and what came in or was called off within a year; earliest first: two queries."""
    today = today or timezone.localdate()
    rows = ExpectedRelease.objects.select_related("source")
    kept = rows.exclude(ended_on__lt=today - timedelta(days=_KEPT_DAYS))
    return _expectations(kept.order_by("on", "source__title", "pk"), today)


def expectation_of(expected: ExpectedRelease) -> Expectation:
    """One of those: one query."""
    return _expectations([expected], timezone.localdate())[0]


def expected_of_source(code: str) -> list[Expectation]:
    """All that was ever expected of a source: two queries."""
    rows = ExpectedRelease.objects.select_related("source").filter(source__code=code)
    return _expectations(rows.order_by("on", "pk"), timezone.localdate())


def next_release(element_code: str, source_codes: Sequence[str]) -> Expectation | None:
    """The next release with figures of an indicator, of one of its sources as a whole or of itself.

    One query, two where it was moved.
    """
    rows = ExpectedRelease.objects.select_related("source").filter(
        state=ExpectedRelease.State.EXPECTED, element_code__in=["", element_code]
    )
    rows = rows.filter(Q(source__code__in=list(source_codes)) | Q(element_code=element_code))
    first = rows.order_by("on", "pk").first()
    return expectation_of(first) if first else None


def next_days(codes: Collection[str], imports: Collection[int]) -> dict[str, date]:
    """By the code of an indicator the last day on which its next release would be in time, if one is announced.

    `imports` are those of the run that readers see: they say which sources an indicator has. Two queries.
    """
    pairs = Import.objects.filter(pk__in=list(imports), element_code__in=list(codes)).values_list(
        "element_code", "source__code"
    )
    sources = {(code, source) for code, source in pairs if source}
    rows = ExpectedRelease.objects.filter(state=ExpectedRelease.State.EXPECTED).filter(
        Q(element_code__in=list(codes)) | Q(element_code="", source__code__in={source for _code, source in sources})
    )
    found: dict[str, date] = {}
    for one, source, on, precision in rows.order_by("-on").values_list(
        "element_code", "source__code", "on", "precision"
    ):
        for code in [one] if one else [each for each, of in sources if of == source]:
            found[code] = day_after(on, precision) - timedelta(days=1)
    return found


def _expectations(rows: Iterable[ExpectedRelease], today: date) -> list[Expectation]:
    releases = list(rows)
    versions: dict[int, list[Version]] = {}
    # What was never moved has nothing to tell of before, and no reason.
    if moved := [release for release in releases if release.version > 1]:
        kind = kinds.kind_of(moved[0]).name
        kept = Version.objects.filter(subject_kind=kind, subject_id__in=[release.pk for release in moved])
        for version in kept.order_by("subject_id", "number"):
            versions.setdefault(version.subject_id, []).append(version)
    return [_expectation(release, versions.get(release.pk, []), today) for release in releases]


def _expectation(release: ExpectedRelease, versions: Sequence[Version], today: date) -> Expectation:
    end = day_after(release.on, release.precision) - timedelta(days=1)
    return Expectation(
        release=release,
        told=date_words(release.on, release.precision),
        end=end,
        is_over=release.state == ExpectedRelease.State.EXPECTED and end < today,
        former=tuple(_former(versions)),
        reason=versions[-1].reason if versions else "",
    )


def _former(versions: Sequence[Version]) -> Iterable[FormerDate]:
    """Each date that another one took the place of, the latest first."""
    for older, newer in reversed(list(zip(versions, versions[1:], strict=False))):
        if _when(older.words) != _when(newer.words):
            on, precision = _when(older.words)
            yield FormerDate(date_words(date.fromisoformat(on), precision), newer.reason)


def _when(words: dict[str, Any]) -> tuple[str, str]:
    return words["on"], words["precision"]
