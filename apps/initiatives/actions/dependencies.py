"""What an initiative waits for: noted, and ended. Only who sees both ends learns of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.actions.telling import require_dates, tell
from apps.initiatives.holding import opened
from apps.initiatives.models import Dependency, Initiative
from apps.workspaces.models import Workspace


@transaction.atomic
def add_dependency(
    *,
    by: Any,
    initiative: Initiative,
    on: Initiative | None = None,
    outside: str = "",
    needed_by: date | None = None,
    key: UUID | None = None,
) -> Dependency:
    """Note that it waits for another one that `by` sees, or for something outside; under one `key` only once.

    Raises Initiative.DoesNotExist for one of another workspace, or that `by` does not see.
    """
    # Of two who would close a circle from both ends the second finds the first.
    Workspace.objects.select_for_update(no_key=True).get(pk=initiative.workspace_id)
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.waits_for.filter(key=key).first():
        return added
    require_dates(needed_by=needed_by)
    on = _found(by, initiative, on) if on else None
    dependency = Dependency(initiative=initiative, on=on, outside=outside.strip(), needed_by=needed_by, key=key)
    dependency.added_by_id = by.pk
    dependency.full_clean(exclude=["added_by", "ended_by"])
    if on:
        _insist_comparable(initiative, on)
    dependency.save()
    _tell(Verb.DEPENDENCY_ADDED, by, dependency)
    return dependency


@transaction.atomic
def end_dependency(*, by: Any, dependency: Dependency) -> Dependency:
    """It waits for that no longer, whoever sees which end by now; that it did stays on record.

    Raises Dependency.DoesNotExist where `by` sees none.
    """
    initiative = opened(by, dependency.initiative)
    mine = Dependency.objects.visible_to(by).filter(initiative=initiative)
    dependency = mine.select_related("on").get(pk=dependency.pk)
    if dependency.ended_at:
        return dependency
    dependency.ended_at, dependency.ended_by_id = timezone.now(), by.pk
    dependency.save(update_fields=["ended_at", "ended_by"])
    _tell(Verb.DEPENDENCY_ENDED, by, dependency)
    return dependency


def _found(by: Any, initiative: Initiative, on: Initiative) -> Initiative:
    """What it is to wait for, as `by` sees it."""
    if on.pk == initiative.pk:
        raise ValidationError({"on": _("It cannot wait for itself. Choose another, or say it in words.")})
    found = Initiative.objects.visible_to(by).filter(workspace=initiative.workspace).get(pk=on.pk)
    if initiative.waits_for.standing().filter(on=found).exists():
        raise ValidationError({"on": _("It is noted already that it waits for this.")})
    if initiative.pk in _awaited_by(by, found):
        sentence = _("“%(on)s” waits for this one already, so that each would wait for the other. End one of the two.")
        raise ValidationError({"on": sentence % {"on": found}})
    return found


def _awaited_by(by: Any, initiative: Initiative) -> set[int]:
    """The numbers of all that it waits for, however far.

    Only by ways that `by` sees: a refusal must not tell them of what is kept from them.
    """
    ways: dict[int, list[int]] = {}
    seen = Dependency.objects.visible_to(by).standing().filter(initiative__workspace=initiative.workspace_id)
    for waits, on in seen.filter(on__isnull=False).values_list("initiative_id", "on_id"):
        ways.setdefault(waits, []).append(on)
    found, next_ones = set[int](), [initiative.pk]
    while next_ones:
        further: Iterable[int] = ways.get(next_ones.pop(), ())
        next_ones += [pk for pk in further if pk not in found]
        found |= set(further)
    return found


def _tell(verb: Verb, by: Any, dependency: Dependency) -> None:
    """Record it at the end that fewer see, so that nobody reads of what is kept from them.

    Where both ends are kept the activity says nothing: shared later, or seen by more, the one would tell them that
    there is the other. Who noted it and when, and who ended it, stands in the dependency itself.
    """
    initiative, on = dependency.initiative, dependency.on
    if on and on.is_kept and initiative.is_kept:
        return
    at, other = (on, initiative) if on and on.is_kept else (initiative, on)
    tell(verb, by, at, said=dependency.outside if other is None else str(other))


def _insist_comparable(initiative: Initiative, on: Initiative) -> None:
    """Raises Refused where each is seen by some who miss the other."""
    if not (initiative.is_kept and on.is_kept):
        return
    mine = set(initiative.kept_to.values_list("pk", flat=True))
    theirs = set(on.kept_to.values_list("pk", flat=True))
    if not (mine <= theirs or theirs <= mine):
        said = _("Both are kept, each to other partners. Let those of one see the other first, or say it in words.")
        raise Refused(said)
