"""Addresses end with the treatment and with the work, and come back with a mistake."""

from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record_each
from daybridge.calendars.models import CalendarFeed
from daybridge.people.models import Staff

Ending = CalendarFeed.Ending


@service
def end_with_treatment(*, episode: Any, at: datetime, by: Viewer) -> list[str]:
    """End every address of somebody who is discharged; say so."""
    ended = _end(by, Ending.DISCHARGED, at=at, patient_id=episode.patient_id)
    return ["Their calendar is not read any more."] if ended else []


@service
def give_back(
    *, episode: Any, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """Let the addresses answer again that ended with a discharge made by mistake."""
    again = list(
        CalendarFeed.objects.in_program(by.program_id)
        .filter(
            patient_id=episode.patient_id,
            ending=Ending.DISCHARGED,
            ended_at__gte=written_at,
        )
        .select_for_update()
    )
    for feed in again:
        feed.ended_at, feed.ending = None, ""
        feed.save(update_fields=["ended_at", "ending"])
    record_each("calendars.feed_again", by=by.actor, targets=again,
                detail=lambda feed: {}, at=at)  # fmt: skip
    return []


@service
def end_with_work(*, staff: Staff, by: Viewer, at: datetime) -> None:
    """End every address of somebody who leaves the staff."""
    _end(by, Ending.LEFT, at=at, staff_id=staff.pk)


def _end(by: Viewer, ending: str, *, at: datetime, **owner: Any) -> bool:
    feeds = list(
        CalendarFeed.objects.in_program(by.program_id)
        .filter(ended_at=None, **owner)
        .select_for_update()
    )
    for feed in feeds:
        feed.ended_at, feed.ending = at, ending
        feed.save(update_fields=["ended_at", "ending"])
    record_each("calendars.feed_ended", by=by.actor, targets=feeds,
                detail=lambda feed: {"ending": feed.ending}, at=at)  # fmt: skip
    return bool(feeds)
