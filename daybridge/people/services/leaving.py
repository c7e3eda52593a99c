"""Someone leaves the staff, or comes back."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.services import deactivate, reactivate
from daybridge.access.viewer import Viewer
from daybridge.happenings import happened
from daybridge.people.models import Staff
from daybridge.people.services.supervision import end_all_of


@service
def leave(*, staff: Staff, by: Viewer, at: datetime) -> list[Staff]:
    """Close every door at once; gives those who now need another supervisor."""
    if not deactivate(staff=staff, by=by, at=at):
        return []
    left_alone: list[Staff] = end_all_of(staff=staff, by=by, at=at)
    happened("people.staff_left", staff=staff, by=by, at=at)
    return left_alone


@service
def come_back(*, staff: Staff, by: Viewer, at: datetime) -> bool:
    """Open the account again; a directorship has to be proposed anew."""
    return reactivate(staff=staff, by=by, at=at)
