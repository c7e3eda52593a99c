"""The program in a few numbers, for its director."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from daybridge.access.viewer import Viewer
from daybridge.intake.models import Episode


@dataclass(frozen=True, slots=True)
class Numbers:
    in_care: int
    admitted: int  # in the last seven days
    discharged: int  # in the last seven days


def in_short(viewer: Viewer) -> Numbers:
    """How many people are in care, came and left; counts alone, one statement."""
    today = viewer.today
    week_ago = today - timedelta(days=7)
    counted = Episode.objects.in_program(viewer.program_id).aggregate(
        in_care=Count(
            "pk",
            filter=Q(admitted_on__lte=today)
            & (Q(discharged_on=None) | Q(discharged_on__gt=today)),
        ),
        admitted=Count("pk", filter=Q(admitted_on__gt=week_ago)),
        discharged=Count("pk", filter=Q(discharged_on__gt=week_ago)),
    )
    return Numbers(**counted)
