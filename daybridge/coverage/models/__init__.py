"""The tables of coverage, a file for each part."""

from daybridge.coverage.models.contracts import (
    Payer,
    PayerKind,
    Plan,
    Rate,
    Service,
    SlidingFeeScale,
)
from daybridge.coverage.models.fees import (
    GoodFaithEstimate,
    IncomeAttestation,
    SelfPay,
)
from daybridge.coverage.models.policies import (
    CardPhoto,
    Policy,
    Rank,
    Relationship,
)
from daybridge.coverage.models.quotes import (
    BenefitQuote,
    EligibilityInquiry,
    Submitter,
)

__all__ = [
    "BenefitQuote",
    "CardPhoto",
    "EligibilityInquiry",
    "GoodFaithEstimate",
    "IncomeAttestation",
    "Payer",
    "PayerKind",
    "Plan",
    "Policy",
    "Rank",
    "Rate",
    "Relationship",
    "SelfPay",
    "Service",
    "SlidingFeeScale",
    "Submitter",
]
