"""Lee asks for help; Ruth assesses; Rory is not licensed, so Sylvia co-signs."""

from datetime import date

import pytest
from django.utils import timezone

from daybridge.assessments.models import AssessmentRule
from daybridge.assessments.services.beginning import begin
from daybridge.assessments.services.diagnosing import Found, diagnose
from daybridge.assessments.services.rating import Chosen, Rating, rate
from daybridge.assessments.services.sections import save_section
from daybridge.intake.models import Inquiry, Stage
from daybridge.people.models import Patient
from tests.cast import hire, join_team

IOP = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "ANY", "2B": "0", "3A": "0",
    "3B": "0", "4A": "B", "4B": "A", "5A": "A", "5B": "0", "5C": "ANY",
}  # fmt: skip
SAFE = {"suicide_now": "no", "violence_now": "no", "medical_now": "no"}
ANSWERS = {
    "safety": SAFE,
    "reason": {"own_words": "I want my evenings back."},
    "substances": {
        "uses": [{"substance": "2", "first_use": 15, "route": "1", "days": 12,
                  "last_use": "2026-11-20"}]
    },
    "withdrawal": {"history": ["none"], "signs_now": "no"},
    "home": {"living": "3"},
}  # fmt: skip


@pytest.fixture
def by(viewer, ruth):
    return viewer(ruth)


@pytest.fixture
def lee(clinic, ruth):
    """Lee has a record and Ruth on the team, and was never in care."""
    lee = Patient.objects.create(
        program=clinic.program, record_number="P00099", legal_first_name="Lee",
        legal_last_name="Moreau", born_on=date(1990, 2, 3),
    )  # fmt: skip
    join_team(clinic, ruth, lee)
    return lee


@pytest.fixture
def rory(clinic, lee):
    """An intern on Lee's team, whose work waits for a supervisor."""
    rory = hire(clinic, "Rory", "Kim", "counselor")
    license = rory.credentials.get()
    license.kind = "Intern"
    license.save()
    join_team(clinic, rory, lee)
    return rory


@pytest.fixture
def inquiry(clinic, lee):
    """What Lee told on the first call."""
    return Inquiry.objects.create(
        program=clinic.program, patient=lee, stage=Stage.BOOKED,
        stage_since=timezone.now(), first_contact_at=timezone.now(),
        first_name="Lee", last_name="Moreau", words="I cannot stop on my own.",
        referral_source="3", times_wanted=[{"day": 0, "from": "17:30", "to": "20:30"}],
    )  # fmt: skip


@pytest.fixture
def rules(clinic):
    """The program rates the 4th edition and lets the pack suggest."""
    return AssessmentRule.objects.create(
        program=clinic.program, edition="4", uses_rule_pack=True, source="License",
        review_every_days=30, starts_on=date(2024, 1, 1),
    )  # fmt: skip


@pytest.fixture
def assessment(lee, by, rules):
    return begin(patient=lee, at=by.at, by=by)


def fill(assessment, by, **changed):
    """Answer what is needed, rate, diagnose: ready to be signed."""
    for section, answers in (ANSWERS | changed).items():
        save_section(assessment=assessment, section=section, answers=answers, base=0,
                     at=by.at, by=by)  # fmt: skip
    diagnose(patient=assessment.patient, at=by.at, by=by, found=Found(
        "F10.20", severity="severe", is_primary=True))  # fmt: skip
    rate(assessment=assessment, at=by.at, by=by, base=assessment.version,
         rating=Rating(IOP, {"4": "Weekends."}, Chosen("2.1", "2.1")))  # fmt: skip
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def ready(assessment, by):
    return fill(assessment, by)
