"""Everything that readers may look for, in one small index that each process keeps until something in it changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from apps.activity.queries import seen_version
from apps.areas.models import Area, Predecessor
from apps.common.matching import closeness, nearest, words_of
from apps.common.tiers import Tier
from apps.explore.elements import framework_tree
from apps.explore.queries import listed_version
from apps.explore.wording import became
from apps.figures.registers import release_lines, source_entries
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.practice.queries import published_cases
from apps.scores.queries import published_run
from apps.scores.readings import Words

#: So much of what is typed is looked for; more tells nothing, and takes time.
LONGEST, MOST_WORDS = 100, 8
#: So many of a group are shown before one asks for all of them, and so many then.
FEW, MANY = 8, 100
_IN_BODY = 3
_PLURAL = 4
# What people write before or after a council's name.
_COUNCILS = "borough city council county district london metropolitan of royal the unitary authority"


class Group(StrEnum):
    """What is found, in the order in which it is shown."""

    AREAS = "areas"
    ELEMENTS = "elements"
    SOURCES = "sources"
    PRACTICE = "practice"
    PAGES = "pages"


GROUPS: dict[Group, Words] = {
    Group.AREAS: _later("Areas"),
    Group.ELEMENTS: _later("Elements"),
    Group.SOURCES: _later("Sources"),
    Group.PRACTICE: _later("Practice"),
    Group.PAGES: _later("Pages"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: by its `names` (as words), or by words of its `body`. `aliases`: names to notes."""

    group: Group
    title: str
    address: str
    note: str
    names: tuple[tuple[str, ...], ...]
    body: frozenset[str] = frozenset()
    aliases: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True)
class Hit:
    """An entry that fits, with what is said below it."""

    entry: Entry
    note: str


@dataclass(frozen=True)
class FoundGroup:
    """What fits of one group: all of it counted, some of it shown."""

    group: Group
    label: Words
    hits: tuple[Hit, ...]
    count: int


@dataclass(frozen=True)
class Found:
    """What fits what was typed. `meant`: what it was taken for where it fitted nothing; `some`: not all words fit."""

    sought: str
    groups: tuple[FoundGroup, ...] = ()
    meant: str = ""
    some: bool = False

    @property
    def count(self) -> int:
        return sum(each.count for each in self.groups)


@dataclass(frozen=True)
class Index:
    """All entries, and every word in them."""

    entries: tuple[Entry, ...]
    vocabulary: frozenset[str] = field(default_factory=frozenset)


def search(text: str, only: str = "", few: int = FEW) -> Found:
    """What fits `text`, group by group, the closest first; of one group `only` many are shown."""
    sought = text.strip()[:LONGEST]
    typed = words_of(sought)[:MOST_WORDS]
    if not typed:
        return Found(sought)
    return find(index(), sought, typed, only=only, few=few)


def find(known: Index, sought: str, typed: Sequence[str], *, only: str = "", few: int = FEW) -> Found:
    """The same in an index at hand: as typed, else as probably meant, else whatever has some of the words."""
    hits = _hits(known, [_one_or_many(word) for word in typed])
    if hits:
        return Found(sought, _grouped(hits, only, few))
    readings = [(word,) if _is_known(word, known) else (*nearest(word, known.vocabulary), word) for word in typed]
    meant = " ".join(options[0] for options in readings)
    changed = "" if meant == " ".join(typed) else meant
    if changed and (hits := _hits(known, readings)):
        return Found(sought, _grouped(hits, only, few), meant=changed)
    hits = _hits_of_some(known, readings)
    return Found(sought, _grouped(hits, only, few), meant=changed if hits else "", some=bool(hits))


def index() -> Index:
    """The index of what is published now: two small queries, and eight more when something has changed."""
    if not (held := listed_version()):
        return _built(list(_areas()))
    return _kept(f"{held} {seen_version()}", get_language() or "")


@lru_cache(maxsize=4)
def _kept(version: str, language: str) -> Index:
    return _built(_entries())


def _built(entries: list[Entry]) -> Index:
    words = {word for entry in entries for word in entry.body}
    for entry in entries:
        words.update(*entry.names, *(name for name, _note in entry.aliases))
    return Index(tuple(entries), frozenset(words))


