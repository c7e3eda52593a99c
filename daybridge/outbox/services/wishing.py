"""How a patient wants to be told, as they say it; what they say last holds."""

from datetime import datetime, timedelta
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.outbox.errors import NotReachable, StaleWish
from daybridge.outbox.models import Preference
from daybridge.outbox.queries import wish_of
from daybridge.people.models import Patient

Way = Preference.Way


@service
def say_how(
    *, patient: Patient, way: str, lead: timedelta | None, said: UUID | None,
    at: datetime, by: Viewer,
) -> Preference:  # fmt: skip
    """Keep how a patient wants to be told. `said` is what stood there when they chose.

    Raises StaleWish, and NotReachable when that way leads nowhere.
    """
    rows = Patient.objects.in_program(by.program_id)
    held: Patient = rows.select_for_update(no_key=True).get(pk=patient.pk)
    if wish_of(held).said != said:
        raise StaleWish("Somebody else wrote this down meanwhile. Look at it again.")
    _refuse(held, way)
    row = Preference(
        program_id=by.program_id, patient=held, way=way, written_by_id=by.staff_id,
        lead_minutes=int(lead.total_seconds() // 60) if lead else 0, created_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record("outbox.wish_kept", by=by.actor, target=row, at=at,
           detail={"way": row.way, "minutes": row.lead_minutes})  # fmt: skip
    return row


def _refuse(patient: Patient, way: str) -> None:
    if way == Way.TEXT and not (patient.phone and patient.may_leave_message):
        raise NotReachable(
            "A text message is a message: it needs their own number, and that they "
            "allow messages on it.",
            field="way",
        )
    if way == Way.EMAIL and not patient.email:
        raise NotReachable("There is no e-mail address on file.", field="way")
