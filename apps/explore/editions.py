"""Editions and the runs of them that readers saw: which there are, when each was published, and what each brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.common.tiers import Tier
from apps.figures.models import Erratum, Import
from apps.framework.models import Edition, Element
from apps.framework.queries import elements_of
from apps.scores.models import Everything, Publication, Run
from apps.scores.queries import first_published, published_version

#: What two editions may say differently of an element, and how readers are told.
_FACTS = ("name", "parent_code", "weight", "unit", "direction", "tier", "transform", "max_age", "base_period")


@dataclass(frozen=True)
class SeenRun:
    """A run that readers saw: since when, and whether they do now. What was taken back is none to show any more."""

    run: Run
    since: datetime
    current: bool

    @property
    def taken_back(self) -> datetime | None:
        """When it was taken back; None while it stands."""
        return None if self.current else self.run.taken_back_at


@dataclass(frozen=True)
class ListedEdition:
    """An edition and its published runs, newest first."""

    edition: Edition
    runs: tuple[SeenRun, ...]


@dataclass(frozen=True)
class Difference:
    """An element of which two editions say something else: what, as they say it, before and now."""

    element: Element
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class SideBySide:
    """Two frameworks beside each other: what came, what went, what is said otherwise. Never their scores."""

    before: Edition
    now: Edition
    came: tuple[Element, ...]
    went: tuple[Element, ...]
    differ: tuple[Difference, ...]
    same: int


def past_version() -> str:
    """What pages of former runs change with: what is published now, errata, and how sure scores are known to be."""
    # The file of a former run is put together anew when it becomes known how sure its scores are: the version says so.
    return published_version(with_files=True)


def seen_runs() -> QuerySet[Run]:
    """Every run that readers saw, newest first: annotated with `first`, when they did, and `shown`, whether they do."""
    first = first_published().filter(subject_id=OuterRef("pk")).values("at")[:1]
    now = Exists(Publication.objects.filter(run=OuterRef("pk")))
    errata = Exists(Erratum.objects.filter(withdrawn_at=None))
    kept = Run.objects.select_related("edition", "everything__file").defer("everything__file__content")
    known = kept.annotate(first=Subquery(first), shown=now, errata=errata)
    return known.filter(Q(first__isnull=False) | Q(shown=True)).order_by("-pk")


def seen_run(edition: str, number: int) -> SeenRun | None:
    """One run of an edition (its code), if readers ever saw it: one query."""
    found = seen_runs().filter(edition__code=edition, pk=number).first()
    return _seen(found) if found else None


def everything_of(seen: SeenRun) -> Everything | None:
    """The file with all of a run, without its bytes; None until it has been put together."""
    return getattr(seen.run, "everything", None)


def listed_editions() -> list[ListedEdition]:
    """The editions of which something was published, newest first: one query."""
    runs = sorted(seen_runs(), key=lambda run: (run.edition.as_at, run.edition_id, run.pk), reverse=True)
    return [
        ListedEdition(found[0].edition, tuple(map(_seen, found)))
        for _pk, group in groupby(runs, key=lambda run: run.edition_id)
        if (found := list(group))
    ]


def areas_of(run: Run) -> list[tuple[Tier, list[Area]]]:
    """The areas that a run knows, by tier and name: two queries."""
    tiers = dict(run.tiers.values_list("tier", "areas"))
    codes = {code for inside in tiers.values() for code in inside}
    known = {area.code: area for area in Area.objects.filter(code__in=codes)}
    return [
        (Tier(tier), sorted((known[code] for code in tiers[tier] if code in known), key=lambda area: area.local_name))
        for tier in Tier
        if tier in tiers
    ]


def brought(run: Run, former: Run | None, names: Mapping[str, str]) -> list[str]:
    """The indicators (their names) whose releases differ between two runs of one edition: at most one query."""
    if former is None or former.edition_id != run.edition_id:
        return []
    other = set(run.imports) ^ set(former.imports)
    codes = Import.objects.filter(pk__in=other).values_list("element_code", flat=True) if other else []
    return sorted({names.get(code, code) for code in codes})


def side_by_side(before: Edition, now: Edition) -> SideBySide:
    """Two editions held beside each other, element by element (by code): two queries."""
    old, new = ({each.code: each for each in elements_of(edition)} for edition in (before, now))
    shared = [code for code in new if code in old]
    differ = [Difference(new[code], facts) for code in shared if (facts := _facts(old[code], new[code]))]
    return SideBySide(
        before=before,
        now=now,
        came=tuple(each for code, each in new.items() if code not in old),
        went=tuple(each for code, each in old.items() if code not in new),
        differ=tuple(differ),
        same=len(shared) - len(differ),
    )


def why_not_compared(one: Edition, other: Edition) -> str:
    """Why scores of two editions are not held against each other."""
    return _(
        "The one belongs to %(one)s, the other to %(other)s. Another edition is another framework, and so another "
        "index: its scores are of other things, averaged otherwise, and a difference between them would say nothing of "
        "the area. The figures themselves can be compared, on the page of each indicator."
    ) % {"one": one.name, "other": other.name}


def _seen(run: Run) -> SeenRun:
    shown: bool = run.shown  # type: ignore[attr-defined]
    first: datetime | None = run.first  # type: ignore[attr-defined]
    run.has_errata = run.errata  # type: ignore[attr-defined]
    run.published_at = first
    return SeenRun(run, first or run.finished_at or run.started_at, shown)


def _facts(old: Element, new: Element) -> tuple[tuple[str, str, str], ...]:
    labels = {
        "name": _("name"), "parent_code": _("belongs to"), "weight": _("weight"), "unit": _("unit"),
        "direction": _("direction"), "tier": _("collected at"), "transform": _("transform"),
        "max_age": _("oldest figure, years"), "base_period": _("base period"),
    }  # fmt: skip
    pairs: Iterable[tuple[str, str, str]] = ((name, _fact(old, name), _fact(new, name)) for name in _FACTS)
    return tuple((labels[name], was, now) for name, was, now in pairs if was != now)


def _fact(element: Element, name: str) -> str:
    if name == "parent_code":
        return element.parent.name if element.parent else ""
    if name in ("tier", "transform"):
        return str(getattr(element, f"get_{name}_display")())
    value = getattr(element, name)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
