"""Of which patients a viewer reads, or keeps, when they come and how they hear of it.

Source: the ROS column of the access matrix. Whoever reads where a patient has places
reads when they can come, that they have a calendar, and what they were told; whoever
gives places keeps all of it.
"""

from typing import Any

from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import Patient


def patients_readable(viewer: Viewer) -> Any:
    """Patients of whose week and calendar this viewer may read."""
    return Patient.objects.visible_to(viewer, Matter.ROSTER)


def patients_changeable(viewer: Viewer) -> Any:
    """Patients whose week and calendar this viewer looks after."""
    reach = viewer.reach(Matter.ROSTER, Operation.AMEND)
    patients = patients_readable(viewer)
    if reach is Reach.PROGRAM:
        return patients
    if reach is not Reach.TEAM:
        return patients.none()
    return patients.filter(
        pk__in=TeamMembership.objects.of(viewer).values("patient_id")
    )
