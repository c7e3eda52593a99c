"""Omar the biller, Dana's consent for payment, a payer with a plan, and rates."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from daybridge.access.models import Grant
from daybridge.consents.models import Method, Way
from daybridge.consents.rendering import render
from daybridge.consents.services import begin_packet, sign
from daybridge.consents.values import Stroke
from daybridge.coverage.models import (
    BenefitQuote,
    Payer,
    Plan,
    Policy,
    Rate,
    SlidingFeeScale,
    Submitter,
)
from daybridge.keys import new_id
from daybridge.rules.consent import Kind, Signer
from tests import cast

TIERS = [
    {"up_to_percent": 100, "share": 0}, {"up_to_percent": 150, "share": 2_500},
    {"up_to_percent": 200, "share": 5_000},
]  # fmt: skip


def consent(patient, *, at=None, **more):
    """A consent for payment that is in force."""
    at = at or timezone.now()
    return Grant.objects.create(
        program=patient.program, patient=patient, reader="BI", opens="CLM",
        basis_id=new_id(), starts_at=at - timedelta(hours=1), **more,
    )  # fmt: skip


@pytest.fixture
def today():
    return cast.today()


@pytest.fixture
def granted(dana):
    return consent(dana)


@pytest.fixture
def signed(clinic, dana, granted, viewer):
    """Dana's consent for payment itself, signed on the tablet, not its grant alone."""
    granted.delete()
    desk = viewer(clinic.staff["faye"], at=timezone.now() - timedelta(minutes=5))
    packet = begin_packet(patient=dana, language="en", at=desk.at, by=desk)
    form = packet.consents.get(kind=Kind.TPO)
    stroke = Stroke(
        Signer.PATIENT, "Dana Whitfield", Method.TYPED, Way.TABLET, render(form).digest
    )
    return sign(consent=form, stroke=stroke, at=desk.at, by=desk)


@pytest.fixture
def by(viewer, omar):
    return viewer(omar)


@pytest.fixture
def plan(clinic):
    payer = Payer.objects.create(
        program=clinic.program, name="Keystone Behavioral", payer_number="54321",
        clearinghouse_number="CLEARHOUSE", phone="555-0100",
    )  # fmt: skip
    return Plan.objects.create(
        program=clinic.program, payer=payer, name="PPO 500", network="in"
    )


@pytest.fixture
def policy(dana, plan):
    return Policy.objects.create(
        program=dana.program, patient=dana, plan=plan, member_number="KB-0099",
        starts_on=date(2026, 1, 1),
    )  # fmt: skip


@pytest.fixture
def quote(policy):
    return make_quote(policy)


def make_quote(policy, days_ago=0, **more):
    values = {
        "source": "phone", "reference_number": "R-77",
        "taken_at": timezone.now() - timedelta(days=days_ago), "is_active": True,
        "deductible_cents": 150_000, "deductible_left_cents": 30_000,
        "limit_cents": 400_000, "limit_left_cents": 40_000, "coinsurance": 2_000,
        "authorization": "Y", "renews_on": date(2030, 1, 1),
    }  # fmt: skip
    return BenefitQuote.objects.create(
        program=policy.program, policy=policy, **values | more
    )


@pytest.fixture
def rates(clinic, plan):
    """Our own charges, and a rate agreed with the payer."""
    own = {"starts_on": date(2026, 1, 1), "program": clinic.program}
    Rate.objects.create(service="assessment", code="H0001", cents=25_000, **own)
    Rate.objects.create(service="drug_test", code="H0003", cents=2_000, **own)
    Rate.objects.create(service="iop_day", code="H0015", cents=30_000, **own)
    return Rate.objects.create(
        service="iop_day", code="H0015", cents=20_000, payer=plan.payer, **own
    )


@pytest.fixture
def scale(clinic):
    return SlidingFeeScale.objects.create(
        program=clinic.program, starts_on=date(2026, 1, 1), tiers=TIERS,
        nominal_cents=1_000,
    )  # fmt: skip


@pytest.fixture
def submitter(clinic):
    return Submitter.objects.create(
        program=clinic.program, name="Schuylkill Street IOP", npi="1234567893",
        sender_number="CLINIC",
    )  # fmt: skip


@pytest.fixture
def client(sign_in, omar, granted):
    return sign_in(omar)
