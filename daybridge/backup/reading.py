"""Read a backup from end to end and check all it says about itself."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from daybridge.backup.envelope import DAMAGED, SealedReader
from daybridge.backup.errors import BackupRefused
from daybridge.backup.manifest import FORMAT, Manifest
from daybridge.backup.rows import Digest
from daybridge.backup.secret import Secret

Part = tuple[str, Any]  # ("table", its head), ("row", its line) or ("end", closing)


def read_backup(path: Path, *, secret: Secret) -> Manifest:
    """Verify the whole file; gives its manifest, or refuses with the reason."""
    with opened(path, secret) as lines:
        manifest = read_opening(lines)
        digests: dict[str, Digest] = {}
        current = Digest()
        closing: dict[str, Any] | None = None
        for kind, value in parts(lines):
            if closing is not None:
                raise BackupRefused(DAMAGED)
            if kind == "row":
                current.add(value)
            elif kind == "table":
                current = digests[value["table"]] = Digest()
            else:
                closing = value
    if closing is None:
        raise BackupRefused("The backup is only half: it has no end.")
    counted = {name: digest.as_data() for name, digest in digests.items()}
    if counted != closing["tables"]:
        raise BackupRefused("The rows of the backup are not those it was made of.")
    manifest.tables = closing["tables"]
    manifest.audit_heads = closing["audit_heads"]
    manifest.keys = closing["keys"]
    return manifest


def opened(path: Path, secret: Secret) -> Any:
    """The lines of a backup, as bytes, with bounded memory."""
    try:
        file = path.open("rb")
    except OSError as problem:
        raise BackupRefused(f"{path}: {problem.strerror}.") from None
    return _Lines(file, secret)


class _Lines:
    """Closes the file with itself, and turns every flaw into a refusal."""

    def __init__(self, file: Any, secret: Secret) -> None:
        self._file = file
        try:
            sealed = io.BufferedReader(SealedReader(file, secret), 1 << 20)
        except BaseException:
            file.close()
            raise
        self._lines = gzip.GzipFile(fileobj=sealed, mode="rb")

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        try:
            for line in self._lines:
                yield line.decode()
        except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError):
            raise BackupRefused(DAMAGED) from None
        except OSError as problem:
            raise BackupRefused(f"The backup cannot be read: {problem}.") from None


def read_opening(lines: Any) -> Manifest:
    """The first line of a backup."""
    try:
        data = json.loads(next(iter(lines)))
        found = data.pop("format")
    except (StopIteration, ValueError, KeyError, AttributeError):
        raise BackupRefused(DAMAGED) from None
    if found != FORMAT:
        raise BackupRefused(
            f"This backup has format {found}; this version reads {FORMAT}."
        )
    return Manifest(**data)


def parts(lines: Any) -> Iterator[Part]:
    """Everything after the first line, told apart."""
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("["):
            yield "row", line
            continue
        data = json.loads(line)
        yield ("end", data["end"]) if "end" in data else ("table", data)
