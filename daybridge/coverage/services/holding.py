"""Rows as they are now, held against other changes until this one is done."""

from typing import Any, TypeVar

from daybridge.access.records import Record
from daybridge.access.viewer import Viewer
from daybridge.coverage.errors import Stale
from daybridge.people.models import Patient

R = TypeVar("R", bound=Record)


def hold(row: R, by: Viewer, *, version: int | None = None) -> R:
    """The row, held. With a version: refused when it is no longer the latest."""
    held: Any = (
        type(row).objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=row.pk)
    )  # fmt: skip
    if version is not None and getattr(held, "version", version) != version:
        raise Stale(
            "Someone else changed this meanwhile. Look at what they did, "
            "then try again."
        )
    found: R = held
    return found


def hold_patient(patient: Any, by: Viewer) -> Patient:
    """The patient, held: whoever writes in one person's coverage stands in line."""
    held: Patient = (
        Patient.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=patient.pk)
    )
    return held
