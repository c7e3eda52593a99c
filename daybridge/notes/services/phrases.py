"""A clinician's own quick phrases: kept, changed, put in order, deleted to the bin."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from daybridge.access.records import RecordQuerySet
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.notes.errors import NotYours
from daybridge.notes.models import QuickPhrase


@service
def save_phrase(
    *, phrase: QuickPhrase, label: str, text: str, field: str, by: Viewer
) -> QuickPhrase:
    """Keep a new phrase at the end of the list, or change one of one's own."""
    if phrase._state.adding:
        phrase.program_id, phrase.staff_id = by.program_id, by.person_id
        phrase.position = _next_position(by)
    elif phrase.staff_id != by.staff_id:
        raise NotYours
    phrase.label, phrase.text, phrase.field = label, text, field
    phrase.save()
    return phrase


@service
def order_phrases(*, numbers: Sequence[UUID], by: Viewer) -> None:
    """Put one's own phrases in this order; those not named keep to the end."""
    mine = {phrase.pk: phrase for phrase in _own(by)}
    named = [mine.pop(number) for number in numbers if number in mine]
    ordered = [*named, *mine.values()]
    for position, phrase in enumerate(ordered):
        phrase.position = position
    QuickPhrase.objects.bulk_update(ordered, ["position"])


@service
def delete_phrase(*, phrase: QuickPhrase, by: Viewer, at: datetime) -> None:
    """Put an own phrase in the bin."""
    _own(by).filter(pk=phrase.pk).update(deleted_at=at, deleted_by_id=by.staff_id)


def _own(by: Viewer) -> RecordQuerySet[QuickPhrase]:
    own: RecordQuerySet[QuickPhrase] = (
        QuickPhrase.objects.in_program(by.program_id)
        .filter(staff_id=by.person_id, deleted_at=None)
        .order_by("position", "created_at")
    )
    return own


def _next_position(by: Viewer) -> int:
    last = _own(by).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1
