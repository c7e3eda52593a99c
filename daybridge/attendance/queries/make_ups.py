"""Sessions of this week that could make up for a missed one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.queries.weeks import Span
from daybridge.schedule.fitting.life import fitting_sessions
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import program_week
from daybridge.schedule.seats import with_taken


@dataclass(frozen=True, slots=True)
class MakeUpOffer:
    """One session with a seat that the patient could come to."""

    session_id: UUID
    track_id: UUID
    title: str
    modality: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    leader_name: str
    seats_left: int


def make_up_offers(
    *, program: Any, viewer: Viewer, patient_ids: Iterable[UUID], day: date,
    now: datetime, taken: Mapping[UUID, Sequence[Span]] | None = None,
) -> dict[UUID, list[MakeUpOffer]]:  # fmt: skip
    """Offers by patient, the soonest first; few statements, however many patients.

    `taken` saves one of them for who has read the weeks already.

    A session is offered when it is still ahead this week, counts to clinical hours, has
    a seat, fits into the life the patient told, the way there included, and overlaps
    nothing they are expected at.
    """
    patient_ids = list(patient_ids)
    start, end = program_week(day, program)
    sessions = _with_seats(program, max(now, start), end)
    if taken is None:
        taken = _taken(program, patient_ids, start, end)
    fitting = fitting_sessions(program=program, patients=patient_ids, sessions=sessions)
    return {
        patient_id: [
            _offer(session)
            for session in sessions
            if session.pk in fitting[patient_id]
            and not any(
                session.starts_at < ends_at and starts_at < session.ends_at
                for starts_at, ends_at in taken.get(patient_id, ())
            )
        ]
        for patient_id in patient_ids
    }


def missed_this_week(
    *, program: Any, patient_id: UUID, day: date
) -> Attendance | None:  # fmt: skip
    """The first session missed this week that nothing makes up for."""
    start, _ = program_week(day, program)
    missed: Attendance | None = (
        Attendance.objects.in_program(program)
        .on_roster()
        .filter(
            patient_id=patient_id,
            mark__in=(Mark.NO_SHOW, Mark.EXCUSED),
            starts_at__gte=start,
            session__cancelled_at=None,
        )
        .not_made_up()
        .order_by("starts_at")
        .first()
    )
    return missed


def _with_seats(program: Any, start: datetime, end: datetime) -> list[Session]:
    ahead = (
        Session.objects.in_program(program)
        .held()
        .between(start, end)
        .filter(counts_to_clinical_hours=True)
    )
    return list(
        with_taken(ahead)
        .filter(taken__lt=F("capacity"))
        .select_related("leader")
        .order_by("starts_at", "pk")
    )


def _taken(
    program: Any, patient_ids: list[UUID], start: datetime, end: datetime
) -> dict[UUID, list[Span]]:
    spans = defaultdict(list)
    rows = (
        Attendance.objects.in_program(program)
        .on_roster()
        .filter(patient_id__in=patient_ids, starts_at__gte=start, starts_at__lt=end)
        .values_list("patient_id", "session__starts_at", "session__ends_at")
    )
    for patient_id, starts_at, ends_at in rows:
        spans[patient_id].append((starts_at, ends_at))
    return spans


def _offer(session: Session) -> MakeUpOffer:
    return MakeUpOffer(
        session_id=session.pk,
        track_id=session.track_id,
        title=session.title,
        modality=session.modality,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        minutes=session.minutes,
        leader_name=session.leader.display_name,
        seats_left=session.capacity - session.taken,  # type: ignore[attr-defined]
    )
