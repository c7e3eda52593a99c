"""A card: the fields of one patient's note in one session, and changes to them.

A change carries a mark of the text its writer started from. When the stored text still
has that mark the change is taken; when someone else wrote meanwhile, it is a clash and
both texts are kept in view. The same change sent twice is no clash, and neither is a
text that goes on from the stored one.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from daybridge.notes.models import Note, Summary

TEXT_FIELDS = ("goal", "sentence", "quote", "next_step", "risk_note")
CHOICE_FIELDS = ("participation", "affect", "response", "risk")
CARD_FIELDS = (*CHOICE_FIELDS, *TEXT_FIELDS)
SUMMARY_FIELDS = ("text", "next_step")


class FieldChange(NamedTuple):
    """What someone wants one field to say."""

    name: str
    value: str
    base: str  # mark of the text they started from


@dataclass(frozen=True, slots=True)
class CardChange:
    patient_id: UUID
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people wrote the same field; neither text is lost."""

    field: str
    mine: str
    theirs: str
    by: str  # who wrote the other text


def mark(text: str) -> str:
    """A short mark of a text: equal texts, equal marks."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]


def marks_of(row: Note | Summary | None, fields: Iterable[str]) -> dict[str, str]:
    """The mark of each field as stored, for the next change to start from."""
    return {field: mark(getattr(row, field, "")) for field in fields}


def written_marks(row: Note | Summary | None, fields: Iterable[str]) -> str:
    """The marks as a form carries them: `goal:1f2e3d…,sentence:…`."""
    return ",".join(f"{name}:{mark}" for name, mark in marks_of(row, fields).items())


def apply(
    row: Note | Summary,
    changes: Iterable[FieldChange],
    *,
    by: Callable[[Note | Summary], str],
) -> list[Clash]:
    """Put changes into a row that is not stored yet; return those that clash.

    `by` says who wrote what stands there, and is asked only for a clash.
    """
    clashes = []
    for change in changes:
        current = getattr(row, change.name)
        if current == change.value:
            continue
        if mark(current) == change.base or _goes_on(current, change.value):
            setattr(row, change.name, change.value)
        else:
            clashes.append(Clash(change.name, change.value, current, by(row)))
    return clashes


def _goes_on(current: str, value: str) -> bool:
    """Whether a text only adds to the stored one, so that nothing is lost by it."""
    return bool(current) and value.startswith(current)
