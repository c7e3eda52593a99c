"""Audit rows of the demo: the acts that its invented staff would have left behind."""

from datetime import datetime
from uuid import UUID

from daybridge.audit.models import AuditEvent
from daybridge.demo.clinic import Clinic, Hired
from daybridge.demo.draw import Draw


def keep(
    clinic: Clinic,
    draw: Draw,
    action: str,
    by: Hired | None,
    target_type: str,
    target_id: UUID,
    patient_id: UUID | None,
    at: datetime,
) -> None:
    """Keep one act; `by` is None for the system."""
    row = AuditEvent(
        id=draw.id(at), program_id=clinic.program_id, at=at,
        user_id=by.user_id if by else None, staff_id=by.id if by else None,
        actor_name=by.name if by else "Daybridge",
        roles=",".join(by.roles) if by else "", action=action,
        target_type=target_type, target_id=target_id, patient_id=patient_id,
        address="10.0.0.5" if by else "",
    )  # fmt: skip
    row.sign()
    clinic.bulk.add(AuditEvent, **{name: getattr(row, name) for name in COLUMNS})


COLUMNS = [field.attname for field in AuditEvent._meta.concrete_fields]
