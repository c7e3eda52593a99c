"""A reminder is written with its message, and ended with what was not sent of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Reminder
from daybridge.attendance.reminding.links import KIND, address_of
from daybridge.attendance.reminding.wording import after_a_missed_day, before_the_day
from daybridge.audit.recording import record, record_each
from daybridge.consents.secrets_of_links import digest, new_token
from daybridge.outbox.queries import language_of
from daybridge.outbox.services import take_back, tell_patient
from daybridge.outbox.values import Words
from daybridge.people.models import Patient

MESSAGE = "attendance.reminder"


@service
def write_reminder(
    *, patient: Patient, kind: Reminder.Kind, held_on: date, starts_at: datetime,
    expires_at: datetime, due: datetime, at: datetime, by: Viewer,
) -> Reminder:  # fmt: skip
    """Put a reminder into the outbox with a link of its own, to leave when it is due.

    Before a day it makes no sense any more once the day begins.
    """
    token = new_token()
    reminder = Reminder(
        program_id=by.program_id, patient=patient, kind=kind, held_on=held_on,
        starts_at=starts_at, expires_at=expires_at, token_digest=digest(KIND, token),
        created_at=at,
    )  # fmt: skip
    reminder.save(force_insert=True)
    tell_patient(
        patient=patient, kind=MESSAGE, words=_words(reminder, token, by),
        key=key_of(reminder), at=at, due=due, by=by,
        ends=starts_at if kind == Reminder.Kind.AHEAD else expires_at,
        where=reverse("attendance:noted", args=[patient.pk, held_on.isoformat()]),
    )  # fmt: skip
    record("attendance.reminder_written", by=by.actor, target=reminder, at=at,
           detail={"kind": str(kind)})  # fmt: skip
    return reminder


@service
def end_reminders(
    *, reminders: Sequence[Reminder], at: datetime, by: Viewer
) -> None:  # fmt: skip
    """Close the links of days that changed, and take back what was not sent."""
    ended = Reminder.objects.in_program(by.program_id).standing()
    ended.filter(pk__in=[row.pk for row in reminders]).update(ended_at=at)
    take_back(keys=[key_of(row) for row in reminders], at=at, by=by)
    record_each("attendance.reminder_ended", by=by.actor, targets=reminders,
                detail=lambda row: {"kind": row.kind}, at=at)  # fmt: skip


def key_of(reminder: Reminder) -> str:
    """The key of the message of a reminder."""
    return f"{MESSAGE}:{reminder.pk}"


def _words(reminder: Reminder, token: str, by: Viewer) -> Words:
    link, language = address_of(token), language_of(reminder.patient)
    if reminder.kind == Reminder.Kind.MISSED:
        return after_a_missed_day(
            missed_on=reminder.held_on, link=link, language=language
        )
    return before_the_day(
        starts_at=reminder.starts_at, zone=by.program.zone, link=link, language=language
    )
