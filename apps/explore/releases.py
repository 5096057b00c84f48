"""The register of releases: what came in, when readers first saw it, and whether it still counts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.figures.models import Import
from apps.figures.registers import ReleaseLine, release_lines
from apps.framework.models import Element
from apps.scores.models import Run


@dataclass(frozen=True)
class Place:
    """Where one release stands in the register: since when readers see it, and whether its figures count.

    `followed`: whether a later release of its indicator came in. `gone`: why nothing of it counts any more, empty while
    it does.
    """

    import_id: int
    since: datetime
    followed: bool
    gone: str


@dataclass(frozen=True)
class ShownRelease:
    """One release as the register lists it; `name` is that of its indicator, empty where no edition has it now."""

    line: ReleaseLine
    place: Place
    name: str

    @property
    def loaded_earlier(self) -> bool:
        """Whether it was loaded on an earlier day than readers saw it."""
        return self.line.loaded_at is not None and _day(self.line.loaded_at) < _day(self.place.since)

    @property
    def linked(self) -> bool:
        """Whether its indicator has a page on which it is told of."""
        return not self.place.gone


@dataclass(frozen=True)
class Month:
    """The releases that readers first saw in one month."""

    name: str
    releases: tuple[ShownRelease, ...]


def places(run: Run, codes: Collection[str]) -> list[Place]:
    """Every release that readers have seen, newest first: those of `run`, which is published, and of runs before it.

    `codes` are those of the indicators of its edition. Two queries. Nothing is asked of what came in since, nor of
    the state that an import has now: what is withdrawn shows once a run without it is published.
    """
    since, counting = _since(run), set(run.imports)
    rows = Import.objects.filter(pk__in=list(since), sequence__isnull=False).order_by("-sequence")
    ordered = list(rows.values_list("pk", "element_code"))
    later: set[str] = set()
    found = []
    for pk, code in ordered:
        followed = pk in counting and code in later
        if pk in counting:
            later.add(code)
        found.append(Place(pk, since[pk], followed, "" if pk in counting else _gone(code in codes)))
    # Sorting keeps the order of loading within one publication.
    return sorted(found, key=lambda place: place.since, reverse=True)


def shown_releases(some: Sequence[Place], elements: Iterable[Element]) -> list[ShownRelease]:
    """A page of the register, in the order of its places: one query."""
    names = {element.code: element.name for element in elements}
    lines = {line.import_id: line for line in release_lines([place.import_id for place in some])}
    return [
        ShownRelease(line, place, names.get(line.element_code, line.element_code))
        for place in some
        if (line := lines.get(place.import_id))
    ]


def by_month(releases: Iterable[ShownRelease]) -> list[Month]:
    """Releases in order, under the month in which readers first saw them."""
    months = groupby(releases, key=lambda each: _day(each.place.since).replace(day=1))
    return [Month(date_format(first, "F Y"), tuple(found)) for first, found in months]


def _since(run: Run) -> dict[int, datetime]:
    """The import of every release that readers have seen, and when a run with it was first published.

    What a publication brought that was taken back counts for nothing: it was returned to what was before.
    """
    told = Event.objects.filter(verb=Verb.RUN_PUBLISHED, subject_kind="run", subject_id=OuterRef("pk")).order_by("pk")
    seen = Run.objects.filter(Q(taken_back_at=None) | Q(pk=run.pk)).annotate(
        first=Subquery(told.values("pk")[:1]), at=Subquery(told.values("at")[:1])
    )
    since: dict[int, datetime] = {}
    for imports, at in seen.exclude(first=None).order_by("first").values_list("imports", "at"):
        for import_id in imports:
            since.setdefault(import_id, at)
    for import_id in run.imports:
        since.setdefault(import_id, run.finished_at or run.started_at)
    return since


def _gone(in_edition: bool) -> str:
    if in_edition:
        return _("Withdrawn since: none of its figures counts any more.")
    return _("Its indicator is not part of the edition that is published now.")


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
