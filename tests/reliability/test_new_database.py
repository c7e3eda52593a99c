"""A new database that was made whole is the one that every step would have made."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.reliability.drill import Installation, drop, on_postgres, on_sqlite

pytestmark = pytest.mark.reliability
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, step_by_step={step_by_step})
"""
OF_POSTGRES = {  # what there is, a line for each thing
    "columns": "SELECT concat_ws(' ', table_name, column_name, data_type, "
    "character_maximum_length, numeric_precision, is_nullable, column_default, "
    "is_identity, is_generated, collation_name) FROM information_schema.columns "
    "WHERE table_schema = 'public'",
    "constraints": "SELECT concat_ws(' ', conrelid::regclass, conname, "
    "pg_get_constraintdef(oid)) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "ways to keep": "SELECT concat_ws(' ', relname, reloptions) FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')",
}
BY_THE_CLOCK = {"applied"}  # columns that say when the database was made
Read = Callable[[Installation], tuple[dict[str, Any], dict[str, Any]]]


@pytest.mark.own_installation
def test_on_sqlite_nothing_is_missing_and_nothing_more(tmp_path):
    whole, stepped = prepared(on_sqlite, of_sqlite, tmp_path)

    assert len(whole[0]) > 500
    assert_same(whole, stepped)


def test_on_postgresql_nothing_is_missing_and_nothing_more(tmp_path):
    if "DAYBRIDGE_TEST_POSTGRES" not in os.environ:
        pytest.skip("runs on PostgreSQL: DB=postgres bin/test")
    whole, stepped = prepared(on_postgres, of_postgres, tmp_path)

    assert len(whole[0]["columns"]) > 1_000
    assert len(whole[0]["indexes"]) > 300
    assert any("fillfactor" in line for line in whole[0]["ways to keep"])
    assert_same(whole, stepped)


@pytest.mark.own_installation
def test_a_database_that_has_a_table_is_left_to_its_steps(tmp_path):
    """Whatever it is: perhaps the first steps of an older version."""
    installation = on_sqlite(tmp_path)
    with sqlite3.connect(installation.home / "daybridge.sqlite3") as connection:
        connection.execute("CREATE TABLE mine (word TEXT)")
        connection.execute("CREATE TABLE programs_program (id INTEGER)")

    done = prepare(installation, step_by_step=False)

    assert done.returncode != 0
    assert 'table "programs_program" already exists' in done.stderr


def prepared(
    make: Callable[[Path], Installation], read: Read, folder: Path
) -> Iterator[Any]:
    """The tables and rows of a database made whole, and of one made step by step."""
    for step_by_step in (False, True):
        installation = make(folder)
        done = prepare(installation, step_by_step=step_by_step)
        assert done.returncode == 0, done.stderr
        yield read(installation)
        drop(installation)


def prepare(installation: Installation, *, step_by_step: bool) -> CompletedProcess[str]:
    return installation.python(
        "-c", PREPARE.format(step_by_step=step_by_step),
        DJANGO_SETTINGS_MODULE="daybridge.config.settings",
    )  # fmt: skip


def assert_same(whole: Any, stepped: Any) -> None:
    """Tables first: what they hold says little where they differ."""
    for made, expected in zip(whole, stepped, strict=True):
        assert made.keys() == expected.keys()
        assert {n: made[n] for n in made if made[n] != expected[n]} == {}


def of_sqlite(installation: Installation) -> tuple[dict[str, Any], dict[str, Any]]:
    """Each thing with its parts, and rows of each table; columns in no order."""
    with sqlite3.connect(installation.home / "daybridge.sqlite3") as connection:
        connection.row_factory = sqlite3.Row
        things = connection.execute("SELECT type, name, sql FROM sqlite_master")
        made = {
            f"{kind} {name}": sorted(parts(sql or "")) for kind, name, sql in things
        }
        tables = connection.execute(
            "SELECT name FROM sqlite_master "
            "WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        rows = {
            name: told(connection.execute(f'SELECT * FROM "{name}"').fetchall())
            for (name,) in tables
        }
    return made, rows


def of_postgres(installation: Installation) -> tuple[dict[str, Any], dict[str, Any]]:
    with psycopg.connect(installation.database_url) as connection:
        made = {
            name: sorted(line for (line,) in connection.execute(query.encode()))
            for name, query in OF_POSTGRES.items()
        }
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        cursor = connection.cursor(row_factory=dict_row)
        rows = {
            name: told(cursor.execute(f'SELECT * FROM "{name}"'.encode()).fetchall())
            for (name,) in tables
        }
    return made, rows


def parts(sql: str) -> list[str]:
    """What stands around the outer parentheses, and what commas part in them."""
    before, _, rest = sql.partition("(")
    inner, _, after = rest.rpartition(")")
    found, depth = [""], 0
    for sign in inner:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [before, after, *(part.strip() for part in found)]


def told(rows: Any) -> list[str]:
    """Rows by the names of their columns, without the hour."""
    own = (dict(row) for row in rows)
    return sorted(
        str(sorted((name, row[name]) for name in row.keys() - BY_THE_CLOCK))
        for row in own
    )
