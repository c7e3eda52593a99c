"""Sessions that were held, and who came: a history from another system."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.attendance.models import Attendance, Mark
from daybridge.exchange.checking import GoodRow, Values
from daybridge.exchange.plan import Plan
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Track
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import instant


@dataclass(slots=True)
class Known:
    """Tracks and leaders of the program, and sessions planned so far."""

    tracks: dict[str, UUID]
    leaders: dict[str, UUID]  # by e-mail address
    sessions: dict[str, Session] = field(default_factory=dict)


def plan_attendance(rows: Iterable[GoodRow], plan: Plan) -> None:
    """Plan each row's place, and its session when no row before had it."""
    known = known_of(plan)
    for row in rows:
        before = len(plan.problems)
        _check(row, plan, known)
        if len(plan.problems) == before:
            _plan_place(row, plan, known)


def known_of(plan: Plan) -> Known:
    program = plan.ledger.program
    tracks = Track.objects.in_program(program).values_list("name", "pk")
    staff = Staff.objects.in_program(program).active().exclude(email="")
    return Known(
        {name.casefold(): key for name, key in tracks},
        {email.casefold(): key for email, key in staff.values_list("email", "pk")},
    )


def check_place(row: GoodRow, plan: Plan, known: Known) -> None:
    """The patient, track and leader that a row names must exist."""
    values = row.values
    if not plan.ledger.has(Patient, values["external_id"]):
        plan.refuse(row, "external_id", "a patient of the roster; import that first")
    if values["track"].casefold() not in known.tracks:
        plan.refuse(row, "track", "a track of this program")
    if values["leader"].casefold() not in known.leaders:
        plan.refuse(row, "leader", "the e-mail address of active staff")


def _check(row: GoodRow, plan: Plan, known: Known) -> None:
    check_place(row, plan, known)
    values = row.values
    stayed = values["minutes_attended"]
    if stayed and values["mark"] != Mark.ATTENDED:
        plan.refuse(row, "minutes_attended", "empty for somebody who did not come")
    if stayed is not None and stayed > values["minutes"]:
        plan.refuse(row, "minutes_attended", f"at most {values['minutes']}")


def _plan_place(row: GoodRow, plan: Plan, known: Known) -> None:
    values, ledger = row.values, plan.ledger
    session_id = "|".join(
        str(values[name]) for name in ("track", "title", "on", "starts_at")
    )
    external_id = f"{values['external_id']}|{session_id}"
    if ledger.has(Attendance, external_id):
        plan.unchanged += 1
        return
    starts_at = instant(values["on"], values["starts_at"], ledger.program.zone)
    if not ledger.has(Session, session_id):
        plan.add(_session(session_id, values, starts_at, plan, known))
    said = tuple(sorted((name, str(value)) for name, value in values.items()))
    plan.add(
        Attendance(
            id=ledger.add(Attendance, external_id, said), program=ledger.program,
            session_id=ledger.key(Session, session_id),
            patient_id=ledger.key(Patient, values["external_id"]),
            starts_at=starts_at, mark=values["mark"],
            origin=Attendance.Origin.ADDED,
            absence_reason=values["absence_reason"] or "",
            **_stay(values, starts_at),
        )
    )  # fmt: skip


def _session(
    session_id: str, values: Values, starts_at: datetime, plan: Plan, known: Known
) -> Session:
    ledger = plan.ledger
    return Session(
        id=ledger.add(Session, session_id, session_id), program=ledger.program,
        title=values["title"], track_id=known.tracks[values["track"].casefold()],
        modality="group", counts_to_clinical_hours=values["counts"] != "no",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=values["minutes"]),
        leader_id=known.leaders[values["leader"].casefold()], capacity=500,
        topic_text="", changed_by_hand=True,
    )  # fmt: skip


def _stay(values: Values, starts_at: datetime) -> dict[str, Any]:
    """Times from minutes: the other system kept how long, so the start stands."""
    if values["mark"] != Mark.ATTENDED:
        return {}
    minutes = values["minutes_attended"]
    minutes = values["minutes"] if minutes is None else minutes
    return {
        "arrived_at": starts_at,
        "left_at": starts_at + timedelta(minutes=minutes),
        "minutes": minutes,
    }
