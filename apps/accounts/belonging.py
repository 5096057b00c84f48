"""Who belonged to an organisation, or to what became part of it, and from when until when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import Organisation, OrganisationPerson
from apps.activity.models import Event
from apps.activity.verbs import Verb

#: A time in which someone belonged to it; without an end while they do.
Span = tuple[datetime, datetime | None]
_COMES_AND_GOES = (
    Verb.ORGANISATION_JOINED,
    Verb.ORGANISATION_LEFT,
    Verb.ORGANISATION_CLOSED,
    Verb.ORGANISATION_REOPENED,
    Verb.ORGANISATION_MERGED,
)


@dataclass(frozen=True)
class Belonging:
    """When whom an organisation counts among its own people, by number."""

    spans: dict[int, list[Span]]

    @property
    def people(self) -> set[int]:
        """Whoever belongs to it or ever did."""
        return set(self.spans)

    def was_in(self, person: int | None, at: datetime) -> bool:
        """Whether someone belonged to it at a time."""
        return any(since <= at and (until is None or at <= until) for since, until in self.spans.get(person or 0, ()))


def belonging_of(organisations: Iterable[Organisation]) -> Belonging:
    """The people of an organisation and of what became part of it, or of several.

    Of a time whose beginning or end is not on record nothing is said: whoever asks leaves out what they cannot tell.
    """
    pks = [each.pk for each in organisations]
    told = _Told()
    about = Event.objects.filter(subject_kind="organisation", subject_id__in=pks, verb__in=_COMES_AND_GOES)
    for event in about.order_by("pk"):
        told.hear(event)
    belonging = OrganisationPerson.objects.filter(organisation__in=pks)
    for person, joined_at in belonging.values_list("person_id", "joined_at"):
        told.spans[person].append((joined_at, None))
    return Belonging(dict(told.spans))


class _Told:
    """What events tell, one after the other: the times that are over, and since when those are in who are."""

    def __init__(self) -> None:
        self.spans: dict[int, list[Span]] = defaultdict(list)
        self._since: dict[tuple[int, int], datetime] = {}

    def hear(self, event: Event) -> None:
        here, person = event.subject_id, event.details.get("person")
        if event.verb == Verb.ORGANISATION_CLOSED:
            self._all_leave(here, event.at)
        elif event.verb == Verb.ORGANISATION_MERGED:
            self._go_over(event)
        elif person is None:
            return
        elif event.verb == Verb.ORGANISATION_LEFT:
            self._leave(here, int(person), event.at)
        else:
            self._since[here, int(person)] = event.at

    def _go_over(self, event: Event) -> None:
        before = event.details.get("before", {}).get("from", {})
        if "number" not in before:
            return
        self._all_leave(int(before["number"]), event.at)
        for person, _role in before.get("people", []):
            self._since.setdefault((event.subject_id, int(person)), event.at)

    def _all_leave(self, organisation: int, at: datetime) -> None:
        for place, person in list(self._since):
            if place == organisation:
                self._leave(place, person, at)

    def _leave(self, organisation: int, person: int, at: datetime) -> None:
        if since := self._since.pop((organisation, person), None):
            self.spans[person].append((since, at))
