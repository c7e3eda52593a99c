"""Someone nobody has admitted yet, and what Ruth decides about people's care."""

from datetime import date, timedelta

import pytest

from daybridge.intake.values import Admission, Dose
from daybridge.people.models import Patient
from daybridge.programs.models import DoseRule, Track
from tests import cast
from tests.cast import join_team


@pytest.fixture
def today():
    return cast.today()


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
def morning(clinic):
    """Another track, with a rule of its own."""
    track = Track.objects.create(
        program=clinic.program, site=clinic.site, name="Morning IOP"
    )
    DoseRule.objects.create(
        program=clinic.program, track=track, source="ASAM 2.1, adults",
        starts_on=date(2024, 1, 1),
    )  # fmt: skip
    return track


@pytest.fixture
def by(viewer, ruth):
    return viewer(ruth)


@pytest.fixture
def admission(clinic, today):
    """`admission()`: nine hours on three days in the evening, from today."""

    def make(days_ago=0, minutes=540, days=3, **more):
        values = {
            "track": clinic.track,
            "admitted_on": today - timedelta(days=days_ago),
            "dose": Dose(minutes, days),
            "referral_source": "7",
            "primary_substance": "2",
        }
        return Admission(**values | more)

    return make
