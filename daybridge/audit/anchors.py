"""Chain heads outside the database, so that a cut or a roll-back of it is seen.

One line of JSON for each sealed batch in DAYBRIDGE_HOME/anchors/audit-heads.jsonl. Copy
the file to another place now and then: whoever can change both can cut both.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from daybridge.audit.marks import keyed


@dataclass(frozen=True, slots=True)
class Head:
    """The last sealed row of a chain at some moment."""

    chain: str
    number: int
    digest: str


def anchors_file() -> Path:
    home: Path = settings.HOME
    return home / "anchors" / "audit-heads.jsonl"


def keep(heads: list[Head], *, at: datetime) -> None:
    """Append chain heads and do not return before the disk has them."""
    if not heads:
        return
    path = anchors_file()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    lines = "".join(_line(head, at) for head in heads)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def latest() -> dict[str, Head]:
    """The farthest head kept of each chain; lines that are not ours are skipped."""
    found: dict[str, Head] = {}
    try:
        file = anchors_file().open(encoding="utf-8")
    except FileNotFoundError:
        return found
    with file:
        for line in file:
            head = _read(line)
            if head and head.number >= getattr(found.get(head.chain), "number", 0):
                found[head.chain] = head
    return found


def _line(head: Head, at: datetime) -> str:
    row = {
        "chain": head.chain,
        "number": head.number,
        "digest": head.digest,
        "at": at.isoformat(),
        "mark": _mark(head),
    }
    return json.dumps(row, separators=(",", ":")) + "\n"


def _read(line: str) -> Head | None:
    try:
        row = json.loads(line)
        head = Head(row["chain"], row["number"], row["digest"])
    except (ValueError, KeyError, TypeError):
        return None
    return head if row.get("mark") == _mark(head) else None


def _mark(head: Head) -> str:
    return keyed(f"anchor:{head.chain}:{head.number}:{head.digest}")
