"""In whose charts a viewer may write: their own patients', never one merely opened.

A barrier closes a chart to writing as it does to reading, whatever team someone is on.
"""

from django.db.models import BooleanField, Case, Q, Value, When

from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.records import barred
from daybridge.access.viewer import Reach, Viewer


def writable(
    viewer: Viewer,
    operation: Operation = Operation.CREATE,
    patient_path: str = "patient_id",
) -> Q:
    """The condition that the viewer may write in the chart of a row's patient."""
    reach = viewer.reach(Matter.SUD_RECORD, operation)
    if viewer.is_system:
        return Q()
    if reach is Reach.PROGRAM:
        return ~barred(viewer, patient_path)
    if reach is not Reach.TEAM:
        return Q(pk__in=[])
    team = TeamMembership.objects.of(viewer).exclude(barred(viewer, "patient_id"))
    return Q(**{f"{patient_path}__in": team.values("patient_id")})


def as_flag(condition: Q) -> Case | Value:
    """A condition as a column that is true or false for each row."""
    if not condition:
        return Value(True, output_field=BooleanField())
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
