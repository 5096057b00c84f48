"""Many new rows at once, whose keys nobody asks for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray
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


#: How PostgreSQL's binary form begins and ends: a signature, no flags, nothing more; and a row of -1 fields.
_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


@dataclass(frozen=True)
class Whole:
    """A column of whole numbers, int8."""

    name: str
    values: NDArray[np.int64]


@dataclass(frozen=True)
class Real:
    """A column of numbers, float8; nan is NULL."""

    name: str
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """A column of texts by their number among all `texts`."""

    name: str
    values: NDArray[np.int64]
    texts: Sequence[str]


Column = Whole | Real | Text


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


def copy_columns(table: str, columns: Sequence[Column]) -> int:
    """Insert rows that are held by columns, by PostgreSQL's COPY in binary; how many.

    Rows of one form (the same numbers missing, texts as long) are laid out together, so they come in in another order.
    """
    names = SQL(", ").join(Identifier(column.name) for column in columns)
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(Identifier(table), names)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_BEGIN)
        for part in binary_rows(columns):
            copy.write(part)
        copy.write(_END)
    return len(columns[0].values)


def binary_rows(columns: Sequence[Column]) -> Iterator[bytes]:
    """The rows as COPY takes them, those of one form together."""
    forms = [_forms(column) for column in columns]
    form = reduce(lambda so_far, more: so_far * (int(more.max(initial=0)) + 1) + more, forms)
    order = np.argsort(form, kind="stable")
    starts = np.flatnonzero(np.diff(form[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        if len(rows):
            yield _laid_out(columns, rows).tobytes()


def _forms(column: Column) -> NDArray[np.int64]:
    """What the length of each field in bytes depends on."""
    if isinstance(column, Real):
        return np.isnan(column.values).astype(np.int64)
    if isinstance(column, Text):
        return np.array([len(text.encode()) for text in column.texts], np.int64)[column.values]
    return np.zeros(len(column.values), np.int64)


def _laid_out(columns: Sequence[Column], rows: NDArray[np.intp]) -> NDArray[Any]:
    fields = [_field(column, rows) for column in columns]
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for at, (_, values) in enumerate(fields):
        layout.append((f"length{at}", ">i4"))
        if values is not None:
            layout.append((f"value{at}", values.dtype.str))
    made = np.empty(len(rows), layout)
    made["fields"] = len(columns)
    for at, (length, values) in enumerate(fields):
        made[f"length{at}"] = length
        if values is not None:
            made[f"value{at}"] = values
    return made


def _field(column: Column, rows: NDArray[np.intp]) -> tuple[int, NDArray[Any] | None]:
    """The length of a field of rows that are alike, and its bytes; -1 and none for NULL."""
    values = column.values[rows]
    if isinstance(column, Whole):
        return 8, values.astype(">i8")
    if isinstance(column, Real):
        return (-1, None) if np.isnan(values[0]) else (8, values.astype(">f8"))
    texts = [text.encode() for text in column.texts]
    length = len(texts[values[0]])
    # Longer ones are not among these rows.
    return length, np.array([text[:length] for text in texts], f"S{length}")[values] if length else None


def _type(field: "models.Field[Any, Any]") -> str:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return _TYPES[target.get_internal_type()]


def _value(thing: models.Model, field: "models.Field[Any, Any]") -> Any:
    value = field.pre_save(thing, add=True)
    if isinstance(field, models.JSONField):
        return Jsonb(value)
    return value
