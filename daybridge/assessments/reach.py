"""In whose assessments a viewer may write, by the ASM column of the access matrix.

A counselor on the team creates, amends and signs; a prescriber on it creates; the
supervisor signs. Diagnoses are of the SUD record, as every other part of the chart.
"""

from uuid import UUID

from django.db.models import Q

from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.records import barred
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import Patient, PatientQuerySet


def readable(viewer: Viewer) -> PatientQuerySet:
    """Patients whose assessments this viewer may read, opened charts among them."""
    patients: PatientQuerySet = Patient.objects.visible_to(viewer, Matter.ASSESSMENTS)
    return patients


def within(viewer: Viewer, *operations: Operation, path: str = "patient_id") -> Q:
    """The condition that the viewer may do one of these in the patient's charts."""
    if viewer.is_system:
        return Q()
    reach = max(viewer.reach(Matter.ASSESSMENTS, one) for one in operations)
    if reach is Reach.PROGRAM:
        return ~barred(viewer, path)
    if reach is not Reach.TEAM:
        return Q(pk__in=[])
    team = TeamMembership.objects.of(viewer).exclude(barred(viewer, "patient_id"))
    return Q(**{f"{path}__in": team.values("patient_id")})


def changeable(viewer: Viewer, *operations: Operation) -> PatientQuerySet:
    """Patients in whose assessments this viewer may do one of these."""
    patients: PatientQuerySet = Patient.objects.in_program(viewer.program_id).filter(
        within(viewer, *operations, path="pk")
    )
    return patients


def may(viewer: Viewer, patient_id: UUID, *operations: Operation) -> bool:
    """Whether this viewer may do one of these for one patient."""
    return changeable(viewer, *operations).filter(pk=patient_id).exists()
