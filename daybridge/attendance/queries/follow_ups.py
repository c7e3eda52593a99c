"""The calls to make after missed sessions, as far as each viewer may read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from daybridge.access.matrix import Matter
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import FollowUp, Mark, ReminderAnswer
from daybridge.intake.models import Episode

SHOWN_AT_ONCE = 100
Reason = FollowUp.Reason
# The matrix gives a peer the preferred name only (the `*` of PS/DEM).
READS_CONTACT = frozenset(set(Role) - {Role.PEER, Role.BILLER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One call to make."""

    follow_up_id: UUID
    patient_id: UUID
    name: str  # for a peer, the first name they go by
    pronouns: str
    phone: str  # empty when the viewer may not know it
    may_leave_message: bool
    missed: str  # the session's title
    reason: str  # why to call, in words; empty where they simply missed it
    answer: ReminderAnswer | None  # to a reminder of that day
    missed_at: datetime
    due_on: date  # the day of the next try
    outcome: str  # of the last try, in words; empty before the first
    tries: int
    is_late: bool


def follow_ups_of(viewer: Viewer) -> Any:
    """The calls this viewer may see: program, team, or the desk's own site."""
    rows = FollowUp.objects.visible_to(viewer).filter(
        attendance__session__cancelled_at=None
    )
    if Role.FRONT_DESK in viewer.roles and len(viewer.roles) == 1 and viewer.site_id:
        rows = rows.filter(attendance__session__track__site_id=viewer.site_id)
    return rows


def calls_to_make(viewer: Viewer, *, today: date) -> list[FollowUpRow]:
    """Calls due by today to people in care, the oldest first; one statement.

    Who has left care since the missed session is not called about it any more, nor who
    said that they could not come and came after all.
    """
    zone = viewer.program.zone
    waiting = (
        follow_ups_of(viewer)
        .waiting()
        .filter(Q(next_try_on=None, due_on__lte=today) | Q(next_try_on__lte=today))
        .annotate(missed_on=TruncDate("attendance__starts_at", tzinfo=zone))
        .filter(_in_the_same_care(viewer, today))
        .exclude(attendance__mark=Mark.ATTENDED)
        .select_related(
            "attendance__patient", "attendance__session", "attendance__answer__make_up"
        )
        .order_by("due_on", "attendance__starts_at", "pk")
    )
    return [_row(row, viewer, today) for row in waiting[:SHOWN_AT_ONCE]]


def _in_the_same_care(viewer: Viewer, today: date) -> Any:
    """The condition that no discharge lies between the missed session and today."""
    theirs = Episode.objects.in_program(viewer.program_id).filter(
        patient_id=OuterRef("attendance__patient_id")
    )
    still = theirs.open_on(today).filter(admitted_on__lte=OuterRef("missed_on"))
    return Exists(still) | ~Exists(theirs.filter(discharged_on__lte=today))


def may_read_contact(viewer: Viewer) -> bool:
    """Whether this viewer may see how to reach a patient."""
    return viewer.may(Matter.DEMOGRAPHICS) and bool(viewer.roles & READS_CONTACT)


def _row(row: FollowUp, viewer: Viewer, today: date) -> FollowUpRow:
    patient, reads = row.attendance.patient, may_read_contact(viewer)
    due_on = row.next_try_on or row.due_on
    return FollowUpRow(
        follow_up_id=row.pk,
        patient_id=patient.pk,
        name=patient.display_name if reads else patient.called,
        pronouns=patient.pronouns,
        phone=patient.phone if reads else "",
        may_leave_message=patient.may_leave_message,
        missed=row.attendance.session.title,
        reason=row.get_reason_display() if row.reason != Reason.MISSED else "",
        answer=row.attendance.answer,
        missed_at=row.attendance.session.starts_at,
        due_on=due_on,
        outcome=row.get_outcome_display() if row.outcome else "",
        tries=row.tries,
        is_late=due_on < today,
    )
