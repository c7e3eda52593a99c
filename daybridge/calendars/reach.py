"""Whose calendars a viewer may look after.

Source: the ROS column of the access matrix. Whoever reads where a patient has places
reads that they have a calendar; whoever gives places hands an address over.
"""

from typing import Any

from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import Patient


def readable(viewer: Viewer) -> Any:
    """Patients of whose calendars this viewer may read."""
    return Patient.objects.visible_to(viewer, Matter.ROSTER)


def changeable(viewer: Viewer) -> Any:
    """Patients to whom this viewer may hand an address, and end one."""
    reach = viewer.reach(Matter.ROSTER, Operation.AMEND)
    patients = readable(viewer)
    if reach is Reach.PROGRAM:
        return patients
    if reach is not Reach.TEAM:
        return patients.none()
    return patients.filter(
        pk__in=TeamMembership.objects.of(viewer).values("patient_id")
    )
