"""Reads of coverage: a person's policies, whose benefits are to be checked, rates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from daybridge.coverage.estimates import Insured
from daybridge.coverage.models import (
    BenefitQuote,
    CardPhoto,
    GoodFaithEstimate,
    IncomeAttestation,
    Policy,
    SelfPay,
    Service,
    SlidingFeeScale,
)
from daybridge.coverage.rates import rates_for
from daybridge.coverage.weighing import age_in_days, is_old
from daybridge.rules.sliding_fee import Tier

WITHOUT_BYTES = ("content",)  # of a photo; read only when it is shown


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote with its age."""

    row: BenefitQuote
    age_days: int
    is_old: bool


@dataclass(slots=True)
class PolicyLine:
    """One policy with its card and everything a payer said of it, newest first."""

    row: Policy
    is_over: bool
    front: CardPhoto | None = None
    back: CardPhoto | None = None
    quotes: list[QuoteLine] = field(default_factory=list)
    inquiries: list[Any] = field(default_factory=list)

    @property
    def latest(self) -> QuoteLine | None:
        return self.quotes[0] if self.quotes else None

    @property
    def earlier(self) -> list[QuoteLine]:
        return self.quotes[1:]


def policies_of(patient: Any, *, today: date, at: datetime) -> list[PolicyLine]:
    """Every policy of one patient, those in force first; four queries in all."""
    rows = (
        Policy.objects.in_program(patient.program_id)
        .filter(patient=patient)
        .select_related("plan__payer")
        .order_by("rank", "-starts_on", "pk")
    )
    lines = {
        row.pk: PolicyLine(row, row.ends_on is not None and row.ends_on < today)
        for row in rows
    }
    _add_photos(lines, patient.program_id)
    _add_quotes(lines, patient.program_id, at)
    _add_inquiries(lines, patient.program_id)
    return sorted(lines.values(), key=lambda line: line.is_over)


def _add_photos(lines: dict[UUID, PolicyLine], program_id: UUID) -> None:
    photos = CardPhoto.objects.in_program(program_id).filter(policy__in=list(lines))
    for photo in photos.defer(*WITHOUT_BYTES).order_by("taken_at", "pk"):
        setattr(lines[photo.policy_id], photo.side, photo)  # the newest stands


def _add_quotes(lines: dict[UUID, PolicyLine], program_id: UUID, at: datetime) -> None:
    quotes = BenefitQuote.objects.in_program(program_id).filter(policy__in=list(lines))
    for row in quotes.select_related("taken_by").order_by("-taken_at", "-pk"):
        line = QuoteLine(row, age_in_days(row, at), is_old(row, at))
        lines[row.policy_id].quotes.append(line)


def _add_inquiries(lines: dict[UUID, PolicyLine], program_id: UUID) -> None:
    from daybridge.coverage.models import EligibilityInquiry

    rows = EligibilityInquiry.objects.in_program(program_id)
    for row in rows.filter(policy__in=list(lines)).order_by("-written_at", "-pk"):
        lines[row.policy_id].inquiries.append(row)


def insured_on(patient: Any, day: date) -> Insured:
    """The policies of a day with the latest quote of each and each network."""
    policies = list(
        Policy.objects.in_program(patient.program_id)
        .filter(patient=patient)
        .on(day)
        .select_related("plan__payer")
    )
    quotes = BenefitQuote.objects.in_program(patient.program_id)
    found = quotes.filter(policy__in=policies).order_by("taken_at", "pk").defer("raw")
    return Insured(policies, {(row.policy_id, row.network): row for row in found})


def attestation_on(patient: Any, day: date) -> IncomeAttestation | None:
    """What the patient signed about their income, if it holds on a day."""
    rows = IncomeAttestation.objects.in_program(patient.program_id)
    found: IncomeAttestation | None = (
        rows.filter(patient=patient, signed_on__lte=day, expires_on__gt=day)
        .order_by("-signed_on", "-pk")
        .first()
    )
    return found


def self_pay_on(patient: Any, day: date) -> SelfPay | None:
    """That the patient pays themselves on a day, if they do."""
    rows = SelfPay.objects.in_program(patient.program_id).filter(patient=patient)
    found: SelfPay | None = rows.filter(starts_on__lte=day, ends_on=None).first()
    return found


def scale_on(program: Any, day: date) -> SlidingFeeScale | None:
    """The program's sliding fee scale of a day."""
    rows = SlidingFeeScale.objects.in_program(program).filter(starts_on__lte=day)
    found: SlidingFeeScale | None = rows.order_by("-starts_on").first()
    return found


def tiers_of(scale: SlidingFeeScale) -> tuple[Tier, ...]:
    return tuple(Tier(row["up_to_percent"], row["share"]) for row in scale.tiers)


@dataclass(frozen=True, slots=True)
class PublicRates:
    """What anybody may know: our own charges, and the scale by income."""

    day_cents: int | None
    assessment_cents: int | None
    drug_test_cents: int | None
    tiers: tuple[Tier, ...] = ()
    nominal_cents: int = 0


def public_rates(program: Any, on: date) -> PublicRates:
    """The program's own charges on a day; nothing of any payer's contract."""
    table = rates_for(program)
    scale = scale_on(program, on)
    return PublicRates(
        day_cents=table.cents_on(Service.IOP_DAY, on),
        assessment_cents=table.cents_on(Service.ASSESSMENT, on),
        drug_test_cents=table.cents_on(Service.DRUG_TEST, on),
        tiers=tiers_of(scale) if scale else (),
        nominal_cents=scale.nominal_cents if scale else 0,
    )


def estimates_of(patient: Any) -> Iterable[GoodFaithEstimate]:
    """Good-faith estimates of one patient, newest first, without their documents."""
    rows = GoodFaithEstimate.objects.in_program(patient.program_id)
    return (
        rows.filter(patient=patient)
        .defer("document", "content")
        .select_related("issued_by")
        .order_by("-asked_on", "-pk")
    )


def latest_quote_id() -> Subquery:
    """For rows of Policy: the key of the newest quote."""
    newest = BenefitQuote.objects.filter(
        program_id=OuterRef("program_id"), policy_id=OuterRef("pk")
    ).order_by("-taken_at", "-pk")
    return Subquery(newest.values("pk")[:1])
