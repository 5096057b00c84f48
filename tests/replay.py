"""What came about by actions once in a process is put back as the rows it left, so that no test waits for it again.

The rows are those that the software wrote; nothing is made up here. They go in again as they were, but for who did it:
whatever pointed to one of the people then points to one of now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from apps.accounts.models import User

Rows = dict[type[models.Model], list[dict[str, Any]]]


@dataclass
class Replay:
    """Builds something by `build(person)` the first time, and puts it back the next times."""

    build: Callable[[Any], Any]
    rows: Rows = field(default_factory=dict)
    person: int = 0

    def __call__(self, person: Any) -> Any | None:
        """What `build` gives when it was built now; None when it was put back, to be read from the database."""
        if self.rows:
            if any(model._base_manager.exists() for model in self.rows):
                return self.build(person)
            return self._put_back(person)
        before = _known()
        built = self.build(person)
        self.person, self.rows = person.pk, _rows_beside(before)
        return built

    @transaction.atomic
    def _put_back(self, person: Any) -> None:
        # In one transaction, at whose end every row that another points to is there.
        for model, rows in self.rows.items():
            things = [model(**row) for row in rows]
            for link in links_to_people(model):
                for thing in things:
                    if getattr(thing, link) == self.person:
                        setattr(thing, link, person.pk)
            model._base_manager.bulk_create(things)


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def _known() -> dict[type[models.Model], set[Any]]:
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}


def _rows_beside(before: dict[type[models.Model], set[Any]]) -> Rows:
    """Every row that was not there before, with its columns by name."""
    found = {}
    for model in _models():
        names = [column.attname for column in model._meta.concrete_fields]
        rows = model._base_manager.exclude(pk__in=before[model]).order_by("pk").values(*names)
        if rows:
            found[model] = list(rows)
    return found


def links_to_people(model: type[models.Model]) -> list[str]:
    """The columns that say who did it."""
    return [
        column.attname for column in model._meta.concrete_fields if column.remote_field and column.related_model is User
    ]
