"""Who changed initiatives since a table was taken: whoever brings it, or someone else."""

from collections.abc import Mapping
from typing import Any

from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common import kinds
from apps.initiatives.models import Initiative

_DIGITS = 9


def changed_by_oneself(reader: Any, taken: Mapping[Initiative, str]) -> set[int]:
    """Which of some initiatives nobody else changed since their rows were taken: two queries.

    `taken` are the versions that the rows hold, as `version_of` tells them.
    """
    if not taken:
        return set()
    about = {"subject_kind": kinds.kind_of(Initiative()).name, "subject_id__in": [each.pk for each in taken]}
    theirs: dict[int, list[int]] = {}
    for pk, number in Version.objects.filter(**about).exclude(by_id=reader.pk).values_list("subject_id", "number"):
        theirs.setdefault(pk, []).append(number)
    moves = Event.objects.filter(verb=Verb.INITIATIVE_MOVED, **about).order_by("pk")
    moved_by = dict(moves.values_list("subject_id", "actor_id"))
    return {
        each.pk
        for each, version in taken.items()
        if _is_ones_own(each, version, theirs.get(each.pk, []), moved_by.get(each.pk) == reader.pk)
    }


def _is_ones_own(initiative: Initiative, version: str, theirs: list[int], has_moved_it: bool) -> bool:
    number, _space, status = version.partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS and int(number) <= initiative.version):
        return False
    return all(each <= int(number) for each in theirs) and (status == initiative.status or has_moved_it)
