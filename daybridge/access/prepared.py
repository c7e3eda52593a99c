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
        sql, params, compiler = self._compiled
        given = {
            self._stored(name, mark): self._stored(name, values[name])
            for name, (_, mark) in self.marks.items()
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, [_in_place(param, given) for param in params])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        converters = compiler.get_converters([each[0] for each in compiler.select])
        if not converters:
            return found
        return [tuple(row) for row in compiler.apply_converters(found, converters)]

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], Any]:
        marks = {name: mark for name, (_, mark) in self.marks.items()}
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        missing = [
            name for name in marks if self._stored(name, marks[name]) not in params
        ]
        if missing:
            raise TypeError(f"The query has no place for {', '.join(missing)}")
        return sql, params, compiler

    def _stored(self, name: str, value: Any) -> Any:
        """A value as the database adapter gets it."""
        return self.marks[name][0].get_db_prep_value(value, connection)


def _in_place(param: Any, given: Mapping[Any, Any]) -> Any:
    try:
        return given.get(param, param)
    except TypeError:  # a list or a dictionary is nobody's mark
        return param
