"""Is the database there, and is it of this version? Each no comes with its fix."""

import os
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from daybridge.cli.output import Refusal, timed
from daybridge.rules.wording import listed


def check_database() -> None:
    """Refuse, with the fix, a database that cannot be opened."""
    if connection.vendor == "sqlite":
        _check_sqlite_file(Path(connection.settings_dict["NAME"]))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError as problem:
        raise Refusal(_unreachable(problem)) from None
    except DatabaseError as problem:
        raise Refusal(f"{where()} cannot be read: {_first_line(problem)}") from None


def check_durable() -> None:
    """Refuse a PostgreSQL that answers before it has written: a power cut loses words.

    SQLite is synced at each commit by our own settings.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE setting = 'off' "
            "AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY 1"
        )
        off = [name for (name,) in cursor.fetchall()]
    if off:
        fix = "".join(f"ALTER SYSTEM SET {name} = on; " for name in off)
        raise Refusal(
            f"{where()} says a word is kept before it is on the disk: {listed(off)} "
            f"{'is' if len(off) == 1 else 'are'} off. As its superuser: {fix}"
            "SELECT pg_reload_conf();"
        )


def where() -> str:
    """The database in words, without its password."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    host, port = settings["HOST"] or "localhost", settings["PORT"] or "5432"
    return f"PostgreSQL database {settings['NAME']!r} at {host}:{port}"


def pending_migrations() -> list[str]:
    """Names of the steps this version needs and the database has not seen."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def check_migrated() -> None:
    waiting = pending_migrations()
    if waiting:
        raise Refusal(
            f"The database waits for {len(waiting)} steps of this version. Run: "
            "daybridge migrate"
        )


def migrate() -> int:
    """Run the steps that wait; says how many there were."""
    waiting = pending_migrations()
    if waiting:
        with timed(f"Preparing the database ({len(waiting)} steps)"):
            call_command("migrate", interactive=False, verbosity=0)
    return len(waiting)


def is_empty() -> bool:
    """Whether nobody has put a program or an account in yet."""
    from daybridge.access.models import User
    from daybridge.programs.models import Program

    return not (Program.objects.exists() or User.objects.exists())


def _check_sqlite_file(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-wal")):
        if file.exists() and not os.access(file, os.W_OK):
            raise Refusal(
                f"{file}: this user may not write to it. "
                f"Change its owner: chown {os.getuid()} {file}"
            )


def _unreachable(problem: Any) -> str:
    said = _first_line(problem)
    if connection.vendor == "sqlite":
        return f"{where()} cannot be opened: {said}"
    name = connection.settings_dict["NAME"]
    user = connection.settings_dict["USER"]
    if "does not exist" in said and "database" in said:
        fix = f"Make it: createdb --owner {user or '<user>'} {name}"
    elif "password" in said or "role" in said:
        fix = "Correct user and password in DAYBRIDGE_DATABASE_URL."
    else:
        fix = (
            "Start PostgreSQL, or correct DAYBRIDGE_DATABASE_URL "
            "(postgresql://user:password@host:5432/name)."
        )
    return f"{where()} does not answer ({said}). {fix}"


def _first_line(problem: Any) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