def _one_or_many(word: str) -> tuple[str, ...]:
    """A word as typed, and without the s of many: "prices" is looked for as "price" too."""
    return (word, word[:-1]) if len(word) > _PLURAL and word.endswith("s") else (word,)


def _is_known(word: str, known: Index) -> bool:
    return any(each.startswith(word) for each in known.vocabulary)


def _hits(known: Index, readings: Sequence[Sequence[str]]) -> list[tuple[int, Hit]]:
    """What fits all words, each in one of its readings, with how closely."""
    plain = [options[0] for options in readings]
    found = []
    for entry in known.entries:
        if (close := closeness(plain, entry.names)) is not None:
            found.append((close, Hit(entry, entry.note)))
        elif alias := next((note for name, note in entry.aliases if closeness(plain, [name]) is not None), ""):
            found.append((_IN_BODY, Hit(entry, alias)))
        elif all(any(_holds(entry, option) for option in options) for options in readings):
            found.append((_IN_BODY + 1, Hit(entry, entry.note)))
    return found


def _hits_of_some(known: Index, readings: Sequence[Sequence[str]]) -> list[tuple[int, Hit]]:
    """What has at least one of several words, by how many it lacks."""
    if len(readings) < 2:
        return []
    found = []
    for entry in known.entries:
        lacking = sum(not any(_holds(entry, option) for option in options) for options in readings)
        if lacking < len(readings):
            named = any((option,) in entry.names for options in readings for option in options)
            found.append((2 * lacking - named, Hit(entry, entry.note)))
    fewest = min((lacking for lacking, _hit in found), default=0)
    return [pair for pair in found if pair[0] <= fewest + 1]


def _holds(entry: Entry, word: str) -> bool:
    return any(each.startswith(word) for name in entry.names for each in name) or any(
        each.startswith(word) for each in entry.body
    )


def _grouped(hits: Iterable[tuple[int, Hit]], only: str, few: int) -> tuple[FoundGroup, ...]:
    groups: dict[Group, list[Hit]] = defaultdict(list)
    # Sorting keeps the order of the index where two are as close: areas by name, elements as published.
    for _close, hit in sorted(hits, key=lambda pair: pair[0]):
        groups[hit.entry.group].append(hit)
    shown = [group for group in Group if groups[group] and only in ("", group)]
    return tuple(
        FoundGroup(group, GROUPS[group], tuple(groups[group][: MANY if only else few]), len(groups[group]))
        for group in shown
    )


def _entries() -> list[Entry]:
    run = published_run()
    entries = list(_areas())
    if run:
        elements = elements_of(run.edition)
        entries += _elements(elements)
        entries += _sources(elements, run.imports)
    return [*entries, *_practice(), *_pages()]


def _areas() -> Iterator[Entry]:
    former: dict[int, list[Predecessor]] = defaultdict(list)
    for row in Predecessor.objects.select_related("area"):
        former[row.area_id].append(row)
    dress = frozenset(_COUNCILS.split())
    for area in Area.objects.in_force().select_related("parent").order_by("name"):
        others = [area.name, area.code, area.name_cy, *area.other_names.split(",")]
        about = [area.get_type_display(), area.region, area.parent.name if area.parent else ""]
        yield Entry(
            group=Group.AREAS,
            title=area.local_name,
            address=reverse("explore:area", args=[area.default_tier, area.slug]),
            note=_("%(type)s, %(region)s") % {"type": capfirst(area.get_type_display()), "region": area.region},
            names=tuple(tuple(words) for name in others if (words := words_of(name))),
            body=dress | frozenset(word for each in about for word in words_of(each)),
            aliases=tuple(
                (tuple(words_of(name)), became(row)) for row in former[area.pk] for name in (row.name, row.code)
            ),
        )


def _elements(elements: Sequence[Element]) -> Iterator[Entry]:
    tiers, tree = {}, list(framework_tree(elements))
    while tree:
        branch = tree.pop()
        tiers[branch.element.code] = branch.tiers
        tree += branch.parts
    return (_element(each, tiers[each.code]) for each in elements)


