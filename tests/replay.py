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
from django.db.models import Count, Max

from apps.accounts.models import User
from apps.activity.models import Event

#: A row's values by column, as the database takes them.
Row = dict[str, Any]
#: The rows of one table.
Table = list[Row]
#: Rows in a statement: fewer values than any database takes in one.
AT_ONCE = 500


@dataclass
class Replay:
    """Builds something by `build(person)` the first time inside a test's transaction, and puts it back the next times.

    `upon`: what it stands on, by numbers; upon anything else it is built. So it is where it takes rows away, and where
    it names others who were there before while those of now are not as many, with the same roles in the same order.
    """

    build: Callable[[Any], Any]
    rows: dict[type[models.Model], Table] = field(default_factory=dict)
    #: Rows that were there before and that it changed: their keys, with what it put into which columns.
    changed: dict[type[models.Model], dict[Any, Row]] = field(default_factory=dict)
    people: list[Row] = field(default_factory=list)
    person: int = 0
    #: Whoever was there before, where more of them are named than `person`: their numbers and roles.
    others: list[tuple[int, list[str]]] = field(default_factory=list)
    stood_on: Any = None
    gave: Any = None
    #: Tables that name nobody, as finished statements, where the database's driver can write such.
    finished: dict[type[models.Model], str] = field(default_factory=dict)

    def __call__(self, person: Any, upon: Any = None) -> Any | None:
        """What `build` gives when it was built now; None when it was put back, to be read from the database."""
        if self.rows:
            if upon != self.stood_on or _any_taken(self.rows) or (now := self._whoever(person)) is None:
                return self.build(person)
            return self._put_back(now)
        if not connection.in_atomic_block:
            # Here each action is committed, and whatever waits for a commit goes on its own way: not what others find.
            return self.build(person)
        before, there = _all_rows(), _people()
        built = self.build(person)
        after = _all_rows()
        made = {model: [rows[key] for key in rows if key not in before[model]] for model, rows in after.items()}
        changed = {model: _changes(before[model], rows) for model, rows in after.items()}
        if changed.pop(User) or any(before[model].keys() - rows.keys() for model, rows in after.items()):
            return built
        named = set().union(*(_named(model, rows) for model, rows in made.items()))
        named |= set().union(*(_named(model, [*rows.values()]) for model, rows in changed.items()))
        self.others = there if named & {known for known, _roles in there} - {person.pk} else []
        self.people = list(
            User._base_manager.filter(pk__in=[row["id"] for row in made.pop(User)]).order_by("pk").values()
        )
        self.person, self.stood_on, self.gave = person.pk, upon, built
        self.rows = {model: rows for model, rows in made.items() if rows}
        self.changed = {model: rows for model, rows in changed.items() if rows}
        return built

    def _whoever(self, person: Any) -> dict[int, int] | None:
        """The numbers of now by those of whoever was there before; None where they are others."""
        now = _people() if self.others else []
        if [roles for _known, roles in now] != [roles for _known, roles in self.others]:
            return None
        pairs = zip(self.others, now, strict=True)
        return {known: today for (known, _roles), (today, _same) in pairs} | {self.person: person.pk}

    @transaction.atomic
    def _put_back(self, now: dict[int, int]) -> None:
        # In one transaction, at whose end every row that another points to is there.
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
        for model, changes in self.changed.items():
            for key, row in changes.items():
                _update(model, key, row, now)


_replays: dict[str, Replay] = {}


def again(build: Callable[[Any], Any], person: Any, upon: Any) -> Any:
    """What `build(person)` gives, which is numbers and words only; it is built once in a process, then put back.

    `upon`: what tells one world from another with as many rows in every table, up to the same numbers: the settings
    that count.
    """
    replay = _replays.setdefault(str([build.__qualname__, upon, _how_much()]), Replay(build))
    replay.build = build
    built = replay(person)
    return replay.gave if built is None else built


