"""Whose coverage a viewer reads, in whole or in part, and in whose they write.

Source: the CLM column of the access matrix. Supervisors and the director read; a biller
reads and writes where a consent for payment is in force; the desk reads whether a
policy is active and what is due at the visit (FD: `*`). Counselors and prescribers read
their own service lines (CT, RX: `*`), and there are none yet.
"""

from dataclasses import replace
from enum import Enum
from typing import Any
from uuid import UUID

from daybridge.access.gate import Refused, visible_or_refused
from daybridge.access.matrix import ActorKind, Matter, Operation
from daybridge.access.models import Grant
from daybridge.access.records import barred, patients_within
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import Patient, PatientQuerySet

WHOLE = frozenset({Role.BILLER, Role.SUPERVISOR, Role.DIRECTOR})
COPAY_ONLY = frozenset({Role.FRONT_DESK})


class Part(Enum):
    """How much of somebody's coverage is read."""

    WHOLE = "whole"
    COPAY = "copay"  # and whether the policy is active
    NO_CONSENT = "no consent"  # a biller, before one for payment is signed


def reader(viewer: Viewer) -> Viewer:
    """The viewer with only those roles that read coverage whole."""
    if viewer.is_system:
        return viewer
    return replace(viewer, roles=viewer.roles & WHOLE)


def readable(viewer: Viewer) -> PatientQuerySet:
    """Patients whose coverage this viewer reads whole."""
    patients: PatientQuerySet = Patient.objects.visible_to(
        reader(viewer), Matter.CLAIMS
    )
    return patients


def changeable(viewer: Viewer) -> PatientQuerySet:
    """Patients in whose coverage this viewer writes."""
    patients: PatientQuerySet = Patient.objects.in_program(viewer.program_id)
    reach = viewer.reach(Matter.CLAIMS, Operation.CREATE)
    if reach is Reach.NOBODY:
        return patients.none()
    if reach is not Reach.PROGRAM:
        writer = replace(viewer, writes=True)  # an opened chart is read, not written
        patients = patients.filter(patients_within(writer, reach, "id", Matter.CLAIMS))
    if viewer.is_system:
        return patients
    return patients.exclude(barred(viewer, "id"))


def part_read(viewer: Viewer, patient_id: UUID) -> tuple[Patient, Part]:
    """The patient, and how much of their coverage this viewer reads, or no answer."""
    if not (viewer.is_system or viewer.roles & (WHOLE | COPAY_ONLY)):
        raise Refused(str(patient_id))
    whole = readable(viewer).filter(pk=patient_id).first()
    if whole is not None:
        return whole, Part.WHOLE
    patient: Patient = visible_or_refused(
        Patient.objects.visible_to(viewer), pk=patient_id
    )
    if viewer.roles & COPAY_ONLY:
        return patient, Part.COPAY
    if Role.BILLER in viewer.roles:
        return patient, Part.NO_CONSENT
    raise Refused(str(patient_id))


def patient_to_change(viewer: Viewer, patient_id: UUID) -> Patient:
    """A patient in whose coverage this viewer writes, else the answer of none."""
    patient: Patient = visible_or_refused(changeable(viewer), pk=patient_id)
    return patient


def row_to_read(viewer: Viewer, rows: Any, pk: UUID) -> Any:
    """A row of coverage that this viewer reads whole, else the answer of none."""
    return visible_or_refused(rows.visible_to(reader(viewer)), pk=pk)


def row_to_change(viewer: Viewer, rows: Any, path: str, pk: UUID) -> Any:
    """A row of coverage in which this viewer writes; `path` leads to its patient."""
    scoped = rows.in_program(viewer.program_id)
    return visible_or_refused(
        scoped.filter(**{f"{path}__in": changeable(viewer)}), pk=pk
    )


def reads_summary(viewer: Viewer, patient_id: UUID) -> bool:
    """Whether a consent opens the summary of the level of care to this biller."""
    if Role.BILLER not in viewer.roles:
        return False
    grants = Grant.objects.in_program(viewer.program_id).in_force(viewer.at)
    return grants.filter(
        patient_id=patient_id,
        reader=ActorKind.BILLER.value,
        opens=Matter.ASSESSMENTS.value,
        ended_at=None,
    ).exists()


def consent_behind(viewer: Viewer, patient_id: UUID) -> UUID | None:
    """The consent under which something about a patient may go to a payer, held.

    A revocation waits until what leaves has left, or comes first and stops it: a grant
    that has ended counts no more, whatever the moment at which the request began.
    """
    grants = Grant.objects.in_program(viewer.program_id).in_force(viewer.at)
    held: Grant | None = (
        grants.filter(patient_id=patient_id, opens=Matter.CLAIMS.value, ended_at=None)
        .select_for_update(no_key=True)
        .order_by("-starts_at", "pk")
        .first()
    )
    return None if held is None else held.basis_id
