"""Let one record of a person stand for another, and take that back."""

from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people.models import NameWord, Patient
from daybridge.people.services.names import index_names

DOOR = ("arrival_code_digest", "arrival_pin_digest")


@service
def fold(
    *, patient: Patient, into: Patient, by: Viewer, at: datetime
) -> dict[str, Any]:
    """Take a record off every list; gives what opened the door, to be kept for undo."""
    opened = {name: getattr(patient, name) for name in DOOR}
    rows = Patient.objects.in_program(by.program_id).filter(pk=patient.pk)
    rows.update(merged_into=into, **dict.fromkeys(DOOR, ""))
    words = NameWord.objects.in_program(by.program_id)
    words.filter(patient=patient).delete()
    record("people.record_folded", by=by.actor, target=patient, at=at,
           patient_id=patient.pk, detail={"into": str(into.pk)})  # fmt: skip
    return opened


@service
def unfold(
    *, patient: Patient, opened: dict[str, Any], by: Viewer, at: datetime
) -> None:
    """Let a record stand for itself again."""
    rows = Patient.objects.in_program(by.program_id).filter(pk=patient.pk)
    rows.update(merged_into=None, **{name: opened.get(name, "") for name in DOOR})
    patient.refresh_from_db()
    index_names(patients=[patient])
    record("people.record_unfolded", by=by.actor, target=patient, at=at,
           patient_id=patient.pk)  # fmt: skip
