"""Dana's coverage: one row of each kind, and her consent for payment."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import today


@dataclass
class Covered:
    """The rows of coverage that are Dana's."""

    policy: Any
    quote: Any
    inquiry: Any
    owed: Any
    given: Any


def make_covered(patient: Any) -> Covered:
    """A policy with its card, a quote, a question, and estimates owed and given."""
    from daybridge.coverage.models import (
        IncomeAttestation,
        Payer,
        Plan,
        SelfPay,
    )

    shared = {"program": patient.program}
    payer = Payer.objects.create(name="Keystone", payer_number="54321", **shared)
    plan = Plan.objects.create(payer=payer, name="PPO", network="in", **shared)
    mine = {**shared, "patient": patient}
    SelfPay.objects.create(
        why="choice", starts_on=today() - timedelta(days=90), ends_on=today(), **mine
    )
    IncomeAttestation.objects.create(
        household_size=1, annual_income_cents=1, guideline_year=2025, percent=1,
        share=0, signed_as="Dana", signed_on=today(),
        expires_on=today() + timedelta(days=365), **mine,
    )  # fmt: skip
    owed, given = _estimates(mine)
    policy, quote, inquiry = _policy(mine, plan)
    return Covered(policy, quote, inquiry, owed, given)


def consent_to_payment(patient: Any, desk: Any) -> Any:
    """The signed consent that opens a patient's coverage to billers."""
    from daybridge.consents import services
    from daybridge.consents.models import Method, Way
    from daybridge.consents.packet_forms import tpo_terms
    from daybridge.consents.rendering import render
    from daybridge.consents.values import Draft, Stroke
    from daybridge.people.middleware import viewer_of
    from daybridge.rules.consent import Kind, Signer

    by = viewer_of(desk, at=timezone.now() - timedelta(minutes=6))
    draft = Draft(Kind.TPO, **tpo_terms(patient.program.name))
    form = services.draft_consent(patient=patient, draft=draft, at=by.at, by=by)
    stroke = Stroke(
        Signer.PATIENT, patient.legal_name, Method.TYPED, Way.TABLET,
        render(form).digest,
    )  # fmt: skip
    return services.sign(consent=form, stroke=stroke, at=by.at, by=by)


def _policy(mine: dict[str, Any], plan: Any) -> tuple[Any, Any, Any]:
    from daybridge.coverage.models import (
        BenefitQuote,
        CardPhoto,
        EligibilityInquiry,
        Policy,
    )

    now, shared = timezone.now(), {"program": mine["program"]}
    policy = Policy.objects.create(
        plan=plan, member_number="KB-0099", starts_on=today() - timedelta(days=60),
        **mine,
    )  # fmt: skip
    CardPhoto.objects.create(
        policy=policy, side="front", taken_at=now, name="card.png", kind="image/png",
        size_bytes=4, digest="d" * 64, content=b"card", **shared,
    )  # fmt: skip
    quote = BenefitQuote.objects.create(
        policy=policy, source="phone", reference_number="R-1", taken_at=now,
        authorization="Y", **shared,
    )  # fmt: skip
    inquiry = EligibilityInquiry.objects.create(
        policy=policy, control_number=1, trace_number="T1", about_on=today(),
        content="ISA", written_at=now, **shared,
    )  # fmt: skip
    return policy, quote, inquiry


def _estimates(mine: dict[str, Any]) -> tuple[Any, Any]:
    from daybridge.coverage.models import GoodFaithEstimate

    when = {
        "occasion": "requested", "asked_on": today(),
        "due_on": today() + timedelta(days=3),
    }  # fmt: skip
    owed = GoodFaithEstimate.objects.create(**when, **mine)
    given = GoodFaithEstimate.objects.create(
        issued_at=timezone.now(), document=b"%PDF of Dana", digest="d" * 64, **when,
        **mine,
    )  # fmt: skip
    return owed, given
