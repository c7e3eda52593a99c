"""What happened in each session: who came, for how long, and what was written."""

from datetime import timedelta
from uuid import UUID

from daybridge.attendance.models import Attendance, FollowUp
from daybridge.demo.caseload import LEFT_EARLY, InCare
from daybridge.demo.clinic import COMING_WEEKS, Clinic
from daybridge.demo.draw import Draw
from daybridge.demo.figures import figures
from daybridge.demo.groups import Held
from daybridge.demo.place import Place

EXCUSES = {  # reason flags of CTN-0094, in a front desk's words
    "in_jail": "In custody, family called",
    "moved": "Moving house",
    "on_vacation": "Away with family, told us before",
    "in_hospital": "In the hospital",
    "illness": "Sick, called in",
    "unable": "Could not get here",
    "other": "Other, called in",
}
OUTCOMES = ("returning", "returning", "make_up", "message", "no_answer", "declined")


def expected_at(clinic: Clinic, draw: Draw, who: InCare, held: Held) -> Place | None:
    """Write one patient's place in one session; None when they do not belong to it."""
    span = who.span
    if held.on < span.admitted_on or (span.ended_on and held.on >= span.ended_on):
        return None
    place = Place(draw.id(held.starts_at), who, held)
    if held.on < clinic.today:
        _attend(draw, place)
    made_at = max(held.starts_at - timedelta(weeks=COMING_WEEKS), clinic.opened_at)
    clinic.bulk.add(
        Attendance, id=place.id, program_id=clinic.program_id, created_at=made_at,
        session_id=held.id, patient_id=who.id, starts_at=held.starts_at,
        mark=place.mark, mode=place.mode, arrived_at=place.arrived_at,
        left_at=place.left_at, arrived_by_id=place.arrived_by, minutes=place.minutes,
        absence_reason=place.absence_reason,
    )  # fmt: skip
    if place.mark == "attended":
        who.last_came_on = max(held.on, who.last_came_on or held.on)
    elif place.mark == "no_show":
        _follow_up(clinic, draw, place)
    return place


def chance_to_come(who: InCare, held: Held) -> float:
    """Per cent, from the week in care, the person, and whether they are leaving."""
    known = figures()
    if who.is_slipping and (held.on - who.span.admitted_on).days > 7:
        return 15.0
    week = (held.on - who.span.admitted_on).days // 7
    chance = known.percent_coming[min(week, len(known.percent_coming) - 1)]
    chance *= who.steadiness
    ended_on = who.span.ended_on
    if who.span.reason in LEFT_EARLY and ended_on and (ended_on - held.on).days <= 21:
        chance *= known.assumed["before_leaving_percent"] / 100
    return min(chance, 98.0)


def _attend(draw: Draw, place: Place) -> None:
    assumed, held = figures().assumed, place.held
    if not draw.percent(chance_to_come(place.who, held)):
        reason = draw.weighted(figures().missed_reasons)
        place.mark = "no_show" if reason == "no_show" else "excused"
        place.absence_reason = EXCUSES.get(reason, "")
        return
    place.mark = "attended"
    late = draw.percent(assumed["late_percent"])
    offset = draw.between(6, 45) if late else -draw.between(0, 14)
    place.arrived_at = held.starts_at + timedelta(minutes=offset)
    place.left_at = held.ends_at
    if draw.percent(assumed["left_early_percent"]):
        place.left_at -= timedelta(minutes=draw.between(10, 70))
    if draw.percent(assumed["telehealth_percent"]):
        place.mode = "telehealth"
    if place.mode == "telehealth" or draw.percent(40):
        place.arrived_by = held.leader.id
    start = max(place.arrived_at, held.starts_at)
    place.minutes = int((place.left_at - start).total_seconds() // 60)


def _follow_up(clinic: Clinic, draw: Draw, place: Place) -> None:
    held, done_at, done_by = place.held, None, None
    outcome = ""
    if held.on < clinic.last_worked_on and draw.percent(96):
        outcome = draw.one(OUTCOMES)
        done_at = held.ends_at + timedelta(minutes=draw.between(10, 900))
        done_by = held.leader.id
    clinic.bulk.add(
        FollowUp, id=_key(draw, place), program_id=clinic.program_id,
        created_at=held.ends_at, attendance_id=place.id, due_on=held.on,
        outcome=outcome, done_at=done_at, done_by_id=done_by,
    )  # fmt: skip


def _key(draw: Draw, place: Place) -> UUID:
    return draw.id(place.held.ends_at)
