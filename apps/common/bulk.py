"""Many new rows at once, whose keys nobody asks for."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection, models
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

#: The type of a column in PostgreSQL's binary form, by Django's name of its field.
_TYPES = {
    "BigAutoField": "int8",
    "BigIntegerField": "int8",
    "BinaryField": "bytea",
    "BooleanField": "bool",
    "CharField": "varchar",
    "DateTimeField": "timestamptz",
    "FloatField": "float8",
    "JSONField": "jsonb",
    "PositiveIntegerField": "int4",
    "PositiveSmallIntegerField": "int2",
    "TextField": "text",
}


def add_rows(things: Iterable[models.Model]) -> int:
    """Insert unsaved things of one model; how many. Their keys stay unknown; one that is there already is an error.

    On PostgreSQL by COPY in binary: half a statement of an insert is text, and numbers packed into bytes double in it.
    """
    kept = iter(things)
    first = next(kept, None)
    if first is None:
        return 0
    model = type(first)
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    if connection.vendor != "postgresql":
        # In batches as small as one statement may be; none of them is kept.
        return len(model._base_manager.bulk_create(chain([first], kept)))
    rows = ([_value(thing, field) for field in fields] for thing in chain([first], kept))
    return copy_rows(model._meta.db_table, [(str(field.column), _type(field)) for field in fields], rows)


def copy_rows(table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows by PostgreSQL's COPY in binary; how many. `columns`: name and type of each, in the order of a row."""
    names = SQL(", ").join(Identifier(name) for name, _ in columns)
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(Identifier(table), names)
    count = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([kind for _, kind in columns])
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _type(field: "models.Field[Any, Any]") -> str:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return _TYPES[target.get_internal_type()]


def _value(thing: models.Model, field: "models.Field[Any, Any]") -> Any:
    value = field.pre_save(thing, add=True)
    if isinstance(field, models.JSONField):
        return Jsonb(value)
    return value
