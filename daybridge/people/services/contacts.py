"""The people in a patient's life: put on file, changed, taken off and put back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.people.models import Contact, Patient
from daybridge.people.services.patients import StaleError

KEPT = (
    "name", "relationship", "phone", "email", "reaching", "may_leave_message",
    "is_emergency_contact",
)  # fmt: skip


@service
def add_contact(
    *, patient: Patient, values: Mapping[str, Any], by: Viewer, at: datetime
) -> Contact:
    """Put someone on file whom the patient named."""
    contact: Contact = Contact.objects.create(
        program_id=by.program_id, patient=patient, **values
    )
    _record("people.contact_added", contact, by, at)
    return contact


@service
def amend_contact(
    *,
    contact: Contact,
    values: Mapping[str, Any],
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Keep what changed, unless someone else saved in between."""
    rows = _rows(contact, by).filter(version=version, removed_at=None)
    if not rows.update(version=version + 1, **values):
        raise StaleError
    contact.refresh_from_db()
    _record("people.contact_amended", contact, by, at)


@service
def remove_contact(*, contact: Contact, by: Viewer, at: datetime) -> bool:
    """Take someone off the list; the row stays and can be put back."""
    if not _rows(contact, by).filter(removed_at=None).update(removed_at=at):
        return False
    _record("people.contact_removed", contact, by, at)
    return True


@service
def restore_contact(*, contact: Contact, by: Viewer, at: datetime) -> bool:
    """Put someone back on the list."""
    if not _rows(contact, by).exclude(removed_at=None).update(removed_at=None):
        return False
    _record("people.contact_restored", contact, by, at)
    return True


def _rows(contact: Contact, by: Viewer) -> Any:
    return Contact.objects.in_program(by.program_id).filter(pk=contact.pk)


def _record(action: str, contact: Contact, by: Viewer, at: datetime) -> None:
    remember([contact], fields=KEPT, by=by.actor, at=at)
    detail = {"version": contact.version}
    record(action, by=by.actor, target=contact, detail=detail, at=at)
