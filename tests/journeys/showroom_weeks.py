"""Whose hours are looked at, and a link to paint a week."""

from typing import Any

from django.utils import timezone

from daybridge.people.middleware import viewer_of
from daybridge.schedule import services


def rows_of_weeks(patient: Any, staff: dict[str, Any]) -> dict[str, Any]:
    """What stands for the arguments of these addresses."""
    by = viewer_of(staff["counselor"], at=timezone.now(), writes=True)
    made = services.make_week_link(patient=patient, at=by.at, by=by)
    return {
        "of": "staff",
        "owner_id": staff["counselor"].pk,
        "schedule:my_week token": made.token,
    }
