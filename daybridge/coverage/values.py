"""What people tell of coverage, as services take it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from daybridge.rules.sliding_fee import Tier
from daybridge.uploads import Received


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """One policy as it stands on the card."""

    plan: Any  # coverage.Plan
    rank: int
    member_number: str
    group_number: str
    relationship: str
    subscriber_first_name: str
    subscriber_last_name: str
    subscriber_born_on: date | None
    subscriber_sex: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Photos:
    """Sides of a card that were handed over; None leaves a side as it is."""

    front: Received | None = None
    back: Received | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told on the phone or read on a payer's website."""

    source: str  # phone, portal
    reference_number: str
    spoken_with: str
    network: str
    facts: dict[str, Any]  # columns of BenefitQuote
    note: str = ""


@dataclass(frozen=True, slots=True)
class RateValues:
    """What a service costs from a day on."""

    service: str
    code: str
    cents: int
    starts_on: date
    payer: Any = None
    plan: Any = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ScaleValues:
    """A sliding fee scale from a day on."""

    starts_on: date
    tiers: tuple[Tier, ...]
    nominal_cents: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Income:
    """What somebody signs about their household."""

    household_size: int
    annual_income_cents: int
    signed_as: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good-faith estimate counts on."""

    starts_on: date
    weeks: int
    days_per_week: int
    drug_tests: int = 0
    with_assessment: bool = True
    diagnoses: tuple[str, ...] = field(default=())
    language: str = "en"
