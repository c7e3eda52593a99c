"""Put a backup back: all of it is checked first, and all of it goes in or nothing.

The rows are written in one transaction, read out again, and hashed; only if they are
the rows of the backup and the audit chains end where they ended does it hold.
Sign-ins are not part of a backup, so everyone signs in again.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import Error, connection, models, transaction

from daybridge.audit import anchors
from daybridge.audit.actor import SYSTEM
from daybridge.audit.anchors import Head
from daybridge.audit.recording import record
from daybridge.backup.errors import BackupRefused
from daybridge.backup.keys import install_keys
from daybridge.backup.manifest import Manifest, audit_heads, migrations_of
from daybridge.backup.reading import opened, parts, read_backup, read_opening
from daybridge.backup.rows import LEFT_OUT, MADE_BY_MIGRATIONS, Digest, Table, tables
from daybridge.backup.secret import Secret

Progress = Callable[[int, int], None]
BATCH = 1_000


def restore_backup(
    path: Path,
    *,
    secret: Secret,
    at: datetime,
    replace: bool = False,
    progress: Progress = lambda done, total: None,
) -> Manifest:
    """Put a backup into the database of this installation."""
    manifest = read_backup(path, secret=secret)
    _check_fits(manifest)
    if not replace and not is_empty():
        raise BackupRefused(
            "There is data here already. Restore into another DAYBRIDGE_HOME or "
            "database, or give this data up with --replace."
        )
    try:
        with transaction.atomic(), _keys_of(manifest):
            _wipe()
            _load(path, secret, manifest, progress)
            _prove(manifest)
            record("backup.restored", by=SYSTEM, at=at, detail=_about(manifest))
    except Error as problem:
        raise BackupRefused(
            f"The database did not take the backup ({type(problem).__name__}: "
            f"{str(problem).splitlines()[0][:200]}). Nothing was changed."
        ) from None
    _settle_outside(manifest, at)
    return manifest


def is_empty() -> bool:
    """Whether the database holds nothing but what migrations put there."""
    return not any(
        table.count("default")
        for table in tables()
        if table.name not in MADE_BY_MIGRATIONS
    )


def _check_fits(manifest: Manifest) -> None:
    here = migrations_of("default")
    if manifest.migrations != here:
        raise BackupRefused(
            f"The backup was made by version {manifest.version}, whose database has "
            "other steps than this one. Restore it with that version, then upgrade."
        )
    if set(manifest.tables) != {table.name for table in tables()}:
        raise BackupRefused("The backup has other tables than this version.")


def _wipe() -> None:
    names = [table.name for table in tables()] + sorted(LEFT_OUT)
    quoted = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY")
            return
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 # nosec B608


def _load(path: Path, secret: Secret, manifest: Manifest, progress: Progress) -> None:
    by_name = {table.name: table for table in tables()}
    pending: list[str] = []
    table: Table | None = None
    done = 0
    with opened(path, secret) as lines:
        read_opening(lines)
        for kind, value in parts(lines):
            if kind == "row":
                pending.append(value)
            if table is not None and (kind != "row" or len(pending) >= BATCH):
                _insert(table, pending)
                done += len(pending)
                progress(done, manifest.rows)
                pending = []
            if kind == "table":
                table = by_name[value["table"]]
                if table.columns != value["columns"]:
                    raise BackupRefused(f"The columns of {table.name} have changed.")
    _reset_counters()


def _insert(table: Table, lines: list[str]) -> None:
    if not lines:
        return
    prepared = list(zip(table.fields, table.decoders(), strict=True))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in table.columns)
    places = ", ".join(["%s"] * len(prepared))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608 # nosec B608
    rows = [
        [
            field.get_db_prep_save(None if value is None else decode(value), connection)
            for (field, decode), value in zip(prepared, json.loads(line), strict=True)
        ]
        for line in lines
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _reset_counters() -> None:
    """PostgreSQL continues numbering after the rows that came in."""
    all_models: list[type[models.Model]] = [table.model for table in tables()]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), all_models):
            cursor.execute(sql)


def _prove(manifest: Manifest) -> None:
    """Read everything out again: the rows, and where each audit chain ends."""
    for table in tables():
        digest = Digest()
        for line in table.lines("default"):
            digest.add(line)
        if digest.as_data() != manifest.tables[table.name]:
            raise BackupRefused(
                f"{table.name} did not come back as it was. Nothing was changed."
            )
    if audit_heads("default") != manifest.audit_heads:
        raise BackupRefused("The audit does not end where it did. Nothing was changed.")
    connection.check_constraints()


class _keys_of:  # noqa: N801 - reads as a sentence where it is used
    """While restoring, mark audit rows with the key that goes with them."""

    def __init__(self, manifest: Manifest) -> None:
        self._key = manifest.keys.get("audit")

    def __enter__(self) -> None:
        self._former = settings.AUDIT_KEY
        if self._key:
            settings.AUDIT_KEY = bytes.fromhex(self._key)

    def __exit__(self, *problem: object) -> None:
        if problem[0] is not None:
            settings.AUDIT_KEY = self._former


def _settle_outside(manifest: Manifest, at: datetime) -> None:
    """Keys and chain heads live beside the database; bring them in step."""
    if manifest.keys:
        install_keys(manifest.keys, at=at)
    kept = anchors.anchors_file()
    if kept.exists():
        kept.rename(kept.with_name(f"{kept.name}.before-{at:%Y%m%dT%H%M%S}"))
    heads = manifest.audit_heads.items()
    anchors.keep([Head(chain, *head) for chain, head in heads], at=at)


def _about(manifest: Manifest) -> dict[str, Any]:
    return {"made_at": manifest.made_at, "rows": manifest.rows}
