"""When this happens, these follow: the plot of the program on one page.

A room never calls a later room; it announces what happened with `happened(...)`, and
this table says what follows. Everything runs in the transaction of the act. Where an
earlier room needs to know something of a later one, it asks by name (`ask(...)`).
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

FOLLOWS: dict[str, tuple[str, ...]] = {
    "people.staff_left": (
        "daybridge.schedule.departures:tell_who_plans",
        "daybridge.calendars.ending:end_with_work",
    ),
    "programs.day_closed": ("daybridge.schedule.services:stop_sessions",),
    "programs.day_opened": ("daybridge.schedule.services:bring_back_sessions",),
    "intake.inquiry_ended": (
        "daybridge.intake.services.bookings:cancel_ahead",
        "daybridge.intake.services.waiting:stop_waiting",
    ),
    "intake.assessment_booked": ("daybridge.coverage.services:owe_for_booking",),
    "intake.assessment_cancelled": ("daybridge.coverage.services:drop_for_cancelled",),
    "intake.admitted": (
        "daybridge.intake.services.pipeline:admit_inquiries",
        "daybridge.intake.services.seats:took_a_place",
        "daybridge.intake.services.orientation:owe_first_weeks",
        "daybridge.schedule.first_week:give_places",
    ),
    "coverage.inquiry_handed_over": ("daybridge.consents.paying:enter_inquiry",),
    "intake.referrer_told": ("daybridge.consents.told:enter_telling",),
    "intake.discharged": (
        "daybridge.consents.ending:end_with_treatment",
        "daybridge.outbox.leaving:stop_telling",
        "daybridge.intake.services.seats:seat_left",
        "daybridge.schedule.leaving:end_places",
        "daybridge.attendance.leaving:stop_expecting",
        "daybridge.calendars.ending:end_with_treatment",
    ),
    "intake.discharge_taken_back": (
        "daybridge.consents.ending:hold_again",
        "daybridge.outbox.leaving:tell_after_all",
        "daybridge.assessments.services.following:wait_again",
        "daybridge.intake.services.seats:seat_left_after_all",
        "daybridge.schedule.leaving:give_places_back",
        "daybridge.attendance.leaving:expect_again",
        "daybridge.calendars.ending:give_back",
    ),
    "intake.transferred": (
        "daybridge.intake.services.seats:seat_changed",
        "daybridge.schedule.leaving:end_places_of_track",
    ),
    "schedule.sessions_made": ("daybridge.attendance.expectations:expect_members",),
    "schedule.enrolled": (
        "daybridge.attendance.expectations:expect_member",
        "daybridge.intake.services.places:place_taken",
    ),
    "schedule.enrollment_ended": (
        "daybridge.intake.services.places:place_left",
        "daybridge.attendance.expectations:stop_expecting_member",
    ),
    "schedule.sessions_moved": ("daybridge.attendance.expectations:move_expectations",),
    "schedule.session_cancelled": (
        "daybridge.attendance.expectations:clear_expectations",
    ),
    "schedule.session_reinstated": ("daybridge.attendance.expectations:expect_again",),
    "schedule.leader_substituted": (
        "daybridge.attendance.expectations:let_substitute_see",
    ),
}

ANSWERS: dict[str, str] = {
    "consents.attended_days": "daybridge.attendance.sharing:attended_days",
    "consents.diagnoses": "daybridge.assessments.sharing:diagnoses",
    "consents.assessments": "daybridge.assessments.sharing:assessments",
    "consents.medications": "daybridge.assessments.sharing:medications",
    "consents.goals": "daybridge.notes.sharing:goals",
    "consents.progress": "daybridge.notes.sharing:progress",
    "people.week_to_find": "daybridge.schedule.fitting.standing:week_to_find",
    "intake.week_to_find": "daybridge.schedule.fitting.standing:week_to_find",
    "people.work_ahead": "daybridge.schedule.departures:work_ahead",
    "intake.who_may_be_told": "daybridge.consents.told:who_may_be_told",
    "intake.busy_times": "daybridge.schedule.busy:busy_times",
    "intake.had_individual_session": (
        "daybridge.notes.first_session:had_individual_session"
    ),
    "intake.group_times": "daybridge.schedule.open_places:group_times",
    "intake.standing_places": "daybridge.schedule.leaving:standing_places",
    "intake.first_week_words": "daybridge.schedule.first_week:first_week_words",
    "intake.last_seen": "daybridge.attendance.leaving:last_seen",
    "schedule.invitation_url": "daybridge.calendars.invitations:invitation_url",
    "programs.sessions_on": "daybridge.schedule.closed_days:sessions_on",
}


def consequences(what: str) -> list[Callable[..., Any]]:
    """The functions that follow an event, in order."""
    return [_load(name) for name in FOLLOWS.get(what, ())]


def answerer(what: str) -> Callable[..., Any]:
    """The function that answers a question."""
    return _load(ANSWERS[what])


def _load(name: str) -> Callable[..., Any]:
    module, function = name.split(":")
    loaded: Callable[..., Any] = getattr(import_module(module), function)
    return loaded
