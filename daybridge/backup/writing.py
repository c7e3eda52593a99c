"""Make a backup: one consistent moment, streamed, sealed, read back, then named."""

import gzip
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from daybridge.audit.actor import SYSTEM
from daybridge.audit.recording import record
from daybridge.backup.envelope import SealedWriter
from daybridge.backup.errors import BackupRefused
from daybridge.backup.keys import read_keys
from daybridge.backup.manifest import Manifest, begin_manifest
from daybridge.backup.reading import read_backup
from daybridge.backup.rows import Digest, tables, to_line
from daybridge.backup.secret import Secret
from daybridge.backup.snapshot import snapshot

Progress = Callable[[int, int], None]  # rows done, rows in all


def make_backup(
    path: Path,
    *,
    secret: Secret,
    at: datetime,
    with_keys: bool = False,
    progress: Progress = lambda done, total: None,
) -> Manifest:
    """Write everything into `path`. The name appears only once the file is proven."""
    if with_keys and secret.kind != "passphrase":
        raise BackupRefused(
            "Keys go only into a backup sealed with a passphrase: give "
            "--passphrase-file, and keep the passphrase away from this machine."
        )
    if path.exists():
        raise BackupRefused(f"{path} is there already. Name a new file.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        manifest = _write(draft, secret, at, with_keys, progress)
        read_backup(draft, secret=secret)
        os.replace(draft, path)
        _settle(path.parent)
    except OSError as problem:
        raise BackupRefused(f"{path}: {problem.strerror or problem}.") from None
    finally:
        draft.unlink(missing_ok=True)
    record(
        "backup.made",
        by=SYSTEM,
        detail={"rows": manifest.rows, "with_keys": with_keys, "seal": secret.kind},
        at=at,
    )
    return manifest


def _write(
    draft: Path, secret: Secret, at: datetime, with_keys: bool, progress: Progress
) -> Manifest:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
        with (
            SealedWriter(file, secret) as sealed,
            gzip.GzipFile(fileobj=cast(BinaryIO, sealed), mode="wb", mtime=0) as lines,
            snapshot() as using,
        ):
            manifest = begin_manifest(using, at=at)
            if with_keys:
                manifest.keys = read_keys()
            _write_rows(lines, manifest, using, progress)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _write_rows(
    lines: gzip.GzipFile, manifest: Manifest, using: str, progress: Progress
) -> None:
    def put(line: str) -> None:
        lines.write(f"{line}\n".encode())

    total, done = sum(table.count(using) for table in tables()), 0
    put(to_line(manifest.opening()))
    for table in tables():
        put(to_line({"table": table.name, "columns": table.columns}))
        digest = Digest()
        for line in table.lines(using):
            put(line)
            digest.add(line)
            done += 1
            if done % 1_000 == 0:
                progress(done, total)
        manifest.tables[table.name] = digest.as_data()
    put(to_line({"end": manifest.closing()}))


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
