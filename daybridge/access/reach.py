"""In whose charts a viewer may write: their own patients', never one merely opened."""

from django.db.models import BooleanField, Case, Q, Value, When

from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.viewer import Reach, Viewer


def writable(
    viewer: Viewer,
    operation: Operation = Operation.CREATE,
    patient_path: str = "patient_id",
) -> Q:
    """The condition that the viewer may write in the chart of a row's patient."""
    reach = viewer.reach(Matter.SUD_RECORD, operation)
    if reach is Reach.PROGRAM:
        return Q()
    if reach is not Reach.TEAM:
        return Q(pk__in=[])
    team = TeamMembership.objects.of(viewer).values("patient_id")
    return Q(**{f"{patient_path}__in": team})


def as_flag(condition: Q) -> Case | Value:
    """A condition as a column that is true or false for each row."""
    if not condition:
        return Value(True, output_field=BooleanField())
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
