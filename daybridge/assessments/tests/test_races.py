"""Two people at once on one assessment: one wins, the other is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.assessments.composing import compose
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.models import (
    Assessment,
    AssessmentRule,
    Placement,
    SectionAnswers,
)
from daybridge.assessments.services.admitting import Acceptance, admit_after
from daybridge.assessments.services.beginning import begin
from daybridge.assessments.services.following import order_as_decided
from daybridge.assessments.services.sections import save_section
from daybridge.assessments.services.signing import sign
from daybridge.assessments.tests.conftest import fill
from daybridge.assessments.tests.reviewing import stepped
from daybridge.intake import services as intake
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import DoseOrder, Episode
from daybridge.intake.values import Admission, Dose
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Patient
from tests.cast import hire, join_team, make_program, today
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

WORKERS = 4
RACES = 12  # of each kind
NO = (AssessmentRefusal, IntakeError)


@pytest.fixture
def clinic(on_disk):
    """A program with four counselors, and newcomers with all of them on the team."""
    clinic = make_program()
    for first in ("Ruth", "Ben", "Ines", "Cyrus"):
        hire(clinic, first, "Abelson", "counselor")
    AssessmentRule.objects.create(
        program=clinic.program, source="x", starts_on=today(), uses_rule_pack=True
    )
    for number in range(RACES):
        patient = Patient.objects.create(
            program=clinic.program, record_number=f"N{number}",
            legal_first_name="New", legal_last_name=f"Comer{number}",
        )  # fmt: skip
        clinic.patients.append(patient)
        for staff in clinic.staff.values():
            join_team(clinic, staff, patient)
    return clinic


@pytest.fixture
def counselors(clinic):
    return [viewer_of(staff, at=timezone.now()) for staff in clinic.staff.values()]


def one_each(rounds, refusal):
    told = [refusal] * (WORKERS - 1)
    return [sorted(answers) for answers in rounds] == [sorted(["won", *told])] * RACES


def test_of_four_who_begin_one_does(clinic, counselors):
    def job(patient, by):
        return lambda: begin(patient=patient, at=by.at, by=by)

    rounds = race([[job(one, by) for one in clinic.patients] for by in counselors], NO)

    assert one_each(rounds, "AlreadyUnderWay")
    assert Assessment.objects.in_program(clinic.program).count() == RACES


def test_of_four_who_save_a_section_one_does_and_three_see_it(clinic, counselors):
    first = counselors[0]
    rows = [begin(patient=one, at=first.at, by=first) for one in clinic.patients]

    def job(row, by):
        return lambda: save_section(
            assessment=row, section="reason", answers={"own_words": str(by.staff_id)},
            base=0, at=by.at, by=by,
        )  # fmt: skip

    rounds = race([[job(row, by) for row in rows] for by in counselors], NO)

    assert one_each(rounds, "ChangedMeanwhile")
    kept = SectionAnswers.objects.in_program(clinic.program)
    assert all(row.answers["own_words"] == str(row.edited_by_id) for row in kept)
    assert kept.count() == RACES


def test_of_four_who_sign_one_does_and_of_four_who_admit_one_does(clinic, counselors):
    first = counselors[0]
    rows = [
        fill(begin(patient=one, at=first.at, by=first), first)
        for one in clinic.patients
    ]
    shown = {row.pk: compose(row).digest for row in rows}

    def sign_it(row, by):
        return lambda: sign(assessment=row, digest=shown[row.pk], at=by.at, by=by)

    rounds = race([[sign_it(row, by) for row in rows] for by in counselors], NO)
    assert one_each(rounds, "AssessmentClosed")

    stored = list(
        Assessment.objects.in_program(clinic.program).select_related("patient")
    )
    plan = Admission(clinic.track, today(), Dose(540, 3))
    acceptance = Acceptance(plan, clinic.staff["ruth"])

    def admit_it(row, by):
        return lambda: admit_after(
            assessment=row, acceptance=acceptance, at=by.at, by=by
        )

    rounds = race([[admit_it(row, by) for row in stored] for by in counselors], NO)

    assert one_each(rounds, "AssessmentRefusal")
    assert Episode.objects.in_program(clinic.program).count() == RACES
    actual = Placement.objects.in_program(clinic.program).exclude(actual="")
    assert actual.count() == RACES


def test_of_four_who_carry_a_decision_out_one_does(clinic, counselors):
    first, plan = counselors[0], Admission(clinic.track, today(), Dose(540, 3))
    for one in clinic.patients:
        intake.admit(patient=one, admission=plan, at=first.at, by=first)
    rows = [stepped(one, first) for one in clinic.patients]

    def job(place, row, by):
        day = today() + timedelta(days=2 + place)  # each on a day of its own
        return lambda: order_as_decided(
            review=row, dose=Dose(720, 4), starts_on=day, at=by.at, by=by
        )

    rounds = race(
        [[job(place, row, by) for row in rows] for place, by in enumerate(counselors)],
        NO,
    )

    assert one_each(rounds, "AssessmentRefusal")
    orders = DoseOrder.objects.in_program(clinic.program)
    assert orders.filter(minutes_per_week=720).count() == RACES
