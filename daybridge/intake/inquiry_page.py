"""What the page of one inquiry shows: everything told so far, and what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.viewer import Viewer
from daybridge.intake.alike import Likeness, alike, known_of
from daybridge.intake.board import Card, card_of, moment_words
from daybridge.intake.models import AssessmentBooking, Call, Inquiry, Stage
from daybridge.intake.screening import advice, answered, missing
from daybridge.intake.times import times_words
from daybridge.intake.wording import LANGUAGES, referral_words
from daybridge.phones import for_people

MOST_EVENTS = 60
CALLS = {  # outcome -> icon
    Call.Outcome.REACHED: "phone",
    Call.Outcome.LEFT_MESSAGE: "message-square",
    Call.Outcome.NO_ANSWER: "x",
    Call.Outcome.CALL_BACK: "timer",
    Call.Outcome.WRONG_NUMBER: "ban",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history."""

    at: datetime
    title: str
    words: str
    who: str
    icon: str


@dataclass(frozen=True, slots=True)
class Script:
    """How to call without confirming anything to whoever answers."""

    ask_for: str
    we_are: str
    may_leave_message: bool
    best_times: str
    number: str
    dial: str


def script_for(row: Inquiry, caller: str) -> Script:
    """What may be said. The program is named only once the person is on the line."""
    return Script(
        ask_for=row.called or row.last_name,
        we_are=row.message_name or caller,
        may_leave_message=row.may_leave_message,
        best_times=row.best_times,
        number=for_people(row.phone),
        dial=row.phone_e164,
    )


def told(row: Inquiry) -> list[tuple[str, Any]]:
    """Everything they told, with its name; nothing that is not known."""
    languages = dict(LANGUAGES)
    facts = [
        ("Name they go by", row.preferred_name),
        ("Pronouns", row.pronouns),
        ("Birth date", row.born_on),
        ("Language", languages.get(row.language, row.language)),
        ("Email", row.email),
        ("Address", row.address),
        ("In their own words", row.words),
        ("How soon", row.get_how_soon_display()),
        ("Work, school, family", row.ties),
        ("Track they would like", row.track.name if row.track else ""),
        ("Times", times_words(row.times_wanted)),
        ("Insurance", row.payer_name),
        ("Member number", row.member_number),
        ("Whose insurance", row.get_insured_display()),
        ("Who sent them", referral_words(row.referral_source)),
    ]
    return [(label, value) for label, value in facts if value]


def history_of(row: Inquiry) -> list[Happening]:
    """Calls, steps, notes and bookings, the latest first."""
    events = [
        *(_call(one) for one in _latest(row.calls, "called_at", "called_by")),
        *(_step(one) for one in _latest(row.stage_changes, "changed_at", "changed_by")),
        *(
            Happening(one.written_at, "Note", one.text, _who(one.written_by),
                      "pen-line")
            for one in _latest(row.notes, "written_at", "written_by")
        ),
        *(
            Happening(one.cancelled_at, "Assessment given back", one.cancel_reason,
                      _who(one.cancelled_by), "calendar-x")
            for one in _latest(row.bookings, "booked_at", "cancelled_by")
            if one.cancelled_at
        ),
    ]  # fmt: skip
    return sorted(events, key=lambda one: one.at, reverse=True)[:MOST_EVENTS]


def booking_of(row: Inquiry) -> AssessmentBooking | None:
    """The booking that stands, the latest one."""
    rows = row.bookings.standing().select_related("assessor", "booked_by")
    booking: AssessmentBooking | None = rows.order_by("-starts_at").first()
    return booking


def page_of_inquiry(viewer: Viewer, row: Inquiry) -> dict[str, Any]:
    """The context of the page."""
    booking = booking_of(row)
    card: Card = card_of(viewer, row, booking)
    likenesses: list[Likeness] = alike(viewer, known_of(row), but=row)
    if row.patient_id:
        likenesses = [one for one in likenesses if one.patient_id != row.patient_id]
    return {
        "inquiry": row,
        "card": card,
        "stage": Stage(row.stage),
        "script": script_for(row, viewer.name),
        "told": told(row),
        "answered": answered(row),
        "to_ask": len(missing(row)),
        "advice": advice(row),
        "history": history_of(row),
        "booking": booking,
        "booking_is_over": booking is not None and booking.ends_at <= viewer.at,
        "booked_words": moment_words(booking.starts_at) if booking else "",
        "alike": likenesses,
    }


def _latest(rows: Any, moment: str, who: str) -> Any:
    return rows.select_related(who).order_by(f"-{moment}")[:MOST_EVENTS]


def _call(call: Call) -> Happening:
    outcome = Call.Outcome(call.outcome)
    words = call.note
    if call.call_back_at:
        words = f"Call back {moment_words(call.call_back_at)}. {words}".strip()
    title = f"Call: {outcome.label.lower()}"
    return Happening(call.called_at, title, words, _who(call.called_by), CALLS[outcome])


def _step(change: Any) -> Happening:
    title = (
        f"Moved to {change.get_to_stage_display().lower()}"
        if change.from_stage
        else "First contact"
    )
    return Happening(
        change.changed_at, title, change.reason, _who(change.changed_by), "arrow-right"
    )


def _who(staff: Any) -> str:
    return staff.display_name if staff else "By itself"
