"""The elements that initiatives touch, as the index is now."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from apps.common.matching import closeness, words_of
from apps.framework.models import Edition, Element
from apps.framework.queries import current_edition, elements_of
from apps.goals.lineage import Lineage, lineage_to
from apps.initiatives.models import Initiative, Tag
from apps.scores.queries import published_run


@dataclass(frozen=True)
class Touched:
    """An element that something touches: what it is now, None where it is no part of the index any more."""

    tag: Tag
    name: str
    element: Element | None


@dataclass(frozen=True)
class Branch:
    """A domain, with what can be chosen in it and how deep each lies; a headline where it has no domain."""

    top: Element
    elements: tuple[tuple[Element, int], ...]


@dataclass(frozen=True)
class IndexNow:
    """The elements of the edition that readers see, and what codes of earlier ones stand for in it."""

    edition: Edition | None
    lineage: Lineage

    def now(self, code: str) -> Element | None:
        """What a code of any edition stands for now."""
        return self.lineage.now(code)

    def code_now(self, code: str) -> str:
        """The code of that; of what is gone the code that it had."""
        element = self.now(code)
        return element.code if element else code

    def name_of(self, code: str) -> str:
        """Its name now; of what is gone the one that it had last."""
        if element := self.now(code):
            return element.name
        last = Element.objects.filter(code=code).order_by("-edition_id").first()
        return last.name if last else code

    @cached_property
    def elements(self) -> list[Element]:
        """All of them in the published order."""
        return elements_of(self.edition) if self.edition else []

    def within(self, code: str) -> set[str]:
        """The codes, of any edition, that stand for an element or for one that is below it."""
        inside = {code}
        # Parents stand before what is in them, or in some edition after: until nothing is added.
        while more := {each.code for each in self.elements if each.parent and each.parent.code in inside} - inside:
            inside |= more
        earlier = {before for before in self.lineage.heirs if self.code_now(before) in inside}
        return inside | earlier

    def above(self, code: str) -> set[str]:
        """The code of an element, and of those that it is in."""
        found, by_code = set(), {each.code: each for each in self.elements}
        while (element := by_code.get(code)) and code not in found:
            found.add(code)
            code = element.parent.code if element.parent else code
        return found

    def branches(self, sought: str = "") -> list[Branch]:
        """Domain by domain, what can be chosen in it and how deep it lies; only what fits the words that are sought."""
        wanted = words_of(sought)
        found: dict[int, list[tuple[Element, int]]] = {}
        for element in self.elements:
            names = [words_of(element.name), words_of(element.code.replace("-", " "))]
            fits = not wanted or closeness(wanted, names) is not None
            # The headline is everything, and what touches everything says nothing.
            if fits and element.level < Element.Level.HEADLINE:
                way = self._way_to(element)
                found.setdefault(way[0].pk, []).append((element, len(way) - 1))
        return [Branch(self._by_pk[pk], tuple(elements)) for pk, elements in found.items()]

    def _way_to(self, element: Element) -> list[Element]:
        """From its domain down to it; from the headline where no domain is in between."""
        way = [element]
        while way[0].level < Element.Level.DOMAIN and way[0].parent_id:
            way.insert(0, self._by_pk[way[0].parent_id])
        return way

    @cached_property
    def _by_pk(self) -> dict[int, Element]:
        return {each.pk: each for each in self.elements}


def index_now() -> IndexNow:
    """The index that readers see; before the first publication the edition in force. Three queries at most."""
    run = published_run()
    edition = run.edition if run else current_edition()
    return IndexNow(edition, lineage_to(edition.pk) if edition else Lineage({}, {}))


def touched_by(initiative: Initiative, index: IndexNow) -> tuple[Touched, ...]:
    """What it touches, in the order of the index, each element once; what is gone stands last."""
    tags = {index.code_now(tag.code): tag for tag in initiative.tags.all()}
    order = {element.code: place for place, element in enumerate(index.elements)}
    found = sorted(tags, key=lambda code: order.get(code, len(order)))
    return tuple(Touched(tags[code], index.name_of(code), index.now(code)) for code in found)


def touched_in(initiatives: QuerySet[Initiative]) -> list[tuple[str, str]]:
    """By what one can look for initiatives: the elements that some of them touch and those above, code and name."""
    codes = list(Tag.objects.filter(initiative__in=initiatives).order_by().values_list("code", flat=True).distinct())
    if not codes:
        return []
    index = index_now()
    shown = set().union(*(index.above(index.code_now(code)) for code in codes))
    deepest = Element.Level.DOMAIN
    return [
        (each.code, "\N{EM DASH} " * (deepest - each.level) + each.name)
        for each in index.elements
        if each.code in shown and each.level <= deepest
    ]
