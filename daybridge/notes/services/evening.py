"""Save a whole session in one transaction: places, cards and the shared text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daybridge.access.service import rehearsed_service
from daybridge.access.viewer import Viewer
from daybridge.attendance.services import AttendanceChange, take_places
from daybridge.attendance.services.holding import hold_session
from daybridge.bulk import together
from daybridge.notes.cards import CardChange, Clash, FieldChange
from daybridge.notes.services.drafts import (
    SavedCard,
    take_cards,
    take_summary,
)
from daybridge.schedule.models import Session


@dataclass(frozen=True, slots=True)
class SavedEvening:
    cards: tuple[SavedCard, ...]
    summary_clashes: tuple[Clash, ...]


@rehearsed_service
def save_evening(
    *,
    session: Session,
    places: Sequence[AttendanceChange],
    cards: Sequence[CardChange],
    summary: Sequence[FieldChange],
    by: Viewer,
    at: datetime,
) -> SavedEvening:
    """Take everything a page holds: all of it is stored, or none.

    Raises StaleAttendance when a place changed since the page was shown. Clashes of
    words are answers, not failures: the rest is stored and both texts are returned.
    """
    held = hold_session(session)
    with together():
        if places:
            take_places(session=held, changes=places, by=by, at=at)
        saved = take_cards(held, cards, by=by, at=at) if cards else []
        kept = take_summary(held, summary, by=by, at=at) if summary else None
    return SavedEvening(tuple(saved), kept.clashes if kept else ())
