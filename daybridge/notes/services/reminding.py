"""Remind a colleague of a note that holds a service day, without naming the patient."""

from datetime import date, datetime
from uuid import UUID

from daybridge.access.models import Notice
from daybridge.access.service import service
from daybridge.access.services.notices import notify
from daybridge.access.viewer import Viewer
from daybridge.people.models import Staff

KIND = "notes.reminder"


@service
def remind(*, staff_id: UUID, day: date, by: Viewer, at: datetime) -> Staff | None:
    """Put one sentence on the writer's Today; a second click adds nothing.

    Answers who was reminded, or None when there is no such colleague at work.
    """
    staff: Staff | None = (
        Staff.objects.in_program(by.program_id).active().filter(pk=staff_id).first()
    )
    if staff is None:
        return None
    text = (
        f"{by.name} asks for the notes of {day:%B} {day.day}: a service day waits for "
        "a signature."
    )
    told = Notice.objects.in_program(by.program_id).filter(
        staff_id=staff_id, kind=KIND, text=text, read_at=None
    )
    if not told.exists():
        notify(staff=[staff], kind=KIND, text=text, at=at, link="/notes/")
    return staff
