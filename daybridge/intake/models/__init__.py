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
from daybridge.intake.models.merging import PatientMerge
from daybridge.intake.models.orientation import OrientationItem, OrientationStep
from daybridge.intake.models.referrals import (
    HandOffTick,
    ImportedItem,
    Referral,
    ReferralDocument,
)
from daybridge.intake.models.waiting import OpenSeat, SeatOffer, Wait

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
    "HandOffTick",
    "ImportedItem",
    "Inquiry",
    "InquiryNote",
    "OpenSeat",
    "OrientationItem",
    "OrientationStep",
    "PatientMerge",
    "Referral",
    "ReferralDocument",
    "SeatOffer",
    "Stage",
    "StageChange",
    "Stay",
    "StayQuerySet",
    "Wait",
]
