"""Statements compiled once: for the few reads that every page or chart makes.

Django writes the SQL of a queryset anew each time, which for a union of five tables
costs more than running it. A `Prepared` query is built once with marks in the place of
its values, and run with values in the place of the marks; `PreparedForViewer` does so
once for each kind of viewer. PostgreSQL keeps its plan too (docs/adr/0013).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import DateTimeField, Field, Model, UUIDField
from django.db.models.base import ModelState

from daybridge.access.viewer import Viewer
from daybridge.cursors import asked
from daybridge.rehearsals import rehearsal

Place = tuple[Field[Any, Any], Any]
UNCHANGING = (UUIDField, DateTimeField)
Row = tuple[Any, ...]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement, whose value each place takes (or what stands there), how to read."""

    sql: str
    places: list[tuple[str | None, Any]]
    names: frozenset[str]
    readers: list[tuple[int, Callable[[Any], Any], bool]]

    def params(self, stored: dict[str, Any]) -> list[Any]:
        """What the cursor takes for the values of the names."""
        return [param if name is None else stored[name] for name, param in self.places]

    def read(self, found: list[Row]) -> list[Row]:
        """The rows as the queryset would have them.

        The places of a roster are of one session and mostly of one moment: a key or a
        moment that stands in many rows is read once.
        """
        if not found or not self.readers:
            return found
        columns: list[Iterable[Any]] = list(zip(*found, strict=True))
        for place, read, is_shared in self.readers:
            column = columns[place]
            if is_shared:
                known = {value: read(value) for value in set(column)}
                columns[place] = [known[value] for value in column]
            else:
                columns[place] = [read(value) for value in column]
        return list(zip(*columns, strict=True))


class Prepared:
    """A `values_list` query with named places for values.

    `build` makes the queryset from one mark for each name; `marks` gives the name, its
    field and a value that occurs nowhere else in the query. A name in `optional` may
    have no place in it.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        marks: Mapping[str, Place],
        *,
        optional: Collection[str] = (),
    ) -> None:
        self.build, self.marks, self.optional = build, marks, frozenset(optional)

    def rows(self, **values: Any) -> list[Row]:
        """The rows for these values, converted as the queryset would have them."""
        compiled = self._compiled
        if compiled is None:
            return []
        database = connections[DEFAULT_DB_ALIAS]
        params = compiled.params(self._stored(values, compiled.names, database))
        going_on = rehearsal()
        read = asked if going_on is None else going_on.read
        return compiled.read(read(compiled.sql, params))

    @cached_property
    def _compiled(self) -> Compiled | None:
        """The statement; None when it can have no row, whatever the values."""
        marks = {name: mark for name, (_, mark) in self.marks.items()}
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        stored = self._stored(marks, marks, connection)
        needed = marks.keys() - self.optional
        if missing := [name for name in sorted(needed) if stored[name] not in params]:
            raise TypeError(f"The query has no place for {', '.join(missing)}")
        places = [
            (next((name for name in marks if stored[name] == param), None), param)
            for param in params
        ]
        if connection.vendor == "postgresql":
            sql, places = _numbered(sql, places)
        names = frozenset(name for name, _ in places if name is not None)
        return Compiled(sql, places, names, _readers(compiler))

    def _stored(
        self, values: Mapping[str, Any], names: Collection[str], database: Any
    ) -> dict[str, Any]:
        """The values of these names as the database adapter gets them."""
        return {
            name: field.get_db_prep_value(values[name], database)
            for name, (field, _) in self.marks.items()
            if name in names
        }


def _readers(compiler: Any) -> list[tuple[int, Callable[[Any], Any], bool]]:
    """What is not read as it is: the place, how it is read, whether it may be shared.

    A value that can be changed, such as a document, is read anew for each row.
    """
    converters = compiler.get_converters([each[0] for each in compiler.select])

    def reader(converts: Sequence[Any], expression: Any) -> Callable[[Any], Any]:
        def read(value: Any) -> Any:
            for convert in converts:
                value = convert(value, expression, compiler.connection)
            return value

        return read

    return [
        (place, reader(*how), isinstance(_target(how[1]), UNCHANGING))
        for place, how in converters.items()
    ]


def _target(expression: Any) -> Any:
    field = expression.output_field
    return getattr(field, "target_field", field)


def _numbered(
    sql: str, places: list[tuple[str | None, Any]]
) -> tuple[str, list[tuple[str | None, Any]]]:
    """The statement with its constants written out and its other places numbered.

    PostgreSQL plans such a statement once for a connection, instead of each time.
    """
    operations: Any = connection.ops
    names = list(dict.fromkeys(name for name, _ in places if name is not None))
    remaining = iter(places)

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        name, constant = next(remaining)
        if name is not None:
            return f"${names.index(name) + 1}"
        return str(operations.compose_sql("%s", [constant]))

    return re.sub("%%|%s", put, sql), [(name, None) for name in names]


class PreparedForViewer:
    """A query over what a viewer may see, prepared once for each kind of viewer.

    `build(viewer, **marks)` makes the `values_list` queryset. The viewer it gets has
    the real roles, and marks for the program, the person, the site and the moment: it
    may be asked for its reach and go into `visible_to`, and for nothing that is stored.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        marks: Mapping[str, Place] | None = None,
        *,
        optional: Collection[str] = (),
    ) -> None:
        self.build, self.marks, self.optional = build, dict(marks or {}), optional
        self._known: dict[Any, Prepared] = {}
        MADE.append(self)

    def rows(self, viewer: Viewer, **values: Any) -> list[Row]:
        """The rows within this viewer's reach, as the queryset would have them."""
        kind = (viewer.roles, viewer.writes, viewer.is_system, viewer.site_id is None)
        statement = self._known.get(kind)
        if statement is None:
            statement = self._known[kind] = self._prepared(viewer)
        return statement.rows(
            viewer_program=viewer.program_id,
            viewer_person=viewer.staff_id,
            viewer_site=viewer.site_id,
            viewer_moment=viewer.at,
            **values,
        )

    def _prepared(self, viewer: Viewer) -> Prepared:
        marked = replace(
            viewer,
            program=MarkedProgram(),
            staff_id=OF_VIEWER["viewer_person"][1],
            site_id=viewer.site_id and OF_VIEWER["viewer_site"][1],
            at=OF_VIEWER["viewer_moment"][1],
        )

        def build(**marks: Any) -> Any:
            own = {name: mark for name, mark in marks.items() if name in self.marks}
            return self.build(marked, **own)

        optional = {*OF_VIEWER, *self.optional} - {"viewer_program"}
        return Prepared(build, OF_VIEWER | self.marks, optional=optional)


