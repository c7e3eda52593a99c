"""The likeness meter: how close a card is to the last note and to its neighbors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from daybridge.notes.composing import own_words
from daybridge.notes.models import Note
from daybridge.people.models import Patient
from daybridge.rules.likeness import Fingerprint, closest, fingerprint, too_close

LAST_NOTE = "last"


@dataclass(frozen=True, slots=True)
class Meter:
    """How alike a card is to the text it is closest to."""

    points: int  # 0-100
    is_too_close: bool
    sentence: str


def meters(
    notes: Sequence[Note], previous: Mapping[UUID, Note], people: Sequence[Patient]
) -> dict[UUID, Meter]:
    """The meter of each card, by patient; cards without words have none."""
    names = {word for person in people for word in _names(person)}
    called = {person.pk: person.called for person in people}
    prints = {
        note.patient_id: fingerprint(own_words(note), ignore=names)
        for note in notes
        if own_words(note)
    }
    last = {
        patient_id: fingerprint(own_words(note), ignore=names)
        for patient_id, note in previous.items()
    }
    return {
        patient_id: _meter(patient_id, text, prints, last, called)
        for patient_id, text in prints.items()
    }


def _meter(
    patient_id: UUID,
    text: Fingerprint,
    prints: Mapping[UUID, Fingerprint],
    last: Mapping[UUID, Fingerprint],
    called: Mapping[UUID, str],
) -> Meter:
    others: dict[UUID | str, Fingerprint] = {
        other: theirs for other, theirs in prints.items() if other != patient_id
    }
    if patient_id in last:
        others[LAST_NOTE] = last[patient_id]
    nearest = closest(text, others)
    if nearest is None:
        return Meter(0, False, "Nothing to compare with yet.")
    other, points = nearest
    whose = (
        f"{called[other]}’s card" if isinstance(other, UUID) else "their own last note"
    )
    sentence = f"{points} of 100 alike: {whose} is the closest."
    return Meter(points, too_close(points), sentence)


def _names(person: Patient) -> tuple[str, ...]:
    return person.legal_first_name, person.legal_last_name, person.preferred_name