def _element(element: Element, tiers: Sequence[Tier]) -> Entry:
    level = capfirst(element.get_level_display())
    above = element.parent.name if element.parent else ""
    return Entry(
        group=Group.ELEMENTS,
        title=element.name,
        address=element_address(element, tiers),
        note=_("%(level)s of %(above)s") % {"level": level, "above": above} if above else level,
        names=(tuple(words_of(element.name)), tuple(words_of(element.code))),
        body=_body(element.unit, element.why, element.proxy, element.quality_note, element.publisher, level),
    )


def element_address(element: Element, tiers: Sequence[Tier]) -> str:
    """Where one reads of an element across areas: at its first tier; in the list of elements if it has none yet."""
    if not tiers:
        return reverse("explore:elements")
    return reverse("explore:element_across", args=[tiers[0], element.code])


def _sources(elements: Iterable[Element], imports: Iterable[int]) -> Iterator[Entry]:
    names = {element.code: element.name for element in elements}
    for source in source_entries(release_lines(list(imports))):
        latest = source.latest
        used = [names.get(code, code) for code in source.indicators]
        yield Entry(
            group=Group.SOURCES,
            title=latest.title,
            address=reverse("explore:source", args=[source.code]),
            note=latest.publisher,
            names=(tuple(words_of(latest.title)), tuple(words_of(latest.publisher)), tuple(words_of(source.code))),
            body=_body(latest.publisher, latest.vintage, *used),
        )


def _practice() -> Iterator[Entry]:
    for case in published_cases():
        yield Entry(
            group=Group.PRACTICE,
            title=case.title,
            address=reverse("explore:case", args=[case.slug]),
            note=_("%(element)s in %(area)s") % {"element": case.element.name, "area": case.area.name},
            names=(tuple(words_of(case.title)),),
            body=_body(case.summary, case.area.name, case.element.name),
        )


#: The pages that stand by themselves: their address, title, and what they are about.
_PAGES: tuple[tuple[str, Words, Words], ...] = (
    ("pages:about", _later("About this index"), _later("what it is for, who it is for, privacy, editions")),
    ("pages:method", _later("Method"), _later("how scores are made: weights, averages, bands, ranges, trends, goals")),
    ("pages:choices", _later("Other choices of the method"), _later("what other methods would give: sensitivity")),
    ("explore:grid_any", _later("All areas at once"), _later("grid of areas by elements, coloured by band")),
    ("explore:compare_any", _later("Compare areas"), _later("areas beside each other, clear differences marked")),
    ("explore:elements", _later("Elements"), _later("headlines, domains and subdomains across areas")),
    ("explore:data", _later("Data"), _later("downloads, open data, files, programs")),
    ("explore:areas", _later("Areas by region"), _later("councils, counties, districts, regions")),
    ("explore:reorganisations", _later("Changes of areas"), _later("mergers, new councils, former areas, codes")),
    ("explore:cases", _later("Practice"), _later("case studies: what was done and what was seen")),
    ("explore:indicators", _later("Indicators"), _later("every indicator, its figures, its gaps")),
    ("explore:quality", _later("Quality of the indicators"), _later("age, coverage, precision, limits, gaps")),
    ("explore:sources", _later("Sources"), _later("publishers, licences, publications, open data")),
    ("explore:releases", _later("Releases"), _later("what came in when, revisions, feed")),
    ("explore:release_calendar", _later("Release calendar"), _later("what is expected and when")),
    ("explore:errata", _later("Corrections"), _later("errors and errata in figures that readers saw")),
    ("pages:contact", _later("Contact"), _later("how to reach whoever answers for this site, corrections")),
    ("pages:terms", _later("Terms"), _later("licences, what may be done with pages and figures, accounts")),
    ("explore:early_access", _later("Early access"), _later("who saw figures before they were published")),
)


def _pages() -> Iterator[Entry]:
    for name, title, about in _PAGES:
        words = str(about)
        yield Entry(
            Group.PAGES, str(title), reverse(name), capfirst(words), (tuple(words_of(str(title))),), _body(words)
        )


def _body(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in words_of(text))
