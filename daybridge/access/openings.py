"""What rooms ask about opened charts: the banner, and the reviews that are due."""

from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from daybridge.access.models import ChartOpening
from daybridge.access.prepared import PreparedForViewer, instances
from daybridge.access.viewer import Viewer
from daybridge.access.working_days import after_working_days
from daybridge.bulk import every_column

REVIEW_WITHIN_WORKING_DAYS = 3


def opening_for(viewer: Viewer, patient_id: UUID) -> ChartOpening | None:
    """The opening through which this viewer reads a chart: put it in the context as
    `opening` and include `access/_opening_banner.html` on every page of the chart."""
    return viewer.opening_of(patient_id)


def open_charts(viewer: Viewer) -> dict[UUID, ChartOpening]:
    """The charts this viewer has open now: patient id to opening."""
    openings = instances(ChartOpening, every_column(ChartOpening), OPEN.rows(viewer))
    return {opening.patient_id: opening for opening in openings}


def _open(viewer: Viewer) -> Any:
    openings = ChartOpening.objects.open_for(viewer)
    return openings.values_list(*every_column(ChartOpening))


OPEN = PreparedForViewer(_open)


def review_due_on(opening: ChartOpening, *, program: Any) -> date:
    """The working day by which the review of an opening must be closed."""
    opened_on = program.day_of(opening.opened_at)
    closures = apps.get_model("programs", "Closure").objects.in_program(program)
    closed = frozenset(
        closures.filter(site=None, is_open_anyway=False, on__gt=opened_on).values_list(
            "on", flat=True
        )
    )
    return after_working_days(opened_on, REVIEW_WITHIN_WORKING_DAYS, closed)
