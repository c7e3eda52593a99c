"""Read what a card form sent: fields named `card-<patient>-<field>`, with their marks.

`base-<patient>` lists the fields that were on the screen and the mark of the text each
started from: `goal:1f2e3d4c5b6a,sentence:…`. Only those fields are changes; a radio or
checkbox that was on the screen and is not sent was left empty.
"""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from daybridge.notes.cards import (
    CARD_FIELDS,
    CHOICE_FIELDS,
    SUMMARY_FIELDS,
    CardChange,
    FieldChange,
)
from daybridge.notes.models import Note

LONGEST_TEXT = 20_000  # characters in one field


def choices_of_field(name: str) -> list[tuple[str, str]]:
    """The answers of a rating: (stored, shown)."""
    column = Note._meta.get_field(name)
    return list(getattr(column, "flatchoices", ()))


CHOICES = {name: {"", *dict(choices_of_field(name))} for name in CHOICE_FIELDS}


class UnreadableCard(ValueError):
    """What was sent is not a card; the sentence names the field."""


def patients_in(sent: Mapping[str, str]) -> list[UUID]:
    """Whose cards a form holds, in the order sent."""
    names = [name for name in sent if name.startswith("base-")]
    try:
        return [UUID(name[len("base-") :]) for name in names if name != "base-summary"]
    except ValueError:
        raise UnreadableCard("A card in this form belongs to nobody.") from None


def read_cards(sent: Mapping[str, str]) -> list[CardChange]:
    """Every card in a form, in the order sent."""
    return [read_card(sent, patient_id) for patient_id in patients_in(sent)]


def read_card(sent: Mapping[str, str], patient_id: UUID) -> CardChange:
    """The changes of one patient's card."""
    return CardChange(patient_id, tuple(_changes(sent, str(patient_id), CARD_FIELDS)))


def read_summary(sent: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """The changes of the shared summary; none when it was not on the screen."""
    return tuple(_changes(sent, "summary", SUMMARY_FIELDS))


def _changes(
    sent: Mapping[str, str], card: str, fields: Iterable[str]
) -> Iterator[FieldChange]:
    for pair in filter(None, sent.get(f"base-{card}", "").split(",")):
        field, _, base = pair.partition(":")
        if field not in fields:
            raise UnreadableCard(f"“{field[:40]}” is not a field of a card.")
        value = sent.get(f"card-{card}-{field}", "")
        yield FieldChange(field, clean(value, field) if value else "", base)


def clean(value: str, field: str) -> str:
    """One way of writing line ends, no NUL, a known choice, a bearable length."""
    text = value
    if "\r" in text or "\x00" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(text) > LONGEST_TEXT:
        raise UnreadableCard(
            f"“{field}” holds {len(text):,} characters; up to {LONGEST_TEXT:,} fit."
        )
    if field in CHOICES and text not in CHOICES[field]:
        raise UnreadableCard(f"“{text[:40]}” is not an answer for “{field}”.")
    return text