ANY_PROGRAM = UUID(int=101)
OF_VIEWER: dict[str, Place] = {
    "viewer_program": (UUIDField(), ANY_PROGRAM),
    "viewer_person": (UUIDField(), UUID(int=102)),
    "viewer_site": (UUIDField(), UUID(int=103)),
    "viewer_moment": (DateTimeField(), datetime(1901, 1, 1, 12, tzinfo=UTC)),
}
DAY_MARKS: dict[
    str, Place
] = {  # midnights around the marked moment, in the mark's zone
    "day_start": (DateTimeField(), datetime(1901, 1, 1, tzinfo=UTC)),
    "day_end": (DateTimeField(), datetime(1901, 1, 2, tzinfo=UTC)),
}
MADE: list[PreparedForViewer] = []


@dataclass(frozen=True, slots=True)
class MarkedProgram:
    """Stands for the program while a statement is written."""

    pk: UUID = ANY_PROGRAM
    zone: Any = UTC

    def day_of(self, at: datetime) -> date:
        """As `Program.day_of`."""
        return at.astimezone(self.zone).date()


def forget_prepared() -> None:
    """Write every viewer's statements anew: the access matrix is another one now."""
    for each in MADE:
        each._known.clear()


def instances(model: type[M], names: Sequence[str], rows: Iterable[Row]) -> list[M]:
    """Rows of these columns as models; the other columns are read when asked for."""
    _assert_in_order(model, tuple(names))
    return [_instance(model, names, row) for row in rows]


@cache
def _assert_in_order(model: type[Model], names: tuple[str, ...]) -> None:
    order = [field.attname for field in model._meta.concrete_fields]
    if sorted(names, key=order.index) != list(names):
        raise TypeError(f"{model._meta.label}: name the columns in the model's order")


def _instance(model: type[M], names: Sequence[str], row: Row) -> M:
    """As `Model.from_db`, without a look at each column that was not read."""
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
    vars(made).update(zip(names, row, strict=True))
    return made
