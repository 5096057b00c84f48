"""What an element of an earlier edition is by now: by its code, or as what supersedes it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from apps.framework.models import Element
from apps.scores.models import Run


@dataclass(frozen=True)
class Lineage:
    """The elements of a run's edition by code, and which code supersedes which, through all editions."""

    elements: Mapping[str, Element]
    heirs: Mapping[str, str]

    def now(self, code: str) -> Element | None:
        """What a code of any edition stands for now; None where it is gone, or was split among several."""
        seen = {code}
        while code not in self.elements and self.heirs.get(code, code) not in seen:
            code = self.heirs[code]
            seen.add(code)
        return self.elements.get(code)


def lineage_of(run: Run) -> Lineage:
    """The lineage up to a run's edition: one query."""
    return lineage_to(run.edition_id)


def lineage_to(edition: int) -> Lineage:
    """The lineage up to the edition of an id: one query."""
    rows = list(Element.objects.filter(Q(edition=edition) | ~Q(supersedes="")))
    return Lineage({row.code: row for row in rows if row.edition_id == edition}, _heirs(rows))


def _heirs(elements: Iterable[Element]) -> dict[str, str]:
    """Code to the code that supersedes it. What was split among several has no heir: none of them is the same."""
    pairs = {(element.supersedes, element.code) for element in elements if element.supersedes}
    several = {before for before, count in Counter(before for before, _after in pairs).items() if count > 1}
    return {before: after for before, after in pairs if before not in several}
