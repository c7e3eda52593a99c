"""Two people act on the same person's care at once: one wins, the other is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.intake.values import Admission, Dose, Leaving
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Patient
from tests.cast import admit, hire, hold_group, join_team, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

WORKERS = 4
RACES = 50  # of each kind
NO = (IntakeError,)


@pytest.fixture
def clinic(on_disk):
    """A program with four counselors and a group everybody is in."""
    clinic = make_program()
    for first in ("Ruth", "Ben", "Ines", "Cyrus"):
        hire(clinic, first, "Abelson", "counselor")
    return clinic


def counselors(clinic):
    return [viewer_of(staff, at=timezone.now()) for staff in clinic.staff.values()]


def newcomers(clinic):
    return [
        Patient.objects.create(
            program=clinic.program, record_number=f"N{number}",
            legal_first_name="New", legal_last_name=f"Comer{number}",
        )
        for number in range(RACES)
    ]  # fmt: skip


def in_care(clinic):
    """People in care, with a team, a place in tonight's group and in its session."""
    patients = [admit(clinic, "Sam", f"Lee{number}", number) for number in range(RACES)]
    join_team(clinic, clinic.staff["ruth"], *patients)
    hold_group(clinic, clinic.staff["ruth"])
    return patients


def test_two_admissions_at_once_are_one(clinic, today):
    patients = newcomers(clinic)

    def job(patient, by):
        plan = Admission(clinic.track, today, Dose(540, 3))
        return lambda: services.admit(patient=patient, admission=plan, at=by.at, by=by)

    rounds = race([[job(one, by) for one in patients] for by in counselors(clinic)], NO)

    told = ["AlreadyInCare"] * (WORKERS - 1)
    assert [sorted(answers) for answers in rounds] == [[*told, "won"]] * RACES
    scope = clinic.program
    for model in (Episode, Stay, DoseOrder):
        assert model.objects.in_program(scope).count() == RACES


def test_two_discharges_at_once_are_one(clinic, today):
    patients = in_care(clinic)

    def job(patient, by, reason):
        episode = patient.episodes.get()
        plan = Leaving(today, reason)
        return lambda: services.discharge(
            episode=episode, leaving=plan, at=by.at, by=by
        )

    rounds = race(
        [
            [job(one, by, str(number)) for one in patients]
            for number, by in enumerate(counselors(clinic), start=1)
        ],
        NO,
    )

    told = ["NotInCare"] * (WORKERS - 1)
    assert [sorted(answers) for answers in rounds] == [[*told, "won"]] * RACES
    scope = clinic.program
    assert not Episode.objects.in_program(scope).filter(discharged_on=None)
    assert not Attendance.objects.in_program(scope).filter(removed_at=None)
    assert not TeamMembership.objects.in_program(scope).filter(ended_at=None)


def test_a_discharge_and_a_dose_at_once_leave_one_story(clinic, today):
    patients = in_care(clinic)
    ruth, ben, *_ = counselors(clinic)

    def leave(patient):
        episode = patient.episodes.get()
        return lambda: services.discharge(
            episode=episode, leaving=Leaving(today, "2"), at=ruth.at, by=ruth
        )

    def dose(patient):
        episode = patient.episodes.get()
        more = Dose(600, 4, reason="More")
        return lambda: services.change_dose(
            episode=episode, dose=more, starts_on=today - timedelta(days=1), at=ben.at,
            by=ben,
        )  # fmt: skip

    rounds = race([[leave(p) for p in patients], [dose(p) for p in patients]], NO)

    assert {answers[0] for answers in rounds} == {"won"}
    assert {answers[1] for answers in rounds} <= {"won", "NotInCare"}
    dosed = DoseOrder.objects.in_program(clinic.program).filter(minutes_per_week=600)
    assert dosed.count() == sum(answers[1] == "won" for answers in rounds)


def test_a_discharge_taken_back_and_a_readmission_at_once_leave_one_episode_open(
    clinic, today
):
    patients = in_care(clinic)
    ruth, ben, *_ = counselors(clinic)
    for patient in patients:
        services.discharge(
            episode=patient.episodes.get(), leaving=Leaving(today, "2"), at=ruth.at,
            by=ruth,
        )  # fmt: skip

    def undo(patient):
        episode = patient.episodes.get()
        return lambda: services.take_back_discharge(
            episode=episode, at=timezone.now(), by=ruth
        )

    def again(patient):
        plan = Admission(clinic.track, today, Dose(540, 3))
        return lambda: services.readmit(
            patient=patient, admission=plan, at=ben.at, by=ben
        )

    rounds = race([[undo(p) for p in patients], [again(p) for p in patients]], NO)

    assert [sorted(answers) for answers in rounds] == [["AlreadyInCare", "won"]] * RACES
    open_now = Episode.objects.in_program(clinic.program).filter(discharged_on=None)
    assert open_now.count() == RACES
