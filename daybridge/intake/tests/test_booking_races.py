"""Two coordinators act at once: one time, one stage, one record; nobody is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import AssessmentBooking, Inquiry, StageChange
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Patient
from tests.cast import hire, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 20
NO = (IntakeError,)


@pytest.fixture
def clinic(on_disk):
    """A program with one assessor and two at the desk."""
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    for first in ("Noor", "Jo"):
        hire(clinic, first, "Aziz", "front_desk")
    return clinic


@pytest.fixture
def desks(clinic):
    now = timezone.now()
    return [viewer_of(clinic.staff[name], at=now) for name in ("noor", "jo")]


def asked(desk, number):
    told = {"first_name": f"N{number}", "last_name": "Haddad"}
    return services.receive_inquiry(values=told, at=desk.at, by=desk)


def test_two_who_book_one_time_give_it_to_one(clinic, desks):
    ruth, now = clinic.staff["ruth"], desks[0].at
    inquiries = [[asked(desk, n) for n in range(RACES)] for desk in desks]

    def job(worker, number):
        when = services.Appointment(ruth, now + timedelta(days=1, hours=2 * number))
        return lambda: services.book_assessment(
            inquiry=inquiries[worker][number], appointment=when, at=now,
            by=desks[worker],
        )  # fmt: skip

    outcomes = race([[job(w, n) for n in range(RACES)] for w in (0, 1)], NO)
    assert {tuple(sorted(one)) for one in outcomes} == {("TimeTaken", "won")}
    rows = AssessmentBooking.objects.in_program(clinic.program).standing()
    assert rows.count() == RACES
    booked = Inquiry.objects.in_program(clinic.program).filter(stage="booked")
    assert booked.count() == RACES  # the other was rolled back whole
    assert Patient.objects.in_program(clinic.program).count() == RACES


def test_two_who_move_one_card_move_it_once(clinic, desks):
    inquiries = [asked(desks[0], n) for n in range(RACES)]

    def job(worker, number, to):
        return lambda: services.move(
            inquiry=inquiries[number], to=to, reason="", version=1, at=desks[0].at,
            by=desks[worker],
        )  # fmt: skip

    jobs = [
        [job(worker, n, to) for n in range(RACES)]
        for worker, to in enumerate(("screened", "benefits"))
    ]
    outcomes = race(jobs, NO)
    assert {tuple(sorted(one)) for one in outcomes} == {("InquiryChanged", "won")}
    changes = StageChange.objects.in_program(clinic.program)
    assert changes.count() == 2 * RACES


def test_two_who_take_one_inquiry_up_make_one_record(clinic, desks):
    inquiries = [asked(desks[0], n) for n in range(RACES)]

    def job(worker, number):
        return lambda: services.take_up(
            inquiry=inquiries[number], at=desks[0].at, by=desks[worker]
        )

    outcomes = race([[job(w, n) for n in range(RACES)] for w in (0, 1)], NO)
    assert {one for pair in outcomes for one in pair} == {"won"}
    numbers = Patient.objects.in_program(clinic.program).values_list("record_number")
    assert len(set(numbers)) == len(numbers) == RACES
