"""Messages in the demo: what people were told, what waits, and whom the desk calls."""

from datetime import datetime, time, timedelta
from typing import Any

from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.draw import Draw
from daybridge.outbox.models import Message, Preference
from daybridge.outbox.queries import language_of, usual_way
from daybridge.outbox.routing import NO_MESSAGES, NO_NUMBER, WISH
from daybridge.outbox.services.calling import WRONG_NUMBER
from daybridge.people.models import Patient
from daybridge.phones import e164

ASKED = 60  # of a hundred people in care said how they want to be told
MOVED = 20  # of a hundred heard that an appointment moved
LEADS = (120, 1440, 1440, 2880, 0)
EVENING = time(17, 30)
REMINDER = {
    "en": ("Reminder", "A reminder: we see you on {day} at 5:30 pm."),
    "es": ("Recordatorio", "Le recordamos: nos vemos el {day} a las 5:30 pm."),
}
CHANGE = {
    "en": ("A change", "On {day} we begin at 6 pm instead of 5:30 pm. Call if that "
           "does not work for you."),
    "es": ("Un cambio", "El {day} empezamos a las 6 pm y no a las 5:30 pm. Llámenos si "
           "no puede."),
}  # fmt: skip
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
           "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}  # fmt: skip
State, Channel, Way = Message.State, Message.Channel, Preference.Way


def tell(clinic: Clinic, draw: Draw) -> None:
    """A week of reminders for everybody in care, and changes for some."""
    in_care = Patient.objects.in_program(clinic.program_id).filter(
        episodes__discharged_on=None, episodes__isnull=False
    )
    for patient in in_care.order_by("record_number").distinct():
        _tell_one(clinic, draw, patient)
    clinic.bulk.flush()


def _tell_one(clinic: Clinic, draw: Draw, patient: Patient) -> None:
    way = _say_how(clinic, draw, patient) if draw.percent(ASKED) else None
    way = way or usual_way(patient)
    for days in (-6, -4, -2):
        on = datetime.combine(clinic.today + timedelta(days=days), EVENING, ZONE)
        _add(clinic, draw, patient, "reminder", REMINDER, on, **_outcome(
            draw, patient, way, on - timedelta(days=1)
        ))  # fmt: skip
    tomorrow = datetime.combine(clinic.today + timedelta(days=2), EVENING, ZONE)
    _add(clinic, draw, patient, "reminder", REMINDER, tomorrow,
         state=State.WAITING.value, next_at=tomorrow - timedelta(days=1))  # fmt: skip
    if draw.percent(MOVED):
        _add(clinic, draw, patient, "moved", CHANGE, clinic.now + timedelta(days=3),
             **_call(patient, clinic.now - timedelta(hours=draw.between(1, 5))),
        )  # fmt: skip


def _say_how(clinic: Clinic, draw: Draw, patient: Patient) -> str:
    """What they said when somebody asked; mostly what works best anyway."""
    way = Way.NONE.value if draw.percent(4) else usual_way(patient)
    said_at = clinic.now - timedelta(days=draw.between(10, 60))
    clinic.bulk.add(
        Preference, id=draw.id(said_at), program_id=clinic.program_id,
        created_at=said_at, patient_id=patient.pk, way=way,
        lead_minutes=draw.one(LEADS),
        written_by_id=clinic.with_role("front_desk")[0].id,
    )  # fmt: skip
    return str(way)


def _outcome(draw: Draw, patient: Patient, way: str, at: datetime) -> dict[str, Any]:
    """What became of a message, by the way its reader wants to be told."""
    settled: dict[str, Any] = {"next_at": at, "settled_at": at, "attempts": 1}
    if way == Way.NONE:
        return settled | {"state": State.UNWANTED.value, "reason": WISH}
    if way == Way.EMAIL and patient.email:
        sent = {"channel": Channel.EMAIL.value, "address": patient.email}
        return settled | {"state": State.SENT.value, **sent}
    if way == Way.TEXT:
        sent = {"channel": Channel.TEXT.value, "address": e164(patient.phone)}
        return settled | {"state": State.SENT.value, **sent}
    if not patient.phone:
        return settled | {"state": State.FAILED.value, "reason": NO_NUMBER}
    called = {"channel": Channel.CALL.value, "address": patient.phone}
    if draw.percent(8):
        failed = {"state": State.FAILED.value, "reason": WRONG_NUMBER}
        return settled | called | failed
    return settled | called | {"state": State.CALLED.value}


def _call(patient: Patient, at: datetime) -> dict[str, Any]:
    """It waits for the desk; or it cannot, without a number."""
    if not patient.phone:
        failed = {"state": State.FAILED.value, "reason": NO_NUMBER}
        return {"next_at": at, "settled_at": at, **failed}
    reason = "" if patient.may_leave_message else NO_MESSAGES
    return {
        "next_at": at, "state": State.TO_CALL.value, "channel": Channel.CALL.value,
        "address": patient.phone, "reason": reason, "attempts": 1,
    }  # fmt: skip


def _add(
    clinic: Clinic, draw: Draw, patient: Patient, what: str,
    words: dict[str, tuple[str, str]], on: datetime, **values: Any,
) -> None:  # fmt: skip
    """One message about a day, in the words of its reader."""
    language = language_of(patient)
    subject, text = words[language]
    due_at: datetime = values["next_at"]
    told_at = min(due_at, clinic.now) - timedelta(hours=2)
    day = DAYS[language][on.astimezone(ZONE).weekday()]
    clinic.bulk.add(
        Message, id=draw.id(told_at), program_id=clinic.program_id, created_at=told_at,
        patient_id=patient.pk, kind=f"schedule.{what}",
        key=f"demo.{what}:{patient.pk}:{on.date()}", subject=subject,
        text=text.format(day=day), due_at=due_at, ends_at=None, **values,
    )  # fmt: skip
