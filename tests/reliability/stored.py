"""What a database holds, read with plain SQL: a judge that is not the product."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from daybridge.rules.note_format import text_hash
from tests.reliability.drill import Installation

CARD_FIELDS = (
    "participation", "affect", "response", "risk", "goal", "sentence", "quote",
    "next_step", "risk_note",
)  # fmt: skip
NOTES = "SELECT * FROM notes_note WHERE session_id IS NOT NULL AND deleted_at IS NULL"
ACTS = "SELECT target_id, action, detail FROM audit_auditevent"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredNote:
    """One note as the database holds it."""

    id: UUID
    version: int
    values: dict[str, str]
    is_signed: bool
    is_whole: bool  # every part of a signature, or none; and the digest fits the text
    digest: str


class Stored:
    """Everything a drill asks about, read at once."""

    def __init__(self, installation: Installation) -> None:
        self.notes = {
            (uuid_of(row["session_id"]), uuid_of(row["patient_id"])): _note(row)
            for row in read(installation, NOTES)
        }
        self.summaries = {
            uuid_of(row["session_id"]): row
            for row in read(installation, "SELECT * FROM notes_summary")
        }
        self.places = {
            uuid_of(row["id"]): row
            for row in read(installation, "SELECT * FROM attendance_attendance")
        }
        self.former = _former(installation)
        self.acts: Counter[tuple[UUID, str]] = Counter()
        self.signatures: dict[UUID, list[str]] = defaultdict(list)
        for row in read(installation, f"{ACTS} WHERE target_id IS NOT NULL"):
            target, action = uuid_of(row["target_id"]), row["action"]
            self.acts[target, action] += 1
            if action == "notes.signed":
                self.signatures[target].append(as_json(row["detail"]).get("digest", ""))

    def half_signed(self) -> Iterator[str]:
        """Where signature, state and audit row do not agree, each as a sentence."""
        known = {note.id: note for note in self.notes.values()}
        for note in known.values():
            signed = self.signatures.get(note.id, [])
            if not note.is_whole:
                yield f"note {note.id}: a part of its signature is missing"
            if len(signed) != note.is_signed:
                yield f"note {note.id}: {len(signed)} signatures in the audit"
            if any(digest and digest != note.digest for digest in signed):
                yield f"note {note.id}: the audit has the digest of another text"
        for target in self.signatures.keys() - known.keys():
            yield f"the audit has a signature of a note that is not there: {target}"


def read(installation: Installation, sql: str) -> list[Row]:
    """The rows of one question, by column."""
    connection: Any
    if installation.database_url:
        connection = psycopg.connect(installation.database_url)
    else:
        connection = sqlite3.connect(installation.home / "daybridge.sqlite3")
    try:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        connection.close()


def uuid_of(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def moment_of(value: Any) -> datetime:
    """A moment as either engine gives it back."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def as_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _note(row: Row) -> StoredNote:
    parts = [
        row["signed_at"], row["signed_by_id"], row["signed_digest"], row["signed_text"],
        row["signed_as"],
    ]  # fmt: skip
    fits = text_hash(row["signed_text"]) == row["signed_digest"]
    return StoredNote(
        id=uuid_of(row["id"]),
        version=row["version"],
        values={name: row[name] for name in CARD_FIELDS},
        is_signed=row["signed_at"] is not None,
        is_whole=(all(parts) and fits) or not any(parts),
        digest=row["signed_digest"],
    )


def _former(installation: Installation) -> dict[UUID, set[tuple[str, str]]]:
    """Every earlier text that is kept: (field, text) by row."""
    kept: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for row in read(installation, 'SELECT target_id, "values" FROM audit_version'):
        for name, text in as_json(row["values"]).items():
            if isinstance(text, str):
                kept[uuid_of(row["target_id"])].add((name, text))
    return kept
