"""A question that is asked with every request, put into SQL once: for a small one that is most of what it costs."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """The first row of what `build` asks for, as a tuple, as the database gives it; None where there is none.

    `build` takes nothing and always asks the same: it is called once for each kind of database.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._asked: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def first(self) -> tuple[Any, ...] | None:
        """Ask it."""
        if connection.vendor not in self._asked:
            self._asked[connection.vendor] = self._build()[:1].query.sql_with_params()
        sql, params = self._asked[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row
