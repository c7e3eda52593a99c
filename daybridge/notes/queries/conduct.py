"""The facts of a running group, for the rule that speaks before it bites."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.attendance.queries import week_doses
from daybridge.notes.models import Note
from daybridge.notes.queries.board import Board, BoardCard
from daybridge.people.models import Staff
from daybridge.people.signers import known_credentials
from daybridge.programs.models import Modality
from daybridge.rules.dose import WeekDose
from daybridge.rules.group_conduct import (
    GroupFacts,
    GroupWarning,
    LeaderFacts,
    LimitRule,
    PatientFacts,
    warnings_for,
)
from daybridge.rules.service_day import NoteState
from daybridge.schedule.credentials import ACTIVITIES
from daybridge.schedule.models import Session


def warnings_about(
    board: Board, viewer: Viewer, weeks: Mapping[UUID, WeekDose]
) -> list[GroupWarning]:
    """What would hold this group up later, each with the act that mends it."""
    facts = _facts(board, viewer, weeks)
    return warnings_for(facts, _limits(board.session, viewer))


def weeks_of(board: Board, viewer: Viewer) -> dict[UUID, WeekDose]:
    """The weekly dose of every patient on the board that this viewer may read."""
    day = viewer.program.day_of(board.session.starts_at)
    return week_doses(
        program=viewer.program,
        viewer=viewer,
        patient_ids=[card.patient.pk for card in board.cards],
        day=day,
        now=viewer.at,
    )


def _limits(session: Session, viewer: Viewer) -> LimitRule:
    return LimitRule(
        max_patients=min(session.capacity, viewer.program.group_size_limit),
        max_patients_per_staff=viewer.program.patients_per_staff,
        short_session_grace_minutes=0,
        source="the program's own settings, per license",
    )


def _facts(board: Board, viewer: Viewer, weeks: Mapping[UUID, WeekDose]) -> GroupFacts:
    session, now = board.session, viewer.at
    planned = session.minutes
    elapsed = _minutes(session.starts_at, min(now, session.ends_at))
    room = session.room
    return GroupFacts(
        session_id=str(session.pk),
        activity=ACTIVITIES[Modality(session.modality)],
        on=viewer.program.day_of(session.starts_at),
        staff_present=1 + (session.co_leader_id is not None),
        leader=_leader(session.leader),
        patients=[_patient(card, weeks.get(card.patient.pk)) for card in board.cards],
        planned_minutes=planned,
        minutes_so_far=elapsed,
        minutes_left=_minutes(max(now, session.starts_at), session.ends_at),
        room_name=room.name if room else "",
        room_capacity=room.capacity if room else None,
    )


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() // 60))


def _leader(staff: Staff) -> LeaderFacts:
    return LeaderFacts(
        staff_id=str(staff.pk),
        name=staff.display_name,
        credentials=known_credentials(staff.credentials.all()),
        has_supervisor=staff.supervisor_id is not None,
    )


def _patient(card: BoardCard, week: WeekDose | None) -> PatientFacts:
    return PatientFacts(
        patient_id=str(card.patient.pk),
        name=card.patient.called,
        is_present=card.came,
        by_telehealth=card.attendance.mode == Attendance.Mode.TELEHEALTH,
        week=week,
        note=note_state(card.note) if card.may_write else None,
        note_id=str(card.note.pk) if card.note else None,
    )


def note_state(note: Note | None) -> NoteState:
    """How far one note is, as the rules for service days ask."""
    if note is None:
        return NoteState.MISSING
    if note.signed_at is None:
        return NoteState.UNSIGNED
    if note.co_signature_needed and note.co_signed_at is None:
        return NoteState.AWAITING_CO_SIGNATURE
    return NoteState.SIGNED