def _how_much() -> list[tuple[int, str]]:
    """Of every table how many rows, and the last number; of people, who come under other numbers, how many."""
    found = [
        model._base_manager.aggregate(many=Count("pk"), last=Max("pk")) for model in _models() if model is not User
    ]
    return [(User._base_manager.count(), ""), *((each["many"], str(each["last"])) for each in found)]


def _names_nobody(model: type[models.Model]) -> bool:
    return model is not Event and not links_to_people(model)


def _finished(cursor: Any, model: type[models.Model], rows: Table) -> str:
    return ";".join(cursor.mogrify(statement, values) for statement, values in _inserts(model, rows, {}))


def _inserts(model: type[models.Model], rows: Table, people: dict[int, int]) -> Iterator[tuple[str, list[Any]]]:
    quote, columns = connection.ops.quote_name, list(rows[0])
    links = _columns_of_people(model)
    rows = [_telling(row, people) for row in rows] if model is Event else rows
    values = [[people.get(row[name], row[name]) if name in links else row[name] for name in columns] for row in rows]
    named, places = ", ".join(map(quote, columns)), f"({', '.join(['%s'] * len(columns))})"
    for at in range(0, len(values), AT_ONCE):
        some = values[at : at + AT_ONCE]
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES {', '.join([places] * len(some))}"
        yield statement, [value for row in some for value in row]


def _update(model: type[models.Model], key: Any, row: Row, people: dict[int, int]) -> None:
    quote, links = connection.ops.quote_name, _columns_of_people(model)
    columns = ", ".join(f"{quote(name)} = %s" for name in row)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(model._meta.pk.column)} = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*(people.get(value, value) if name in links else value for name, value in row.items()), key]
        )


def _telling(row: dict[str, Any], people: dict[int, int]) -> dict[str, Any]:
    """An event's row that names in its details, by the numbers of now, whom it tells."""
    details = _details(row)
    if "tell" not in details:
        return row
    told = details | {"tell": sorted(people.get(person, person) for person in details["tell"])}
    return row | {"details": Event._meta.get_field("details").get_db_prep_save(told, connection)}


def _details(row: Row) -> dict[str, Any]:
    kept = row["details"]
    return json.loads(kept) if isinstance(kept, str) else kept.obj


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


def _people() -> list[tuple[int, list[str]]]:
    return list(User._base_manager.order_by("pk").values_list("pk", "platform_roles"))


def _all_rows() -> dict[type[models.Model], dict[Any, Row]]:
    return {model: {thing.pk: _as_kept(thing) for thing in _in_order(model)} for model in _models()}


def _in_order(model: type[models.Model]) -> Any:
    return model._base_manager.order_by("pk")


def _as_kept(thing: models.Model) -> Row:
    fields = [each for each in thing._meta.concrete_fields if not each.generated]
    return {each.column: each.get_db_prep_save(getattr(thing, each.attname), connection) for each in fields}


def _changes(before: dict[Any, Row], after: dict[Any, Row]) -> dict[Any, Row]:
    """What became of rows that were there: by key, the columns that hold something else now."""
    found = {}
    for key in before.keys() & after.keys():
        if other := {name: value for name, value in after[key].items() if not _same(value, before[key][name])}:
            found[key] = other
    return found


def _same(one: Any, other: Any) -> bool:
    # A driver may wrap what a column of JSON holds, and no two wrappings are the same.
    return bool(getattr(one, "obj", one) == getattr(other, "obj", other))


def _named(model: type[models.Model], rows: Table) -> set[int]:
    """The people whom rows name."""
    links = _columns_of_people(model)
    told = [_details(row).get("tell", []) for row in rows] if model is Event else []
    return {row[name] for row in rows for name in links & row.keys()} | {person for people in told for person in people}


def _columns_of_people(model: type[models.Model]) -> set[str]:
    return {model._meta.get_field(name).column for name in links_to_people(model)}


def links_to_people(model: type[models.Model]) -> list[str]:
    """The columns that say who did it."""
    return [
        column.attname for column in model._meta.concrete_fields if column.remote_field and column.related_model is User
    ]
