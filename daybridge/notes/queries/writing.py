"""A session within a viewer's reach, and about whom of its patients they may write."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import UUIDField

from daybridge.access.prepared import DAY_MARKS, PreparedForViewer, instances
from daybridge.access.reach import as_flag, writable
from daybridge.access.viewer import Viewer
from daybridge.attendance.services.holding import OF_SESSION
from daybridge.schedule.models import Session
from daybridge.schedule.reach import day_of


@dataclass(frozen=True, slots=True)
class Writable:
    """A session that may be opened, and the patients there who are one's to write."""

    session: Session
    patient_ids: frozenset[UUID]

    def covers(self, patient_ids: Iterable[UUID]) -> bool:
        """Whether each of them has a place there and is one's to write about."""
        return self.patient_ids.issuperset(patient_ids)


def writable_in(session_id: UUID, viewer: Viewer) -> Writable | None:
    """Both in one statement; None when the session is not there for this viewer."""
    start, end = day_of(viewer)
    rows = PLACES.rows(viewer, session=session_id, day_start=start, day_end=end)
    if not rows:
        return None
    [session] = instances(Session, OF_SESSION, [rows[0][:-2]])
    session.program = viewer.program
    return Writable(session, frozenset(row[-2] for row in rows if row[-1] and row[-2]))


def _places(viewer: Viewer, session: UUID, **_day: Any) -> Any:
    patient = "attendances__patient_id"
    return (
        Session.objects.visible_to(viewer)
        .filter(pk=session)
        .annotate(may_write=as_flag(writable(viewer, patient_path=patient)))
        .values_list(*OF_SESSION, patient, "may_write")
    )


PLACES = PreparedForViewer(
    _places, {"session": (UUIDField(), UUID(int=1))} | DAY_MARKS, optional=DAY_MARKS
)
