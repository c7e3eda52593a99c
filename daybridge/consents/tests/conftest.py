"""Dana's consents, as Faye at the desk and Ruth prepare them."""

from datetime import timedelta

import pytest

from daybridge.consents import services
from daybridge.consents.models import Method, Way
from daybridge.consents.packet_forms import tpo_terms
from daybridge.consents.rendering import render
from daybridge.consents.values import Draft, Stroke
from daybridge.rules.consent import Expiry, Kind, Signer
from tests import cast


@pytest.fixture
def today():
    return cast.today()


@pytest.fixture
def faye(clinic):
    return clinic.staff["faye"]


@pytest.fixture
def by(viewer, faye):
    return viewer(faye)


@pytest.fixture
def draft(today):
    """`draft()`: attendance to the court clinic for ninety days."""

    def make(kind=Kind.SPECIFIC, **more):
        values = {
            "discloser": "Schuylkill Street IOP",
            "items": ["status", "attendance"],
            "recipients": [
                {"name": "Officer Adler", "organization": "County Probation",
                 "address": "1 Court Square", "contact": "555-0100"},
            ],
            "purposes": ["supervision"],
            "expiry": Expiry.DATE,
            "expires_on": today + timedelta(days=90),
        }  # fmt: skip
        return Draft(kind, **values | more)

    return make


@pytest.fixture
def tpo():
    return Draft(Kind.TPO, **tpo_terms("Schuylkill Street IOP"))


@pytest.fixture
def stroke():
    """`stroke(consent)`: Dana types her name under the form as it reads now."""

    def make(consent, signer=Signer.PATIENT, **more):
        values = {
            "name": "Dana Whitfield", "method": Method.TYPED, "way": Way.PHONE,
            "shown_digest": render(consent).digest,
        }  # fmt: skip
        return Stroke(signer, **values | more)

    return make


@pytest.fixture
def signed(dana, by, stroke):
    """`signed(draft)`: a form that Dana has signed."""

    def make(wanted, patient=None, at=None):
        at = at or by.at
        consent = services.draft_consent(
            patient=patient or dana, draft=wanted, at=at, by=by
        )
        return services.sign(consent=consent, stroke=stroke(consent), at=at, by=by)

    return make
