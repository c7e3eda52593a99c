"""The program's own words on its public pages, and when its telephone is answered."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.programs.errors import StaleSetting
from daybridge.programs.models import PhoneWeek, PublicText

MEANWHILE = (
    "Someone else has just changed this. What you typed is kept below, what they wrote "
    "is under Earlier. Save again to put yours in its place."
)


@service
def write_text(
    *, key: str, language: str, text: str, seen: int, at: datetime, by: Viewer
) -> PublicText:
    """Say a text of the public pages in one's own words; an empty one is as shipped.

    `seen` is the number that was read before, 0 for none; raises StaleSetting.
    """
    rows = PublicText.objects.in_program(by.program_id)
    row = PublicText(
        program_id=by.program_id, key=key, language=PublicText.Language(language),
        text=text, number=seen + 1, written_at=at, written_by_id=by.staff_id,
    )  # fmt: skip
    _put_in_place(rows.filter(key=key, language=language), row, seen=seen, at=at)
    record("programs.public_text_written", by=by.actor, target=row, at=at,
           detail={"text": key, "language": language})  # fmt: skip
    return row


@service
def set_phone_week(
    *, hours: list[dict[str, Any]], seen: int, at: datetime, by: Viewer
) -> PhoneWeek:
    """Say when the telephone is answered; `seen` as in `write_text`."""
    row = PhoneWeek(
        program_id=by.program_id, hours=hours, number=seen + 1, written_at=at,
        written_by_id=by.staff_id,
    )  # fmt: skip
    rows = PhoneWeek.objects.in_program(by.program_id)
    _put_in_place(rows, row, seen=seen, at=at)
    record("programs.phone_week_set", by=by.actor, target=row, at=at)
    return row


def _put_in_place(rows: Any, row: Any, *, seen: int, at: datetime) -> None:
    """Replace the reading that was seen; of two at once, the second is refused."""
    replaced = rows.current().filter(number=seen).update(replaced_at=at)
    if seen and not replaced:
        raise StaleSetting(MEANWHILE)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise StaleSetting(MEANWHILE) from None
