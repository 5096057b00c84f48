"""What came about by actions once in a process is put back as the rows it left, so that no test waits for it again.

The rows are those that the software wrote; nothing is made up here. They go in again as they were, but for who did it:
people who were there before are those of now, and people who came with it come again under numbers of their own, by
which events name whom they tell.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from apps.accounts.models import User
from apps.activity.models import Event

#: The rows of one table, each with its values by column as the database takes them.
Table = list[dict[str, Any]]
#: Rows in a statement: fewer values than any database takes in one.
AT_ONCE = 500


@dataclass
class Replay:
    """Builds something by `build(person)` the first time inside a test's transaction, and puts it back the next times.

    `upon`: what it stands on, by numbers; upon anything else it is built.
    """

    build: Callable[[Any], Any]
    rows: dict[type[models.Model], Table] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    person: int = 0
    stood_on: Any = None
    #: Tables that name nobody, as finished statements, where the database's driver can write such.
    finished: dict[type[models.Model], str] = field(default_factory=dict)

    def __call__(self, person: Any, upon: Any = None) -> Any | None:
        """What `build` gives when it was built now; None when it was put back, to be read from the database."""
        if self.rows:
            if upon != self.stood_on or _any_taken(self.rows):
                return self.build(person)
            return self._put_back(person)
        if not connection.in_atomic_block:
            # Here each action is committed, and whatever waits for a commit goes on its own way: not what others find.
            return self.build(person)
        before = _known()
        built = self.build(person)
        self.person, self.stood_on, self.rows = person.pk, upon, _rows_beside(before)
        self.people = list(User._base_manager.exclude(pk__in=before[User]).order_by("pk").values())
        return built

    @transaction.atomic
    def _put_back(self, person: Any) -> None:
        # In one transaction, at whose end every row that another points to is there.
        now = {self.person: person.pk}
        for known in self.people:
            fields = {name: value for name, value in known.items() if name != "id"}
            now[known["id"]] = User._base_manager.create(**fields).pk
        with connection.cursor() as cursor:
            if not self.finished and hasattr(cursor, "mogrify"):
                plain = [model for model in self.rows if _names_nobody(model)]
                self.finished = {model: _finished(cursor, model, self.rows[model]) for model in plain}
            if self.finished:
                cursor.execute(";".join(self.finished.values()))
            for model, rows in self.rows.items():
                if model not in self.finished:
                    for statement, values in _inserts(model, rows, now):
                        cursor.execute(statement, values)


def _names_nobody(model: type[models.Model]) -> bool:
    return model is not Event and not links_to_people(model)


def _finished(cursor: Any, model: type[models.Model], rows: Table) -> str:
    return ";".join(cursor.mogrify(statement, values) for statement, values in _inserts(model, rows, {}))


def _inserts(model: type[models.Model], rows: Table, people: dict[int, int]) -> Iterator[tuple[str, list[Any]]]:
    quote, columns = connection.ops.quote_name, list(rows[0])
    links = {model._meta.get_field(name).column for name in links_to_people(model)}
    rows = [_telling(row, people) for row in rows] if model is Event else rows
    values = [[people.get(row[name], row[name]) if name in links else row[name] for name in columns] for row in rows]
    named, places = ", ".join(map(quote, columns)), f"({', '.join(['%s'] * len(columns))})"
    for at in range(0, len(values), AT_ONCE):
        some = values[at : at + AT_ONCE]
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES {', '.join([places] * len(some))}"
        yield statement, [value for row in some for value in row]


def _telling(row: dict[str, Any], people: dict[int, int]) -> dict[str, Any]:
    """An event's row that names in its details, by the numbers of now, whom it tells."""
    kept = row["details"]
    details = json.loads(kept) if isinstance(kept, str) else kept.obj
    if "tell" not in details:
        return row
    told = details | {"tell": sorted(people.get(person, person) for person in details["tell"])}
    return row | {"details": Event._meta.get_field("details").get_db_prep_save(told, connection)}


def _any_taken(rows: dict[type[models.Model], Table]) -> bool:
    """Whether a number that one of the rows would have is another's already: one question for all tables."""
    quote, asked, told = connection.ops.quote_name, [], []
    for model, kept in rows.items():
        column = model._meta.pk.column
        numbers = ", ".join(["%s"] * len(kept))
        asked.append(f"EXISTS (SELECT 1 FROM {quote(model._meta.db_table)} WHERE {quote(column)} IN ({numbers}))")
        told += [row[column] for row in kept]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(asked)}", told)
        return bool(cursor.fetchone()[0])


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def _known() -> dict[type[models.Model], set[Any]]:
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}


def _rows_beside(before: dict[type[models.Model], set[Any]]) -> dict[type[models.Model], Table]:
    """Every row that was not there before, but for people, with its columns by name."""
    found = {}
    for model in _models():
        things = model._base_manager.exclude(pk__in=before[model]).order_by("pk")
        if model is not User and (rows := [_as_kept(thing) for thing in things]):
            found[model] = rows
    return found


def _as_kept(thing: models.Model) -> dict[str, Any]:
    fields = [each for each in thing._meta.concrete_fields if not each.generated]
    return {each.column: each.get_db_prep_save(getattr(thing, each.attname), connection) for each in fields}


def links_to_people(model: type[models.Model]) -> list[str]:
    """The columns that say who did it."""
    return [
        column.attname for column in model._meta.concrete_fields if column.remote_field and column.related_model is User
    ]
