"""Say which card someone has open: one row per person and session, overwritten."""

from datetime import datetime
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.notes.models import Presence
from daybridge.schedule.models import Session


@service
def be_present(
    *, session: Session, patient_id: UUID | None, by: Viewer, at: datetime
) -> None:
    """Note where someone is. Not an act on a record, so no audit row."""
    here = (
        patient_id is not None
        and session.attendances.filter(patient_id=patient_id).exists()
    )
    Presence.objects.bulk_create(
        [
            Presence(
                program_id=session.program_id,
                session=session,
                staff_id=by.person_id,
                patient_id=patient_id if here else None,
                seen_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["program", "session", "staff"],
        update_fields=["patient", "seen_at"],
    )
