"""An address that answers, and an hour to which somebody can be invited."""

from typing import Any

from django.utils import timezone

from daybridge.calendars import services
from daybridge.calendars.models import CalendarFeed
from daybridge.people.middleware import viewer_of
from daybridge.schedule.models import Session


def rows_of_calendars(program: Any, staff: dict[str, Any]) -> dict[str, Any]:
    """What stands for the arguments of these addresses."""
    by = viewer_of(staff["counselor"], at=timezone.now(), writes=True)
    handed = CalendarFeed.objects.in_program(program).filter(patient__isnull=False)
    alone = Session.objects.in_program(program).filter(
        group=None, modality="individual"
    )
    return {
        "feed_id": handed.order_by("pk").values_list("pk", flat=True)[0],
        "calendars:feed secret": services.make_own_feed(
            device="Own phone", at=by.at, by=by
        ).secret,
        "calendars:invitation session_id": alone.values_list("pk", flat=True)[0],
    }
