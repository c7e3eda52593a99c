"""People who ask to come, and how far each of them has come on the way in."""

from datetime import date, datetime, time, timedelta
from itertools import count, islice
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.demo import names
from daybridge.demo.caseload import write_patient
from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.draw import Draw
from daybridge.demo.people import Hired
from daybridge.intake.models import (
    AssessmentBooking,
    Call,
    Inquiry,
    InquiryNote,
    Stage,
    StageChange,
)
from daybridge.phones import e164

HOW_MANY = {  # stage -> inquiries, and hours since the first contact at most
    Stage.NEW: (7, 20),
    Stage.REACHED: (5, 40),
    Stage.SCREENED: (6, 60),
    Stage.BENEFITS_CHECKED: (4, 70),
    Stage.BOOKED: (6, 90),
    Stage.OFFERED: (3, 130),
    Stage.DECLINED: (9, 2400),
    Stage.REFERRED_ON: (7, 2400),
    Stage.LOST: (24, 2400),
}
PATH = (
    Stage.NEW, Stage.REACHED, Stage.SCREENED, Stage.BENEFITS_CHECKED, Stage.BOOKED,
    Stage.OFFERED,
)  # fmt: skip
WHY = {
    Stage.DECLINED: (
        "Chose a program closer to work", "Wants to try weekly counseling first",
        "Not now: starting a new job on Monday",
    ),
    Stage.REFERRED_ON: (
        "Needs withdrawal management first; bed found at Kirkbride",
        "Lives in New Jersey; Medicaid does not cross the river",
        "Under eighteen; referred to the adolescent program",
    ),
    Stage.LOST: (
        "Five calls, no answer", "Number out of service",
        "Did not come to the assessment, no answer since",
    ),
}  # fmt: skip
WORDS = (
    "I want to stop but I can't take a month off work.",
    "My last drink was on Sunday. I don't want to go back to how it was.",
    "I finished detox last week and they said not to wait.",
    "My wife asked me to call. I think she is right.",
    "Court says I need something by the end of the month.",
    "I was here two years ago. I'd like to talk about coming back.",
)
TIES = (
    "Works days in a warehouse, 6 am to 2:30 pm", "Two children, picked up at 3 pm",
    "Nursing classes Tuesday and Thursday until noon", "Looks after her mother",
    "Drives for a delivery service, can choose hours",
)  # fmt: skip
PAYERS = (
    "Keystone First", "Independence Blue Cross", "Community Behavioral Health",
    "Aetna", "UnitedHealthcare",
)  # fmt: skip
NOTES = (
    "Prefers to be called by her middle name on the phone.",
    "Bus 17 stops two blocks away; asked about evening buses.",
    "Worried what it costs. Told that we check before they decide.",
)
CHECKED = {
    "danger": "no", "withdrawal": "mild", "supervision": "no", "home": "alone",
    "impact": "large", "willing": "yes",
}  # fmt: skip
HOUR = timedelta(hours=1)
SATURDAY = 5


def ask_to_come(clinic: Clinic, draw: Draw, number: Any) -> None:
    """Write the inquiries of the past weeks; `number` gives the next record number."""
    desk = clinic.with_role("front_desk")
    assessors = [*clinic.with_role("supervisor"), *clinic.staff[:2]]
    taken = 0
    for stage, (many, longest) in HOW_MANY.items():
        for place in range(many):
            hours = 1 + longest * (place + draw.random()) / many
            first = clinic.now - HOUR * hours
            row = _inquiry(clinic, draw, stage, first, draw.one(desk))
            if stage in (Stage.BOOKED, Stage.OFFERED):
                _put_on_record(clinic, draw, row, next(number))
                assessor = assessors[taken % len(assessors)]
                _book(clinic, draw, row, assessor, taken)
                taken += 1
            clinic.bulk.add(Inquiry, **row)
            _walk(clinic, draw, row, stage, first)
    _ask_again(clinic, draw, row)


def _ask_again(clinic: Clinic, draw: Draw, before: dict[str, Any]) -> None:
    """Somebody lost asks again from the website; the spelling is not the same."""
    first = clinic.now - 3 * HOUR
    again = before | {
        "id": draw.id(first), "created_at": first, "first_contact_at": first,
        "stage": Stage.NEW, "stage_reason": "", "stage_since": first,
        "owner_id": None, "channel": "web", "last_name": f"{before['last_name']}s",
    }  # fmt: skip
    clinic.bulk.add(Inquiry, **again)
    _walk(clinic, draw, again, Stage.NEW, first)


