"""The tables of intake, a file for each part of the way in."""

from daybridge.intake.models.care import (
    DischargeReason,
    DoseOrder,
    DoseOrderQuerySet,
    Episode,
    EpisodeQuerySet,
    Stay,
    StayQuerySet,
)
from daybridge.intake.models.inquiries import (
    ENDED,
    OVER,
    AssessmentBooking,
    Call,
    Inquiry,
    InquiryNote,
    Stage,
    StageChange,
)

__all__ = [
    "ENDED",
    "OVER",
    "AssessmentBooking",
    "Call",
    "DischargeReason",
    "DoseOrder",
    "DoseOrderQuerySet",
    "Episode",
    "EpisodeQuerySet",
    "Inquiry",
    "InquiryNote",
    "Stage",
    "StageChange",
    "Stay",
    "StayQuerySet",
]
