"""What stewards say of sources, beside what files say of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from apps.figures.checking import Finding
from apps.figures.faults import shown
from apps.figures.models import Import, RegisteredSource

#: What both a file and a steward say of a source.
SAID_BY_BOTH = ("title", "publisher", "licence", "attribution")


@dataclass(frozen=True)
class SourceLine:
    """One source as stewards see it, registered or only named by files: its code, its words now, how much came of it.

    `words` are those of `registered`, else those of its latest file. `imports` counts all there are, whatever became
    of them; `latest` is when the last of them was uploaded.
    """

    code: str
    words: Mapping[str, str]
    registered: RegisteredSource | None
    imports: int
    latest: datetime | None


def registered_words(codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """By the codes that files name: what a steward says of a source, as far as files say it too. One query."""
    rows = RegisteredSource.objects.filter(code__in=sorted(code for code in codes if code))
    return {row.pop("code"): row for row in rows.values("code", *SAID_BY_BOTH)}


def with_registered(imports: QuerySet[Import], *also: str) -> QuerySet[Any]:
    """Imports with what a steward says of their source, as far as files say it too (`registered`); None without.

    `also`: more of what only a steward says.
    """
    words = JSONObject(**{name: name for name in (*SAID_BY_BOTH, *also)})
    said = RegisteredSource.objects.filter(code=OuterRef("source_code")).values(said=words)
    return imports.annotate(source_code=KT("header__source")).annotate(registered=Subquery(said[:1]))


def needs_two(imported: Import) -> bool:
    """Whether its source asks for two people to sign off, or that of the figures whose place they would take.

    A file itself says which source it is of: one person alone could name another one.
    """
    return asking_two(Import.objects.filter(pk=imported.pk)).filter(asks_two=True).exists()


def asking_two(imports: QuerySet[Import]) -> QuerySet[Any]:
    """Imports with what `needs_two` says of each (`asks_two`)."""
    latest = Import.objects.filter(element_code=OuterRef("element_code"), state=Import.State.LOADED)
    known = imports.annotate(
        own_source=KT("header__source"),
        former_source=Subquery(latest.order_by("-sequence").values(said=KT("header__source"))[:1]),
    )
    asking = RegisteredSource.objects.filter(
        Q(code=OuterRef("own_source")) | Q(code=OuterRef("former_source")), two_people=True
    )
    return known.annotate(asks_two=Exists(asking))


def waiting_for_two(source: RegisteredSource) -> bool:
    """Whether figures wait that are of this source, or would take the place of figures of it."""
    open_ones = Import.objects.filter(state__in=(*Import.TO_DECIDE, Import.State.HELD))
    named = asking_two(open_ones).values_list("own_source", "former_source")
    return any(source.code in pair for pair in named)


def registered_source(code: str) -> RegisteredSource | None:
    """The source that a steward registered under a code."""
    return RegisteredSource.objects.filter(code=code).first()


def told_otherwise(header: Mapping[str, str]) -> tuple[Finding, ...]:
    """Where a file says something else of its source than a steward has: it is kept with the file, and told."""
    words = registered_words([header["source"]]).get(header["source"], {})
    return tuple(
        Finding(
            1,
            key,
            _(
                "The file says %(file)s of its source; registered is %(registered)s. Readers see what is registered: "
                "look whether it must be changed."
            )
            % {"file": shown(header.get(key, "")), "registered": shown(registered)},
            kept=True,
        )
        for key, registered in words.items()
        if " ".join(header.get(key, "").split()) != " ".join(registered.split())
    )


def source_lines() -> list[SourceLine]:
    """Every source that is registered or that a file names, by publisher and title: two queries."""
    registered = {source.code: source for source in RegisteredSource.objects.all()}
    said: dict[str, Mapping[str, str]] = {}
    counts: dict[str, int] = {}
    latest: dict[str, datetime] = {}
    for header, started_at in _named_by_files().values_list("header", "started_at"):
        code = header["source"]
        said[code], latest[code] = header, started_at
        counts[code] = counts.get(code, 0) + 1
    lines = [
        SourceLine(
            code,
            _words(registered[code].words() if code in registered else said[code]),
            registered.get(code),
            counts.get(code, 0),
            latest.get(code),
        )
        for code in {*registered, *said}
    ]
    return sorted(lines, key=lambda line: (line.words["publisher"].casefold(), line.words["title"].casefold()))


def source_line(code: str) -> SourceLine | None:
    """One of those: None when nobody registered it and no file names it. Two queries."""
    registered = registered_source(code)
    rows = list(_named_by_files().filter(header__source=code).values_list("header", "started_at"))
    if registered is None and not rows:
        return None
    words = registered.words() if registered else rows[-1][0]
    return SourceLine(code, _words(words), registered, len(rows), rows[-1][1] if rows else None)


def imports_of_source(code: str) -> list[Import]:
    """Every import whose file names a source, the newest first: one query."""
    known = Import.objects.filter(header__source=code).select_related("file", "source").defer("file__content")
    return list(known.order_by("-pk"))


def _named_by_files() -> QuerySet[Import]:
    return Import.objects.filter(header__source__isnull=False).order_by("pk")


def _words(words: Mapping[str, str]) -> Mapping[str, str]:
    return {key: str(words.get(key, "")) for key in RegisteredSource.WORDS}
