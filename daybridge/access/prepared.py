"""Statements compiled once: for the few reads that every page or chart makes.

Django writes the SQL of a queryset anew each time, which for a union of five tables
costs more than running it. A `Prepared` query is built once with marks in the place of
its values, and run with values in the place of the marks (docs/adr/0013).
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field

Place = tuple[Field[Any, Any], Any]


class Prepared:
    """A `values_list` query with named places for values.

    `build` makes the queryset from one mark for each name; `marks` gives the name, its
    field and a value that occurs nowhere else in the query.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        marks: Mapping[str, Place],
    ) -> None:
        self.build, self.marks = build, marks

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, converted as the queryset would have them."""
        sql, places, compiler, converters = self._compiled
        stored = {name: self._stored(name, values[name]) for name in self.marks}
        params = [param if name is None else stored[name] for name, param in places]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not converters:
            return found
        return [tuple(row) for row in compiler.apply_converters(found, converters)]

    @cached_property
    def _compiled(self) -> tuple[str, list[tuple[str | None, Any]], Any, Any]:
        """The SQL, whose value each place takes (or what stands there), how to read."""
        marks = {name: mark for name, (_, mark) in self.marks.items()}
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        stored = {name: self._stored(name, mark) for name, mark in marks.items()}
        if missing := [name for name in marks if stored[name] not in params]:
            raise TypeError(f"The query has no place for {', '.join(missing)}")
        places = [
            (next((name for name in marks if stored[name] == param), None), param)
            for param in params
        ]
        converters = compiler.get_converters([each[0] for each in compiler.select])
        return sql, places, compiler, converters

    def _stored(self, name: str, value: Any) -> Any:
        """A value as the database adapter gets it."""
        return self.marks[name][0].get_db_prep_value(value, connection)