def _inquiry(
    clinic: Clinic, draw: Draw, stage: Stage, first: datetime, owner: Hired
) -> dict[str, Any]:
    sex = draw.one(("F", "M"))
    who = names.person(draw, sex)
    unclaimed = stage is Stage.NEW and draw.percent(70)
    by_relative = draw.percent(15)
    screened = stage not in (Stage.NEW, Stage.REACHED)
    allowed = draw.percent(55)
    row: dict[str, Any] = {
        "id": draw.id(first), "program_id": clinic.program_id, "created_at": first,
        "stage": stage, "stage_since": min(clinic.now, first + HOUR),
        "stage_reason": draw.one(WHY[stage]) if stage in WHY else "",
        "owner_id": None if unclaimed else owner.id,
        "channel": "web" if unclaimed else "phone", "first_contact_at": first,
        "first_name": who.first, "last_name": who.last, "pronouns": who.pronouns,
        "preferred_name": who.preferred, "phone": who.phone,
        "phone_e164": e164(who.phone), "may_leave_message": allowed,
        "message_name": "Faye" if allowed and draw.percent(40) else "",
        "best_times": draw.one(("", "", "After 3 pm", "Mornings", "Lunch, at noon")),
        "language": "es" if draw.percent(10) else "en",
        "words": draw.one(WORDS) if draw.percent(60) else "",
        "ties": draw.one(TIES) if draw.percent(50) else "",
        "how_soon": draw.one(("now", "now", "weeks", "later")),
        "payer_name": draw.one(PAYERS) if draw.percent(70) else "",
        "insured": "self", "referral_source": draw.one(("1", "1", "2", "3", "7")),
        "self_check": _answers(draw) if screened or draw.percent(30) else {},
        "times_wanted": _times(draw) if draw.percent(50) else [],
    }  # fmt: skip
    if draw.percent(70):
        row["born_on"] = first.date() - timedelta(days=draw.between(7000, 22000))
    if row["payer_name"]:
        row["member_number"] = f"{draw.between(10**8, 10**9 - 1)}"
    if by_relative:
        name, relation = names.contact(draw)
        row |= {
            "caller": "relative", "caller_name": name, "caller_relation": relation,
            "caller_phone": names.phone(draw),
        }  # fmt: skip
    return row


def _answers(draw: Draw) -> dict[str, str]:
    return CHECKED | {
        "home": draw.one(("supportive", "alone")),
        "times": draw.one(("days", "evenings", "either")),
    }


def _times(draw: Draw) -> list[dict[str, Any]]:
    days = sorted(draw.some(range(5), 2))
    can = draw.percent(60)
    return [{"day": day, "from": "17:30", "to": "20:30", "can": can} for day in days]


def _put_on_record(
    clinic: Clinic, draw: Draw, row: dict[str, Any], number: int
) -> None:
    person = names.Person(
        row["first_name"], row["last_name"], row["preferred_name"], row["pronouns"],
        row["phone"], names.address(draw),
    )  # fmt: skip
    row["patient_id"] = write_patient(
        clinic, draw, person, draw.one(("F", "M")), row["first_contact_at"], number
    )


def _book(
    clinic: Clinic, draw: Draw, row: dict[str, Any], assessor: Hired, taken: int
) -> None:
    """Offered ones were assessed yesterday; the others have a time to come."""
    ahead = row["stage"] == Stage.BOOKED
    day = _working_day(clinic.today, taken // 3) if ahead else _yesterday(clinic)
    starts_at = datetime.combine(day, time(9 + 2 * (taken % 4)), ZONE)
    booked_at = min(clinic.now, row["first_contact_at"] + 2 * HOUR)
    shared = {"program_id": clinic.program_id, "created_at": booked_at}
    key = clinic.bulk.add(
        AssessmentBooking, id=draw.id(booked_at), inquiry_id=row["id"],
        patient_id=row["patient_id"], assessor_id=assessor.id, starts_at=starts_at,
        ends_at=starts_at + HOUR, place="Room 2", booked_at=booked_at,
        booked_by_id=row["owner_id"], **shared,
    )  # fmt: skip
    clinic.bulk.add(
        TeamMembership, id=draw.id(booked_at), patient_id=row["patient_id"],
        staff_id=assessor.id, source_id=key, started_at=booked_at,
        added_by_id=row["owner_id"], **shared,
    )  # fmt: skip


def _working_day(today: date, later: int) -> date:
    """The first, second … weekday from today on."""
    days = (today + timedelta(days=number) for number in count())
    return next(islice((day for day in days if day.weekday() < SATURDAY), later, None))


def _yesterday(clinic: Clinic) -> date:
    return clinic.today - timedelta(days=1)


def _walk(
    clinic: Clinic, draw: Draw, row: dict[str, Any], stage: Stage, first: datetime
) -> None:
    """The steps so far, the calls, and now and then a note."""
    steps = PATH[: PATH.index(stage) + 1] if stage in PATH else (Stage.NEW, stage)
    before, at = "", first
    for step in steps:
        clinic.bulk.add(
            StageChange, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            inquiry_id=row["id"], from_stage=before, to_stage=step, changed_at=at,
            changed_by_id=row["owner_id"],
            reason=row["stage_reason"] if step == stage else "",
        )  # fmt: skip
        before, at = step, min(clinic.now, at + HOUR * draw.between(1, 6) / 4)
    owner: UUID | None = row["owner_id"]
    if owner is None:
        return
    outcomes = ["no_answer"] * draw.between(0, 2)
    outcomes += ["reached"] if stage is not Stage.NEW else []
    for number, outcome in enumerate(outcomes, 1):
        at = min(clinic.now, first + timedelta(minutes=25 * number))
        clinic.bulk.add(
            Call, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            inquiry_id=row["id"], outcome=outcome, called_at=at, called_by_id=owner,
        )  # fmt: skip
    if draw.percent(35):
        clinic.bulk.add(
            InquiryNote, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            inquiry_id=row["id"], text=draw.one(NOTES), written_at=at,
            written_by_id=owner,
        )  # fmt: skip
